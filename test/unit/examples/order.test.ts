import fc from 'fast-check';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { codeNode, itemsOf } from './code-node';
import { Ledger } from './orders';

const file = 'order-events-webhook.json';
const check = codeNode(file, 'Check Order');
const forTheLedger = codeNode(file, 'For the Ledger');

const checked = (body: unknown): JsonObject =>
	objectOf(check({ nodes: { 'Order Placed': itemsOf({ body }) } })[0], 'the check');

/** One of the values; a right one in 25 cases of 27. */
function mostly(right: readonly unknown[], wrong: readonly unknown[]) {
	return fc.oneof(
		{ weight: 25, arbitrary: fc.constantFrom(...right) },
		{ weight: 1, arbitrary: fc.constantFrom(...wrong) },
		{ weight: 1, arbitrary: fc.jsonValue() },
	);
}

const id = mostly(['A-1', 7], ['', ' ', 1.5, null, {}, undefined]);

const line = fc.record(
	{
		item_id: mostly(['sku-1', 'sku-2', 17, 'é👟'], ['', null, {}]),
		line_id: mostly([undefined, 'a', 'b', 3, 4], ['', {}]),
		quantity: fc.constantFrom(...[1, '2', null, 3, 0.5, 7, 8, 9], ...['two', ' ', {}]),
		price: mostly([1.5, '19.90'], ['', '\n', []]),
	},
	{ requiredKeys: ['item_id'] },
);

/** Orders of which each part may be wrong. */
const almostOrder = fc.record(
	{
		order_id: id,
		anon_uid: id,
		uid: id,
		platform: mostly(['web', 'pos'], ['tv', null, 3]),
		placed_at: mostly(['2026-12-31T10:00:00Z', null], ['2026-02-31', 'now']),
		lines: fc.oneof(
			{ weight: 1, arbitrary: fc.jsonValue() },
			{ weight: 9, arbitrary: fc.array(line, { maxLength: 4 }) },
		),
	},
	{ requiredKeys: ['order_id', 'anon_uid', 'lines'] },
);

/** What the ledger makes of posts, of which the first is the oldest. */
function called(...bodies: readonly unknown[]): JsonObject {
	const rows = bodies.map((body, index) => ({ id: index + 1, ...checked(body) }));
	return objectOf(forTheLedger({ input: itemsOf(...rows) })[0], 'the call');
}

test('any body is an order whose lines the ledger takes as they are, or refused with a reason', () => {
	let orders = 0;
	fc.assert(
		fc.property(fc.oneof(almostOrder, fc.jsonValue(), fc.constant(undefined)), (body) => {
			const { reason, posted } = checked(body);
			if (posted === undefined) {
				expect(reason).toMatch(/\S/);
				return;
			}
			orders += 1;
			const lines = arrayOf(Object(body).lines, 'lines').map(Object);
			const made = new Ledger().read(called(body));
			expect(made).toEqual(
				lines.map((line) => `purchase ${String(line.item_id)} ${Number(line.quantity ?? 1)}`),
			);
		}),
		{ numRuns: 3000 },
	);
	expect(orders).toBeGreaterThan(100);
});

test('a guest may have empty texts for what he does not have', () => {
	const empty = { uid: '', currency: '', placed_at: '', platform: '' };
	const body = { order_id: 'A', anon_uid: 'v', lines: [{ item_id: 'a' }], ...empty };
	expect(JSON.parse(String(checked(body)['posted']))).toMatchObject({
		uid: null,
		currency: null,
		platform: 'web',
	});
});

test.each(['', ' ', '\t', 'two', true, [], [1], {}])('%j is no quantity and no price', (value) => {
	for (const name of ['quantity', 'price']) {
		const lines = [{ item_id: 'a', [name]: value }];
		expect(checked({ order_id: 'A', anon_uid: 'v', lines })).toEqual({
			reason: 'Line 1: quantity and price must be numbers.',
		});
	}
});

const order = (...lines: readonly JsonObject[]) => ({ order_id: 'A', anon_uid: 'v', lines });

test('an order that is posted again counts once, and one that changed counts by what changed', () => {
	const ledger = new Ledger();
	const bought = order({ item_id: 'a', quantity: 2 }, { item_id: 'b' });
	expect(ledger.read(called(bought))).toEqual(['purchase a 2', 'purchase b 1']);
	expect(ledger.read(called(bought, bought))).toEqual([]);
	const changed = order({ item_id: 'b', quantity: 0 }, { item_id: 'a', quantity: 3 });
	expect(ledger.read(called(bought, changed))).toEqual(['purchase a 1', 'refund b 1']);
	expect(ledger.read(called(changed))).toEqual([]);
	expect(ledger.units()).toBe(3);
});

test('two lines of one product need IDs of their own', () => {
	const [first, second] = [{ item_id: 'a' }, { item_id: 'a', quantity: 2 }];
	expect(checked(order(first, second))['reason']).toMatch(/line_id/);
	const told = order({ ...first, line_id: 1 }, { ...second, line_id: 2 });
	expect(new Ledger().read(called(told))).toEqual(['purchase a 1', 'purchase a 2']);
});

test('without a post, the ledger is called to send what is open, and nothing is forgotten', () => {
	const [call] = forTheLedger({ input: itemsOf({}) });
	expect(call).toEqual({ shop: 'webhook', orders: [], last: 0 });
	expect(called(order({ item_id: 'a' }), order({ item_id: 'b' }))).toMatchObject({ last: 2 });
});
