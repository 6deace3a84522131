import { compileFunction } from 'node:vm';
import { DateTime } from 'luxon';
import type { JsonObject } from '../../../tools/n8n/json';
import { shopifyVariant } from '../../support/doubles/shopify';
import { wooProduct, wooVariation, type WooProduct } from '../../support/doubles/woocommerce';
import { readExample } from '../../support/workflows/examples';
import {
	codeNode,
	codeNodeItems,
	itemsOf,
	productsIn,
	settingsOf,
} from '../../support/workflows/code-node';

const woo = 'woocommerce-catalog.json';
const checkProducts = codeNode(woo, 'Check Products');
const wooFile = codeNodeItems(woo, 'Build Products');
const shopifyFile = codeNodeItems('shopify-catalog.json', 'Build Products');

type Kind = 'night' | 'stock';
const kinds: readonly Kind[] = ['night', 'stock'];

/** A run that began a minute ago: in the hour of the nightly upload, or after the last one was accepted. */
function around(file: string, kind: Kind, since?: number, sold: unknown[] = []) {
	const started = Date.now() - 60_000;
	const row = { started, night: started, at: kind === 'night' ? 0 : started, since };
	return {
		'Save Start': itemsOf(row),
		'Read Sold Items': itemsOf({}, ...sold.map((id) => ({ item_id: id }))),
		'Your Shop': itemsOf(settingsOf(file)),
	};
}

interface Page {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
}

const wooPage = (total: number, ...body: readonly unknown[]): Page => {
	return { headers: { 'x-wp-total': String(total) }, body };
};

/** What arrives; a shop without a list of variations answers an empty one. */
function readWoo(
	kind: Kind,
	pages: readonly unknown[],
	variations: ReadonlyMap<number, readonly Page[]> = new Map(),
	sold: unknown[] = [],
): JsonObject[] {
	const before = around(woo, kind, undefined, sold);
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

/** What arrives from the answers of a Shopify shop, if the last run was at `since`. */
function readShopify(kind: Kind, answers: readonly unknown[], since?: number): JsonObject[] {
	const nodes = around('shopify-catalog.json', kind, since);
	return productsIn(shopifyFile({ input: itemsOf(...answers), nodes }));
}

const idsOf = (rows: readonly JsonObject[]) => rows.map(({ item_id: id }) => id);

const [a, b, c] = [wooProduct(1), wooProduct(2), wooProduct(3)];

const now = new Date().toISOString();
/** A page as the reading half of the workflow passes it on. */
const shopifyPage = (total: number, ...list: readonly unknown[]) => ({ total, list });
const [one, two, three] = [1, 2, 3].map((id) => shopifyVariant(id, { updatedAt: now }));

/** A shop: three products, a page of them with how many there are in all, and how pages are read. */
const shops = {
	WooCommerce: { products: [a, b, c], page: wooPage, read: readWoo },
	Shopify: { products: [one, two, three], page: shopifyPage, read: readShopify },
};

describe.each(Object.entries(shops))('the products of a %s shop', (_, { products, page, read }) => {
	const [one, two, three] = products;
	const all = idsOf(read('night', [page(3, ...products)]));

	test('are as many as the shop counts', () => {
		expect(new Set(all).size).toBe(3);
		const pages = [page(3, one, two), page(3, three)];
		for (const kind of kinds) expect(idsOf(read(kind, pages))).toEqual(all);
	});

	test.each([
		['is there twice', [page(3, one, two), page(3, two, three)]],
		['came meanwhile', [page(2, one, two), page(3, three)]],
	])('are refused at night, and only then, if one %s', (_, pages) => {
		expect(() => read('night', pages)).toThrow(/The shop reports .*Try again/);
		expect(idsOf(read('stock', pages))).toEqual(all);
	});

	const counts = /The shop reports/;
	test.each([
		['one is there twice and another is missing', [page(3, one, two), page(3, two)], counts],
		['one went meanwhile', [page(3, one, two), page(2)], counts],
		['a page is lost', [page(3, one), page(3, two)], counts],
		['a page is empty', [page(3, one, two), page(3)], counts],
	])('are refused at any time if %s', (_, pages, says) => {
		for (const kind of kinds) expect(() => read(kind, pages)).toThrow(says);
	});
});

describe('the products of a WooCommerce shop', () => {
	const html = '<h1>Busy</h1>';

	test.each<[string, object, RegExp]>([
		['does not count them', { headers: {}, body: [b] }, /The shop reports/],
		['is HTML', { headers: { 'x-wp-total': '3' }, body: html }, /not a product with an ID/],
		['is HTML as text', { headers: {}, data: html }, /not a product with an ID/],
		['is an error', wooPage(3, { code: 'x' }), /not a product with an ID/],
		['is null', wooPage(3, null), /not a product with an ID/],
	])('are refused at any time if a page %s', (_, page, says) => {
		for (const kind of kinds)
			expect(() => readWoo(kind, [wooPage(2, a), Object(page)])).toThrow(says);
	});

	test.each(['1.299,00', '12 EUR', 'x', '-5', '1,5'])(
		'are refused with the price "%s"',
		(price) => {
			for (const kind of kinds) {
				const pages = [wooPage(2, a, wooProduct(2, { price }))];
				if (kind === 'night')
					expect(() => readWoo(kind, pages)).toThrow(
						`The price of product 2 is not a number: "${price}"`,
					);
				else expect(idsOf(readWoo(kind, pages))).toEqual(['1', '2']);
			}
		},
	);

	test('are sent by a stock run with the ID, whatever Kainic calls it, and never without a stock', () => {
		const file = 'shopify-catalog.json';
		const run = (stock_fields: string) => {
			const fields = { product: 'id', left: 'inventoryQuantity', name: 'title' };
			const settings = { ...settingsOf(file), stock_fields, fields };
			const nodes = { ...around(file, 'stock', 0), 'Your Shop': itemsOf(settings) };
			return productsIn(shopifyFile({ input: itemsOf(shopifyPage(1, two)), nodes }));
		};
		expect(run('left')).toEqual([{ product: '80002', left: 2 }]);
		expect(() => run('left, stock')).toThrow('stock_fields has stock');
	});

	test('may be without a price, but not all of them', () => {
		const free = wooProduct(2, { price: '' });
		expect(readWoo('night', [wooPage(2, a, free)])[1]).not.toHaveProperty('price');
		expect(() => readWoo('night', [wooPage(1, free)])).toThrow('1 of 1 products have no price');
	});

	test('have the price that visitors see, which the plugin adds to the answers', () => {
		const shown = { ...wooProduct(1), kainic_price: '23.68' };
		const free = { ...wooProduct(2, { price: '' }), kainic_price: '' };
		const [first, second] = readWoo('night', [wooPage(3, shown, free, c)]);
		expect(first).toMatchObject({ price: 23.68 });
		expect(second).not.toHaveProperty('price');
	});

	test('are refused at night if the shop sold other products, and three are named', () => {
		const pages = [wooPage(2, a, b)];
		const read = (kind: Kind, sold: unknown[]) => readWoo(kind, pages, undefined, sold);
		expect(() => read('night', ['sku-1', 'sku-2', 'sku-3', 'sku-4', '1'])).toThrow(
			'4 of the 5 products sold last, for example sku-1, sku-2, sku-3. Orders and catalog',
		);
		for (const sold of [['sku-1', 'sku-2', 'sku-3', '1', '2', '3'], ['sku-1', 'sku-2'], []])
			if (!sold.includes('3')) expect(idsOf(read('night', sold))).toEqual(['1', '2']);
		expect(idsOf(read('night', ['9', '9', '9', '9', '1']))).toEqual(['1', '2']);
		expect(idsOf(read('stock', ['7', '8', '9']))).toEqual(['1', '2']);
	});

	test('are compared with the products that visitors viewed last, if one shop uses this n8n', () => {
		const reasonOf = (orders_of: string, ...viewed: readonly string[]) => {
			const nodes = {
				...around(woo, 'night'),
				'Your Shop': itemsOf({ ...settingsOf(woo), orders_of }),
				'Read Viewed Items': itemsOf(...viewed.map((name) => ({ name }))),
				'Read Products': itemsOf(wooPage(2, a, b)),
				...{ 'Check Products': [], 'Read Variations': [] },
			};
			return wooFile({ nodes })[0]?.['json'];
		};
		const missing = '3 of the 3 products viewed last, for example sku-1, sku-2, sku-3';
		const viewed = ['sku-1', 'sku-2', 'sku-3'];
		expect(reasonOf('', ...viewed)).toMatchObject({ reason: missing });
		expect(reasonOf('', ...viewed, '1', '2', '1')).toMatchObject({
			reason: missing.replace('3 of the 3', '3 of the 5'),
		});
		expect(reasonOf('', 'sku-1', '1')).toMatchObject({ reason: '' });
		expect(reasonOf('https://shop.example', ...viewed)).toMatchObject({ reason: '' });
	});

	test('are refused without a SKU of their own if it is the ID, and left out of a stock run', () => {
		const read = (kind: Kind, ...products: readonly object[]) => {
			const nodes = around(woo, kind);
			const settings = settingsOf(woo);
			const fields = { ...Object(settings['fields']), item_id: 'sku' };
			const pages = itemsOf(wooPage(products.length, ...products));
			const others = { 'Check Products': [], 'Read Products': pages, 'Read Variations': [] };
			const shop = { 'Your Shop': itemsOf({ ...settings, fields }) };
			return idsOf(productsIn(wooFile({ nodes: { ...nodes, ...others, ...shop } })));
		};
		const bare = { ...b, sku: '' };
		expect(read('night', a, b)).toEqual(['shoe-1', 'shoe-2']);
		expect(() => read('night', bare, { ...a, sku: 'shoe-3' }, c)).toThrow(
			'2 products have no sku of their own, for example 2 Shoe "2" 👟 19.9, shoe-3 1 Shoe "1"',
		);
		expect(read('stock', a, bare)).toEqual(['shoe-1']);
	});

	test('have names without HTML, and leave out what cannot be bought', () => {
		const name = 'Shoes &amp; <b>Socks</b> &#8211; &quot;new&quot; &amp;lt; &euro; 3 < 4 &what;';
		const categories = [{ id: 1, name: 'A &amp; B', slug: 'a' }];
		const products = [wooProduct(1, { name, categories }), { ...b, purchasable: false }];
		expect(readWoo('night', [wooPage(2, ...products)])).toMatchObject([
			{
				...{ item_id: '1', title: 'Shoes & Socks – "new" &lt; € 3 < 4 &what;' },
				...{ categories: ['A & B'], price: 19.9 },
			},
		]);
	});

	test('are refused if the shop counts some and sends none, and at night if there are none', () => {
		for (const kind of kinds)
			for (const page of [wooPage(3), { headers: {}, body: [] }])
				expect(() => readWoo(kind, [page])).toThrow(/sent no products but \[\]/);
		expect(readWoo('stock', [wooPage(0)])).toEqual([]);
		expect(() => readWoo('night', [wooPage(0)])).toThrow(/sent no products/);
	});

	test('are as they were read last, if one is there twice', () => {
		const sold = wooProduct(2, { stock_quantity: 0, stock_status: 'outofstock' });
		const rows = readWoo('stock', [wooPage(3, a, b), wooPage(3, sold, c)]);
		expect(rows[1]).toEqual({ item_id: '2', parent_id: '2', in_stock: false, stock: 0 });
	});

	const hidden: ReadonlyArray<[what: string, changes: Partial<WooProduct>]> = [
		['a draft', { status: 'draft' }],
		['in the trash', { status: 'trash' }],
		['hidden', { catalog_visibility: 'hidden' }],
		['found by a search only', { catalog_visibility: 'search' }],
		['behind a password', { post_password: 'secret' }],
		['without a price', { purchasable: false, price: '' }],
	];
	test.each(hidden)(
		'are left out at night, and not in stock in a stock run, if %s',
		(_, changes) => {
			const gone = wooProduct(2, { stock_quantity: 7, ...changes });
			expect(idsOf(readWoo('night', [wooPage(2, a, gone)]))).toEqual(['1']);
			const row = { item_id: '2', parent_id: '2', in_stock: false, stock: 0 };
			expect(readWoo('stock', [wooPage(2, a, gone)])).toEqual([expect.anything(), row]);
			const variable = wooProduct(2, { type: 'variable', ...changes });
			const own = new Map([
				[2, [wooPage(1, { ...wooVariation(21), purchasable: !('price' in changes) })]],
			]);
			expect(idsOf(readWoo('night', [wooPage(2, a, variable)], own))).toEqual(['1']);
			expect(readWoo('stock', [wooPage(2, a, variable)], own)[1]).toMatchObject({
				...{ item_id: '21', parent_id: '2', in_stock: false },
			});
		},
	);

	test('are not in stock if their variation is switched off', () => {
		const pages = [wooPage(1, wooProduct(1, { type: 'variable' }))];
		const own = new Map([
			[1, [wooPage(2, wooVariation(11), { ...wooVariation(12), status: 'private' })]],
		]);
		expect(idsOf(readWoo('night', pages, own))).toEqual(['11']);
		expect(readWoo('stock', pages, own)).toMatchObject([{ in_stock: true }, { in_stock: false }]);
	});

	test('have the price that visitors see, if the plugin adds it', () => {
		const [entered] = readWoo('night', [wooPage(1, a)]);
		const [shown] = readWoo('night', [wooPage(1, { ...a, kainic_price: '23.68' })]);
		expect([entered?.['price'], shown?.['price']]).toEqual([19.9, 23.68]);
	});

	test('are refused in one sentence if the shop answers something else', () => {
		const error = { statusCode: 404, error: '<h1>Not found</h1>' };
		const nodes = around(woo, 'night');
		for (const input of [itemsOf({ error }), itemsOf(wooPage(1, a), { error })])
			expect(() => checkProducts({ input, nodes })).toThrow(
				/^The shop did not return its products: it does not have the page .* Permalinks/,
			);
	});

	test.each(['variable', 'variable-subscription'] as const)('give variations if %s', (type) => {
		const pages = [wooPage(1, wooProduct(1, { type }))];
		const [red, blue] = [wooVariation(11), wooVariation(12)];
		const read = (kind: Kind, ...own: readonly Page[]) => readWoo(kind, pages, new Map([[1, own]]));
		expect(read('night', wooPage(2, red), wooPage(2, blue))).toMatchObject([
			{ item_id: '11', parent_id: '1' },
			{ item_id: '12', parent_id: '1' },
		]);
		for (const moved of [wooPage(2, red, red), wooPage(2, red), wooPage(2)])
			expect(() => read('night', moved)).toThrow(/reports 2/);
		expect(idsOf(read('stock', wooPage(1, red, red)))).toEqual(['11']);
		expect(() => read('stock', wooPage(2, red, red))).toThrow(/reports 2/);
		expect(() => read('stock', wooPage(1, null))).toThrow(/not a product/);
	});

	test('are without the grouped ones, whose products are there by themselves', () => {
		const grouped = wooProduct(2, { type: 'grouped', price: '' });
		for (const kind of kinds) expect(idsOf(readWoo(kind, [wooPage(2, a, grouped)]))).toEqual(['1']);
		expect(readWoo('stock', [wooPage(1, grouped)])).toEqual([]);
		expect(() => readWoo('night', [wooPage(1, grouped)])).toThrow(/no products for sale/);
	});
});

describe('the variants of a Shopify shop', () => {
	test('are refused at any time with the sentence of what was read', () => {
		const error = 'Shopify is busy (THROTTLED). Run the workflow again in a minute.';
		for (const kind of kinds) expect(() => readShopify(kind, [{ error }])).toThrow(error);
	});

	test('are refused with a price that is not a number, and if most have no address', () => {
		expect(() =>
			readShopify('night', [shopifyPage(1, shopifyVariant(1, { price: '1.299,00' }))]),
		).toThrow('The price of product 80001 is not a number');
		const hidden = { ...one, product: { ...one?.product, onlineStoreUrl: null } };
		expect(() => readShopify('night', [shopifyPage(1, hidden)])).toThrow(
			'1 of 1 products have no url',
		);
	});

	test.each<[since: number | undefined, changed: number, sent: string[]]>([
		[undefined, 1, ['80001']],
		[3, 4, ['80001']],
		[3, 2, ['80001', '80002']],
		// The shop's clock may be a few minutes slow.
		[3, 3.1, ['80001', '80002']],
	])(
		'are sent by a stock run %s hours after the last if a product changed %s hours ago',
		(...row) => {
			const [since, changed, sent] = row;
			const hoursAgo = (count: number) => Date.now() - count * 3_600_000;
			const old = shopifyVariant(2, { updatedAt: '2026-01-01T00:00:00Z' });
			const updatedAt = new Date(hoursAgo(changed)).toISOString();
			const pages = [shopifyPage(2, one, { ...old, product: { ...old.product, updatedAt } })];
			const last = since === undefined ? undefined : hoursAgo(since);
			expect(idsOf(readShopify('stock', pages, last))).toEqual(sent);
		},
	);
});

describe('the nightly upload of a shop', () => {
	const hours = (count: number) => count * 3_600_000;
	const night = Date.parse('2026-12-01T04:00:00Z');

	test.each<[what: string, at: number | null, started: number, kind: 'stock' | 'wait' | 'whole']>([
		['begins at its hour', -24, 0.001, 'whole'],
		['begins a quarter of an hour late, if n8n was down', -24, 0.24, 'whole'],
		['has not succeeded after a quarter of an hour', -24, 0.26, 'wait'],
		['is tried again after an hour', -24, 1.001, 'whole'],
		['is made up for after three days', -76, 5.001, 'whole'],
		['is due in a new shop', null, 9.001, 'whole'],
		['has succeeded', 0.001, 0.9, 'stock'],
		['has succeeded at the second time', 1.001, 9.001, 'stock'],
	])('%s', (_, at, started, kind) => {
		const row = { night, started: night + hours(started), at: at && night + hours(at) };
		const nodes = {
			'Save Start': itemsOf(row),
			'Your Shop': itemsOf(settingsOf(woo)),
		};
		const emptyShop = () => checkProducts({ input: itemsOf(wooPage(0)), nodes });
		if (kind === 'whole') expect(emptyShop).toThrow('The shop sent no products');
		else expect(emptyShop()).toEqual([]);
		const asked = checkProducts({ input: itemsOf(wooPage(1, a)), nodes });
		expect(asked).toHaveLength(kind === 'wait' ? 0 : 1);
	});

	test.each([
		['2026-12-01T04:00:00.100+01:00', '2026-12-01T04:00:00.000+01:00'],
		['2026-12-01T03:59:59.900+01:00', '2026-11-30T04:00:00.000+01:00'],
		// Summer time begins and ends in these nights.
		['2026-03-29T03:30:00.000+02:00', '2026-03-28T04:00:00.000+01:00'],
		['2026-03-29T04:00:00.000+02:00', '2026-03-29T04:00:00.000+02:00'],
		['2026-10-25T02:30:00.000+01:00', '2026-10-24T04:00:00.000+02:00'],
		['2026-10-25T04:00:00.000+01:00', '2026-10-25T04:00:00.000+01:00'],
	])('at %s is the one of %s', (now, expected) => {
		const { nodes } = readExample('shopify-catalog.json');
		const { columns } = Object(nodes.find(({ name }) => name === 'Save Start')?.['parameters']);
		const [, expression = ''] = /^=\{\{(.*)\}\}$/.exec(columns.value.night) ?? [];
		const evaluate = compileFunction(`return ${expression}`, ['$now', '$execution', '$']);
		const zone = { zone: 'Europe/Berlin' };
		const shop = () => ({ first: () => ({ json: { night_hour: 4 } }) });
		const given = [DateTime.fromISO(now, zone), { mode: 'trigger' }, shop];
		const value = Number(Reflect.apply(evaluate, undefined, given));
		expect(DateTime.fromMillis(value, zone).toISO()).toBe(expected);
	});
});
