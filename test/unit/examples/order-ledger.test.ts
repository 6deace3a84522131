import fc from 'fast-check';
import type { JsonObject } from '../../../harness/json';
import { shopifyLine, shopifyOrder, shopifyRefund, type ShopifyOrder } from '../../shops/shopify';
import {
	wooLine,
	wooOrder,
	wooRefund,
	type WooOrder,
	type WooRefund,
} from '../../shops/woocommerce';
import { codeNode, itemsOf } from './code-node';

const missing = codeNode('order-ledger.json', 'What Is Missing');
const wooOrders = codeNode('woocommerce-orders.json', 'What They Stand For');
const shopifyOrders = codeNode('shopify-orders.json', 'What They Stand For');

const settings = {
	...{ shop: 'shop', orders_since: '2026-01-01', visitor_field: 'kainic_anon_uid' },
	overlap_minutes: 15,
};
const wooSettings = {
	...settings,
	paid_statuses: 'processing, completed',
	undone_statuses: 'cancelled, failed, refunded',
};
const shopifySettings = {
	...settings,
	paid_statuses: 'paid, partially_refunded',
	undone_statuses: 'refunded, voided',
};
const turn = { since: '2026-01-01T00:00:00' };

/** What the orders of a WooCommerce shop stand for, as its example reads them. */
function readWoo(orders: readonly unknown[], refunds: readonly WooRefund[] = []): JsonObject {
	const around = {
		Settings: itemsOf(wooSettings),
		'Take Turn': itemsOf(turn),
		Orders: itemsOf(...orders),
	};
	const nodes = refunds.length > 0 ? { ...around, Refunds: itemsOf(...refunds) } : around;
	return wooOrders({ nodes })[0] ?? {};
}

function readShopify(...orders: readonly unknown[]): JsonObject {
	const nodes = {
		Settings: itemsOf(shopifySettings),
		'Take Turn': itemsOf(turn),
		Orders: itemsOf({ orders }),
	};
	return shopifyOrders({ nodes })[0] ?? {};
}

/** The data table, and what goes into it when orders are read. */
class Ledger {
	readonly rows: JsonObject[] = [];

	/** Gives `event quantity` of each event that is made. */
	read(called: JsonObject, state = 'accepted'): string[] {
		const nodes = { 'Called With Orders': itemsOf(called) };
		const input = this.rows.length > 0 ? itemsOf(...this.rows) : itemsOf({});
		const made = missing({ nodes, input });
		this.rows.push(...made.map((row) => ({ ...row, state })));
		return made.map((row) => [row['event_name'], row['item_id'], row['quantity']].join(' '));
	}

	units(): number {
		return this.rows.reduce(
			(sum, { event_name: name, quantity }) =>
				sum + (name === 'purchase' ? 1 : -1) * Number(quantity),
			0,
		);
	}
}

const order = wooOrder(7, { line_items: [wooLine(1, { quantity: 2 })] });
const status = (of: string): JsonObject => readWoo([{ ...order, status: of }]);

test.each([
	['pending, paid', ['pending', 'processing', 'completed'], ['purchase 1001 2']],
	['on hold, failed, paid', ['on-hold', 'failed', 'processing'], ['purchase 1001 2']],
	['a quote', ['quote', 'ywraq-new'], []],
	[
		'paid, refunded, paid again',
		['processing', 'refunded', 'processing'],
		['purchase 1001 2', 'refund 1001 2', 'purchase 1001 2'],
	],
	[
		'paid, then in a status that says nothing',
		['processing', 'on-hold', 'shipped'],
		['purchase 1001 2'],
	],
])('WooCommerce: %s', (_, statuses, events) => {
	const ledger = new Ledger();
	expect(statuses.flatMap((each) => ledger.read(status(each)))).toEqual(events);
	expect(new Set(ledger.rows.map((row) => row['event_id'])).size).toBe(ledger.rows.length);
});

test('a line counts with the units that were not refunded, and with none when it is gone', () => {
	const ledger = new Ledger();
	const [line = wooLine(1)] = order.line_items;
	const refunded = { ...order, refunds: [{ id: 90, reason: '', total: '-1' }] };
	expect(ledger.read(readWoo([order]))).toEqual(['purchase 1001 2']);
	expect(ledger.read(readWoo([refunded], [wooRefund(90, [[line, 1]])]))).toEqual(['refund 1001 1']);
	expect(ledger.read(readWoo([{ ...order, line_items: [wooLine(2)] }]))).toEqual([
		'refund 1001 1',
		'purchase 1002 1',
	]);
});

test('what waits to be sent is not made twice, and what Kainic refused is neither made nor refunded', () => {
	const waiting = new Ledger();
	expect(waiting.read(readWoo([order]), 'open')).toHaveLength(1);
	expect(waiting.read(readWoo([order]))).toEqual([]);
	const refused = new Ledger();
	expect(refused.read(readWoo([order]), 'refused')).toHaveLength(1);
	expect(refused.read(readWoo([order]))).toEqual([]);
	expect(refused.read(status('cancelled'))).toEqual([]);
});

test('orders from before the first day are left alone', () => {
	const old = { ...order, date_created_gmt: '2025-12-31T23:59:59' };
	expect(readWoo([old])['orders']).toEqual([]);
});

test('the next run asks from the last order that was read, less a second, or from a while ago', () => {
	const changed = { ...order, date_modified_gmt: '2026-02-01T10:00:00' };
	expect(readWoo([changed])['since']).toBe('2026-02-01T09:59:59');
	const ago = Date.now() - 15 * 60_000;
	for (const since of [readWoo([{}])['since'], readWoo([wooOrder(8)])['since']]) {
		expect(Math.abs(Date.parse(`${String(since)}Z`) - ago)).toBeLessThan(5_000);
	}
});

test.each([[{ data: '<h1>We will be back soon</h1>' }], [{ code: 'rest_no_route' }], [{ id: 7 }]])(
	'%j is not a list of orders',
	(answer) => {
		expect(() => readWoo([answer])).toThrow('not a list of orders');
		const nodes = { Settings: itemsOf(shopifySettings), Orders: itemsOf(answer) };
		expect(() => shopifyOrders({ nodes })).toThrow('not a list of orders');
	},
);

test('an order names its visitor by the field of the settings, or by none', () => {
	const visitorOf = (read: JsonObject): unknown => Object(read['orders'])[0].anon_uid;
	expect(visitorOf(readWoo([order]))).toBe('visitor-1');
	expect(visitorOf(readShopify(shopifyOrder(7)))).toBe('visitor-1');
	for (const value of [undefined, '', ' ', {}, null, 0]) {
		const meta = [{ id: 1, key: 'kainic_anon_uid', value }];
		expect(visitorOf(readWoo([{ ...order, meta_data: meta }]))).toBeNull();
		const attributes = [{ name: 'kainic_anon_uid', value }];
		expect(visitorOf(readShopify({ ...shopifyOrder(7), note_attributes: attributes }))).toBeNull();
	}
});

const line = shopifyLine(1, { quantity: 3 });
const bought = shopifyOrder(7, { line_items: [line, shopifyLine(2)] });

test.each<[string, Partial<ShopifyOrder> & { test?: boolean }, string[]]>([
	['cancelled', { cancelled_at: '2026-11-01T10:00:00Z' }, ['refund 8001 3', 'refund 8002 1']],
	['voided', { financial_status: 'voided' }, ['refund 8001 3', 'refund 8002 1']],
	[
		'refunded in part',
		{ financial_status: 'partially_refunded', refunds: [shopifyRefund(9, [[line, 1]])] },
		['refund 8001 1'],
	],
	['authorized', { financial_status: 'authorized' }, []],
	[
		'with more units',
		{ line_items: [{ ...line, quantity: 5 }, shopifyLine(2)] },
		['purchase 8001 2'],
	],
	['a test order', { test: true }, []],
])('Shopify: an order that was paid, and then is %s', (_, change, events) => {
	const ledger = new Ledger();
	expect(ledger.read(readShopify(bought))).toEqual(['purchase 8001 3', 'purchase 8002 1']);
	expect(ledger.read(readShopify({ ...bought, ...change }))).toEqual(events);
});

test('Shopify: a product that was deleted still comes back, and a tip never counts', () => {
	const ledger = new Ledger();
	const tip = shopifyLine(9, { product_id: null, variant_id: null });
	const gone = { ...line, product_id: null, variant_id: null };
	expect(ledger.read(readShopify({ ...bought, line_items: [line, tip] }))).toHaveLength(1);
	const refunds = [shopifyRefund(9, [[gone, 2]])];
	const now = { ...bought, line_items: [gone, tip], refunds };
	expect(ledger.read(readShopify(now))).toEqual(['refund 8001 2']);
	expect(ledger.read(readShopify(now))).toEqual([]);
});

test.each([
	['pos', 'pos'],
	['android', 'mobile'],
	['web', 'web'],
	['constructor', 'web'],
	['__proto__', 'web'],
	[null, 'web'],
])('Shopify: an order of the source %s is of the platform %s', (source_name, platform) => {
	const read = readShopify({ ...bought, source_name });
	expect(Object(read['orders'])[0]).toMatchObject({ platform });
});

const moment = fc.record({
	status: fc.constantFrom('pending', 'on-hold', 'processing', 'completed', 'cancelled', 'failed'),
	quantities: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
	/** Whether n8n reads the order then. */
	isRead: fc.boolean(),
	state: fc.constantFrom('accepted', 'open'),
});

test('over any life of an order, the events add up to what it last stood for, each under an ID of its own', () => {
	fc.assert(
		fc.property(fc.array(moment), moment, (life, last) => {
			const ledger = new Ledger();
			const end = { ...last, isRead: true };
			for (const { status: of, quantities, isRead, state } of [...life, end]) {
				const line_items = quantities.map((quantity, index) => wooLine(index + 1, { quantity }));
				const now: WooOrder = { ...order, status: of, line_items };
				if (isRead) ledger.read(readWoo([now, now]), state);
			}
			const ids = ledger.rows.map((row) => row['event_id']);
			expect(new Set(ids).size).toBe(ids.length);
			const isPaid = ['processing', 'completed'].includes(last.status);
			const kept = isPaid ? last.quantities.reduce((sum, each) => sum + each, 0) : 0;
			if (isPaid || ['cancelled', 'failed'].includes(last.status))
				expect(ledger.units()).toBe(kept);
			expect(ledger.rows.every(({ quantity }) => Number(quantity) > 0)).toBe(true);
		}),
	);
});
