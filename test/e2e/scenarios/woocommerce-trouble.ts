import assert from 'node:assert/strict';
import { visitorMeta, wooLine, wooOrder } from '../../shops/woocommerce';
import { assertAllSucceeded, eventsOf, withShopExample, type ShopScenario } from './shop-examples';
import { wooOrdersFile, wooPurchase } from './woocommerce-orders';

export const wooNoVisitor: ShopScenario = {
	name: 'WooCommerce orders: an order without a visitor ID is shown to a person once, and none is invented',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled, pager }) => {
			const metas = [[], [visitorMeta('')], [visitorMeta(null)], [visitorMeta({ id: 'x' })]];
			const orders = metas.map((meta_data, index) => wooOrder(7001 + index, { meta_data }));
			for (const order of orders) {
				await shop.deliver('order.created', order);
				assertAllSucceeded(await settled());
				await shop.deliver('order.updated', order);
				assertAllSucceeded(await settled());
			}
			assert.deepEqual(eventsOf(stage), []);
			assert.equal(pager.alerts.length, orders.length);
			assert.match(pager.alerts[0] ?? '', /Order 7001 has no visitor ID/);

			// The shop adds it later.
			const known = wooOrder(7001);
			await shop.deliver('order.updated', known);
			assertAllSucceeded(await settled());
			assert.deepEqual(
				eventsOf(stage),
				known.line_items.map((line) => wooPurchase(known, line)),
			);
		});
	},
};

export const wooMalformed: ShopScenario = {
	name: 'WooCommerce orders: what cannot be read is shown to a person, and the rest of an order arrives',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled, pager }) => {
			const unreadable = [
				{},
				{ id: ' ' },
				{ ...wooOrder(8001), line_items: null },
				{ ...wooOrder(8002), line_items: 'none' },
				{ ...wooOrder(8003), id: null },
				{ ...wooOrder(8004), line_items: { 0: wooLine(1) } },
			];
			for (const order of unreadable) await shop.deliver('order.created', order);
			await settled();
			assert.deepEqual(eventsOf(stage), []);
			assert.equal(pager.alerts.length, unreadable.length, pager.alerts.join('\n'));

			const line = wooLine(1);
			const texts = { ...line, quantity: '2', price: '19.90', sku: 17 };
			const broken = [null, 'line', { ...line, quantity: 'many' }, { ...line, id: null }];
			const free = { ...line, id: 2, product_id: 0, name: 'Gift wrap' };
			const order = { ...wooOrder(8010), line_items: [texts, ...broken, free] };
			await shop.deliver('order.created', order);
			assertAllSucceeded(await settled());
			const expected = wooPurchase(wooOrder(8010), {
				...line,
				quantity: 2,
				price: 19.9,
				sku: '17',
			});
			assert.deepEqual(
				eventsOf(stage).map(({ occurred_at: _time, ...event }) => event),
				[expected].map(({ occurred_at: _time, ...event }) => event),
			);
			assert.equal(pager.alerts.length, unreadable.length + 1);
			assert.match(pager.alerts.at(-1) ?? '', /Order 8010 has a line that cannot be read/);
		});
	},
};

export const wooEdited: ShopScenario = {
	name: 'WooCommerce orders: a line or a unit that is added later is sent, and an old order is left alone',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled }) => {
			const [first, second, third] = [wooLine(1), wooLine(2), wooLine(3)];
			const more = wooLine(2, { quantity: 4 });
			for (const line_items of [
				...[[first], [first, second], [first, second, third], [first, third]],
				...[
					[first, more],
					[first, second],
				],
			]) {
				await shop.deliver('order.updated', wooOrder(9001, { line_items }));
				assertAllSucceeded(await settled());
			}
			const old = wooOrder(9002, { date_created_gmt: '2025-01-01T00:00:00' });
			await shop.deliver('order.updated', old);
			assertAllSucceeded(await settled());
			assert.deepEqual(
				eventsOf(stage).map(({ event_id: id }) => id),
				['purchase:9001:1:1', 'purchase:9001:2:1', 'purchase:9001:2:4', 'purchase:9001:3:1'],
			);
		});
	},
};

export const wooKainicDown: ShopScenario = {
	name: 'WooCommerce orders: while Kainic is down, 300 lines are one alert that says how much was not sent',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		stage.emulator.change({ credit: 0 });
		await withShopExample(stage, wooOrdersFile, async ({ settled, pager }) => {
			const line_items = Array.from({ length: 300 }, (_, index) => wooLine(index + 1));
			await shop.deliver('order.created', wooOrder(9100, { line_items }));
			assertAllSucceeded(await settled());
			assert.equal(pager.alerts.length, 1);
			const alert: unknown = JSON.parse(pager.alerts[0] ?? '');
			assert.deepEqual(
				{ ...Object(alert), text: undefined, execution: undefined },
				{
					...{ orders: ['9100'], items: 300, not_sent: 200, maybe_accepted: 0 },
					...{ text: undefined, execution: undefined },
				},
			);
			assert.match(pager.alerts[0] ?? '', /credit/);
		});
	},
};
