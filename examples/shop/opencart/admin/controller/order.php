<?php
namespace Opencart\Admin\Controller\Extension\Kainic;
class Order extends \Opencart\System\Engine\Controller {
	/** Event admin/model/sale/order.deleteOrder/before: nothing is left of the lines. */
	public function deleted(string &$route, array &$args): void {
		$table = DB_PREFIX . 'kainic_order';
		$row = $this->db->query("SELECT `json` FROM `$table` WHERE `order_id` = " . (int)$args[0])->row;
		if (empty($row['json'])) return;
		$json = json_decode($row['json'], true);
		$json['changed_at'] = (new \DateTime())->format('Y-m-d\TH:i:s.uP');
		foreach ($json['lines'] as &$line) $line['quantity'] = 0;
		$this->db->query("UPDATE `$table` SET `status` = 0, `json` = '" . $this->db->escape(json_encode($json)) . "' WHERE `order_id` = " . (int)$args[0]);
	}
}
