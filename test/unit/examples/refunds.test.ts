import fc from 'fast-check';
import type { JsonObject } from '../../../harness/json';
import { codeNode, itemsOf } from './code-node';

const files = ['woocommerce-orders.json', 'shopify-orders.json'];

/** What a webhook may make of the only line of an order: nothing of it, or that so many units are back. */
type Step = 'purchase' | { readonly back: number; readonly refunded: number };

const bought = 3;

const step: fc.Arbitrary<Step> = fc.oneof(
	fc.constant<Step>('purchase'),
	fc
		.integer({ min: 1, max: bought })
		.chain((back) => fc.integer({ min: 1, max: back }).map((refunded) => ({ back, refunded }))),
);

function eventOf(made: Step): JsonObject {
	return made === 'purchase'
		? { event_id: 'purchase:7:1', event_name: 'purchase', quantity: bought }
		: { event_id: `refund:7:1:${made.back}`, event_name: 'refund', quantity: made.refunded };
}

describe.each(files)('Not Noted Before of %s', (file) => {
	const keep = codeNode(file, 'Not Noted Before');

	/** What is sent, webhook by webhook; each notes all that it made, sent or not. */
	function sentOver(history: ReadonlyArray<readonly Step[]>): JsonObject[][] {
		const rows: JsonObject[] = [];
		return history.map((made) => {
			const events = made.map(eventOf);
			const row = { id: rows.length + 1, events: events.map((each) => each['event_id']).join(' ') };
			rows.push(row);
			const nodes = { 'Note Events': itemsOf(row), 'Order Events': itemsOf(...events) };
			// The data table gives the rows in any order.
			return keep({ nodes, input: itemsOf(...[...rows].reverse()) });
		});
	}

	test('sends a purchase once, and never more units back than were bought', () => {
		fc.assert(
			fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 3 })), (history) => {
				const sent = sentOver(history).flat();
				const purchases = sent.filter((each) => each['event_name'] === 'purchase');
				const units = sent
					.filter((each) => each['event_name'] === 'refund')
					.map((each) => Number(each['quantity']));
				expect(purchases.length).toBeLessThanOrEqual(1);
				expect(units.every((each) => each > 0)).toBe(true);
				expect(units.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(
					purchases.length * bought,
				);
			}),
		);
	});

	test('a payment that failed first does not swallow the refund of the paid order', () => {
		const all = { back: bought, refunded: bought };
		const sent = sentOver([[all], ['purchase'], [all]]);
		expect(sent.map((each) => each.length)).toEqual([0, 1, 1]);
	});

	test('units that came back with a cancellation do not come back again', () => {
		const sent = sentOver([
			['purchase'],
			[{ back: 3, refunded: 3 }],
			[{ back: 1, refunded: 1 }],
			[{ back: 3, refunded: 2 }],
		]);
		expect(sent.map((each) => each.length)).toEqual([1, 1, 0, 0]);
	});

	test('sends nothing if the data table did not note the events', () => {
		const nodes = { 'Note Events': itemsOf({}), 'Order Events': itemsOf(eventOf('purchase')) };
		expect(() => keep({ nodes })).toThrow('data table');
	});
});

test('an order that lost a line it had confirmed is answered by the lines that it has now', () => {
	const file = 'order-events-webhook.json';
	const body = { order_id: 'A', anon_uid: 'v', lines: [{ item_id: 'A' }, { item_id: 'C' }] };
	const nodes = { 'Order Placed': itemsOf({ body }), 'Check Order': itemsOf({ order_id: 'A' }) };
	const rows = itemsOf(
		{ id: 1, accepted: '["A #1","B #1"]', claim: '0', busy_until: 0 },
		{ id: 2, accepted: '[]', claim: '1', busy_until: Date.now() + 60_000 },
	);
	const [planned] = codeNode(file, 'Lines to Send')({ nodes, input: rows });
	expect(planned).toMatchObject({ keys: ['C #1'], answer: { events: 2, accepted: 1 } });
	const conclude = (...items: JsonObject[]) =>
		codeNode(
			file,
			'What Was Accepted',
		)({
			nodes: { 'Lines to Send': itemsOf(planned) },
			input: itemsOf(...items),
		})[0];
	expect(conclude({ kainic: { status: 'accepted' } })).toMatchObject({ status: 200 });
	expect(conclude({ error: { message: 'no' } })).toMatchObject({ status: 502 });
});
