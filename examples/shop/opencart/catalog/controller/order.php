<?php
namespace Opencart\Catalog\Controller\Extension\Kainic;
// Each order has one row in oc_kainic_order: its visitor, its newest JSON, and the answer to this JSON.
class Order extends \Opencart\System\Engine\Controller {
	private const CANCELED = [7, 8, 10, 11, 12, 13, 14, 16]; // The IDs of Canceled, Denied, Failed, Refunded, Reversed, Chargeback, Expired, Voided

	/**
	 * Events catalog/model/checkout/order.addOrder/after, editOrder/after and addHistory/before: kainic.js keeps the ID of a
	 * visitor who agreed in this cookie. The requests of the owner and of a payment service do not have it.
	 */
	public function visitor(string &$route, array &$args, &$new_id = null): void {
		$order_id = (int)($new_id ?? $args[0]);
		$isOfCustomer = $new_id || ($this->session->data['order_id'] ?? 0) == $order_id;
		if (!$isOfCustomer || str_starts_with($this->request->get['route'] ?? '', 'api/')) return;
		$this->save($order_id, ['anon_uid' => $this->request->cookie['kainic_anon_uid'] ?? '']);
	}

	/** Event catalog/model/checkout/order.addHistory/after: the checkout and the owner's edits end here. */
	public function changed(string &$route, array &$args): void {
		$this->load->model('checkout/order');
		$order = $this->model_checkout_order->getOrder((int)$args[0]);
		// An order that was not confirmed has no status.
		if (!$order || !$order['order_status_id']) return;
		$row = $this->row((int)$order['order_id']);
		$isCanceled = in_array((int)$order['order_status_id'], self::CANCELED);
		$json = [
			'order_id'   => (string)$order['order_id'],
			'anon_uid'   => ($row['anon_uid'] ?? '') ?: null,
			'uid'        => $order['customer_id'] ? 'customer-' . $order['customer_id'] : null,
			'currency'   => $order['currency_code'],
			'placed_at'  => date(DATE_ATOM, strtotime($order['date_added'])),
			'changed_at' => (new \DateTime())->format('Y-m-d\TH:i:s.uP'),
			'lines'      => array_map(fn ($line) => [
				'item_id'  => (string)$line['product_id'],
				'quantity' => $isCanceled ? 0 : (int)$line['quantity'],
				'price'    => round(($line['price'] + $line['tax']) * $order['currency_value'], 2),
			], $order['products']),
		];
		$this->save((int)$order['order_id'], ['json' => json_encode($json), 'status' => 0]);
		$this->cache->delete('kainic.posted');
	}

	/** A page of the shop calls this while orders wait (page.php), so no visitor waits. So does OpenCart's cron. */
	public function send(): void {
		$this->cache->set('kainic.posted', time(), 60);
		$table = DB_PREFIX . 'kainic_order';
		foreach ($this->db->query("SELECT * FROM `$table` WHERE `json` IS NOT NULL AND `status` NOT IN (200, 400) ORDER BY `order_id` LIMIT 100")->rows as $row) {
			[$status, $answer] = $this->post($row['json']);
			// If the order changed meanwhile, its new JSON is still to be sent.
			$this->db->query("UPDATE `$table` SET `status` = " . $status . ", `answer` = '" . $this->db->escape($answer) . "' WHERE `order_id` = " . (int)$row['order_id'] . " AND `json` = '" . $this->db->escape($row['json']) . "'");
			if (!in_array($status, [200, 400])) break;
		}
	}

	private function post(string $json): array {
		$curl = curl_init($this->config->get('module_kainic_n8n') . '/webhook/kainic-order');
		curl_setopt_array($curl, [
			CURLOPT_POSTFIELDS     => $json,
			CURLOPT_HTTPHEADER     => ['content-type: application/json', 'x-shop-key: ' . $this->config->get('module_kainic_key')],
			CURLOPT_RETURNTRANSFER => true,
			CURLOPT_TIMEOUT        => 30,
		]);
		$answer = curl_exec($curl);
		return [(int)curl_getinfo($curl, CURLINFO_RESPONSE_CODE), substr($answer ?: curl_error($curl), 0, 500)];
	}

	private function row(int $order_id): array {
		return $this->db->query("SELECT * FROM `" . DB_PREFIX . "kainic_order` WHERE `order_id` = " . $order_id)->row;
	}

	private function save(int $order_id, array $values): void {
		$set = implode(', ', array_map(fn ($name) => "`$name` = '" . $this->db->escape((string)$values[$name]) . "'", array_keys($values)));
		$this->db->query("INSERT INTO `" . DB_PREFIX . "kainic_order` SET `order_id` = " . $order_id . ", " . $set . " ON DUPLICATE KEY UPDATE " . $set);
	}
}
