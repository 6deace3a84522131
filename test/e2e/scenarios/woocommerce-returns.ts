import assert from 'node:assert/strict';
import {
	wooLine,
	wooOrder,
	wooRefund,
	type WooCommerceShop,
	type WooOrder,
	type WooRefund,
} from '../../shops/woocommerce';
import { unavailable } from '../../shops/shared/faults';
import { assertAllSucceeded, eventsOf, withShopExample, type ShopScenario } from './shop-examples';
import { wooOrdersFile } from './woocommerce-orders';

const line = wooLine(1, { quantity: 3 });
const other = wooLine(2, { variation_id: 2002 });

/** The shop's own refunds and the summaries of them that an order carries. */
function refundIn(shop: WooCommerceShop, order: WooOrder, ...refunds: WooRefund[]): WooOrder {
	shop.orders.set(order.id, order);
	shop.refunds.set(order.id, refunds);
	const summaries = refunds.map(({ id, reason, amount }) => ({ id, reason, total: `-${amount}` }));
	return { ...order, refunds: summaries };
}

/** Events as `name order line quantity`. */
function told(stage: Parameters<ShopScenario['run']>[0]): string[] {
	return eventsOf(stage).map(
		({ event_name: name, order_id: order, item_id: item, quantity, reason }) =>
			[name, order, item, quantity, reason].filter((value) => value !== undefined).join(' '),
	);
}

export const wooRefunds: ShopScenario = {
	name: 'WooCommerce orders: what came back is a refund, unit by unit, and once',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled, pager }) => {
			const order = wooOrder(4001, { line_items: [line, other] });
			await shop.deliver('order.created', order);
			await settled();
			const first = wooRefund(90, [[line, 1]]);
			const money = wooRefund(91, [[other, 0]]);
			const second = wooRefund(92, [
				[line, 2],
				[other, 1],
			]);
			for (const refunds of [[first], [first, money], [first, money, second]]) {
				await shop.deliver('order.updated', refundIn(shop, order, ...refunds));
				await shop.deliver('order.updated', refundIn(shop, order, ...refunds));
				assertAllSucceeded(await settled());
			}
			assert.deepEqual(told(stage).sort(), [
				'purchase 4001 1001 3',
				'purchase 4001 2002 1',
				'refund 4001 1001 1 refund',
				'refund 4001 1001 2 refund',
				'refund 4001 2002 1 refund',
			]);
			assert.deepEqual(pager.alerts, []);
		});
	},
};

export const wooCancellations: ShopScenario = {
	name: 'WooCommerce orders: a cancelled order brings back what was bought, and a draft is no order',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled }) => {
			const steps: ReadonlyArray<readonly [id: number, status: string]> = [
				// A checkout that was given up.
				...([
					[5001, 'checkout-draft'],
					[5001, 'pending'],
					[5001, 'cancelled'],
				] as const),
				// Bought, then cancelled.
				...([
					[5002, 'checkout-draft'],
					[5002, 'processing'],
					[5002, 'cancelled'],
				] as const),
				// Paid at the second try.
				...([
					[5003, 'pending'],
					[5003, 'failed'],
					[5003, 'completed'],
				] as const),
				// Refunded as a whole, which WooCommerce does without naming lines.
				...([
					[5004, 'on-hold'],
					[5004, 'refunded'],
				] as const),
			];
			for (const [id, status] of steps) {
				const order = wooOrder(id, { status, line_items: [line] });
				const whole = { ...wooRefund(id, []), amount: '59.70' };
				const sent = status === 'refunded' ? refundIn(shop, order, whole) : order;
				await shop.deliver('order.updated', sent);
				await shop.deliver('order.updated', sent);
				assertAllSucceeded(await settled());
			}
			assert.deepEqual(told(stage), [
				'purchase 5002 1001 3',
				'refund 5002 1001 3 cancellation',
				'purchase 5003 1001 3',
				'purchase 5004 1001 3',
				'refund 5004 1001 3 refund',
			]);
		});
	},
};

export const wooRefundFirst: ShopScenario = {
	name: 'WooCommerce orders: refunds that cannot be read are told, one that comes first brings its purchase',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, wooOrdersFile, async ({ settled, pager }) => {
			const concerns = ({ path }: { path: string }): boolean => path.endsWith('/refunds');
			shop.faults.push({ concerns, answer: () => unavailable, times: 1 });
			const order = wooOrder(6001, { line_items: [line] });
			await shop.deliver('order.updated', refundIn(shop, order, wooRefund(93, [[line, 1]])));
			await settled();
			assert.deepEqual(told(stage), ['purchase 6001 1001 3', 'refund 6001 1001 1 refund']);
			assert.deepEqual(pager.alerts, []);

			shop.faults.push({ concerns, answer: () => unavailable, times: Infinity });
			const unread = wooOrder(6002, { line_items: [line] });
			await shop.deliver('order.updated', refundIn(shop, unread, wooRefund(94, [[line, 1]])));
			await settled();
			assert.equal(pager.alerts.length, 1);
			assert.match(pager.alerts[0] ?? '', /Service unavailable.*"6002"/);
			assert.equal(told(stage).length, 2);
		});
	},
};
