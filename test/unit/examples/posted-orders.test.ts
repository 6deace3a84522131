import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import fc from 'fast-check';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { parseWorkflow } from '../../../tools/n8n/workflows';
import { codeNode, folder, itemsOf } from './code-node';
import { eventsOf, Ledger, readPosted, type Read } from './orders';
import { forAll } from '../support/for-all';

const file = 'order-events-webhook.json';
const check = codeNode(file, 'Check Order');
const given = {
	'Your Shop': itemsOf({
		shop: ' https://shop.example/ ',
		keep_days: 400,
		without_visitor: 'skip',
	}),
	'Read Progress': itemsOf({ shop: 'https://shop.example' }),
};

const checked = (body: unknown): JsonObject =>
	objectOf(check({ nodes: { ...given, 'Receive Order': itemsOf({ body }) } })[0], 'the check');

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
		quantity: fc.constantFrom(...[1, 2, null, 3, 0.5, 7, 8, 9], ...['2', 'two', ' ', {}, -1, '-2']),
		price: mostly([1.5, 19.9, null], ['', '19.90', []]),
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
		placed_at: mostly(['2026-11-20T10:00:00Z', null], ['2026-02-31', 'now']),
		lines: fc.oneof(
			{ weight: 1, arbitrary: fc.jsonValue() },
			{ weight: 9, arbitrary: fc.array(line, { maxLength: 4 }) },
		),
	},
	{ requiredKeys: ['order_id', 'anon_uid', 'lines'] },
);

/** Posts as rows of the data table, of which the first is the oldest. */
function posts(...bodies: readonly unknown[]): Read {
	return readPosted(
		...bodies.map((body, index) => ({ id: index + 1, ...checked(body) })).reverse(),
	);
}

test('any body is an order whose lines become events, or refused with a reason', async () => {
	let orders = 0;
	await forAll([fc.oneof(almostOrder, fc.jsonValue(), fc.constant(undefined))], 3000, (body) => {
		const { error, posted } = checked(body);
		if (posted === undefined) {
			expect(error).toMatch(/\S/);
			return;
		}
		orders += 1;
		const lines = arrayOf(Object(body).lines, 'lines').map(Object);
		const made = new Ledger().read(posts(body));
		expect(made).toEqual(
			lines.map((line) => `purchase ${String(line.item_id)} ${Number(line.quantity ?? 1)}`),
		);
	});
	expect(orders).toBeGreaterThan(100);
});

const order = (...lines: readonly JsonObject[]) => ({ order_id: 'A', anon_uid: 'v', lines });
const one = order({ item_id: 'a' });
const postedOf = (body: unknown): unknown => JSON.parse(String(checked(body)['posted']));

test('an order is saved under the shop whose posted orders the run reads, without the slash of the settings', () => {
	expect(checked(one)['shop']).toBe('https://shop.example');
});

test('a guest may have empty texts for what he does not have', () => {
	const empty = { uid: '', currency: '', placed_at: '', platform: '', changed_at: '' };
	const nothing = { uid: null, currency: null, platform: 'web' };
	expect(postedOf({ ...one, ...empty })).toMatchObject(nothing);
	expect(postedOf({ ...one, uid: 0 })).toMatchObject({ uid: null });
});

const noNumbers = ['', ' ', '2', 'two', true, [], [1], {}];

test.each<[name: string, rule: string, values: unknown[]]>([
	['quantity', 'a number, 0 or more', [...noNumbers, -1, '-2', Infinity, 'Infinity']],
	['price', 'a number', noNumbers],
])('a %s must be %s', (name, rule, values) => {
	for (const value of values) {
		const { error } = checked(order({ item_id: 'a', [name]: value }));
		expect([value, error]).toEqual([value, `${name} must be ${rule}.`]);
	}
});

test('an order that is posted again counts once, and one that changed counts by what changed', () => {
	const ledger = new Ledger();
	const bought = order({ item_id: 'a', quantity: 2 }, { item_id: 'b' });
	expect(ledger.read(posts(bought))).toEqual(['purchase a 2', 'purchase b 1']);
	expect(ledger.read(posts(bought, bought))).toEqual([]);
	const changed = order({ item_id: 'b', quantity: 0 }, { item_id: 'a', quantity: 3 });
	expect(ledger.read(posts(bought, changed))).toEqual(['purchase a 1', 'refund b 1']);
	expect(ledger.read(posts(changed))).toEqual([]);
});

test('two lines of one product need IDs of their own', () => {
	const [first, second] = [{ item_id: 'a' }, { item_id: 'a', quantity: 2 }];
	expect(checked(order(first, second))['error']).toMatch(/line_id/);
	const told = order({ ...first, line_id: 1 }, { ...second, line_id: 2 });
	expect(new Ledger().read(posts(told))).toEqual(['purchase a 1', 'purchase a 2']);
});

test.each([
	...['2026-11-20', '2026-11-20T10:00:00', '2026-11-20 10:00:00Z', 'Z', 5, {}, true],
	'2026-11-31T10:00:00Z',
])('%j is no date, since its offset or more is missing', (date) => {
	for (const name of ['placed_at', 'changed_at']) {
		const body = { ...one, [name]: date };
		expect(checked(body)['error']).toMatch('Dates must have an offset');
	}
});

test('an order from before the days that are kept is refused, since it would be sent again', () => {
	const body = { ...one, placed_at: '2020-01-01T10:00:00Z' };
	expect(checked(body)['error']).toBe('placed_at must be one of the last 400 days.');
});

test('a date in the future is refused, since no later change would count', () => {
	for (const name of ['placed_at', 'changed_at'])
		expect(checked({ ...one, [name]: '2036-01-01T00:00:00Z' })['error']).toMatch('in the future');
});

test('an ID with spaces around it is the ID that Kainic gets, so that it can be forgotten', () => {
	const body = { ...one, anon_uid: ' v ', uid: 'c ', order_id: ' A' };
	expect(postedOf(body)).toMatchObject({ anon_uid: 'v', uid: 'c', order_id: 'A' });
});

test('two orders never have the same event_id, whatever their IDs hold', () => {
	const lines = [{ item_id: 'a', line_id: '2' }] as const;
	const twins = [{ ...order(...lines), order_id: 'A:1' }, order({ item_id: 'a', line_id: '1:2' })];
	const ids = twins.flatMap((body) => eventsOf(posts(body)())).map(({ event_id }) => event_id);
	expect(new Set(ids).size).toBe(2);
});

test.each([
	['with the newer one', 0],
	['in a later run', 1],
])('an older version of an order that arrives %s does not undo a newer one', (_, runsBefore) => {
	const version = (minute: number, quantity: number) => ({
		...order({ item_id: 'a', quantity }),
		changed_at: `2026-11-20T10:0${minute}:00Z`,
	});
	const [older, newer] = [version(1, 2), version(2, 0)];
	const newerRow = { id: 1, ...checked(newer) };
	const ledger = new Ledger();
	if (runsBefore > 0) {
		expect(ledger.read(readPosted(newerRow))).toEqual([]);
		ledger.rows.push({ ...newerRow, state: 'done' });
	}
	const rows = [{ id: 2, ...checked(older) }, ...(runsBefore > 0 ? [] : [newerRow])];
	expect(ledger.read(readPosted(...rows))).toEqual([]);
	expect(ledger.read(posts(version(3, 1)))).toEqual(['purchase a 1']);
});

test('of two versions with the same changed_at, the one that arrived last counts, in whatever sequence runs read them', () => {
	const version = (id: number, quantity: number) => {
		const changed_at = '2026-11-20T10:00:00Z';
		return { id, ...checked({ ...order({ item_id: 'a', quantity }), changed_at }) };
	};
	const ledger = new Ledger();
	const [first, second] = [version(1, 2), version(2, 1)];
	expect(ledger.read(readPosted(second))).toEqual(['purchase a 1']);
	ledger.rows.push({ ...second, state: 'done' });
	expect(ledger.read(readPosted(first))).toEqual([]);
	expect(ledger.read(readPosted(version(3, 3)))).toEqual(['purchase a 2']);
});

test('an order without a visitor is refused, unless the customer takes its place', () => {
	const guest = { ...one, anon_uid: undefined };
	const settings = { shop: 'shop', keep_days: 400, without_visitor: 'customer' };
	const told = (body: unknown): JsonObject =>
		objectOf(
			check({
				nodes: { ...given, 'Your Shop': itemsOf(settings), 'Receive Order': itemsOf({ body }) },
			})[0],
			'the check',
		);
	expect(checked({ ...guest, uid: 'c' })['error']).toMatch('anon_uid must be');
	expect(told(guest)['error']).toMatch('anon_uid must be');
	const row = told({ ...guest, uid: 'c' });
	expect(row).toMatchObject({ anon_uid: null, uid: 'c' });
	const work = readPosted({ id: 1, ...row })({ settings: { without_visitor: 'customer' } });
	expect(eventsOf(work)).toMatchObject([{ anon_uid: 'c', uid: 'c' }]);
});

test('a run knows which posted rows it read, so that it can mark them as done', () => {
	expect(posts(one, order({ item_id: 'b' }))()).toMatchObject({
		next: { since: null, orders_since: null, posted: [2, 1] },
	});
	expect(readPosted({})()).toMatchObject({ events: [], next: { posted: [] } });
	// An order that is posted again without a change is work, too: its row must become done.
	const written = eventsOf(posts(one)()).map((row) => ({ ...row, state: 'accepted' }));
	const again = posts(one)({ written });
	expect(again).toMatchObject({ next: { posted: [1] }, turn: { busy_until: expect.any(Number) } });
	expect(Number(objectOf(again['turn'], 'turn')['busy_until'])).toBeGreaterThan(0);
});

test('a run that a post started reads its own order only, so that many posts at once stay cheap', () => {
	const { nodes } = parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));
	const { parameters } = nodes.find(({ name }) => name === 'Read Posted Orders') ?? {};
	const { limit, filters } = Object(parameters);
	const keyValue: unknown = Object([Object(filters).conditions].flat().at(-1)).keyValue;
	const read = (executed: readonly string[]) =>
		[limit, keyValue].map((text: unknown) => {
			const expression = /^=\{\{ (.*) \}\}$/.exec(String(text))?.[1] ?? '';
			const run = compileFunction(`return ${expression}`, ['$']);
			const node = { first: () => ({ json: { id: 77 } }) };
			const $ = (name: string) => ({ ...node, isExecuted: executed.includes(name) });
			return Reflect.apply(run, undefined, [$]);
		});
	expect(read(['Receive Order', 'Save Order'])).toEqual([1, 77]);
	expect(read(['Receive Order'])).toEqual([1, 0]);
	expect(read([])).toEqual([1000, 0]);
});

test('a scheduled run saves no order', () => {
	expect(check({ nodes: given })).toEqual([{ error: 'No order was posted.' }]);
});
