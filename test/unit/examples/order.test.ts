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

/** One of the values; a right one in four cases of five. */
function mostly(right: readonly unknown[], wrong: readonly unknown[]) {
	return fc.oneof(
		{ weight: 12, arbitrary: fc.constantFrom(...right) },
		{ weight: 1, arbitrary: fc.constantFrom(...wrong) },
		{ weight: 1, arbitrary: fc.jsonValue() },
	);
}

const id = mostly(['A-1', 7], ['', ' ', 1.5, null, {}, undefined]);

const line = fc.record(
	{
		item_id: mostly(['sku-1', 'sku-2', 17, 'é👟'], ['', null, {}]),
		quantity: mostly([1, '2', null], ['two', {}]),
		price: mostly([1.5, '19.90'], ['', []]),
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

interface Row {
	readonly claim: string;
	readonly accepted: string;
	readonly busy_until: number;
}

function planned(body: unknown, rows: readonly Row[], executionId: string): JsonObject {
	const nodes = { 'Order Placed': itemsOf({ body }), 'Check Order': itemsOf(checked(body)) };
	const own = { claim: executionId, accepted: '[]', busy_until: Date.now() + 60_000 };
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
				rows.push({ claim, accepted: String(result?.['accepted']), busy_until: 0 });
			}
			expect([...taken].sort()).toEqual(lines.map(({ quantity }) => quantity).sort());
		}),
		{ numRuns: 500 },
	);
});

test('while another post of the order is being sent, nothing is; a claim that is over does not hold', () => {
	const body = { order_id: 'A', anon_uid: 'v', lines: [{ item_id: 'a' }] };
	const other = { claim: '7', accepted: '[]', busy_until: Date.now() + 1000 };
	expect(planned(body, [other], '8')).toMatchObject({ status: 409, answer: { accepted: 0 } });
	expect(eventsOf(body, [{ ...other, busy_until: Date.now() - 1 }], '8')).toHaveLength(1);
});
