import fc from 'fast-check';
import { objectOf, arrayOf, type JsonObject } from '../../../harness/json';
import { checkEvent } from '../../../nodes/shared/kainic/identity';
import { codeNode, itemsOf } from './code-node';

const file = 'order-events-webhook.json';
const check = codeNode(file, 'Check Order');
const plan = codeNode(file, 'Lines to Send');
const conclude = codeNode(file, 'What Was Accepted');

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
		quantity: mostly([1, '2', null], ['two', ' ', {}]),
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
		sid: id,
		platform: mostly(['web', 'pos'], ['tv', null, 3]),
		placed_at: mostly(['2026-12-31T10:00:00Z', null], ['2026-02-31', 5, 'now']),
		lines: fc.oneof(
			{ weight: 1, arbitrary: fc.jsonValue() },
			{ weight: 9, arbitrary: fc.array(line, { maxLength: 6 }) },
		),
	},
	{ requiredKeys: ['order_id', 'anon_uid', 'lines'] },
);

test('any body is an order whose lines are all events that Kainic takes, or refused with a reason', () => {
	let orders = 0;
	fc.assert(
		fc.property(fc.oneof(almostOrder, fc.jsonValue(), fc.constant(undefined)), (body) => {
			const result = checked(body);
			if (result['status'] !== undefined) {
				expect(result['status']).toBe(400);
				expect(objectOf(result['answer'], 'the answer')['reason']).toMatch(/\S/);
				return;
			}
			orders += 1;
			const events = eventsOf(body, [], '1');
			expect(events.length).toBe(Object(body).lines.length);
			expect(events.length).toBeGreaterThan(0);
			for (const event of events) {
				expect(checkEvent(event)).toMatchObject({ item_id: expect.stringMatching(/\S/) });
				expect(event['order_id']).toBe(String(Object(body).order_id));
			}
		}),
		{ numRuns: 3000 },
	);
	expect(orders).toBeGreaterThan(100);
});

test.each(['', ' ', '\t', 'two', true, [], [1], {}])('%j is no quantity and no price', (value) => {
	for (const name of ['quantity', 'price']) {
		const lines = [{ item_id: 'a', [name]: value }];
		expect(checked({ order_id: 'A', anon_uid: 'v', lines })).toMatchObject({
			...{ status: 400, answer: { reason: `Line 1: ${name} must be a number.` } },
		});
	}
});

interface Row {
	readonly id: number;
	readonly claim: string;
	readonly accepted: string;
	readonly busy_until: number;
}

function planned(body: unknown, rows: readonly Row[], executionId: string): JsonObject {
	const nodes = { 'Order Placed': itemsOf({ body }), 'Check Order': itemsOf(checked(body)) };
	const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
	const own = { id, claim: executionId, accepted: '[]', busy_until: Date.now() + 60_000 };
	return objectOf(plan({ nodes, input: itemsOf(...rows, own), executionId })[0], 'the plan');
}

function eventsOf(body: unknown, rows: readonly Row[], executionId: string): JsonObject[] {
	const { events } = planned(body, rows, executionId);
	return arrayOf(events ?? [], 'the events').map((event) => objectOf(event, 'an event'));
}

const orderLines = fc.uniqueArray(
	fc.record({ item_id: fc.constantFrom('a', 'b', 'c'), quantity: fc.integer({ min: 1 }) }),
	{ minLength: 1, maxLength: 8, selector: ({ quantity }) => quantity },
);

test('over any posts of an order, whatever Kainic accepts of each, every line is accepted once', () => {
	const rounds = fc.array(fc.array(fc.boolean(), { minLength: 1, maxLength: 8 }), { maxLength: 6 });
	fc.assert(
		fc.property(orderLines, rounds, (lines, given) => {
			const body = { order_id: 'A', anon_uid: 'v', lines };
			const rows: Row[] = [];
			const taken: unknown[] = [];
			for (const [round, accepts] of [...given, [true]].entries()) {
				const claim = String(round);
				const first = planned(body, rows, claim);
				if (first['events'] === undefined) {
					expect(first).toMatchObject({ status: 200, answer: { accepted: lines.length } });
					continue;
				}
				const events = eventsOf(body, rows, claim);
				const items = events.map((event, index) => {
					const isAccepted = accepts[index % accepts.length] === true;
					if (isAccepted) taken.push(event['quantity']);
					const json = isAccepted
						? { ...event, kainic: { status: 'accepted' } }
						: { ...event, error: { message: 'Kainic is down.' } };
					return { json, pairedItem: { item: index } };
				});
				const nodes = { 'Lines to Send': itemsOf(first) };
				// With Retry On Fail, an accepted item comes first.
				const [result] = conclude({ nodes, input: items.reverse() });
				const isWhole = taken.length === lines.length;
				expect(result).toMatchObject({
					status: isWhole ? 200 : 502,
					answer: { events: lines.length, accepted: taken.length },
				});
				if (!isWhole) expect(result).toHaveProperty('answer.reason', 'Kainic is down.');
				rows.push({ id: round, claim, accepted: String(result?.['accepted']), busy_until: 0 });
			}
			expect([...taken].sort()).toEqual(lines.map(({ quantity }) => quantity).sort());
		}),
		{ numRuns: 500 },
	);
});

const single = { order_id: 'A', anon_uid: 'v', lines: [{ item_id: 'a' }] };

/** A claim of an order that ends in so many milliseconds. */
const claimOf = (id: number, rest: number): Row => {
	return { id, claim: `claim-${id}`, accepted: '[]', busy_until: Date.now() + rest };
};

test('while another post of the order is being sent, nothing is; a claim that is over does not hold', () => {
	expect(planned(single, [claimOf(7, 1000)], '8')).toMatchObject({
		...{ status: 409, answer: { accepted: 0 } },
	});
	expect(eventsOf(single, [claimOf(7, -1)], '8')).toHaveLength(1);
});

test('of posts at once, which all claimed before they read, one sends', () => {
	const claims = [claimOf(5, 60_000), claimOf(3, 60_000), claimOf(4, 60_000)];
	expect(claims.map(({ claim }) => statusOf(claims, claim))).toEqual([409, undefined, 409]);
});

test('who read its claim too late sends nothing, since another may have begun', () => {
	const claims = [claimOf(3, 29_000), claimOf(4, 60_000)];
	expect(statusOf(claims, 'claim-3')).toBe(409);
	expect(() => statusOf(claims, 'claim-5')).toThrow('does not hold this order');
});

/** How the post with this claim is answered at once; undefined if it sends. */
function statusOf(claims: readonly Row[], executionId: string): unknown {
	const nodes = { 'Order Placed': itemsOf({ body: single }), 'Check Order': itemsOf({}) };
	return plan({ nodes, input: itemsOf(...claims), executionId })[0]?.['status'];
}

test.each([
	[['missing_fields'], 422],
	[['missing_fields', 'too_large'], 422],
	[['missing_fields', 'network'], 502],
	[['credit'], 502],
	[[undefined], 502],
])('what failed by %j is answered with %d', (codes, status) => {
	const keys = ['a #1', ...codes.map((_code, index) => `b #${index}`)];
	const failed = codes.map((code) => ({ error: { code, message: 'No.', mayBeAccepted: false } }));
	const [result] = conclude({
		nodes: { 'Lines to Send': itemsOf({ keys, answer: { accepted: 0 } }) },
		input: itemsOf({ kainic: { status: 'accepted' } }, ...failed),
	});
	expect(result).toMatchObject({ status, answer: { accepted: 1, reason: 'No.' } });
});

test('a refusal that Kainic may have accepted, and an item without a result, are no final refusals', () => {
	for (const item of [{ error: { code: 'rejected', mayBeAccepted: true } }, {}]) {
		const nodes = { 'Lines to Send': itemsOf({ keys: ['a #1'], answer: { accepted: 0 } }) };
		expect(conclude({ nodes, input: itemsOf(item) })[0]).toMatchObject({ status: 502 });
	}
});
