import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import fc from 'fast-check';
import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { parseWorkflow } from '../../../tools/n8n/workflows';
import { codeNode, folder, itemsOf } from '../../support/workflows/code-node';
import { eventsOf, Ledger, readPosted, type Read } from '../orders/find-events';
import { forAll } from '../../support/for-all';

const file = 'order-events-webhook.json';
const check = codeNode(file, 'Check Order');
const yourShop = {
	...{ shop: ' https://shop.example/ ', time_zone: '' },
	...{ keep_days: 400, without_visitor: 'skip' },
};
const given = {
	'Your Shop': itemsOf(yourShop),
	'Read Progress': itemsOf({ shop: 'https://shop.example' }),
};

/** The row that is saved for a body. */
const checked = (body: unknown, settings: JsonObject = {}): JsonObject => {
	const shop = itemsOf({ ...yourShop, ...settings });
	const nodes = { ...given, 'Your Shop': shop, 'Receive Order': itemsOf({ body }) };
	return objectOf(check({ nodes })[0], 'the check');
};

/** Why an order is refused. */
const refusalOf = (body: unknown): unknown => {
	const { event_name, posted } = checked(body);
	return event_name === 'refusal' ? posted : null;
};

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
		quantity: fc.constantFrom(...[1, 2, null, 3, 0.5, 7, 8, '2'], ...['two', ' ', {}, -1, '-2']),
		price: mostly([1.5, 19.9, '100.0000', null], ['', '19,90', [], -5]),
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
		const reason = refusalOf(body);
		if (reason !== null) {
			expect(reason).toMatch(/\S/);
			return;
		}
		orders += 1;
		const units = new Map<string, number>();
		for (const line of arrayOf(Object(body).lines, 'lines').map(Object)) {
			const key = JSON.stringify([String(line.item_id), Number(line.price ?? -1)]);
			units.set(key, (units.get(key) ?? 0) + Number(line.quantity ?? 1));
		}
		const made = eventsOf(posts(body)()).map(({ item_id, price, quantity }) => [
			JSON.stringify([item_id, price ?? -1]),
			quantity,
		]);
		expect(made).toEqual([...units]);
	});
	expect(orders).toBeGreaterThan(100);
});

const order = (...lines: readonly JsonObject[]) => ({ order_id: 'A', anon_uid: 'v', lines });
const one = order({ item_id: 'a' });
const postedOf = (body: unknown, settings: JsonObject = {}) =>
	objectOf(JSON.parse(String(checked(body, settings)['posted'])), 'the order');
const linesOf = (body: unknown) => arrayOf(postedOf(body)['lines'], 'lines');

test('an order is saved under the shop whose posted orders the run reads, without the slash of the settings', () => {
	expect(checked(one)['shop']).toBe('https://shop.example');
});

test('a guest may have empty texts for what he does not have', () => {
	const empty = { uid: '', currency: '', placed_at: '', platform: '', changed_at: '' };
	const nothing = { uid: null, currency: null, platform: 'web' };
	expect(postedOf({ ...one, ...empty })).toMatchObject(nothing);
	expect(postedOf({ ...one, uid: 0 })).toMatchObject({ uid: null });
});

test.each(['quantity', 'price'])('a %s must be a number, 0 or more', (name) => {
	const noNumbers = ['', ' ', 'two', '19,90', '1e3', true, [], [1], {}];
	for (const value of [...noNumbers, -1, '-2', '-0.01', Infinity, 'Infinity']) {
		const reason = refusalOf(order({ item_id: 'a', [name]: value }));
		expect([value, reason]).toEqual([value, `${name} must be a number, 0 or more.`]);
	}
});

test('numbers are read as PHP and MySQL write them', () => {
	const [line] = linesOf(order({ item_id: 42, quantity: '2', price: '100.0000' }));
	expect(line).toMatchObject({ item_id: '42', quantity: 2, price: 100 });
	const [other] = linesOf(order({ item_id: '42', quantity: 2.0, price: '19.90' }));
	expect(other).toMatchObject({ item_id: '42', quantity: 2, price: 19.9 });
	const [sum] = linesOf(order({ item_id: 'a', price: 19.9 * 1.1 }));
	expect(sum).toMatchObject({ price: 21.89 });
});

test('a currency is a code of three letters, which may be small', () => {
	expect(postedOf({ ...one, currency: 'eur' })).toMatchObject({ currency: 'EUR' });
	for (const currency of ['€', 'EURO', 978, {}])
		expect(refusalOf({ ...one, currency })).toBe('currency must be a code such as EUR.');
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

test('two lines of one product at one price are one', () => {
	const twice = order({ item_id: 'a', price: 5 }, { item_id: 'a', price: '5.00', quantity: 2 });
	expect(new Ledger().read(posts(twice))).toEqual(['purchase a 3']);
});

test('lines that get other IDs with each edit, as in OpenCart, are still the same lines', () => {
	const edited = (first: number, ...quantities: readonly number[]) =>
		order(
			...quantities.map((quantity, index) => ({
				...{ item_id: String(40 + index), line_id: String(first + index), quantity, price: 120 },
			})),
		);
	const ledger = new Ledger();
	expect(ledger.read(posts(edited(1, 1, 2)))).toEqual(['purchase 40 1', 'purchase 41 2']);
	expect(ledger.read(posts(edited(3, 1, 2)))).toEqual([]);
	expect(ledger.read(posts(edited(5, 1, 1)))).toEqual(['refund 41 1']);
});

test('another price or currency is a refund at the old price and a purchase at the new one', () => {
	const ledger = new Ledger();
	const amounts = (price: number, currency: string) => {
		const body = { ...order({ item_id: 'a', quantity: 2, price }), currency };
		const work = posts(body)({ written: ledger.rows });
		ledger.rows.push(...eventsOf(work).map((row) => ({ ...row, state: 'accepted' })));
		return eventsOf(work).map((row) =>
			[row['event_name'], row['quantity'], row['price'], row['currency']].join(' '),
		);
	};
	expect(amounts(100, 'EUR')).toEqual(['purchase 2 100 EUR']);
	expect(amounts(80, 'EUR')).toEqual(['refund 2 100 EUR', 'purchase 2 80 EUR']);
	expect(amounts(80, 'GBP')).toEqual(['refund 2 80 EUR', 'purchase 2 80 GBP']);
	expect(amounts(100, 'EUR')).toEqual(['purchase 2 100 EUR', 'refund 2 80 GBP']);
	expect(new Set(ledger.rows.map((row) => row['event_id'])).size).toBe(ledger.rows.length);
});

test.each([
	...['2026-11-20', '2026-11-20T10:00:00', '2026-11-20 10:00:00', 'Z', 5, {}, true, []],
	...['2026-11-31T10:00:00Z', '0000-00-00 00:00:00', '20.11.2026 10:00'],
])('%j is no date of an order', (date) => {
	for (const name of ['placed_at', 'changed_at'])
		expect(refusalOf({ ...one, [name]: date })).toMatch(/^Dates must be like .* time_zone/);
});

test('a date without a time zone is one of time_zone in Your Shop', () => {
	const placed = (placed_at: string, time_zone: string) =>
		postedOf({ ...one, placed_at }, { time_zone })['bought_at'];
	expect(placed('2026-11-20 10:00:00', 'Europe/Berlin')).toBe('2026-11-20T09:00:00.000Z');
	expect(placed('2026-11-20 10:00:00.5', 'utc')).toBe('2026-11-20T10:00:00.500Z');
	expect(placed('2026-11-20T10:00:00+02:00', 'Europe/Berlin')).toBe('2026-11-20T08:00:00.000Z');
	expect(placed('2026-11-20 10:00:00Z', '')).toBe('2026-11-20T10:00:00.000Z');
	const row = checked({ ...one, placed_at: '2026-11-20 10:00:00' }, { time_zone: 'Berlin' });
	expect(row['posted']).toMatch('time_zone');
});

test('an order from before the days that are kept is refused, since it would be sent again', () => {
	const body = { ...one, placed_at: '2020-01-01T10:00:00Z' };
	expect(refusalOf(body)).toBe('placed_at must be one of the last 400 days.');
});

test('a date in the future is refused, since no later change would count', () => {
	for (const name of ['placed_at', 'changed_at'])
		expect(refusalOf({ ...one, [name]: '2036-01-01T00:00:00Z' })).toMatch('in the future');
});

test('an ID with spaces around it is the ID that Kainic gets, so that it can be forgotten', () => {
	const body = { ...one, anon_uid: ' v ', uid: 'c ', order_id: ' A' };
	expect(postedOf(body)).toMatchObject({ anon_uid: 'v', uid: 'c', order_id: 'A' });
});

test('two orders never have the same event_id, whatever their IDs hold', () => {
	const twins = [
		...[{ ...order({ item_id: '2' }), order_id: 'A:1' }, order({ item_id: '1:2' })],
		...[order({ item_id: '1@5' }), order({ item_id: '1', price: 5 })],
		{ ...order({ item_id: '1', price: 5 }), currency: 'EUR' },
	];
	const ids = twins.flatMap((body) => eventsOf(posts(body)())).map(({ event_id }) => event_id);
	expect(new Set(ids).size).toBe(5);
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

test('a post corrects the refusals before it, also if it cancels the order', () => {
	const refused = { ...checked({ ...order(), lines: [] }), order_id: 'A-1' };
	const cancelled = {
		id: 8,
		...checked({ ...order({ item_id: 'a', quantity: 0 }), order_id: 'A-1' }),
	};
	const written = [7, 9].map((id) => ({ ...refused, id }));
	expect(readPosted(cancelled)({ written })['next']).toMatchObject({
		posted: [
			{ from: 8, to: 8, was: 'posted', state: 'done' },
			{ from: 7, to: 7, was: 'done', state: 'corrected' },
		],
	});
});

test.each([null, undefined, '', 0])(
	'an order whose visitor is %j is saved without one, unless the customer takes its place',
	(anon_uid) => {
		const body = { ...one, anon_uid, uid: 'c' };
		const row = { id: 1, ...checked(body) };
		expect(row).toMatchObject({ event_name: 'order', anon_uid: null, uid: 'c' });
		const sentFor = (without_visitor: string) =>
			eventsOf(readPosted(row)({ settings: { without_visitor } }));
		expect(sentFor('skip')).toMatchObject([{ anon_uid: null, uid: 'c', quantity: 1 }]);
		expect(sentFor('customer')).toMatchObject([{ anon_uid: 'c', uid: 'c' }]);
	},
);

// n8n may stop before the row of an event without a visitor gets its state.
test.each(['no_visitor', 'open'])(
	'an order that was saved without a visitor is sent once it is posted with one: %s',
	(state) => {
		const ledger = new Ledger();
		expect(ledger.read(posts({ ...one, anon_uid: null }), state)).toEqual(['purchase a 1']);
		expect(ledger.read(posts(one))).toEqual(['purchase a 1']);
		expect(ledger.read(posts(one))).toEqual([]);
	},
);

test.each(['anon_uid', 'uid'])('a wrong %s is refused, since it would be no visitor', (name) => {
	for (const value of [{}, true, ' ', 1.5])
		expect(refusalOf({ ...one, [name]: value })).toMatch(`${name} must be text, or null`);
});

test('a refused order is a row with the reason, which is no event and belongs to nobody', () => {
	const row = checked({ ...one, lines: [] });
	expect(row).toEqual({
		...{ shop: 'https://shop.example', order_id: 'A', event_name: 'refusal', state: 'done' },
		...{ posted: 'lines must be a list of lines.', bought_at: expect.stringMatching(/^20.*Z$/) },
	});
	// A later run reads the rows of the order.
	const work = posts(one)({ written: [row] });
	expect(eventsOf(work)).toHaveLength(1);
});

test('a run knows which posted rows it read, so that it can mark them as done', () => {
	expect(posts(one, order({ item_id: 'b' }))()).toMatchObject({
		next: {
			since: null,
			orders_since: null,
			posted: [2, 1].map((id) => ({ from: id, to: id, was: 'posted', state: 'done' })),
		},
	});
	expect(readPosted({})()).toMatchObject({ events: [], next: { posted: [] } });
	// An order that is posted again without a change is work, too: its row must become done.
	const written = eventsOf(posts(one)()).map((row) => ({ ...row, state: 'accepted' }));
	const again = posts(one)({ written });
	expect(again).toMatchObject({
		next: { posted: [{ from: 1 }] },
		turn: { busy_until: expect.any(Number) },
	});
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
