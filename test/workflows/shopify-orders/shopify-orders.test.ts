import {
	shopifyLine,
	shopifyOrder,
	shopifyRefund,
	type ShopifyOrder,
} from '../../support/doubles/shopify';
import { eventsOf, Ledger, readShopify } from '../orders/find-events';

const line = shopifyLine(1, { quantity: 3 });
const bought = shopifyOrder(7, { line_items: [line, shopifyLine(2)] });

const refunding = (units: number) => ({ refunds: [shopifyRefund(9, [[line, units]])] });
const holding = (change: object) => ({ line_items: [{ ...line, ...change }, shopifyLine(2)] });
const all = ['refund 8001 3', 'refund 8002 1'];

test.each<[string, Partial<ShopifyOrder> & { test?: boolean }, string[]]>([
	['cancelled', { cancelled_at: '2026-11-01T10:00:00Z' }, all],
	['voided', { financial_status: 'voided' }, all],
	['authorized', { financial_status: 'authorized' }, []],
	['a test order', { test: true }, []],
	['refunded in part', refunding(1), ['refund 8001 1']],
	['with more units', holding({ quantity: 5 }), ['purchase 8001 2']],
	['edited, as current_quantity shows', holding({ current_quantity: 1 }), ['refund 8001 2']],
	[
		'refunded by an edit',
		{ ...holding({ current_quantity: 2 }), ...refunding(2) },
		['refund 8001 2'],
	],
])('Shopify: an order that was paid, and then is %s', (_, change, events) => {
	const ledger = new Ledger();
	expect(ledger.read(readShopify(bought))).toEqual(['purchase 8001 3', 'purchase 8002 1']);
	expect(ledger.read(readShopify({ ...bought, ...change }))).toEqual(events);
});

test('Shopify: a unit that comes back has the price that was paid for it', () => {
	const ledger = new Ledger();
	ledger.read(readShopify(bought));
	const [paid] = ledger.rows;
	const edited = { ...bought, ...holding({ price: '1.00', current_quantity: 2 }) };
	const [back] = eventsOf(readShopify(edited)({ written: ledger.rows }));
	expect(back).toMatchObject({ event_name: 'refund', price: paid?.['price'] });
});

test('Shopify: a product that was deleted still comes back, and a tip never counts', () => {
	const ledger = new Ledger();
	const tip = shopifyLine(9, { product_id: null, variant_id: null });
	const gone = { ...line, product_id: null, variant_id: null };
	expect(ledger.read(readShopify({ ...bought, line_items: [line, tip] }))).toHaveLength(1);
	const refunds = [shopifyRefund(9, [[gone, 2]])];
	const now = { ...bought, line_items: [gone, tip], refunds };
	expect(ledger.read(readShopify(now))).toEqual(['refund 8001 2']);
	expect(ledger.read(readShopify(now))).toEqual([]);
});

test.each([
	['pos', 'pos'],
	['android', 'mobile'],
	['web', 'web'],
	['constructor', 'web'],
	['__proto__', 'web'],
	[null, 'web'],
])('Shopify: an order of the source %s is of the platform %s', (source_name, platform) => {
	const read = readShopify({ ...bought, source_name });
	expect(eventsOf(read())[0]).toMatchObject({ platform });
});
