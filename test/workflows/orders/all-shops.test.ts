import { attribute, shopifyLine, shopifyOrder } from '../../support/doubles/shopify';
import { visitorMeta, wooLine, wooOrder } from '../../support/doubles/woocommerce';
import { codeNode, itemsOf } from '../../support/workflows/code-node';
import { Ledger, readPosted, readShopify, readWoo, type Read } from './find-events';

const now = new Date().toISOString();
let versions = 0;

/** An order of two units at a price, with the ID of its visitor. */
const readers: Readonly<Record<string, (price: number, visitor?: string | null) => Read>> = {
	'woocommerce-orders.json': (price, visitor = 'v') => {
		const line = wooLine(1, { quantity: 2, total: String(2 * price), total_tax: '0' });
		return readWoo([wooOrder(7, { line_items: [line], meta_data: [visitorMeta(visitor)] })]);
	},
	'shopify-orders.json': (price, value = 'v') =>
		readShopify(
			shopifyOrder(7, {
				lineItems: [shopifyLine(1, { quantity: 2, price: String(price) })],
				customAttributes: [attribute('kainic_anon_uid', value)],
			}),
		),
	'order-events-webhook.json': (price, anon_uid = 'v') => {
		const order = { order_id: '7', anon_uid, uid: null, bought_at: now, changed_at: now };
		const lines = [{ line_id: '1', item_id: '1', quantity: 2, price }];
		const posted = JSON.stringify({ ...order, platform: 'web', currency: 'EUR', lines });
		return readPosted({
			...order,
			id: (versions += 1),
			event_name: 'order',
			state: 'posted',
			posted,
		});
	},
};

describe.each(Object.entries(readers))('what the order workflows share, in %s', (file, read) => {
	test('a run takes no turn that another run has, as the oldest row of progress says', () => {
		const busy = { id: 3, busy_until: Date.now() + 300_000 };
		expect(read(10)({ progress: busy })['was']).toBe(-1);
		expect(read(10)({ progress: [{ id: 4 }, busy] })['was']).toBe(-1);
		expect(read(10)({ progress: [busy, { id: 2 }] })['was']).toBeNull();
	});

	test('a run that meets another one changes nothing, says so, and is counted', () => {
		const [sort, report] = ['Sort Outcomes', 'Report Failures'].map((name) => codeNode(file, name));
		const same = { since: 'a', orders_since: 'b', open_events: 1, busy_until: Date.now() };
		const nodes = { 'Read Progress': itemsOf({ id: 4 }, { ...same, id: 3, waiting: 2 }) };
		const row = { from: 3, to: 3, was: 'progress', turn: same.busy_until };
		expect(sort?.({ nodes })).toEqual([{ ...same, ...row, state: 'progress', waiting: 3 }]);
		const note: unknown = expect.stringContaining('Another run has not ended');
		expect(report?.({ nodes })).toEqual([{ note, in_a_row: 3 }]);
	});

	test('a line counts once, and a refund has the price that was paid', () => {
		const ledger = new Ledger();
		expect(ledger.read(read(10))).toEqual([expect.stringMatching(/^purchase \S+ 2$/)]);
		expect(ledger.read(read(10))).toEqual([]);
		ledger.read(read(12));
		expect(ledger.rows.map((row) => [row['event_name'], row['price']])).toEqual([
			...[
				['purchase', 10],
				['refund', 10],
				['purchase', 12],
			],
		]);
	});

	test.each([
		['other', 'v'],
		[null, null],
	])('the visitor that was sent stays, if the order later names %j', (visitor, sent) => {
		const ledger = new Ledger();
		ledger.read(read(10));
		ledger.read(read(12, visitor));
		expect(ledger.rows.map(({ anon_uid }) => anon_uid)).toEqual(['v', sent, sent]);
	});

	test('all events are listed, failed ones stay open, and an order that is left out turns the run red', () => {
		const [list, sort, report] = ['List Events', 'Sort Outcomes', 'Report Failures'].map((name) =>
			codeNode(file, name),
		);
		const work = { events: [{ a: 1 }, { a: 2 }], next: { posted: [] }, turn: { id: 1 } };
		const failed = { id: 5, anon_uid: 'v', error: { code: 'server_error', message: 'Busy' } };
		const nodes = (left_out: readonly string[]) => ({
			'Find Missing Events': itemsOf({ ...work, left_out }),
			'Read Progress': itemsOf({ busy_until: null }),
			'Send Events': itemsOf(),
		});
		expect(list?.({ nodes: nodes([]) })).toEqual(work.events);
		expect(sort?.({ nodes: nodes([]), input: itemsOf(failed) })[0]).toMatchObject({
			state: 'open',
		});
		expect(() => report?.({ nodes: nodes(['7 (it has no date)']) })).toThrow(
			'1 orders were left out',
		);
	});
});
