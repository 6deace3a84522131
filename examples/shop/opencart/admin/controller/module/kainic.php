<?php
namespace Opencart\Admin\Controller\Extension\Kainic\Module;
/** The settings page of the extension, and what exists while it is installed. */
class Kainic extends \Opencart\System\Engine\Controller {
	private const ROUTE = 'extension/kainic/module/kainic';

	private const EVENTS = [
		['catalog/view/common/header/after', 'page.header'],
		['catalog/view/common/footer/after', 'page.footer'],
		['catalog/view/product/product/after', 'page.product'],
		['catalog/view/product/product/before', 'page.box'],
		['catalog/view/common/home/before', 'page.box'],
		['catalog/view/checkout/cart/before', 'page.box'],
		['catalog/controller/checkout/cart.add/after', 'page.added'],
		['catalog/model/checkout/order.addOrder/after', 'order.visitor'],
		['catalog/model/checkout/order.editOrder/after', 'order.visitor'],
		['catalog/model/checkout/order.addHistory/before', 'order.visitor'],
		['catalog/model/checkout/order.addHistory/after', 'order.changed'],
		['admin/model/sale/order.deleteOrder/before', 'order.deleted'],
	];

	/** The settings at the start. A box without a type is not shown. */
	private const BOXES = [
		'product_type'    => '',
		'product_heading' => 'You may also like',
		'home_type'       => '',
		'home_heading'    => 'For you',
		'cart_type'       => '',
		'cart_heading'    => 'Goes well with your cart',
	];

	public function index(): void {
		$this->load->language(self::ROUTE);
		$this->document->setTitle('Kainic');
		$link = fn (string $route, string $more = '') => $this->url->link($route, 'user_token=' . $this->session->data['user_token'] . $more);
		$data = [
			'save'       => $link(self::ROUTE . '.save'),
			'back'       => $link('marketplace/extension', '&type=module'),
			'store'      => $link('setting/setting'),
			'has_banner' => (bool)$this->config->get('config_cookie_id'),
			'products'   => HTTP_CATALOG . 'index.php?route=extension/kainic/products',
			'pages'      => ['product' => 'Product', 'home' => 'Home', 'cart' => 'Cart'],
			'waiting'    => (int)$this->db->query("SELECT COUNT(*) AS `count` FROM `" . DB_PREFIX . "kainic_order` WHERE `json` IS NOT NULL AND `status` NOT IN (200, 400)")->row['count'],
			'answer'     => $this->db->query("SELECT `answer` FROM `" . DB_PREFIX . "kainic_order` WHERE `status` <> 0 ORDER BY `order_id` DESC LIMIT 1")->row['answer'] ?? '',
		];
		foreach (['status', 'n8n', 'key', ...array_keys(self::BOXES)] as $name) $data['settings'][$name] = $this->config->get('module_kainic_' . $name);
		foreach (['header', 'column_left', 'footer'] as $part) $data[$part] = $this->load->controller('common/' . $part);
		$this->response->setOutput($this->load->view(self::ROUTE, $data));
	}

	public function save(): void {
		$given = array_map(fn ($value) => trim(html_entity_decode((string)$value, ENT_QUOTES, 'UTF-8')), $this->request->post);
		// People copy addresses of webhooks and workflows: only the address of n8n is kept.
		$n8n = preg_replace('~/*($|(?<![:/])/(webhook|workflow|home|projects|signin)\b.*)~', '', $given['module_kainic_n8n'] ?? '');
		$json = [];
		if (!$this->user->hasPermission('modify', self::ROUTE)) {
			$json['error']['warning'] = 'You may not change these settings.';
		} elseif (!preg_match('~^(https://|http://(localhost|127\.0\.0\.1)\b)[^\s"<>]+$~', $n8n)) {
			$json['error']['n8n'] = 'Enter the address of your n8n. It begins with https://.';
		} elseif (strlen($given['module_kainic_key'] ?? '') < 8) {
			$json['error']['key'] = 'Enter at least 8 characters.';
		} else {
			$this->load->model('setting/setting');
			$this->load->model('setting/event');
			$this->model_setting_setting->editSetting('module_kainic', ['module_kainic_n8n' => $n8n] + $given);
			$this->model_setting_event->editStatusByCode('kainic', !empty($given['module_kainic_status']));
			$json['success'] = 'The settings are saved.';
		}
		$this->response->addHeader('Content-Type: application/json');
		$this->response->setOutput(json_encode($json));
	}

	public function install(): void {
		$this->uninstall();
		$this->load->model('setting/setting');
		$this->load->model('setting/cron');
		$this->db->query("CREATE TABLE IF NOT EXISTS `" . DB_PREFIX . "kainic_order` (`order_id` INT PRIMARY KEY, `anon_uid` VARCHAR(255), `json` MEDIUMTEXT, `status` INT NOT NULL DEFAULT 0, `answer` TEXT) DEFAULT CHARSET=utf8mb4");
		$settings = ['status' => '0', 'n8n' => '', 'key' => bin2hex(random_bytes(16))] + self::BOXES;
		$names = array_map(fn ($name) => 'module_kainic_' . $name, array_keys($settings));
		$this->model_setting_setting->editSetting('module_kainic', array_combine($names, $settings));
		foreach (self::EVENTS as [$trigger, $action]) {
			$this->model_setting_event->addEvent(['code' => 'kainic', 'description' => 'Kainic', 'trigger' => $trigger, 'action' => 'extension/kainic/' . $action, 'status' => false, 'sort_order' => 1]);
		}
		$this->model_setting_cron->addCron('kainic', 'Kainic: posts the orders that wait', 'hour', 'extension/kainic/order.send', true);
	}

	/** The visitors of orders stay, because n8n needs them for refunds. OpenCart deletes the settings. */
	public function uninstall(): void {
		$this->load->model('setting/event');
		$this->load->model('setting/cron');
		$this->model_setting_event->deleteEventByCode('kainic');
		$this->model_setting_cron->deleteCronByCode('kainic');
	}
}
