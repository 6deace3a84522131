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
	return made === 'purchase' ? purchaseOf(bought) : refundOf(made.back, made.refunded);
}

function purchaseOf(units: number): JsonObject {
	return { event_id: `purchase:7:1:${units}`, event_name: 'purchase', quantity: units };
}

function refundOf(back: number, quantity: number): JsonObject {
	return { event_id: `refund:7:1:${back}`, event_name: 'refund', quantity };
}

describe.each(files)('Not Noted Before of %s', (file) => {
	const keep = codeNode(file, 'Not Noted Before');

	/** What is sent, webhook by webhook; each notes all that it made, sent or not. */
	function sentOver(history: ReadonlyArray<readonly JsonObject[]>, forgets = true): JsonObject[][] {
		const rows: JsonObject[] = [];
		return history.map((events, index) => {
			const row = { id: index + 1, events: events.map((each) => each['event_id']).join(' ') };
			rows.push(row);
			const nodes = { 'Note Events': itemsOf(row), 'Order Events': itemsOf(...events) };
			// The data table gives the rows in any order.
			const kept = keep({ nodes, input: itemsOf(...[...rows].reverse()) });
			if (kept[0]?.['nothing_new'] !== true) return kept;
			if (forgets) rows.pop();
			return [];
		});
	}

	const steps = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }));

	test('sends a purchase once, and never more units back than were bought', () => {
		fc.assert(
			fc.property(steps, (history) => {
				const sent = sentOver(history.map((made) => made.map(eventOf))).flat();
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

	test('sends the same, whether a row that brings nothing new is forgotten or not', () => {
		fc.assert(
			fc.property(steps, (history) => {
				const events = history.map((made) => made.map(eventOf));
				expect(sentOver(events)).toEqual(sentOver(events, false));
			}),
		);
	});

	test('of webhooks at once, which all noted before they read, one sends', () => {
		const rows = [3, 1, 2].map((id) => ({ id, events: 'purchase:7:1:3' }));
		const sent = rows.map((row) => {
			const nodes = { 'Note Events': itemsOf(row), 'Order Events': itemsOf(purchaseOf(3)) };
			return keep({ nodes, input: itemsOf(...rows) })[0]?.['event_id'];
		});
		expect(sent).toEqual([undefined, 'purchase:7:1:3', undefined]);
	});

	test('a payment that failed first does not swallow the refund of the paid order', () => {
		const sent = sentOver([[refundOf(3, 3)], [purchaseOf(3)], [refundOf(3, 3)]]);
		expect(sent.map((each) => each.length)).toEqual([0, 1, 1]);
	});

	test('units that came back with a cancellation do not come back again', () => {
		const sent = sentOver([[purchaseOf(3)], [refundOf(3, 3)], [refundOf(1, 1)], [refundOf(3, 2)]]);
		expect(sent.map((each) => each.length)).toEqual([1, 1, 0, 0]);
	});

	test('units that a line gets later are bought then, and only units that were bought come back', () => {
		const sent = sentOver([[purchaseOf(1)], [purchaseOf(3)], [purchaseOf(2)], [refundOf(9, 9)]]);
		expect(sent.flat().map((each) => [each['event_name'], each['quantity']])).toEqual([
			['purchase', 1],
			['purchase', 2],
			['refund', 3],
		]);
	});

	test('tells a problem once', () => {
		const problem = { event_id: 'problem:7:visitor', problem: 'No visitor.' };
		expect(sentOver([[problem], [problem]])).toEqual([[problem], []]);
	});

	test('sends nothing if the data table did not note the events, or did not give what it holds', () => {
		const events = { 'Order Events': itemsOf(purchaseOf(3)) };
		const row = { id: 2, events: 'purchase:7:1:3' };
		for (const [note, rows] of [
			[{}, [row]],
			[row, []],
			[row, [{ id: 1, events: '' }]],
			[row, [{ error: 'The table is gone.' }]],
		] as const) {
			const nodes = { ...events, 'Note Events': itemsOf(note) };
			expect(() => keep({ nodes, input: itemsOf(...rows) })).toThrow('data table');
		}
	});
});

describe.each(files)('What Went Wrong of %s', (file) => {
	const conclude = codeNode(file, 'What Went Wrong');
	const shop = file.startsWith('woo') ? 'WooCommerce' : 'Shopify';

	test('makes one alert of problems and of what Kainic did not accept', () => {
		const refused = { message: 'No credit.', notSent: true, mayBeAccepted: false };
		const [alert, ...others] = conclude({
			input: itemsOf(
				{ order_id: '7', error: refused },
				{ order_id: '7', error: { ...refused, notSent: false, mayBeAccepted: true } },
				{ order_id: '7', problem: 'A line cannot be read.' },
				{ id: 8, error: 'Service unavailable' },
			),
			executionId: '99',
		});
		expect(others).toEqual([]);
		expect(alert).toEqual({
			text: `${shop}: No credit. A line cannot be read. Service unavailable`,
			...{ orders: ['7', '8'], items: 4, not_sent: 1, maybe_accepted: 1, execution: '99' },
		});
	});

	test('says where a run stopped, and what to press', () => {
		const execution = {
			...{ id: '41', url: 'http://n8n/workflow/1/executions/41' },
			...{ lastNodeExecuted: 'Note Events', error: { message: 'The table is full.' } },
		};
		const [alert] = conclude({ input: itemsOf({ execution, workflow: { id: '1' } }) });
		expect(alert).toMatchObject({ execution: '41', orders: [] });
		expect(alert?.['text']).toMatch(
			/stopped at "Note Events": The table is full\..*executions\/41.*Retry/,
		);
	});

	test('is of bounded length, and always says something', () => {
		const items = Array.from({ length: 300 }, (_, index) => ({
			error: { message: `No ${index}.` },
		}));
		expect(conclude({ input: itemsOf(...items) })[0]?.['text']).toMatch(/No 19\. And 280 more\.$/);
		fc.assert(
			fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1 }), (any) => {
				const alerts = conclude({ input: itemsOf(...any) });
				expect(alerts).toHaveLength(1);
				expect(alerts[0]?.['text']).toMatch(/: ./);
			}),
		);
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
