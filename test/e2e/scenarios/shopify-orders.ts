import assert from 'node:assert/strict';
import {
	shopifyLine,
	shopifyOrder,
	shopifyRefund,
	type ShopifyLine,
	type ShopifyOrder,
} from '../../shops/shopify';
import {
	assertAllSucceeded,
	assertPurchases,
	eventsOf,
	withShopExample,
	type ShopScenario,
} from './shop-examples';

const file = 'shopify-orders.json';

/** What Kainic should hold of a line that was bought. */
function purchase(order: ShopifyOrder, line: ShopifyLine): Record<string, unknown> {
	return {
		platform: order.source_name === 'pos' ? 'pos' : 'web',
		anon_uid: 'visitor-1',
		...(order.customer !== null && { uid: String(order.customer.id) }),
		event_name: 'purchase',
		event_id: `purchase:${order.id}:${line.id}:${line.quantity}`,
		order_id: String(order.id),
		item_id: String(line.variant_id),
		parent_id: String(line.product_id),
		...(line.sku !== null && line.sku !== '' && { sku: line.sku }),
		quantity: line.quantity,
		price: Number(line.price),
		currency: 'EUR',
		occurred_at: new Date(order.created_at).toISOString(),
	};
}

export const shopifyOrders: ShopScenario = {
	name: 'Shopify orders: each line is one purchase, however often the shop tells of it',
	run: async (stage) => {
		const { shopify: shop } = stage.shops;
		await withShopExample(stage, file, async ({ settled, pager }) => {
			const topics = shop.webhooks.map(({ topic }) => topic);
			assert.deepEqual(topics.sort(), ['orders/create', 'orders/updated']);
			assert.deepEqual(new Set(shop.tunnels), new Set(['demo-shop.myshopify.com:443']));
			const orders = [
				shopifyOrder(1001, {
					line_items: [
						shopifyLine(1, { quantity: 2 }),
						shopifyLine(2, { sku: '' }),
						shopifyLine(3, { sku: null }),
					],
				}),
				shopifyOrder(1002, { customer: null, source_name: 'pos' }),
				shopifyOrder(1003, {
					line_items: Array.from({ length: 300 }, (_, index) => shopifyLine(100 + index)),
				}),
			];
			const deliveries = ['orders/create', 'orders/create', 'orders/updated'];
			for (const order of orders) {
				await Promise.all(deliveries.map((topic) => shop.deliver(topic, order)));
			}
			assertAllSucceeded(await settled());
			assertPurchases(stage, orders, purchase);
			assert.deepEqual(pager.alerts, []);
		});
		assert.deepEqual(shop.webhooks, []);
	},
};

export const shopifyReturns: ShopScenario = {
	name: 'Shopify orders: what came back is a refund, unit by unit, and once',
	run: async (stage) => {
		const { shopify: shop } = stage.shops;
		await withShopExample(stage, file, async ({ settled }) => {
			const discounted = shopifyLine(1, {
				quantity: 3,
				discount_allocations: [{ amount: '9.90' }],
			});
			const tip = shopifyLine(9, { product_id: null, variant_id: null, title: 'Tip' });
			const order = shopifyOrder(2001, { line_items: [discounted, shopifyLine(2), tip] });
			const first = shopifyRefund(90, [[discounted, 1]]);
			const rest = shopifyRefund(91, [
				[discounted, 2],
				[shopifyLine(2), 1],
			]);
			const cancelled_at = new Date().toISOString();
			const states = [
				order,
				{ ...order, refunds: [first] },
				// Cancelled before the refund of the same units is there.
				{ ...order, refunds: [first], cancelled_at },
				{ ...order, refunds: [rest, first], cancelled_at },
			];
			for (const state of states) {
				await shop.deliver('orders/updated', state);
				await shop.deliver('orders/updated', state);
				assertAllSucceeded(await settled());
			}
			const told = eventsOf(stage).map(({ event_name, item_id, quantity, price, reason }) =>
				[event_name, item_id, quantity, price, reason].join(' ').trim(),
			);
			assert.deepEqual(told.sort(), [
				'purchase 8001 3 16.6',
				'purchase 8002 1 19.9',
				'refund 8001 1 16.6 refund',
				'refund 8001 2 16.6 cancellation',
				'refund 8002 1 19.9 cancellation',
			]);
		});
	},
};

export const shopifySignature: ShopScenario = {
	name: 'Shopify orders: a wrong signature starts nothing, and an app without the scope registers nothing',
	run: async (stage) => {
		const { shopify: shop } = stage.shops;
		await withShopExample(stage, file, async ({ settled }) => {
			await shop.deliver('orders/create', shopifyOrder(3001), 'guessed');
			const honest = shopifyOrder(3002);
			await shop.deliver('orders/create', honest);
			assert.equal((await settled()).length, 1);
			assert.deepEqual(
				eventsOf(stage),
				honest.line_items.map((line) => purchase(honest, line)),
			);
		});
		shop.scopes = false;
		await assert.rejects(
			withShopExample(stage, file, async () => undefined),
			/merchant approval|Forbidden|403/,
		);
	},
};

export const shopifyTroubles: ShopScenario = {
	name: 'Shopify orders: what has no visitor ID or cannot be read is shown to a person, and none is invented',
	run: async (stage) => {
		const { shopify: shop } = stage.shops;
		await withShopExample(stage, file, async ({ settled, pager }) => {
			const unknown = [
				[],
				[{ name: 'kainic_anon_uid', value: '' }],
				[{ name: 'kainic_anon_uid', value: null }],
			];
			for (const [index, note_attributes] of unknown.entries()) {
				const order = shopifyOrder(4001 + index, { note_attributes });
				for (const topic of ['orders/create', 'orders/updated']) {
					await shop.deliver(topic, order);
					assertAllSucceeded(await settled());
				}
			}
			assert.equal(pager.alerts.length, unknown.length);
			assert.match(pager.alerts[0] ?? '', /Order #4001 has no visitor ID/);

			const line = shopifyLine(1);
			const unreadable = [
				{},
				{ ...shopifyOrder(4101), line_items: null },
				{ ...shopifyOrder(4102), id: {} },
			];
			for (const order of unreadable) await shop.deliver('orders/create', order);
			await settled();
			assert.equal(pager.alerts.length, unknown.length + unreadable.length);
			assert.deepEqual(eventsOf(stage), []);

			const line_items = [
				{ ...line, quantity: '2', price: 'free' },
				null,
				{ ...line, id: 5, quantity: [] },
			];
			const old = shopifyOrder(4104, { created_at: '2025-01-01T00:00:00+00:00' });
			await shop.deliver('orders/updated', { ...shopifyOrder(4103), line_items });
			await shop.deliver('orders/updated', old);
			assertAllSucceeded(await settled());
			const events = eventsOf(stage).map(({ order_id: id, quantity, price }) => [
				id,
				quantity,
				price,
			]);
			assert.deepEqual(events, [['4103', 2, undefined]]);
			assert.match(pager.alerts.at(-1) ?? '', /Order #4103 has a line that cannot be read/);
		});
	},
};

export const shopifyKainicDown: ShopScenario = {
	name: 'Shopify orders: while Kainic is down, 300 lines are one alert that says how much was not sent',
	run: async (stage) => {
		const { shopify: shop } = stage.shops;
		stage.emulator.change({ credit: 0 });
		await withShopExample(stage, file, async ({ settled, pager }) => {
			const line_items = Array.from({ length: 300 }, (_, index) => shopifyLine(index + 1));
			await shop.deliver('orders/create', shopifyOrder(5001, { line_items }));
			assertAllSucceeded(await settled());
			assert.equal(pager.alerts.length, 1);
			assert.match(pager.alerts[0] ?? '', /"orders":\["5001"\],"items":300,"not_sent":200/);
		});
	},
};
