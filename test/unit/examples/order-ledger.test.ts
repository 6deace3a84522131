import fc from 'fast-check';
import type { JsonObject } from '../../../tools/n8n/json';
import { shopifyOrder } from '../../shops/shopify';
import { wooLine, wooOrder, wooRefund, type WooOrder } from '../../shops/woocommerce';
import { codeNode, itemsOf } from './code-node';
import { Ledger, readShopify, readWoo, shopifyOrders, shopifySettings } from './orders';

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

test('a refund counts once if its order comes twice, and every one that an order names must be read', () => {
	const ledger = new Ledger();
	const [line = wooLine(1)] = order.line_items;
	const refunded = { ...order, refunds: [{ id: 90, reason: '', total: '-1' }] };
	const refund = wooRefund(90, [[line, 1]]);
	expect(ledger.read(readWoo([refunded, refunded], [refund, refund]))).toEqual(['purchase 1001 1']);
	expect(() => readWoo([refunded])).toThrow('Refunds were not read');
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

describe('a run that reads the shop for long', () => {
	const after = (minutes: number, orders: readonly unknown[] = []): JsonObject[] => {
		const busy_until = Date.now() + (15 - minutes) * 60_000;
		const nodes = {
			Settings: itemsOf({ ...shopifySettings, overlap_minutes: 1 }),
			'Take Turn': itemsOf({ since: '2026-01-01T00:00:00', busy_until }),
			Orders: itemsOf({ orders }),
		};
		return shopifyOrders({ nodes });
	};

	test('has the next one read what changed meanwhile', () => {
		const late = { ...shopifyOrder(7), updated_at: new Date().toISOString() };
		for (const orders of [[], [late]]) {
			const since = Date.parse(`${String(after(7, orders)[0]?.['since'])}Z`);
			expect(Math.abs(since - (Date.now() - 8 * 60_000))).toBeLessThan(5_000);
		}
	});

	test('leaves the ledger to the next one after half of its turn', () => {
		expect(() => after(8)).toThrow('Half of turn_minutes is over');
	});
});

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

test('what two runs at once wrote down counts once, and is neither refunded nor made again', () => {
	const ledger = new Ledger();
	expect(ledger.read(readWoo([order]))).toEqual(['purchase 1001 2']);
	ledger.rows.push(...ledger.rows);
	expect(ledger.read(readWoo([order]))).toEqual([]);
	expect(ledger.read(status('cancelled'))).toEqual(['refund 1001 2']);
});

const outcomes = codeNode('order-ledger.json', 'Outcomes');
const outcome = {
	accepted: { kainic: { status: 'accepted' } },
	valid: { kainic: { status: 'valid' } },
	refused: { error: { code: 'missing_fields', httpCode: 400 } },
	unknownWords: { error: { code: 'rejected', httpCode: 422 } },
	wrongAddress: { error: { code: 'rejected', httpCode: 404 } },
	failed: { error: { code: 'server_error', httpCode: 503 } },
};

/** The states that are written down for open rows, which n8n gives newest first. */
function written(given: ReadonlyArray<(typeof outcome)[keyof typeof outcome]>): string[] {
	// Rows of other shops stand between.
	const rows = given.map((each, index) => ({ id: 3 * (given.length - index), ...each }));
	// Each output of the node comes by itself.
	const taken = rows.filter((row) => 'kainic' in row);
	const nodes = { 'Open Events': itemsOf(...rows), 'Kainic Event': itemsOf(...taken) };
	const inputs = [taken, rows.filter((row) => 'error' in row)];
	const ranges = inputs.flatMap((input) => outcomes({ nodes, input: itemsOf(...input) }));
	return rows.map(({ id }) =>
		ranges
			.filter(({ from, to }) => id >= Number(from) && id <= Number(to))
			.map(({ state }) => state)
			.join(),
	);
}

test('what became of events is written down as ranges of rows, and what stays open is in none', () => {
	const { accepted, refused, unknownWords, wrongAddress, failed } = outcome;
	const one = fc.constantFrom(accepted, accepted, accepted, refused, unknownWords, failed);
	fc.assert(
		fc.property(fc.array(one), (given) => {
			const isRefused = new Set<object>([refused]);
			if (given.includes(accepted)) isRefused.add(unknownWords);
			const state = (each: object): string =>
				each === accepted ? 'accepted' : isRefused.has(each) ? 'refused' : '';
			expect(written(given)).toEqual(given.map(state));
		}),
	);
	expect(written([accepted, wrongAddress, failed])).toEqual(['accepted', '', '']);
	const all = Array.from({ length: 5000 }, (_, index) => ({ id: 4999 - index, ...accepted }));
	const nodes = { 'Open Events': itemsOf(...all), 'Kainic Event': itemsOf(...all) };
	expect(outcomes({ nodes, input: itemsOf(...all) })).toEqual([
		{ from: 0, to: 4999, state: 'accepted' },
	]);
});

test('what was only validated stays open, and is sent when the option is removed', () => {
	expect(written([outcome.valid, outcome.valid])).toEqual(['', '']);
});
