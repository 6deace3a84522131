import assert from 'node:assert/strict';
import { wooLine, wooOrder, type WooLine, type WooOrder } from '../../shops/woocommerce';
import {
	assertAllSucceeded,
	assertPurchases,
	eventsOf,
	withShopExample,
	type ShopScenario,
} from './shop-examples';

export const wooOrdersFile = 'woocommerce-orders.json';

/** What Kainic should hold of a line that was bought. */
export function wooPurchase(order: WooOrder, line: WooLine): Record<string, unknown> {
	const productId = String(line.product_id);
	return {
		platform: 'web',
		anon_uid: 'visitor-1',
		...(order.customer_id > 0 && { uid: String(order.customer_id) }),
		event_name: 'purchase',
		event_id: `purchase:${order.id}:${line.id}:${line.quantity}`,
		order_id: String(order.id),
		item_id: line.variation_id > 0 ? String(line.variation_id) : productId,
		parent_id: productId,
		...(line.sku !== null && line.sku !== '' && { sku: line.sku }),
		quantity: line.quantity,
		price: line.price,
		currency: 'EUR',
		occurred_at: `${order.date_created_gmt}.000Z`,
	};
}

const several = wooOrder(1001, {
	line_items: [
		wooLine(1, { quantity: 2 }),
		wooLine(2, { variation_id: 2002, price: 5.5, name: 'Shoe, size 42 👟', sku: '👟-42' }),
		wooLine(3, { sku: '' }),
	],
});
const withoutCustomer = wooOrder(1002, {
	customer_id: 0,
	line_items: [wooLine(4, { sku: null })],
});
const large = wooOrder(1003, {
	line_items: Array.from({ length: 300 }, (_, index) => wooLine(100 + index)),
});

export const wooOrders: ShopScenario = {
	name: 'WooCommerce orders: each line is one purchase, however often the shop tells of it',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled, pager }) => {
			const topics = shop.webhooks.map(({ topic }) => topic);
			assert.deepEqual(topics.sort(), ['order.created', 'order.updated']);
			const orders = [several, withoutCustomer, large];
			for (const order of orders) {
				assert.deepEqual(await shop.deliver('order.created', order), [200]);
				assert.deepEqual(await shop.deliver('order.created', order), [200]);
				assert.deepEqual(await shop.deliver('order.updated', order), [200]);
			}
			assertAllSucceeded(await settled());
			assertPurchases(stage, orders, wooPurchase);
			assert.deepEqual(pager.alerts, []);
		});
		assert.deepEqual(shop.webhooks, []);
	},
};

export const wooAtOnce: ShopScenario = {
	name: 'WooCommerce orders: what arrives at the same moment is sent once',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled }) => {
			const orders = Array.from({ length: 12 }, (_, index) =>
				wooOrder(2000 + index, { line_items: [wooLine(1), wooLine(2)] }),
			);
			const topics = ['order.created', 'order.updated', 'order.updated'];
			await Promise.all(
				orders.flatMap((order) => topics.map((topic) => shop.deliver(topic, order))),
			);
			assertAllSucceeded(await settled());
			assertPurchases(stage, orders, wooPurchase);
		});
	},
};

export const wooSignature: ShopScenario = {
	name: 'WooCommerce orders: a wrong signature starts nothing',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled }) => {
			const forged = wooOrder(3001);
			const [status] = await shop.deliver('order.created', forged, { secret: 'guessed' });
			// n8n 1.x answers 200 and starts nothing.
			assert.ok(status === 401 || stage.n8nMajor === 1, String(status));
			const honest = wooOrder(3002);
			await shop.deliver('order.created', honest);
			const executions = await settled();
			assert.equal(executions.length, 1);
			const [line = wooLine(1)] = honest.line_items;
			assert.deepEqual(eventsOf(stage), [wooPurchase(honest, line)]);
		});
	},
};

export const wooPermission: ShopScenario = {
	name: 'WooCommerce orders: a key that may only read cannot activate the workflow',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		shop.permission = 'read';
		await assert.rejects(
			withShopExample(stage, wooOrdersFile, async () => undefined),
			/cannot create resources|Authorization failed|Forbidden|401/,
		);
		assert.deepEqual(shop.webhooks, []);
	},
};
