<?php
namespace Opencart\Catalog\Controller\Extension\Kainic;
// The products of the shop: https://shop.example/index.php?route=extension/kainic/products
class Products extends \Opencart\System\Engine\Controller {
	private const PAGE_SIZE = 100;

	public function index(): void {
		$this->load->model('catalog/product');
		$all = $this->model_catalog_product->getProducts(['start' => 0, 'limit' => 100000]);
		usort($all, fn ($first, $second) => $first['product_id'] <=> $second['product_id']);
		$page = max(1, (int)($this->request->get['page'] ?? 1));
		$products = array_slice($all, ($page - 1) * self::PAGE_SIZE, self::PAGE_SIZE);
		$this->response->addHeader('Content-Type: application/json');
		$this->response->addHeader('x-total-pages: ' . max(1, ceil(count($all) / self::PAGE_SIZE)));
		$this->response->addHeader('x-total-count: ' . count($all));
		$this->response->setOutput(json_encode(array_map([$this, 'product'], $products)));
	}

	private function product(array $product): array {
		$net = (float)($product['special'] ?: $product['discount'] ?: $product['price']);
		$gross = $this->tax->calculate($net, $product['tax_class_id'], true);
		return [
			'item_id'   => (string)$product['product_id'],
			'parent_id' => (string)($product['master_id'] ?: $product['product_id']),
			'title'     => html_entity_decode($product['name'], ENT_QUOTES, 'UTF-8'),
			'price'     => round($gross, 2),
			'stock'     => max(0, (int)$product['quantity']),
			'url'       => $this->url->link('product/product', 'language=' . $this->config->get('config_language') . '&product_id=' . $product['product_id'], true),
			'image_url' => $product['image'] ? $this->config->get('config_url') . 'image/' . $product['image'] : null,
		];
	}
}
