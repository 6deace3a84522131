import fc from 'fast-check';
import { hasId, ProductList } from '../../../nodes/KainicCatalog/products';
import { refusalOf, refusalsOf, stepsOf, uploadsOf, type Given } from './plan-uploads';
import { forAll } from '../../support/for-all';
import { messageOf } from '../../support/units/refusal';

const listOf = (...values: readonly unknown[]) => {
	const list = new ProductList(values.some(hasId));
	for (const value of values) list.add(value);
	return list;
};

describe('products', () => {
	test.each([
		[undefined, /undefined/],
		[null, /null/],
		['x', /the text "x"/],
		[[{}], /an array/],
		[{}, /an empty object/],
		[{ a: undefined }, /an empty object/],
		[{ a: Number.NaN }, /NaN/],
		[new Date(0), /an empty object/],
		[{ toJSON: () => '{x' }, /an empty object/],
	])('%p is none', (value, message) => {
		expect(messageOf(() => listOf(value))).toMatch(message);
	});

	test('with the ID of an earlier one are counted; a number and its text are the same ID', async () => {
		const id = fc.oneof(fc.nat(5), fc.nat(5).map(String), fc.constantFrom({}, [], true));
		await forAll([fc.array(id)], (ids) => {
			const texts = ids.map(String).filter((text) => /^\d$/.test(text));
			const list = listOf(...ids.map((each) => ({ title: 't', item_id: each })));
			expect(list.repeated).toBe(texts.length - new Set(texts).size);
			expect(list.products + list.repeated).toBe(ids.length);
		});
	});

	test('are their JSON as an array, as often as asked for', async () => {
		const values = Array.from({ length: 500 }, (_, index) => ({ a: `é${index}`.repeat(100) }));
		const list = listOf(...values);
		const expected = JSON.stringify(values);
		for (const json of [list.toJson(), list.toJson()]) {
			expect(await json.text()).toBe(expected);
			expect(json.size).toBe(Buffer.byteLength(expected));
		}
	});

	test('without an ID are told, with the names of at most five fields', () => {
		expect(listOf({ item_id: 1 }, { item_id: 2 }).missingId).toBe('');
		expect(listOf({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }).missingId).toBe(
			'No product has the field item_id. The first product has the fields: a, b, c, d and e.',
		);
	});
});

/** The same products as items, as JSON and as a file. */
const sources = (...products: ReadonlyArray<Record<string, unknown>>): Array<[string, Given]> => [
	['inputItems', { items: products.map((json) => ({ json: Object(json) })) }],
	['json', { panel: { productSource: 'json', productsJson: JSON.stringify(products) } }],
	['file', { files: new Map([[0, JSON.stringify(products)]]), panel: { productSource: 'file' } }],
];

describe.each([['""'], ['null'], ['"  "']])('an item_id that is %s', (id) => {
	const lost = Array.from({ length: 500 }, (_, index) => ({
		title: `Shoe ${index}`,
		item_id: JSON.parse(id),
	}));

	test.each(sources(...lost))('refuses a full sync from %s', async (_, given) => {
		expect(await uploadsOf(given)).toEqual([]);
		const { code, message } = await refusalOf(given);
		expect(code).toBe('file_schema');
		expect(message).toMatch(/The field item_id of the product is empty\./);
	});

	test('is not valid either', async () => {
		const panel = { 'options.validateOnly': true, syncMode: 'stock' };
		const refusals = await refusalsOf({ items: [{ json: { item_id: JSON.parse(id) } }], panel });
		expect(refusals).toMatchObject([{ code: 'file_schema' }]);
	});
});

test.each([
	...sources({ item_id: 0 }, { item_id: false }),
	...sources({ title: 'a' }, { title: 'b' }),
])('an item_id that is not text, or that no product has, is taken from %s', async (_, given) => {
	expect(await uploadsOf(given)).toMatchObject([{ products: { length: 2 } }]);
});

describe('an item_id that only some products have', () => {
	const page = { statusCode: 500, body: 'err' };

	test.each([
		...sources({ item_id: 'a' }, page, { item_id: 'b' }),
		...sources(page, { item_id: 'a' }, { item_id: 'b' }),
	])('refuses a full sync from %s', async (_, given) => {
		expect(await uploadsOf(given)).toEqual([]);
		const { code, message } = await refusalOf(given);
		expect(code).toBe('file_schema');
		expect(message).toMatch(/The field item_id of the product is missing\./);
	});

	test('refuses in a stock sync only the item without it', async () => {
		const items = [{ json: page }, { json: { item_id: 'a' } }];
		const given = { items, panel: { syncMode: 'stock' } };
		expect(await refusalsOf(given)).toMatchObject([{ indexes: [0], code: 'file_schema' }]);
		expect(await uploadsOf(given)).toMatchObject([{ products: [{ item_id: 'a' }] }]);
	});
});

describe('products with the same item_id count once', () => {
	const five = [1, 2, '2', 3, 1].map((item_id) => ({ item_id, title: 'x' }));

	test.each(sources(...five))('from %s', async (_, given) => {
		const [step] = await stepsOf(given);
		expect(step).toMatchObject({ kind: 'job', units: 3 });
		const { message } = await refusalOf({ ...given, panel: { ...given.panel, minProducts: 4 } });
		expect(message).toMatch(/has 3 products, .* that repeat an ID are not counted \(2\)\.$/);
	});
});
