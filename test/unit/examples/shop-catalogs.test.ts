import { arrayOf, objectOf, type JsonObject } from '../../../tools/n8n/json';
import { shopifyVariant } from '../../shops/shopify';
import { wooProduct, wooVariation } from '../../shops/woocommerce';
import { readExample } from '../../e2e/scenarios/examples';
import { codeNode, codeNodeItems, itemsOf } from './code-node';

const woo = 'woocommerce-catalog.json';
const checkProducts = codeNode(woo, 'Check Products');
const wooFile = codeNodeItems(woo, 'Build Products');
const shopifyFile = codeNodeItems('shopify-catalog.json', 'Build Products');

type Kind = 'night' | 'stock';
const kinds: readonly Kind[] = ['night', 'stock'];

/** What the node Settings of the example passes on: a dot in a name makes an object. */
function settingsOf(file: string): JsonObject {
	const node = readExample(file).nodes.find((each) => each['name'] === 'Settings');
	const { assignments } = objectOf(
		objectOf(node?.['parameters'], 'Settings')['assignments'],
		'assignments',
	);
	const settings: JsonObject = {};
	const fields: JsonObject = {};
	for (const each of Object.values(Object(assignments))) {
		const { name, value } = objectOf(each, 'a row');
		const [first = '', field] = String(name).split('.');
		if (field === undefined) settings[first] = value;
		else fields[field] = value;
	}
	return { ...settings, fields };
}

const around = (file: string, kind: Kind, minutes: number, since?: number) => ({
	'Lock Shop': itemsOf({
		...{ whole: kind === 'night', since },
		started: Date.now() - minutes * 60_000,
	}),
	Settings: itemsOf(settingsOf(file)),
});

/** The products in the file that a node passes on. */
function productsIn([item]: readonly JsonObject[]): JsonObject[] {
	if (item === undefined) return [];
	const { data } = objectOf(objectOf(item['binary'], 'files')['data'], 'a file');
	const products: unknown = JSON.parse(Buffer.from(String(data), 'base64').toString());
	return arrayOf(products, 'products').map((each) => objectOf(each, 'a product'));
}

interface WooPage {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

const wooPage = (total: number, ...body: readonly unknown[]): WooPage => {
	return { headers: { 'x-wp-total': String(total) }, body };
};

/** What arrives, `minutes` after the run started; a shop without a list of variations answers an empty one. */
function readWoo(
	kind: Kind,
	pages: readonly WooPage[],
	variations: ReadonlyMap<number, readonly WooPage[]> = new Map(),
	minutes = 1,
): JsonObject[] {
	const before = around(woo, kind, minutes);
	const asked = checkProducts({ input: itemsOf(...pages), nodes: before }).map(({ id }) => id);
	if (asked.length === 0) return [];
	const nodes = {
		...before,
		'Read Products': itemsOf(...pages),
		'Check Products': itemsOf(...asked.map((id) => ({ id }))),
		'Read Variations': asked.flatMap((id, item) =>
			(variations.get(Number(id)) ?? [wooPage(0)]).map((json) => ({ json, pairedItem: { item } })),
		),
	};
	return productsIn(wooFile({ nodes }));
}

const idsOf = (rows: readonly JsonObject[]) => rows.map(({ item_id: id }) => id);

describe('the products of a WooCommerce shop', () => {
	test('have names without HTML, and leave out what cannot be bought', () => {
		const name = 'Shoes &amp; Socks &#8211; &quot;new&quot; &amp;lt; &eacute; &what;';
		const products = [
			wooProduct(1, { name, categories: [{ id: 1, name: 'A &amp; B', slug: 'a' }] }),
			{ ...wooProduct(2), purchasable: false },
		];
		expect(readWoo('night', [wooPage(2, ...products)])).toEqual([
			expect.objectContaining({
				...{ item_id: '1', title: 'Shoes & Socks – "new" &lt; &eacute; &what;' },
				...{ categories: ['A & B'], price: 19.9 },
			}),
		]);
	});

	const [a, b, c] = [wooProduct(1), wooProduct(2), wooProduct(3)];

	test('are as many as the shop counts', () => {
		for (const kind of kinds) {
			expect(idsOf(readWoo(kind, [wooPage(3, a, b), wooPage(3, c)]))).toEqual(['1', '2', '3']);
		}
	});

	test.each([
		['is there twice', [wooPage(3, a, b), wooPage(3, b, c)]],
		['came meanwhile', [wooPage(2, a, b), wooPage(3, c)]],
	])('are refused at night, and only then, if one %s', (_, pages) => {
		expect(() => readWoo('night', pages)).toThrow(/The shop reports .*Try again/);
		expect(idsOf(readWoo('stock', pages))).toEqual(['1', '2', '3']);
	});

	test.each([
		['one is there twice and another is missing', [wooPage(3, a, b), wooPage(3, b)]],
		['one went meanwhile', [wooPage(3, a, b), wooPage(2)]],
		['a page is empty', [wooPage(3, a, b), wooPage(3)]],
		['a page says no longer how many there are', [wooPage(2, a), { headers: {}, body: [b] }]],
	])('are refused at any time if %s', (_, pages) => {
		for (const kind of kinds) expect(() => readWoo(kind, pages)).toThrow(/The shop reports/);
	});

	test('are refused if the shop counts some and sends none, and at night if there are none', () => {
		for (const kind of kinds)
			for (const page of [wooPage(3), { headers: {}, body: [] }])
				expect(() => readWoo(kind, [page])).toThrow(/sent no products but \[\]/);
		expect(readWoo('stock', [wooPage(0)])).toEqual([]);
		expect(() => readWoo('night', [wooPage(0)])).toThrow(/sent no products/);
	});

	test('are refused if reading took so long that the next run may have begun', () => {
		const pages = [wooPage(1, a)];
		expect(() => readWoo('stock', pages, undefined, 15)).toThrow(/longer than 14 minutes/);
		expect(() => readWoo('night', pages, undefined, 61)).toThrow(/longer than 60 minutes/);
		expect(idsOf(readWoo('night', pages, undefined, 59))).toEqual(['1']);
	});

	test.each([
		['HTML', { headers: { 'x-wp-total': '3' }, body: '<h1>Busy</h1>' }],
		['an error', wooPage(3, { code: 'x' })],
		['null', wooPage(3, null)],
	])('are refused at any time if a page holds %s', (_, page) => {
		for (const kind of kinds)
			expect(() => readWoo(kind, [wooPage(3, a), page])).toThrow(/not a product with an ID/);
	});

	test('are as they were read last, if one is there twice', () => {
		const sold = wooProduct(2, { stock_quantity: 0, stock_status: 'outofstock' });
		const rows = readWoo('stock', [wooPage(3, a, b), wooPage(3, sold, c)]);
		expect(rows[1]).toEqual({ item_id: '2', parent_id: '2', in_stock: false, stock: 0 });
	});

	test.each(['variable', 'variable-subscription'] as const)('give variations if %s', (type) => {
		const pages = [wooPage(1, wooProduct(1, { type }))];
		const [red, blue] = [wooVariation(11), wooVariation(12)];
		const of = (...own: readonly WooPage[]) => new Map([[1, own]]);
		const sound = readWoo('night', pages, of(wooPage(2, red), wooPage(2, blue)));
		expect(sound.map((row) => [row['item_id'], row['parent_id']])).toEqual([
			['11', '1'],
			['12', '1'],
		]);
		for (const moved of [wooPage(2, red, red), wooPage(2, red), wooPage(2)])
			expect(() => readWoo('night', pages, of(moved))).toThrow(/reports 2/);
		expect(idsOf(readWoo('stock', pages, of(wooPage(1, red, red))))).toEqual(['11']);
		expect(() => readWoo('stock', pages, of(wooPage(2, red, red)))).toThrow(/reports 2/);
		expect(() => readWoo('stock', pages, of(wooPage(1, null)))).toThrow(/not a product/);
	});

	test('are without the grouped ones, whose products are there by themselves', () => {
		const grouped = wooProduct(2, { type: 'grouped', price: '' });
		for (const kind of kinds) expect(idsOf(readWoo(kind, [wooPage(2, a, grouped)]))).toEqual(['1']);
		expect(readWoo('stock', [wooPage(1, grouped)])).toEqual([]);
		expect(() => readWoo('night', [wooPage(1, grouped)])).toThrow(/no products for sale/);
	});
});

describe('the variants of a Shopify shop', () => {
	const now = new Date().toISOString();
	const [a, b] = [shopifyVariant(1, { updatedAt: now }), shopifyVariant(2, { updatedAt: now })];
	const page = (count: number, ...nodes: readonly unknown[]) => ({
		body: { data: { productVariants: { nodes }, productVariantsCount: { count } } },
	});
	const error = (code: string, more: object = {}) => ({
		body: { ...more, errors: [{ extensions: { code } }] },
	});
	const throttled = error('THROTTLED');
	const readSince = (since: number | undefined, kind: Kind, ...answers: readonly unknown[]) =>
		productsIn(
			shopifyFile({
				input: itemsOf(...answers),
				nodes: around('shopify-catalog.json', kind, 1, since),
			}),
		);
	const read = (kind: Kind, ...answers: readonly unknown[]) =>
		readSince(undefined, kind, ...answers);

	test('are as many as the shop counts', () => {
		for (const kind of kinds)
			expect(idsOf(read(kind, page(2, a), page(2, b)))).toEqual(['80001', '80002']);
	});

	test('are refused at night, and only then, if one is there twice', () => {
		const pages = [page(2, a), page(2, a, b)];
		expect(() => read('night', ...pages)).toThrow(/The shop reports/);
		expect(idsOf(read('stock', ...pages))).toEqual(['80001', '80002']);
	});

	test.each([
		['a page is lost', [page(3, a), page(3, b)]],
		['a page is empty', [page(2, a), page(2)]],
		[
			'a page says no longer how many there are',
			[page(2, a), { body: { data: { productVariants: { nodes: [b] } } } }],
		],
	])('are refused at any time if %s', (_, pages) => {
		for (const kind of kinds) expect(() => read(kind, ...pages)).toThrow(/The shop reports/);
	});

	test('are refused at any time after an error that is not throttling, wherever it stands', () => {
		const { data } = page(2, a).body;
		for (const kind of kinds)
			for (const answers of [
				[page(2, a), error('INTERNAL_SERVER_ERROR', { data }), page(2, b)],
				[error('ACCESS_DENIED'), throttled, page(2, a), page(2, b)],
				[page(2, a), { body: { errors: '[API] Invalid API key' } }],
			])
				expect(() => read(kind, ...answers)).toThrow(
					/Shopify answered: .*(INTERNAL_SERVER_ERROR|ACCESS_DENIED|Invalid API key)/,
				);
	});

	test('are read from the first page after the shop was throttled', () => {
		const rows = read('night', page(2, a), throttled, throttled, page(2, a), page(2, b));
		expect(idsOf(rows)).toEqual(['80001', '80002']);
		for (const kind of kinds) expect(() => read(kind, page(2, a), throttled)).toThrow(/THROTTLED/);
	});

	test('are refused at any time if a page holds something else', () => {
		for (const odd of [{ data: '<h1>Busy</h1>' }, page(2, null), { body: { data: null } }])
			for (const kind of kinds)
				expect(() => read(kind, page(2, a), odd)).toThrow(/not a product with an ID/);
	});

	test('are sent by a stock run if they or their product changed since the last run', () => {
		const hours = (count: number) => Date.now() - count * 3_600_000;
		const old = shopifyVariant(2, { updatedAt: '2026-01-01T00:00:00Z' });
		const changed = (time: number) => ({
			...old,
			product: { ...old.product, updatedAt: new Date(time).toISOString() },
		});
		const since = (time: number | undefined, age: number) =>
			idsOf(readSince(time, 'stock', page(2, a, changed(hours(age)))));
		expect(since(undefined, 1)).toEqual(['80001']);
		expect(since(hours(3), 4)).toEqual(['80001']);
		expect(since(hours(3), 2)).toEqual(['80001', '80002']);
		// The shop's clock may be a few minutes slow.
		expect(since(hours(3), 3.1)).toEqual(['80001', '80002']);
	});
});
