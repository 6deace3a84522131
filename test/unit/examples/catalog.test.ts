import fc from 'fast-check';
import { codeNode, itemsOf } from './code-node';

const checkPages = codeNode('catalog-full-schedule.json', 'Check Pages');

const noCount = { 'Last Count': itemsOf({}) };

interface Page {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly data: string;
}

function shopOf(sizes: readonly number[]): Page[] {
	const total = sizes.reduce((sum, size) => sum + size, 0);
	let next = 0;
	return sizes.map((size) => ({
		statusCode: 200,
		headers: { 'x-total-pages': String(sizes.length), 'x-total-count': String(total) },
		data: JSON.stringify(Array.from({ length: size }, () => ({ item_id: `p-${(next += 1)}` }))),
	}));
}

const check = (pages: readonly Page[], nodes = noCount) =>
	checkPages({ input: itemsOf(...pages), nodes })[0] ?? {};

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });

const page = fc.record({
	statusCode: fc.constantFrom(200, 200, 200, 500),
	headers: fc.record(
		{ 'x-total-pages': fc.constantFrom('1', '2', ''), 'x-total-count': fc.constantFrom('1', '2') },
		{ requiredKeys: [] },
	),
	data: fc.oneof(
		fc.string(),
		fc.jsonValue().map((value) => JSON.stringify(value)),
		fc
			.array(fc.record({ item_id: fc.oneof(fc.jsonValue(), fc.constantFrom('a', 'b', 3)) }))
			.map((value) => JSON.stringify(value)),
	),
});

describe('the pages of a shop', () => {
	test('become its products if all are there', () => {
		fc.assert(
			fc.property(sizes, (given) => {
				const pages = shopOf(given);
				const all = pages.flatMap(({ data }) => JSON.parse(data));
				expect(check(pages)).toEqual({ products: all });
			}),
		);
	});

	test('become a problem if one is missing, empty, there twice, cut, or of another time', () => {
		const changes: ReadonlyArray<(pages: Page[], at: number) => Page[]> = [
			(pages, at) => pages.filter((_, index) => index !== at),
			(pages, at) => pages.map((each, index) => (index === at ? { ...each, data: '[]' } : each)),
			(pages, at) => pages.flatMap((each, index) => (index === at ? [each, each] : [each])),
			(pages, at) =>
				pages.map((each, index) =>
					index === at ? { ...each, data: each.data.slice(0, -1) } : each,
				),
			(pages, at) =>
				pages.map((each, index) =>
					index === at ? { ...each, headers: { ...each.headers, 'x-total-count': '99' } } : each,
				),
			(pages, at) =>
				pages.map((each, index) => (index === at ? { ...each, statusCode: 503 } : each)),
			(pages, at) => pages.map((each, index) => (index === at ? { ...each, headers: {} } : each)),
		];
		fc.assert(
			fc.property(sizes, fc.nat(5), fc.constantFrom(...changes), (given, at, change) => {
				const pages = shopOf(given);
				const changed = change(pages, at % pages.length);
				fc.pre(changed.length > 0);
				expect(check(changed)).toEqual({ problem: expect.stringMatching(/\S/) });
			}),
			{ numRuns: 1000 },
		);
	});

	test('are one or the other, whatever they hold, and never throw', () => {
		fc.assert(
			fc.property(fc.array(page, { minLength: 1, maxLength: 3 }), (pages) => {
				const { products, problem } = check(pages);
				if (problem !== undefined) expect(problem).toMatch(/\S/);
				else expect(products).toEqual(pages.flatMap(({ data }) => JSON.parse(data)));
			}),
			{ numRuns: 2000 },
		);
	});

	test('are a problem if the count of the last night cannot be read', () => {
		const unread = { 'Last Count': itemsOf({ id: 1, name: 'Kainic catalog counts' }) };
		expect(check(shopOf([1]), unread)).toHaveProperty('problem');
		const read = { 'Last Count': itemsOf({ id: 1, store_id: 's', products: 5 }) };
		expect(check(shopOf([1]), read)).toHaveProperty('products');
	});
});
