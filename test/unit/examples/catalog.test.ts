import fc from 'fast-check';
import { codeNode, itemsOf } from './code-node';
import { forAll } from '../support/for-all';

const allProducts = codeNode('catalog-full-schedule.json', 'Check Products');

interface Page {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

function shopOf(sizes: readonly number[]): Page[] {
	const total = sizes.reduce((sum, size) => sum + size, 0);
	let next = 0;
	return sizes.map((size) => ({
		headers: { 'x-total-count': String(total) },
		body: Array.from({ length: size }, () => ({ item_id: `p-${(next += 1)}` })),
	}));
}

const settings = { count_header: 'X-Total-Count', id_field: 'item_id' };
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

	test('name the setting if the shop does not count them, and are refused if there are none', () => {
		const [first = { headers: {}, body: [] }, ...others] = shopOf([2, 1]);
		const uncounted = [{ ...first, headers: {} }, ...others];
		expect(() => read(uncounted)).toThrow(
			'no header X-Total-Count: correct count_header in Your Shop',
		);
		expect(() => read(shopOf([0]))).toThrow('The shop has no products');
	});
});
