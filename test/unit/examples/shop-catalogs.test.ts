import { objectOf, type JsonObject } from '../../../tools/n8n/json';
import { shopifyVariant } from '../../shops/shopify';
import { wooProduct, wooVariation } from '../../shops/woocommerce';
import { readExample } from '../../e2e/scenarios/examples';
import { codeNode, itemsOf } from './code-node';

const woo = 'woocommerce-catalog.json';
const withVariations = codeNode(woo, 'With Variations');
const wooRows = codeNode(woo, 'Products');
const shopifyRows = codeNode('shopify-catalog.json', 'Products');

type Trigger = 'Every Night' | 'Every Quarter of an Hour';
const [night, quarter]: [Trigger, Trigger] = ['Every Night', 'Every Quarter of an Hour'];
const triggers = [night, quarter];

/** What a node of the example puts out of its own: names and their values. */
function valuesOf(file: string, name: string): JsonObject {
	const node = readExample(file).nodes.find((each) => each['name'] === name);
	const { assignments } = objectOf(
		objectOf(node?.['parameters'], name)['assignments'],
		'assignments',
	);
	return Object.fromEntries(
		Object.values(Object(assignments)).map((each) => {
			const { name: field, value } = objectOf(each, 'a row');
			return [String(field), value];
		}),
	);
}

const around = (file: string, trigger: Trigger) => ({
	[trigger]: itemsOf({}),
	Settings: itemsOf(valuesOf(file, 'Settings')),
	Fields: itemsOf(valuesOf(file, 'Fields')),
});

interface WooPage {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

const wooPage = (total: number, ...body: readonly unknown[]): WooPage => {
	return { headers: { 'x-wp-total': String(total) }, body };
};

function readWoo(
	trigger: Trigger,
	pages: readonly WooPage[],
	variations: ReadonlyMap<number, readonly WooPage[]> = new Map(),
): JsonObject[] {
	const parents = withVariations({ input: itemsOf(...pages) });
	const nodes = {
		...around(woo, trigger),
		'Product Pages': itemsOf(...pages),
		'With Variations': itemsOf(...parents),
		...(parents.length > 0 && {
			'Variation Pages': parents.flatMap(({ id }, item) =>
				(variations.get(Number(id)) ?? []).map((json) => ({ json, pairedItem: { item } })),
			),
		}),
	};
	return wooRows({ nodes });
}

const idsOf = (rows: readonly JsonObject[]) => rows.map(({ item_id: id }) => id);

describe('the products of a WooCommerce shop', () => {
	test('have names without HTML, and leave out what cannot be bought', () => {
		const name = 'Shoes &amp; Socks &#8211; &quot;new&quot; &amp;lt; &eacute; &what;';
		const products = [
			wooProduct(1, { name, categories: [{ id: 1, name: 'A &amp; B', slug: 'a' }] }),
			{ ...wooProduct(2), purchasable: false },
		];
		expect(readWoo(night, [wooPage(2, ...products)])).toEqual([
			expect.objectContaining({
				...{ item_id: '1', title: 'Shoes & Socks – "new" &lt; &eacute; &what;' },
				...{ categories: ['A & B'], price: 19.9 },
			}),
		]);
	});

	const [a, b, c] = [wooProduct(1), wooProduct(2), wooProduct(3)];

	test('are as many as the shop counts', () => {
		for (const trigger of triggers) {
			expect(idsOf(readWoo(trigger, [wooPage(3, a, b), wooPage(3, c)]))).toEqual(['1', '2', '3']);
		}
	});

	test.each([
		['is there twice and another is missing', [wooPage(3, a, b), wooPage(3, b)], ['1', '2']],
		['is there twice', [wooPage(3, a, b), wooPage(3, b, c)], ['1', '2', '3']],
		['came meanwhile', [wooPage(2, a, b), wooPage(3, c)], ['1', '2', '3']],
		['went meanwhile', [wooPage(3, a, b), wooPage(2)], ['1', '2']],
		['is missing', [wooPage(3, a, b), wooPage(3)], ['1', '2']],
	])('are refused at night, and only then, if one %s', (_, pages, ids) => {
		expect(() => readWoo(night, pages)).toThrow(/The shop counts .*Try again/);
		expect(idsOf(readWoo(quarter, pages))).toEqual(ids);
	});

	test.each([
		['HTML', { headers: {}, body: '<h1>Busy</h1>' }],
		['an error', wooPage(3, { code: 'x' })],
		['null', wooPage(3, null)],
	])('are refused at any time if a page holds %s', (_, page) => {
		for (const trigger of triggers)
			expect(() => readWoo(trigger, [wooPage(3, a), page])).toThrow(/Not a product with an ID/);
	});

	test('are as they were read last, if one is there twice', () => {
		const sold = wooProduct(2, { stock_quantity: 0, stock_status: 'outofstock' });
		const rows = readWoo(quarter, [wooPage(3, a, b), wooPage(3, sold, c)]);
		expect(rows[1]).toEqual({ item_id: '2', parent_id: '2', in_stock: false, stock: 0 });
	});

	test.each(['variable', 'variable-subscription'] as const)('give variations if %s', (type) => {
		const pages = [wooPage(1, wooProduct(1, { type }))];
		const [red, blue] = [wooVariation(11), wooVariation(12)];
		const of = (...own: readonly WooPage[]) => new Map([[1, own]]);
		const sound = readWoo(night, pages, of(wooPage(2, red), wooPage(2, blue)));
		expect(sound.map((row) => [row['item_id'], row['parent_id']])).toEqual([
			['11', '1'],
			['12', '1'],
		]);
		for (const moved of [wooPage(2, red, red), wooPage(2, red), wooPage(2)])
			expect(() => readWoo(night, pages, of(moved))).toThrow(/counts 2/);
		expect(idsOf(readWoo(quarter, pages, of(wooPage(2, red, red))))).toEqual(['11']);
		expect(() => readWoo(quarter, pages, of(wooPage(1, null)))).toThrow(/Not a product/);
	});

	test('are without the grouped ones, whose products are there by themselves', () => {
		const grouped = wooProduct(2, { type: 'grouped', price: '' });
		for (const trigger of triggers)
			expect(idsOf(readWoo(trigger, [wooPage(2, a, grouped)]))).toEqual(['1']);
		expect(readWoo(quarter, [wooPage(1, grouped)])).toEqual([]);
		expect(() => readWoo(night, [wooPage(1, grouped)])).toThrow(/nothing that can be bought/);
	});
});

describe('the variants of a Shopify shop', () => {
	const now = new Date().toISOString();
	const [a, b] = [shopifyVariant(1, { updatedAt: now }), shopifyVariant(2, { updatedAt: now })];
	const page = (count: number, ...nodes: readonly unknown[]) => ({
		body: { data: { productVariants: { nodes }, productVariantsCount: { count } } },
	});
	const throttled = { body: { errors: [{ extensions: { code: 'THROTTLED' } }] } };
	const read = (trigger: Trigger, ...answers: readonly unknown[]) =>
		shopifyRows({ input: itemsOf(...answers), nodes: around('shopify-catalog.json', trigger) });

	test('are as many as the shop counts', () => {
		for (const trigger of triggers)
			expect(idsOf(read(trigger, page(2, a), page(2, b)))).toEqual(['80001', '80002']);
	});

	test.each([
		['one came or went meanwhile', 3, b, 2],
		['one is there twice', 2, a, 1],
	])('are refused at night, and only then, if %s', (_, count, second, rows) => {
		expect(() => read(night, page(count, a), page(count, second))).toThrow(/The shop counts/);
		expect(idsOf(read(quarter, page(count, a), page(count, second)))).toHaveLength(rows);
	});

	test('are read from the first page after the shop was throttled', () => {
		const rows = read(night, page(2, a), throttled, throttled, page(2, a), page(2, b));
		expect(idsOf(rows)).toEqual(['80001', '80002']);
		for (const trigger of triggers)
			expect(() => read(trigger, page(2, a), throttled)).toThrow(/THROTTLED/);
	});

	test('are refused at any time if a page holds something else', () => {
		for (const odd of [{ data: '<h1>Busy</h1>' }, page(2, null), { body: { data: null } }])
			for (const trigger of triggers)
				expect(() => read(trigger, page(2, a), odd)).toThrow(/Not a product with an ID/);
	});

	test('are sent by a stock run if they or their product changed lately', () => {
		const old = shopifyVariant(2, { updatedAt: '2026-01-01T00:00:00Z' });
		const changed = (updatedAt: string) => ({ ...old, product: { ...old.product, updatedAt } });
		const past = changed('2026-01-01T00:00:00Z');
		expect(idsOf(read(quarter, page(2, a, past)))).toEqual(['80001']);
		expect(idsOf(read(quarter, page(2, a, changed(now))))).toEqual(['80001', '80002']);
	});
});
