<?php
namespace Opencart\Catalog\Controller\Extension\Kainic;
class Page extends \Opencart\System\Engine\Controller {
	/** Event catalog/view/common/header/after: the tag, and the consent of a visitor who agreed before. */
	public function header(string &$route, array &$data, string &$output): void {
		$attributes = ['data-n8n' => $this->config->get('module_kainic_n8n'), 'data-currency' => $this->config->get('config_currency'), 'data-locale' => $this->config->get('config_language')];
		if ($this->customer->isLogged()) $attributes['data-uid'] = 'customer-' . $this->customer->getId();
		$file = 'kainic/catalog/view/javascript/kainic.js';
		$attributes['src'] = $this->config->get('config_url') . 'extension/' . $file . '?' . filemtime(DIR_EXTENSION . $file);
		$tag = '<script' . implode('', array_map(fn ($name, $value) => " $name=\"" . htmlspecialchars($value) . '"', array_keys($attributes), $attributes)) . " defer></script>\n";
		// OpenCart's cookie banner keeps the choice in a cookie that only the server can read.
		if (!empty($this->request->cookie['policy'])) $tag .= "<script>(window.kainic ??= []).push('agree')</script>\n";
		$output = str_replace('</head>', $tag . '</head>', $output);
	}

	/** Event catalog/view/common/footer/after */
	public function footer(string &$route, array &$data, string &$output): void {
		$post = $this->postsOrders() ? "<script>fetch('index.php?route=extension/kainic/order.send', { keepalive: true })</script>" : '';
		$output = str_replace('</body>', $post . <<<'HTML'
			<script>
			document.addEventListener('click', ({ target }) => {
				const button = target.closest('#cookie button');
				if (button) (window.kainic ??= []).push(/agree=1/.test(button.value) ? 'agree' : 'forget');
			}, true);
			$(document).ajaxSuccess((event, request, { url }, answer) => {
				if (/route=checkout\/cart\.add/.test(url) && answer?.kainic) (window.kainic ??= []).push('track', 'add_to_cart', answer.kainic);
			});
			</script>
			</body>
			HTML, $output);
	}

	/** Whether the page calls order.send: once a minute while orders wait, and at once after an order changed, as on the page after the checkout. */
	private function postsOrders(): bool {
		$waiting = $this->db->query("SELECT 1 FROM `" . DB_PREFIX . "kainic_order` WHERE `json` IS NOT NULL AND `status` NOT IN (200, 400) LIMIT 1")->num_rows;
		return $waiting && !$this->cache->get('kainic.posted');
	}

	/** Event catalog/view/product/product/after: the product of the page. */
	public function product(string &$route, array &$data, string &$output): void {
		$output = str_replace('<div id="product-info"', '<div data-kainic-item="' . (int)$data['product_id'] . '" id="product-info"', $output);
	}

	/** Events catalog/view/product/product/before, catalog/view/common/home/before and catalog/view/checkout/cart/before */
	public function box(string &$route, array &$data): void {
		$items = implode(',', array_unique(array_column($this->cart->getProducts(), 'product_id')));
		$page = basename($route);
		$type = $this->config->get('module_kainic_' . $page . '_type');
		if (!$type) return;
		$attributes = 'data-kainic="' . htmlspecialchars($type) . '"' . ($page === 'cart' ? ' data-items="' . $items . '"' : '');
		$heading = htmlspecialchars((string)$this->config->get('module_kainic_' . $page . '_heading'));
		$data['content_bottom'] = ($data['content_bottom'] ?? '') . "<div $attributes data-limit=\"4\" hidden><h3>$heading</h3></div>";
	}

	/** Event catalog/controller/checkout/cart.add/after: the answer gets what the page tells kainic.js. */
	public function added(): void {
		$answer = json_decode($this->response->getOutput(), true);
		if (empty($answer['success'])) return;
		$id = (int)$this->request->post['product_id'];
		$chosen = array_merge(...array_map(fn ($value) => (array)$value, array_values($this->request->post['option'] ?? [])));
		$isAdded = fn ($row) => $row['product_id'] == $id && !array_diff(array_filter(array_column($row['option'], 'product_option_value_id')), $chosen);
		$rows = array_filter($this->cart->getProducts(), $isAdded);
		$row = end($rows);
		$currency = $this->session->data['currency'];
		$price = $this->tax->calculate($row['price'], $row['tax_class_id'], true);
		$answer['kainic'] = [
			'item_id'  => (string)$id,
			'quantity' => (int)($this->request->post['quantity'] ?? 1),
			'price'    => round($this->currency->convert($price, $this->config->get('config_currency'), $currency), 2),
			'currency' => $currency,
		];
		$this->response->setOutput(json_encode($answer));
	}
}
