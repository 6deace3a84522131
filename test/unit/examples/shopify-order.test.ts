import { shopifyLine, shopifyOrder, shopifyRefund } from '../../shops/shopify';
import { codeNode, itemsOf } from './code-node';

const file = 'shopify-orders.json';
const orderEvents = codeNode(file, 'Order Events');
const keep = codeNode(file, 'Not Noted Before');

const line = shopifyLine(1, { quantity: 3 });
const other = shopifyLine(2);
const bought = shopifyOrder(7, { line_items: [line, other] });

function made(order: unknown) {
	return orderEvents({ nodes: { 'Order Updated': itemsOf(order) } });
}

/** Events as `name item quantity reason`, problems as they are; what a second webhook brings. */
function told(first: unknown, second: unknown): string[] {
	const [before, now] = [made(first), made(second)];
	const rows = [before, now].map((events, index) => {
		return { id: index, events: events.map((each) => each['event_id']).join(' ') };
	});
	const nodes = { 'Note Events': itemsOf(rows[1]), 'Order Events': itemsOf(...now) };
	return keep({ nodes, input: itemsOf(...rows) })
		.filter((each) => each['nothing_new'] === undefined)
		.map(({ problem, event_name, item_id, quantity, reason }) =>
			String(problem ?? [event_name, item_id, quantity, reason].join(' ')),
		);
}

test('a test order makes nothing, and is not told either', () => {
	expect(made({ ...bought, test: true })).toEqual([]);
	expect(made({ ...bought, test: true, note_attributes: [] })).toEqual([]);
	expect(made({ ...bought, test: false })).toHaveLength(2);
});

test('a voided order is no purchase, and undoes one that was sent', () => {
	const voided = { ...bought, financial_status: 'voided' };
	expect(made(voided).map((each) => each['event_name'])).toEqual(['refund', 'refund']);
	expect(told(voided, voided)).toEqual([]);
	expect(told(bought, voided)).toEqual([
		'refund 8001 3 cancellation',
		'refund 8002 1 cancellation',
	]);
});

test('an order whose money went back as a whole brings back what is left of all lines', () => {
	const partial = { ...bought, refunds: [shopifyRefund(90, [[line, 1]])] };
	const refunds = [...partial.refunds, shopifyRefund(91, [])];
	expect(told(partial, { ...partial, financial_status: 'partially_refunded', refunds })).toEqual(
		[],
	);
	expect(told(partial, { ...partial, financial_status: 'refunded', refunds })).toEqual([
		'refund 8001 2 refund',
		'refund 8002 1 refund',
	]);
});

test('what comes back of a product that was deleted since is told, once, and a tip is not', () => {
	const tip = shopifyLine(9, { product_id: null, variant_id: null, title: 'Tip' });
	const order = { ...bought, line_items: [line, other, tip] };
	const gone = { ...line, product_id: null, variant_id: null };
	const deleted = {
		...order,
		line_items: [gone, other, tip],
		refunds: [
			shopifyRefund(90, [
				[gone, 2],
				[other, 1],
				[tip, 1],
			]),
		],
	};
	const [problem, ...others] = told(order, deleted);
	expect(problem).toMatch(/order #7 .*no longer in the shop.*"Shoe 1/);
	expect(others).toEqual(['refund 8002 1 refund']);
	expect(told(deleted, deleted)).toEqual([]);
});

test('units that are added to a line later are a purchase of their own', () => {
	const more = { ...bought, line_items: [{ ...line, quantity: 5 }, other] };
	expect(told(bought, more)).toEqual(['purchase 8001 2 ']);
});

test.each([
	['pos', 'pos'],
	['android', 'mobile'],
	['web', 'web'],
	['constructor', 'web'],
	['__proto__', 'web'],
	[7, 'web'],
	[null, 'web'],
])('an order of the source %s is of the platform %s', (source_name, platform) => {
	const [event] = made({ ...bought, source_name });
	expect(event).toMatchObject({ platform });
});
