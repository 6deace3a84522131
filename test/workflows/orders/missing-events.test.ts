import fc from 'fast-check';
import type { ShopAnswer } from '../../support/doubles/server/server';
import { attribute, shopifyLine, shopifyOrder } from '../../support/doubles/shopify';
import {
	oddAnswers,
	visitorMeta,
	withoutProduct,
	wooLine,
	wooOrder,
	wooRefund,
} from '../../support/doubles/woocommerce';
import { readResponse } from '../../../nodes/shared/kainic/response';
import { codeNode, itemsOf } from '../../support/workflows/code-node';
import type { JsonObject } from '../../../tools/n8n/json';
import { eventsOf, leftOut, Ledger, readShopify, readWoo, type Read } from './find-events';
import { forAll } from '../../support/for-all';

const dayBefore = (days: number) =>
	new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const order = wooOrder(7, { line_items: [wooLine(1, { quantity: 2 })] });
const [bought, back] = ['purchase 1001 2', 'refund 1001 2'];
const status = (of: string): Read => readWoo([{ ...order, status: of }]);

test.each([
	['pending, paid', ['pending', 'processing', 'completed'], [bought]],
	['on hold, failed, paid', ['on-hold', 'failed', 'processing'], [bought]],
	['a quote', ['quote', 'ywraq-new'], []],
	['paid, refunded, paid again', ['processing', 'refunded', 'processing'], [bought, back, bought]],
	['paid, then in a status that says nothing', ['processing', 'on-hold', 'shipped'], [bought]],
	['paid, in the trash, restored', ['processing', 'trash', 'processing'], [bought, back, bought]],
	['cancelled and in the trash between two runs', ['processing', 'trash'], [bought, back]],
	['on hold, in the trash', ['on-hold', 'trash'], []],
])('WooCommerce: %s', (_, statuses, events) => {
	const ledger = new Ledger();
	expect(statuses.flatMap((each) => ledger.read(status(each)))).toEqual(events);
	const sent = ledger.rows.filter((row) => row['state'] !== 'on_hold');
	expect(new Set(sent.map((row) => row['event_id'])).size).toBe(sent.length);
});

test('WooCommerce: an order on hold has rows with this state, once, and they are sent when it is paid', () => {
	const ledger = new Ledger();
	const rows = () =>
		ledger.rows.map(({ state, quantity }) => `${String(state)} ${String(quantity)}`);
	expect(ledger.read(status('on-hold'))).toEqual([]);
	expect(ledger.read(status('on-hold'))).toEqual([]);
	expect(rows()).toEqual(['on_hold 2']);
	const more = { ...order, line_items: [wooLine(1, { quantity: 3 })] };
	expect(ledger.read(readWoo([{ ...more, status: 'on-hold' }]))).toEqual([]);
	expect(rows()).toEqual(['on_hold 2']);
	expect(ledger.read(readWoo([more]))).toEqual(['purchase 1001 3']);
	expect(ledger.read(readWoo([{ ...order, status: 'on-hold' }]))).toEqual([]);
	expect(ledger.read(status('cancelled'))).toEqual(['refund 1001 3']);
});

test('WooCommerce: an order in the trash is read without its refunds', () => {
	expect(leftOut(readWoo([{ ...refunded, status: 'trash' }])())).toEqual([]);
});

test.each(['id', 'sku'])(
	'WooCommerce: a line whose product was deleted before its order was read has a row, and the others are sent (item_id: %s)',
	(item_id) => {
		const [gone, other] = [wooLine(1, withoutProduct), wooLine(2)];
		const both = wooOrder(7, { line_items: [gone, other] });
		const ledger = new Ledger();
		expect(ledger.read(readWoo([both]), 'accepted', { item_id })).toHaveLength(1);
		const states = () =>
			ledger.rows.map(({ line_id: id, state }) => `${String(id)} ${String(state)}`);
		expect(states()).toEqual(['1 no_product', '2 accepted']);
		expect(ledger.read(readWoo([both]), 'accepted', { item_id })).toEqual([]);
		const cancelled = readWoo([{ ...both, status: 'cancelled' }]);
		expect(ledger.read(cancelled, 'accepted', { item_id })).toHaveLength(1);
		expect(states().at(-1)).toBe('2 accepted');
	},
);

describe('the price of a line changes', () => {
	const at = (price: number, quantity = 2) =>
		readWoo([wooOrder(7, { line_items: [wooLine(1, { quantity, price })] })]);
	const prices = (ledger: Ledger) => ledger.rows.map(({ price }) => price);

	test('its units are refunded at the old price, and bought at the new one', () => {
		const ledger = new Ledger();
		expect(ledger.read(at(10))).toEqual([bought]);
		expect(ledger.read(at(8))).toEqual([back, bought]);
		expect(ledger.read(at(8))).toEqual([]);
		expect(ledger.read(at(8, 1))).toEqual(['refund 1001 1']);
		expect(ledger.read(at(10, 3))).toEqual(['refund 1001 1', 'purchase 1001 3']);
		expect(prices(ledger)).toEqual([10, 10, 8, 8, 8, 10]);
		expect(new Set(ledger.rows.map((row) => row['event_id'])).size).toBe(6);
	});

	test('two cents are the rounding of a part, and units that Kainic refused are not sent again', () => {
		const ledger = new Ledger();
		ledger.read(at(10));
		expect(ledger.read(at(10.02, 2))).toEqual([]);
		const refused = new Ledger();
		refused.read(at(10), 'refused');
		expect(refused.read(at(8))).toEqual([]);
		const hidden = new Ledger();
		hidden.read(readWoo([{ ...order, meta_data: [] }]), 'no_visitor');
		expect(hidden.read(at(8))).toEqual([bought]);
	});
});

const [line = wooLine(1)] = order.line_items;
const refunded = { ...order, refunds: [{ id: 90, reason: '', total: '-1' }] };
const refund = wooRefund(90, [[line, 1]]);

test('a new price also counts for a line whose product was deleted meanwhile', () => {
	const ledger = new Ledger();
	const line = wooLine(1, { total: '10', total_tax: '0' });
	ledger.read(readWoo([wooOrder(7, { line_items: [line] })]));
	const later = { ...line, ...withoutProduct, total: '20' };
	ledger.read(readWoo([wooOrder(7, { line_items: [later] })]));
	expect(ledger.rows.map((row) => [row['event_name'], row['item_id'], row['price']])).toEqual([
		...[
			['purchase', '1001', 10],
			['refund', '1001', 10],
			['purchase', '1001', 20],
		],
	]);
});

test('a line counts with the units that were not refunded, and with none when it is gone', () => {
	const ledger = new Ledger();
	expect(ledger.read(readWoo([order]))).toEqual([bought]);
	expect(ledger.read(readWoo([refunded], [refund]))).toEqual(['refund 1001 1']);
	const replaced = { ...order, line_items: [wooLine(2)] };
	expect(ledger.read(readWoo([replaced]))).toEqual(['refund 1001 1', 'purchase 1002 1']);
});

test('a refund counts once if its order comes twice, and every one that an order names must be read', () => {
	const read = readWoo([refunded, refunded], [refund, refund]);
	expect(new Ledger().read(read)).toEqual(['purchase 1001 1']);
});

test('with item_id sku, a line has its SKU, and an order with a product without one is left out', () => {
	const by = (item_id: string) => ({ settings: { item_id } });
	const bare = wooOrder(8, { line_items: [wooLine(2, { sku: '' })] });
	const bareOfShopify = shopifyOrder(10, { lineItems: [shopifyLine(2, { sku: '' })] });
	const tip = shopifyLine(3, { product: null, variant: null, sku: null });
	const work = readWoo([order, bare])(by('sku'));
	expect(eventsOf(work)).toMatchObject([{ item_id: 'shoe-1', parent_id: '1001', sku: 'shoe-1' }]);
	expect(leftOut(work)).toEqual(['8 (product 1002 has no SKU)']);
	const ofShopify = readShopify(shopifyOrder(9, { lineItems: [shopifyLine(1), tip] }))(by('sku'));
	expect(eventsOf(ofShopify)).toMatchObject([{ item_id: 'shoe-1' }]);
	expect(leftOut(ofShopify)).toEqual([]);
	expect(leftOut(readShopify(bareOfShopify)(by('sku')))).toEqual(['10 (product 7002 has no SKU)']);
	expect(() => readWoo([order])(by('ean'))).toThrow('item_id must be id or sku');
});

test.each([null, 'new'])('a refund has the SKU of the purchase, also if it is now %s', (sku) => {
	const ledger = new Ledger();
	ledger.read(readWoo([order]), 'accepted', { item_id: 'sku' });
	const changed = readWoo([{ ...refunded, line_items: [{ ...line, sku }] }], [refund]);
	expect(ledger.read(changed, 'accepted', { item_id: 'sku' })).toEqual(['refund shoe-1 1']);
});

describe('a variation was deleted before its order was read', () => {
	const kainic_bought = { product_id: 1001, variation_id: 2001 };
	const left = { ...line, variation_id: 0, sku: 'parent', kainic_bought };
	const read = (item_id: string) => {
		const ledger = new Ledger();
		ledger.read(readWoo([{ ...order, line_items: [left] }]), 'accepted', { item_id });
		return ledger.rows.map((row) => [row['item_id'], row['parent_id'], row['state']]);
	};

	test('its ID is the one that the plugin names', () => {
		expect(read('id')).toEqual([['2001', '1001', 'accepted']]);
	});

	test('nobody knows its SKU', () => {
		expect(read('sku')).toEqual([[null, '1001', 'no_product']]);
	});
});

describe('an order that cannot be read is left out with its reason, and the others are sent', () => {
	const [other, sold] = [wooOrder(8, { line_items: [wooLine(2)] }), ['purchase 1002 1']];
	const eight = shopifyOrder(8, { lineItems: [shopifyLine(2)] });
	const noRefunds = 'the shop did not return all of its refunds';
	const twice = { ...refunded, refunds: [{ id: 90 }, { id: 91 }] };
	const line = { ...wooLine(1), quantity: 'many' };
	test.each<[what: string, read: Read, reason: string]>([
		['a refund that the shop does not list', readWoo([refunded, other]), noRefunds],
		['more refunds than a page has', readWoo([twice, other], [refund]), noRefunds],
		['no date', readWoo([{ ...order, date_created_gmt: null }, other]), 'it has no date'],
		[
			'a quantity that is no number',
			readWoo([{ ...order, line_items: [line] }, other]),
			'a quantity is not a number',
		],
		[
			'no lines, in Shopify',
			readShopify({ ...shopifyOrder(7), lineItems: null }, eight),
			'order.lines is not iterable',
		],
	])('%s', (_, read, reason) => {
		const work = read();
		expect(leftOut(work)).toEqual([expect.stringMatching(`^7 \\(${reason}`)]);
		const events = eventsOf(work).map((event) =>
			[event['event_name'], event['quantity']].join(' '),
		);
		expect(events).toEqual(['purchase 1']);
		expect(sold).toHaveLength(1);
	});

	test('a run that only leaves out an order takes its turn, so that it can report the order', () => {
		const work = readWoo([refunded])();
		expect(work['events']).toHaveLength(1);
		expect(work['was']).toBeNull();
	});

	test('the refunds of an order that the shop does not find are missing, and any other failure stops the run', () => {
		const answer = (message: string) => ({ error: { message } });
		const notFound = answer('The resource you are requesting could not be found');
		const read =
			(...answers: ReadonlyArray<object>) =>
			() =>
				readWoo([refunded, other], answers)();
		expect(leftOut(read(notFound)())).toHaveLength(1);
		expect(read(notFound, answer('Service unavailable'))).toThrow('Read Refunds: Service');
		expect(read({ error: 'The response is not JSON' })).toThrow('Read Refunds');
	});

	test('a date that is missing does not move the place where the next run begins', () => {
		const first = { ...order, date_modified_gmt: '2026-02-01T10:00:00' };
		const read = readWoo([first, { ...other, date_modified_gmt: null }]);
		expect(sinceOf(read)).toBe('2026-02-01T09:59:59');
	});
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

test('orders from before the first day, or from before the days that are kept, are left alone', () => {
	const old = { ...order, date_created_gmt: '2025-12-31T23:59:59' };
	expect(eventsOf(readWoo([old])())).toEqual([]);
	const kept = (days: number) => eventsOf(readWoo([order])({ settings: { keep_days: days } }));
	expect([kept(1).length, kept(-1).length]).toEqual([1, 0]);
});

test('a first day from before the days that are kept is refused when it is entered', () => {
	const entered = (orders_since: string, progress: JsonObject = {}) =>
		readWoo([order])({ settings: { orders_since }, progress });
	expect(() => entered(dayBefore(401))).toThrow('is not one of the last 400 days');
	expect(() => entered('31.01.2026')).toThrow('31.01.2026 in orders_since');
	expect(eventsOf(entered(dayBefore(399)))).toHaveLength(1);
	// After 400 days of work, the first day is still the same.
	expect(eventsOf(entered(dayBefore(401), { orders_since: dayBefore(401) }))).toHaveLength(1);
});

test.each<[string, Read, Read]>([
	['WooCommerce', readWoo([{ ...order, meta_data: [] }]), readWoo([order])],
	[
		'Shopify',
		readShopify({ ...shopifyOrder(7), customAttributes: [] }),
		readShopify(shopifyOrder(7)),
	],
])(
	'%s: an order without a visitor is sent with its customer, if the shop asks for it',
	(_, read, later) => {
		const visitors = (rule: string) =>
			eventsOf(read({ settings: { without_visitor: rule } })).map((event) => event['anon_uid']);
		expect(visitors('skip')).toEqual([null]);
		expect(visitors('customer')).toEqual([expect.stringMatching(/^\d+$/)]);
		expect(() => visitors('customers')).toThrow('without_visitor');
		// What was skipped before is sent once, also if the order gets its visitor later.
		for (const [next, rule] of [
			[read, 'customer'],
			[later, 'skip'],
		] as const) {
			const ledger = new Ledger();
			expect(ledger.read(read, 'no_visitor')).toHaveLength(1);
			expect(ledger.read(read)).toEqual([]);
			expect(ledger.read(next, 'accepted', { without_visitor: rule })).toHaveLength(1);
			expect(ledger.read(next, 'accepted', { without_visitor: rule })).toEqual([]);
			expect(ledger.read(read)).toEqual([]);
		}
	},
);

test('an order whose customer was forgotten is never sent again', () => {
	const ledger = new Ledger();
	expect(ledger.read(readWoo([order]), 'forgotten')).toEqual([bought]);
	expect(ledger.read(readWoo([order]))).toEqual([]);
	expect(ledger.read(status('cancelled'))).toEqual([]);
});

test('an order whose events were sent is still refunded when a later first day is entered', () => {
	const ledger = new Ledger();
	expect(ledger.read(readWoo([order]))).toEqual([bought]);
	const around = { written: ledger.rows, settings: { orders_since: '2030-01-01' } };
	const [refund] = eventsOf(status('cancelled')(around));
	expect(refund).toMatchObject({ event_name: 'refund', quantity: 2 });
	expect(eventsOf(readWoo([order])({ settings: around.settings }))).toEqual([]);
});

const sinceOf = (read: Read, minutes = 0): string =>
	String(Object(read({ minutes })['next']).since);

test('the next run asks from the last order that was read, less a second, or from a while ago', () => {
	const changed = { ...order, date_modified_gmt: '2026-02-01T10:00:00' };
	expect(sinceOf(readWoo([changed]))).toBe('2026-02-01T09:59:59');
	for (const read of [readWoo([wooOrder(8)]), readShopify(shopifyOrder(8))]) {
		const since = Date.parse(`${sinceOf(read, 7)}Z`);
		expect(Math.abs(Date.now() - 22 * 60_000 - since)).toBeLessThan(5_000);
	}
	// If no order changed, it asks from where this one did: the clock of the shop may be slow.
	expect(sinceOf(readWoo([{}]))).toBe('2026-01-01T00:00:00');
	expect(sinceOf(readShopify())).toBe('2026-01-01T00:00:00');
	const anotherDay = readWoo([{}])({ settings: { orders_since: dayBefore(9) } });
	expect(anotherDay['next']).toEqual({
		since: `${dayBefore(9)}T00:00:00`,
		orders_since: dayBefore(9),
		posted: [],
	});
});

describe('a WooCommerce shop that does not return its orders', () => {
	const shop = 'https://shop.example';
	const odd = oddAnswers(shop);

	/** What n8n's HTTP Request makes of an answer, as seen in n8n 2.41.1 with *On Error* and *JSON*. */
	const errorOf = ({ status, headers = {}, body }: ShopAnswer): unknown => {
		const page = typeof body === 'string' ? body : JSON.stringify(body);
		if (page === '') return { code: 'ERR_INVALID_ARG_TYPE' };
		if (status < 300) return 'Response body is not valid JSON. Change "Response Format" to "Text"';
		return { statusCode: status, error: page, isAxiosError: true, response: { headers, status } };
	};

	test.each<[name: string, answer: ShopAnswer, says: string | RegExp]>([
		[
			'http, or another name',
			oddAnswers('https://www.shop.example').http,
			'it redirects to https://www.shop.example. Enter this address as shop in Your Shop.',
		],
		['plain permalinks', odd.plainPermalinks, /open Settings > Permalinks/],
		['a folder too many', odd.noSuchPage, /Check shop in Your Shop\..*Permalinks/],
		['WooCommerce is off', odd.noRoute, /Check shop in Your Shop\./],
		['a wrong key', odd.wrongKey, /it answered 401\. .*Consumer secret is invalid\./],
		['an unknown status', odd.unknownStatus, /it answered 400\. .*status\[1\] is not one of any/],
		['a PHP warning', odd.warning, /a page that is not JSON/],
		['a waiting page', odd.waiting, /a page that is not JSON/],
		['an empty page', odd.empty, /does not have the page/],
		['a fatal error', odd.fatal, /it answered 500\.\s*$/],
		['maintenance', odd.maintenance, /it answered 503\.\s*$/],
	])('says so in one sentence: %s', (_, answer, says) => {
		const read = readWoo([order, { error: errorOf(answer) }]);
		expect(() => read()).toThrow('The shop did not return its orders: ');
		expect(() => read()).toThrow(says);
		expect(() => read()).not.toThrow(/<|undefined/);
	});

	test('passes on what n8n says of a connection', () => {
		const message = 'The service refused the connection - perhaps it is offline';
		expect(readWoo([{ error: { message } }])).toThrow(`its orders: ${message}`);
		expect(readWoo([{ error: {} }])).toThrow('its orders: {}');
	});
});

test.each([[{ data: '<h1>We will be back soon</h1>' }], [{ code: 'rest_no_route' }], [{ id: 7 }]])(
	'%j is not a list of orders',
	(answer) => {
		expect(() => readWoo([answer])()).toThrow('not a list of orders');
	},
);

describe('a turn', () => {
	const minute = 60_000;
	const turnOf = (busy: number | null, orders: readonly unknown[] = [order]) => {
		const busy_until = busy === null ? null : Date.now() + busy * minute;
		const { was, turn } = readWoo(orders)({ progress: { busy_until } });
		return { isFree: was === busy_until, until: Number(Object(turn).busy_until) };
	};

	test.each<[string, number | null, boolean]>([
		['nobody had one', null, true],
		['the last one is over', -1, true],
		['another run has it', 14, false],
		['it ends later than any turn can', 16, true],
	])('is taken by the row that was read if %s', (_, busy, isFree) => {
		expect(turnOf(busy).isFree).toBe(isFree);
	});

	test('is decided by the oldest row of progress, whatever the order of the rows', () => {
		const busy = { id: 3, busy_until: Date.now() + 5 * minute };
		const [free, older] = [{ id: 4, since: '2026-03-01T00:00:00' }, { id: 2 }];
		const turnFrom = (...progress: JsonObject[]) => readWoo([order])({ progress });
		expect(turnFrom(free, busy)).toMatchObject({ was: -1 });
		expect(turnFrom(free, busy, older)).toMatchObject({ was: null, turn: { id: 2 } });
		expect(Object(turnFrom(free, older)['next']).since < '2026-03').toBe(false);
	});

	test('is not taken by the run that made the row of progress, since two such runs may not see each other', () => {
		const progress = {
			createdAt: '2026-12-01T10:00:00.123Z',
			updatedAt: '2026-12-01T10:00:00.123Z',
		};
		expect(readWoo([order])({ progress })['was']).toBe(-1);
		// The owner looks at the first run, and starts it by the button.
		expect(readWoo([order])({ progress, mode: 'test' })['was']).toBeNull();
	});

	test('ends at once if there is nothing to send, and is not taken if nothing changed at all', () => {
		expect(turnOf(null).until - Date.now()).toBeGreaterThan(14 * minute);
		const pending = turnOf(null, [{ ...order, status: 'pending' }]);
		expect(pending.isFree).toBe(true);
		expect(pending.until).toBeLessThan(0);
		expect(turnOf(null, [{}]).isFree).toBe(false);
	});
});

test.each<[string, JsonObject, number]>([
	['nothing is open', {}, 0],
	['an event is open', { open_events: 1 }, 1],
	['the last run was cut off', { busy_until: Date.now() - 1 }, 1],
])('without a new event, a run has something to write if %s', (_, progress, count) => {
	const { events } = readWoo([{}])({ progress: { open_events: 0, busy_until: -1, ...progress } });
	expect(events).toHaveLength(count);
});

test('what a run always writes is old enough to be deleted by the next run', () => {
	const turn = { shop: 'shop', event_name: 'turn', state: 'done', bought_at: '' };
	expect([readWoo([order])()['events']].flat().at(-1)).toEqual(turn);
});

test('WooCommerce: the price is what the customer paid for one unit, tax included, in four places', () => {
	const line = wooLine(1, { quantity: 3, total: '10.00', total_tax: '1.90', price: 3.3333 });
	const [event] = eventsOf(readWoo([{ ...order, line_items: [line] }])());
	expect(event?.['price']).toBe(3.9667);
});

test.each([
	['WooCommerce', (value: unknown) => readWoo([{ ...order, meta_data: [visitorMeta(value)] }])],
	[
		'Shopify',
		(value: unknown) =>
			readShopify({ ...shopifyOrder(7), customAttributes: [attribute('kainic_anon_uid', value)] }),
	],
])('%s: an order names its visitor by the field of the settings, or by none', (_, read) => {
	const visitorOf = (value: unknown) => eventsOf(read(value)())[0]?.['anon_uid'];
	expect(visitorOf('visitor-1')).toBe('visitor-1');
	const none = [undefined, '', ' ', {}, null, 0];
	expect(none.map(visitorOf)).toEqual(none.map(() => null));
});

test('rows that come twice, since their order is on two pages, count once', () => {
	const ledger = new Ledger();
	expect(ledger.read(readWoo([order]))).toEqual([bought]);
	ledger.rows.push(...ledger.rows);
	expect(ledger.read(readWoo([order]))).toEqual([]);
	expect(ledger.read(status('cancelled'))).toEqual([back]);
});

const outcomes = codeNode('woocommerce-orders.json', 'Sort Outcomes');
const report = codeNode('woocommerce-orders.json', 'Report Failures');
const outcome = {
	accepted: { kainic: { status: 'accepted' } },
	valid: { kainic: { status: 'valid' } },
	refused: { error: { code: 'missing_fields', httpCode: 400 } },
	unknownWords: { error: { code: 'rejected', httpCode: 422 } },
	wrongAddress: { error: { code: 'rejected', httpCode: 404 } },
	failed: { error: { code: 'server_error', httpCode: 503 } },
	tooLarge: { error: { code: 'too_large', httpCode: null } },
	noVisitor: { error: { code: 'invalid_input' }, anon_uid: null },
};
interface Outcome {
	readonly kainic?: { readonly status: string };
	readonly error?: {
		readonly code: string;
		readonly httpCode?: number | null;
		readonly message?: string;
	};
	readonly anon_uid?: null;
}

const firstId = 11;
const next = { since: '2026-02-01T00:00:00', orders_since: '2026-01-01', posted: [] };

function nodesAfter(
	given: readonly Outcome[],
	busy_until: number | null = null,
	left_out: readonly string[] = [],
	events: readonly JsonObject[] = [],
) {
	const sent = given.map((each, index) => {
		return { anon_uid: 'v', order_id: `A-${index}`, ...each, id: firstId + index };
	});
	return {
		'Send Events': itemsOf(...sent),
		'Find Missing Events': itemsOf({ next, left_out, events, turn: { id: 1, busy_until: 77 } }),
		'Read Progress': itemsOf({ busy_until }),
	};
}

/** The states that are written for rows that were sent in random order. */
function written(given: readonly Outcome[]): string[] {
	const nodes = nodesAfter(given);
	const ranges = outcomes({ nodes, input: [...nodes['Send Events']].reverse() });
	const open = ranges.filter(({ was }) => was === 'open');
	return given.map((_, index) => {
		const holds = ({ from, to }: JsonObject) =>
			firstId + index >= Number(from) && firstId + index <= Number(to);
		return open
			.filter(holds)
			.map(({ state }) => state)
			.join();
	});
}

test('what became of events is saved as ranges of rows', async () => {
	const { accepted, refused, unknownWords, wrongAddress, failed, noVisitor } = outcome;
	const one = fc.constantFrom<Outcome>(
		...[accepted, accepted, accepted, refused, unknownWords, failed, noVisitor],
	);
	await forAll([fc.array(one)], (given) => {
		const isRefused = new Set<object>([refused]);
		if (given.includes(accepted)) isRefused.add(unknownWords);
		const state = (each: object): string => {
			if (each === accepted) return 'accepted';
			if (each === noVisitor) return 'no_visitor';
			return isRefused.has(each) ? 'refused' : 'open';
		};
		expect(written(given)).toEqual(given.map(state));
	});
	expect(written([accepted, wrongAddress, failed])).toEqual(['accepted', 'open', 'open']);
	expect(written([accepted, outcome.tooLarge])).toEqual(['accepted', 'refused']);
	const nodes = nodesAfter(Array.from({ length: 5000 }, () => accepted));
	const ranges = outcomes({ nodes, input: nodes['Send Events'] });
	expect(ranges.slice(0, -1)).toEqual([{ from: 11, to: 5010, was: 'open', state: 'accepted' }]);
});

test.each([400, 413, 422])(
	'a page of a proxy with the status %i refuses no event for ever',
	(status) => {
		const html = '<html><h1>Request blocked</h1></html>';
		const envelope = JSON.stringify({ status: 'fail', message: 'Bad event' });
		const answer = (body: string): Outcome => {
			const failure = readResponse({ status, body });
			if (failure.kind === 'success') throw new Error('Not a failure');
			return { error: { code: failure.code, message: failure.message, httpCode: status } };
		};
		const [accepted] = [outcome.accepted];
		expect(written([accepted, answer(html)])).toEqual(['accepted', 'open']);
		expect(written([accepted, answer(envelope)])).toEqual(['accepted', 'refused']);
	},
);

test('the last thing that is saved is where the next run continues, and that the turn is over', () => {
	// If nothing is open after all, n8n outputs an empty item.
	const ranges = outcomes({ nodes: nodesAfter([outcome.failed]), input: itemsOf({ error: {} }) });
	const progress = { from: 1, to: 1, was: 'progress', state: 'progress', turn: 77 };
	const over = { ...next, busy_until: expect.any(Number), open_events: 0 };
	expect(ranges).toEqual([{ ...progress, ...over }]);
	expect(ranges[0]?.['busy_until']).toBeLessThan(0);
});

test('a range has no row between its rows that was not sent', () => {
	const { accepted } = outcome;
	const rows = [3, 4, 6].map((id) => ({ id, anon_uid: 'v', ...accepted }));
	const ranges = outcomes({ nodes: nodesAfter([]), input: itemsOf(...rows) });
	expect(ranges.slice(0, -1)).toMatchObject([
		{ from: 3, to: 4 },
		{ from: 6, to: 6 },
	]);
});

test.each([
	['none failed', [outcome.accepted], 0],
	['one failed', [outcome.accepted, outcome.failed], 1],
	['there may be more than were read', Array.from({ length: 5000 }, () => outcome.accepted), 1],
])('the next run knows whether events are open: %s', (_, given, open_events) => {
	const nodes = nodesAfter(given);
	expect(outcomes({ nodes, input: nodes['Send Events'] }).at(-1)).toMatchObject({ open_events });
});

test('a run ends in red if events failed or the run before it was cut off, and counts events without a visitor', () => {
	const { accepted, failed, refused, noVisitor, valid } = outcome;
	const end = (given: readonly Outcome[], busy_until?: number) =>
		report({ nodes: nodesAfter(given, busy_until) });
	expect(() => end([accepted, failed, refused, failed])).toThrow(
		'3 of 4 events failed (server_error, missing_fields). One of them belongs to order A-1.',
	);
	expect(() => end([accepted], Date.now() - 1)).toThrow('The run before this one was cut off');
	expect(end([accepted, noVisitor], -Date.now())).toEqual([{ sent: 1, without_visitor: 1 }]);
	const odd = ['7 (it has no date)', '8 (it has no date)'];
	expect(() => report({ nodes: nodesAfter([accepted], null, odd) })).toThrow(
		'2 orders were left out: 7 (it has no date), 8 (it has no date).',
	);
	const lost = [{ state: 'open' }, { state: 'no_product', order_id: '199', quantity: 2 }];
	expect(() => report({ nodes: nodesAfter([accepted], null, [], lost) })).toThrow(
		'Products were deleted before this workflow read their orders, so these orders are not sent completely: 199.',
	);
	// What was only validated is sent when the option is removed.
	expect(end([valid])).toEqual([{ sent: 1, without_visitor: 0 }]);
	expect(written([valid, valid])).toEqual(['open', 'open']);
});
