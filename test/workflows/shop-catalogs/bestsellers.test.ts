import { wooProduct, wooVariation, type WooProduct } from '../../support/doubles/woocommerce';
import { codeNode, codeNodeItems, itemsOf, settingsOf } from '../../support/workflows/code-node';

const woo = 'woocommerce-catalog.json';
const buildProducts = codeNodeItems(woo, 'Build Products');

interface Card {
	readonly item_id: string;
	readonly [field: string]: unknown;
}

const cardsIn = ({ items }: { readonly items: string }): Card[] => JSON.parse(items);

/** The row that a run keeps, of products that are there (by night) or that changed (by day). */
function rowOf(products: readonly WooProduct[], sold: readonly object[], before?: object) {
	const started = Date.now() - 60_000;
	const at = before ? started : 0;
	const page = (list: readonly object[]) => ({
		...{ headers: { 'x-wp-total': String(list.length) }, body: list },
	});
	const variable = products.filter(({ type }) => type === 'variable');
	const nodes = {
		'Save Start': itemsOf({ started, night: started, at }),
		'Your Shop': itemsOf({ ...settingsOf(woo), store_id: 'store-1' }),
		'Read Sold Items': itemsOf(...sold),
		...(before && { 'Read Bestsellers': itemsOf(before) }),
		'Read Viewed Items': [],
		'Read Products': itemsOf(page(products)),
		'Check Products': itemsOf(...variable.map(({ id }) => ({ id }))),
		'Read Variations': variable.map(({ id }, item) => {
			const own = [1, 2].map((index) => wooVariation(id * 10 + index));
			return { json: page(own), pairedItem: { item } };
		}),
	};
	return Object(buildProducts({ nodes })[0]?.['json']).bestsellers;
}

const line = (item_id: string, quantity: number, more: object = {}) => ({
	...{ event_name: 'purchase', event_id: `${item_id} ${quantity}`, state: 'done' },
	...{ item_id, parent_id: item_id, quantity, ...more },
});

const idsOf = (row: Parameters<typeof cardsIn>[0]) => cardsIn(row).map(({ item_id }) => item_id);

const shelf = [1, 2, 3, 4].map((id) => wooProduct(id));

test('bestsellers are what sold best less refunds, each line once, then the newest', () => {
	const sold = [
		line('1', 5),
		line('2', 4),
		// An order without a visitor that got one later.
		line('2', 4, { state: 'no_visitor' }),
		line('1', 3, { event_name: 'refund' }),
		// It waits for its payment, and gets its rows again.
		line('3', 9, { state: 'on_hold' }),
	];
	const row = rowOf(shelf, sold);
	expect(row).toMatchObject({ shop: 'store-1', origin: 'orders' });
	expect(Date.now() - row.at).toBeLessThan(60_000);
	expect(idsOf(row)).toEqual(['2', '1', '4', '3']);
	expect(cardsIn(row)[0]).toMatchObject({
		...{ title: 'Shoe "2" 👟', price: 19.9, in_stock: true, source: 'bestsellers', rank: 1 },
		...{ url: expect.stringMatching(/^http/), image_url: expect.stringMatching(/^http/) },
	});
});

test('bestsellers of a shop without orders are its newest products, and the row says so', () => {
	const refunded = [line('1', 1), line('1', 1, { event_name: 'refund', event_id: 'back' })];
	for (const sold of [[], [{ error: 'no such table' }], refunded]) {
		const row = rowOf(shelf, sold);
		expect([row.origin, ...idsOf(row)]).toEqual(['newest', '4', '3', '2', '1']);
	}
});

test('bestsellers have one card for all variants of a product: the one that sold best', () => {
	const products = [shelf[0], wooProduct(2, { type: 'variable' })].map((each) => Object(each));
	const sold = [line('1', 3), line('21', 1, { parent_id: '2' }), line('22', 2, { parent_id: '2' })];
	expect(idsOf(rowOf(products, [...sold, line('29', 1, { parent_id: '2' })]))).toEqual(['22', '1']);
});

test.each<[what: string, changes: Partial<WooProduct>]>([
	['sold out', { stock_status: 'outofstock' }],
	['hidden', { catalog_visibility: 'hidden' }],
	['without a picture', { images: [] }],
	['without a price', { price: '' }],
])('bestsellers leave out what is %s', (_, changes) => {
	const products = [wooProduct(1), wooProduct(2, changes), wooProduct(3)];
	expect(idsOf(rowOf(products, [line('2', 5), line('1', 1)]))).toEqual(['1', '3']);
});

test('bestsellers are 24 at most', () => {
	const many = Array.from({ length: 30 }, (_, index) => wooProduct(index + 1));
	expect(idsOf(rowOf(many, [line('1', 1)]))).toHaveLength(24);
});

test('bestsellers that sell out or change their price are right after a stock run, and keep their place', () => {
	const before = rowOf(shelf, [line('2', 2), line('1', 1)]);
	const changed = [
		wooProduct(1, { price: '24.90' }),
		wooProduct(2, { stock_status: 'outofstock', stock_quantity: 0 }),
		wooProduct(9, { price: 'on request' }),
	];
	const after = rowOf(changed, [], before);
	expect([after.at, after.origin, ...idsOf(after)]).toEqual([
		before.at,
		'orders',
		'2',
		'1',
		'4',
		'3',
	]);
	expect(cardsIn(after)).toMatchObject([{ in_stock: false }, { price: 24.9 }, {}, {}]);
});

test('bestsellers of another shop are found in what its catalog workflow uploads', () => {
	const find = codeNode('catalog-full-schedule.json', 'Find Bestsellers');
	const product = (id: string, more: object = {}) => ({
		...{ code: id, title: id, url: 'https://a/', image_url: 'https://a/1.png', price: 5, stock: 1 },
		...more,
	});
	const { fields, ...settings } = settingsOf('catalog-full-schedule.json');
	const { item_id, ...others } = Object(fields);
	const nodes = {
		'Your Shop': itemsOf({ ...settings, fields: { code: item_id, ...others } }),
		'Build Products': itemsOf(
			...['a', 'b', 'c'].map((id) => product(id)),
			product('d', { stock: 0 }),
		),
		'Read Sold Items': itemsOf(line('b', 1), line('d', 3)),
	};
	expect(idsOf(Object(find({ nodes })[0]))).toEqual(['b', 'c', 'a']);
});
