import fc from 'fast-check';
import { arrayOf, objectOf } from '../../../harness/json';
import { codeNode, itemsOf } from './code-node';

const checkPages = codeNode('catalog-full-schedule.json', 'Check Pages');
const mapColumns = codeNode('catalog-csv.json', 'Map Columns');

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

const cell = fc.constantFrom<unknown>('', 'a', 'b', 'Ä "x"', 5, '19,90', '1,234', 'no', null);

const settings = (sign?: string) => ({ Settings: itemsOf({ decimal_sign: sign }) });

const row = fc.record(
	{ SKU: fc.oneof(cell, fc.nat(50)), Name: cell, Price: cell, Stock: cell, error: cell },
	{ requiredKeys: [] },
);

describe('the rows of a file', () => {
	const map = (rows: readonly unknown[], sign?: string) =>
		mapColumns({ input: itemsOf(...rows), nodes: { ...noCount, ...settings(sign) } })[0] ?? {};

	test('become as many products with different IDs, or a problem, whatever they hold', () => {
		let good = 0;
		fc.assert(
			fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
				const { products, problem } = map(rows);
				if (problem !== undefined) {
					expect(problem).toMatch(/\S/);
					return;
				}
				good += 1;
				expect(products).toHaveLength(rows.length);
				const ids = arrayOf(products, 'products').map(
					(each) => objectOf(each, 'a product')['item_id'],
				);
				expect(new Set(ids).size).toBe(rows.length);
				for (const id of ids) expect(id).toMatch(/\S/);
			}),
			{ numRuns: 5000 },
		);
		expect(good).toBeGreaterThan(0);
	});

	test('keep their values, numbers as numbers and IDs as text', () => {
		const rows = [{ SKU: '007', Name: ' Shoe ', Price: '19,90', Stock: 3 }];
		expect(map([...rows, { SKU: 8, Name: 'Sock', Price: 5.5, Stock: '0' }])).toEqual({
			products: [
				{ item_id: '007', title: 'Shoe', price: 19.9, stock: 3 },
				{ item_id: '8', title: 'Sock', price: 5.5, stock: 0 },
			],
		});
	});

	const price = (text: string, sign?: string): unknown => {
		const { products, problem } = map([{ SKU: '1', Name: '', Price: text, Stock: 1 }], sign);
		return problem ?? objectOf(arrayOf(products, 'products')[0], 'a product')['price'];
	};

	test.each([
		['1.234', /may mean a thousand .* decimal_sign in Settings/],
		['1,234', /may mean a thousand/],
		['-12,345', /may mean a thousand/],
		['0.125', 0.125],
		['1234.567', 1234.567],
		['19,90', 19.9],
		['12.5000', 12.5],
		['1.234,50', /is no number such as/],
	])('refuse "%s" if it can be read in two ways', (text, expected) => {
		if (typeof expected === 'number') expect(price(text, '')).toBe(expected);
		else expect(price(text, '')).toMatch(expected);
	});

	test.each([
		[',', '1.234', 1234],
		[',', '1.234,50', 1234.5],
		[',', '12,345', 12.345],
		[',', '19.90', /is no number with the decimal sign , that Settings names/],
		['.', '1,234', 1234],
		['.', '1,234,567.5', 1234567.5],
		['.', '1.234', 1.234],
		['.', '19,90', /is no number with the decimal sign \./],
		['.', '1,23', /is no number/],
		['x', '1', /The decimal_sign in Settings is "x"/],
	])('read numbers by the decimal sign "%s" of the settings: %s', (sign, text, expected) => {
		if (typeof expected === 'number') expect(price(text, sign)).toBe(expected);
		else expect(price(text, sign)).toMatch(expected);
	});

	test('read back whatever number a file of either kind writes', () => {
		const kinds = [
			['.', 'en-US'],
			[',', 'de-DE'],
		] as const;
		fc.assert(
			fc.property(fc.integer(), fc.nat(3), fc.constantFrom(...kinds), (whole, decimals, kind) => {
				const [sign, locale] = kind;
				const value = whole / 10 ** decimals;
				const text = value.toLocaleString(locale, { minimumFractionDigits: decimals });
				expect(price(text, sign)).toBe(value);
			}),
		);
	});
});
