import { attribute, shopifyLine, shopifyOrder } from '../../support/doubles/shopify';
import { eventsOf, leftOut, Ledger, readShopify } from '../orders/find-events';

const line = shopifyLine(1, { quantity: 3 });
const bought = shopifyOrder(7, { lineItems: [line, shopifyLine(2)] });

const holding = (change: object) => ({ lineItems: [{ ...line, ...change }, shopifyLine(2)] });
const all = ['refund 8001 3', 'refund 8002 1'];

test.each<[string, object, string[]]>([
	['cancelled', { cancelledAt: '2026-11-01T10:00:00Z' }, all],
	['voided', { displayFinancialStatus: 'VOIDED' }, all],
	['refunded as a whole', { displayFinancialStatus: 'REFUNDED' }, all],
	['authorized', { displayFinancialStatus: 'AUTHORIZED' }, []],
	['without a status', { displayFinancialStatus: null }, []],
	['a test order', { test: true }, []],
	['refunded in part', holding({ currentQuantity: 2 }), ['refund 8001 1']],
	['with more units', holding({ quantity: 5, currentQuantity: 5 }), ['purchase 8001 2']],
	['edited down to one unit', holding({ currentQuantity: 1 }), ['refund 8001 2']],
])('Shopify: an order that was paid, and then is %s', (_, change, events) => {
	const ledger = new Ledger();
	expect(ledger.read(readShopify(bought))).toEqual(['purchase 8001 3', 'purchase 8002 1']);
	expect(ledger.read(readShopify({ ...bought, ...change }))).toEqual(events);
});

test('Shopify: a unit that comes back has the price that was paid for it', () => {
	const ledger = new Ledger();
	ledger.read(readShopify(bought));
	const [paid] = ledger.rows;
	const cheaper = shopifyLine(1, { quantity: 3, currentQuantity: 2, price: '1.00' });
	const [back] = eventsOf(
		readShopify({ ...bought, lineItems: [cheaper, shopifyLine(2)] })({ written: ledger.rows }),
	);
	expect(back).toMatchObject({ event_name: 'refund', price: paid?.['price'] });
});

test('Shopify: the price of a unit is its price less its part of the discounts, in the currency of the shop', () => {
	const own = shopifyLine(1, { quantity: 3, price: '10.00', discount: '5.00' });
	const order = shopifyOrder(7, { lineItems: [own], currencyCode: 'CHF' });
	expect(eventsOf(readShopify(order)())).toMatchObject([{ price: 8.3333, currency: 'CHF' }]);
});

test('Shopify: a product that was deleted still comes back, and a tip never counts', () => {
	const ledger = new Ledger();
	const tip = shopifyLine(9, { product: null, variant: null, sku: null });
	const gone = shopifyLine(1, { quantity: 3, currentQuantity: 1, product: null, variant: null });
	expect(ledger.read(readShopify({ ...bought, lineItems: [line, tip] }))).toHaveLength(1);
	const now = { ...bought, lineItems: [gone, tip] };
	expect(ledger.read(readShopify(now))).toEqual(['refund 8001 2']);
	expect(ledger.read(readShopify(now))).toEqual([]);
});

test('Shopify: a line whose variant was deleted before its order was read has a row, and the others are sent', () => {
	const [gone, other] = [shopifyLine(1, { variant: null }), shopifyLine(2)];
	const ledger = new Ledger();
	expect(ledger.read(readShopify(shopifyOrder(7, { lineItems: [gone, other] })))).toHaveLength(1);
	expect(ledger.rows.map(({ line_id: id, state }) => [id, state])).toEqual([
		['1', 'no_product'],
		['2', 'accepted'],
	]);
});

test('Shopify: a gift card counts as the product that it is, and a guest has no customer', () => {
	const order = shopifyOrder(7, { lineItems: [shopifyLine(4)], customer: null });
	const work = readShopify(order)();
	expect(eventsOf(work)).toMatchObject([{ item_id: '8004', uid: null, anon_uid: 'visitor-1' }]);
	expect(leftOut(work)).toEqual([]);
});

test.each([
	['the cart', { customAttributes: [attribute('kainic_anon_uid', 'v')] }],
	['the cart, hidden', { customAttributes: [attribute('_kainic_anon_uid', 'v')] }],
	[
		'a line, since Buy it now leaves out the cart',
		{ lineItems: [shopifyLine(1, { customAttributes: [attribute('_kainic_anon_uid', 'v')] })] },
	],
])('Shopify: an order has the visitor of %s', (_, change) => {
	const order = { ...bought, customAttributes: [attribute('gift', 'no')], ...change };
	expect(eventsOf(readShopify(order)())[0]).toMatchObject({ anon_uid: 'v' });
});

test.each([
	['pos', 'pos'],
	['android', 'mobile'],
	['web', 'web'],
	['constructor', 'web'],
	['__proto__', 'web'],
	[null, 'web'],
])('Shopify: an order of the source %s is of the platform %s', (sourceName, platform) => {
	const read = readShopify({ ...bought, sourceName });
	expect(eventsOf(read())[0]).toMatchObject({ platform });
});

test('Shopify: a run that got no order says why, and does not go on', () => {
	const error = 'The shop is frozen until its Shopify bill is paid.';
	expect(readShopify({ error })).toThrow(error);
});
