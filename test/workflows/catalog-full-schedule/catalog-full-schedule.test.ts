import fc from 'fast-check';
import { codeNode, itemsOf, settingsOf } from '../../support/workflows/code-node';
import { forAll } from '../../support/for-all';

const allProducts = codeNode('catalog-full-schedule.json', 'Build Products');

interface Page {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

const productOf = (item_id: unknown) => ({
	item_id,
	title: 'Shoe',
	price: 19.9,
	url: 'https://a/',
});

function shopOf(sizes: readonly number[]): Page[] {
	const total = sizes.reduce((sum, size) => sum + size, 0);
	let next = 0;
	return sizes.map((size) => ({
		headers: { 'x-total-count': String(total) },
		body: Array.from({ length: size }, () => productOf(`p-${(next += 1)}`)),
	}));
}

const settings = {
	...settingsOf('catalog-full-schedule.json'),
	count_header: 'X-Total-Count',
};
const read = (pages: readonly Page[], ...sold: readonly object[]) =>
	allProducts({
		input: itemsOf(...pages),
		nodes: { 'Your Shop': itemsOf(settings), 'Read Sold Items': itemsOf(...sold) },
	});

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });

/** Another page in place of one. */
const put = (given: (page: Page) => Page) => (pages: Page[], at: number) =>
	pages.map((page, index) => (index === at ? given(page) : page));

const changes: ReadonlyArray<(pages: Page[], at: number) => Page[]> = [
	(pages, at) => pages.filter((_, index) => index !== at),
	(pages, at) => pages.flatMap((page, index) => (index === at ? [page, page] : [page])),
	put((page) => ({ ...page, body: [] })),
	put((page) => ({ ...page, body: '<h1>We will be back soon</h1>' })),
	put((page) => ({ ...page, body: undefined })),
	put((page) => ({ ...page, body: { error: 'busy' } })),
	put((page) => ({ ...page, body: [{ item_id: ' ' }] })),
	put((page) => ({ ...page, body: [null] })),
	put((page) => ({ ...page, headers: { 'x-total-count': '99' } })),
];

describe('the pages of a shop', () => {
	test('become its products if all are there', () =>
		forAll([sizes], (given) => {
			const pages = shopOf(given);
			expect(read(pages)).toEqual(pages.flatMap(({ body }) => body));
		}));

	test('are refused if one is missing, empty, there twice, not a list, or of another time', () =>
		forAll([sizes, fc.nat(5), fc.constantFrom(...changes)], 1000, (given, at, change) => {
			const pages = shopOf(given);
			const changed = change(pages, at % pages.length);
			fc.pre(changed.length > 0);
			expect(() => read(changed)).toThrow(/its pages have|not a product with an ID/);
		}));

	test('are refused if the shop sold other products', () => {
		const sold = ['x-1', 'p-1', 'x-2', 'x-3'].map((item_id) => ({ item_id }));
		expect(() => read(shopOf([2]), {}, ...sold)).toThrow('for example x-1, x-2, x-3.');
		expect(read(shopOf([2]), ...sold.slice(0, 3))).toHaveLength(2);
	});

	/** What is saved after the upload, if visitors viewed these products. */
	const compare = codeNode('catalog-full-schedule.json', 'Compare Views');
	const reasonOf = (...viewed: readonly unknown[]) =>
		compare({
			input: itemsOf({ status: 'accepted' }),
			nodes: {
				'Your Shop': itemsOf(settings),
				'Build Products': itemsOf(...read(shopOf([2]))),
				'Read Viewed Items': itemsOf({}, ...viewed.map((name) => ({ name }))),
			},
		})[0]?.['reason'];

	test('are compared with the products that visitors viewed last', () => {
		expect(reasonOf('x-1', 'p-1', 'x-2', 'x-3')).toBe(
			'3 of the 4 products viewed last, for example x-1, x-2, x-3',
		);
		expect(reasonOf('x-1', 'x-1', 'x-2', null, 'p-2')).toBe('');
		expect(reasonOf()).toBe('');
		// Anybody can post a view.
		expect(reasonOf('<b>', 'https://evil.example/', 'x'.repeat(41))).toBe(
			'3 of the 3 products viewed last',
		);
	});

	/** A shop with one page. */
	const page = (...body: readonly object[]) => [
		{ headers: { 'x-total-count': String(body.length) }, body },
	];
	const macbook = { ...productOf(43), title: 'MacBook 13&quot; &amp; &#039;case&#x27;' };

	test('have the values that PHP and MySQL write, and names as HTML', () => {
		const url = 'https://shop.example/index.php?route=product&amp;product_id=43';
		const written = {
			...macbook,
			item_id: ' 43 ',
			parent_id: 40,
			price: '100.0000',
			stock: '-2',
			url,
		};
		expect(read(page({ ...written, image_url: null, model: 'M1' }))).toEqual([
			{
				...{ item_id: '43', parent_id: '40', title: `MacBook 13" & 'case'`, price: 100, stock: -2 },
				url: 'https://shop.example/index.php?route=product&product_id=43',
			},
		]);
	});

	test.each(['19,90', '1e3', true, [5], 'EUR 5'])('are refused with the price %j', (price) => {
		expect(() => read(page({ ...macbook, price }))).toThrow(
			'price of product 43 is not a number such as 19.90',
		);
	});

	test('are refused with the names that another shop gives its fields', () => {
		const { item_id, title, ...others } = macbook;
		const ofOpenCart = page({ ...others, product_id: item_id, name: title });
		expect(() => read(ofOpenCart)).toThrow('not a product with an ID: {"price"');
		expect(() => read(page({ ...others, item_id, name: title }))).toThrow(
			'1 of 1 products have no title. Correct fields.title in Your Shop',
		);
		const { url, ...unaddressed } = macbook;
		expect(url).toBeDefined();
		expect(() => read(page(unaddressed))).toThrow('have no url. Correct fields.url');
		// Most have both.
		const most = page(macbook, { ...macbook, item_id: 44 }, { ...unaddressed, item_id: 45 });
		expect(read(most)).toHaveLength(3);
	});

	test('name the setting if the shop does not count them, and are refused if there are none', () => {
		const [first = { headers: {}, body: [] }, ...others] = shopOf([2, 1]);
		const uncounted = [{ ...first, headers: {} }, ...others];
		expect(() => read(uncounted)).toThrow(
			'no header X-Total-Count: correct count_header in Your Shop',
		);
		expect(() => read(shopOf([0]))).toThrow('The shop has no products');
	});
});
