import fc from 'fast-check';
import { arrayOf, objectOf, type JsonObject } from '../../../harness/json';
import { shopifyVariant } from '../../shops/shopify';
import { wooProduct, wooVariation, type WooVariation } from '../../shops/woocommerce';
import { codeNode, itemsOf } from './code-node';

const woo = 'woocommerce-catalog.json';
const checkPages = codeNode(woo, 'Check Pages');
const wooRows = codeNode(woo, 'Products');
const shopifyRows = codeNode('shopify-catalog.json', 'Products');

const date = 'Thu, 01 Jan 2026 12:00:00 GMT';
const read_at = '2026-01-01T12:00:00.000Z';
const night = { 'Every Night': itemsOf({}) };
const quarter = { 'Every Quarter of an Hour': itemsOf({}) };
const lastRun = { 'Last Run': itemsOf({ read_at: '2025-12-31T00:00:00.000Z' }) };

interface WooPage {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: readonly unknown[];
}

const wooPage = (total: number, ...body: readonly unknown[]): WooPage => {
	return { headers: { date, 'x-wp-total': String(total) }, body };
};

/** What the pages of a shop become: products, and the variations of each product that has some. */
function readWoo(
	trigger: typeof night | typeof quarter,
	pages: readonly WooPage[],
	variations: ReadonlyMap<number, WooPage> = new Map(),
): JsonObject {
	const checked = checkPages({ input: itemsOf(...pages), nodes: trigger });
	const asked = checked.filter(({ any }) => any === true);
	const nodes = {
		...trigger,
		'Product Pages': itemsOf(...pages),
		'Check Pages': itemsOf(...checked),
		...(asked.length > 0 && {
			'Variation Pages': asked.map(({ id }, item) => ({
				json: variations.get(Number(id)) ?? wooPage(0),
				pairedItem: { item },
			})),
		}),
	};
	return wooRows({ nodes })[0] ?? {};
}

function idsOf({ rows }: JsonObject): unknown[] {
	return arrayOf(rows, 'rows').map((row) => objectOf(row, 'a row')['item_id']);
}

describe('the products of a WooCommerce shop', () => {
	test('have names without HTML, and leave out what cannot be bought', () => {
		const name = 'Shoes &amp; Socks &#8211; &quot;new&quot; &amp;lt;';
		const products = [
			wooProduct(1, { name, categories: [{ id: 1, name: 'A &amp; B', slug: 'a' }] }),
			{ ...wooProduct(2), purchasable: false },
		];
		const { rows } = readWoo(night, [wooPage(2, ...products)]);
		expect(rows).toMatchObject([
			{ item_id: '1', title: 'Shoes & Socks – "new" &lt;', categories: ['A & B'] },
		]);
		expect(rows).toHaveLength(1);
	});

	const [a, b, c] = [wooProduct(1), wooProduct(2), wooProduct(3)];

	test('are as many as the shop counts', () => {
		for (const trigger of [night, quarter]) {
			const read = readWoo(trigger, [wooPage(3, a, b), wooPage(3, c)]);
			expect(read).toMatchObject({ read_at, moved: false });
			expect(idsOf(read)).toEqual(['1', '2', '3']);
		}
	});

	test.each([
		['is there twice and another is missing', [wooPage(3, a, b), wooPage(3, b)], ['1', '2']],
		['is there twice', [wooPage(3, a, b), wooPage(3, b, c)], ['1', '2', '3']],
		['came meanwhile', [wooPage(2, a, b), wooPage(3, b, c)], ['1', '2', '3']],
		['went meanwhile', [wooPage(3, a, b), wooPage(2)], ['1', '2']],
		['is missing', [wooPage(3, a, b), wooPage(3)], ['1', '2']],
	])('are refused at night, and read again by the next run, if one %s', (_, pages, ids) => {
		expect(() => readWoo(night, pages)).toThrow(/run the workflow again/);
		const read = readWoo(quarter, pages);
		expect(idsOf(read)).toEqual(ids);
		expect(read['moved']).toBe(true);
	});

	test('are as they were read last, if one is there twice', () => {
		const sold = wooProduct(2, { stock_quantity: 0, stock_status: 'outofstock' });
		const read = readWoo(quarter, [wooPage(3, a, b), wooPage(3, sold, c)]);
		expect(arrayOf(read['rows'], 'rows')[1]).toMatchObject({ item_id: '2', in_stock: false });
	});

	test.each(['variable', 'variable-subscription'] as const)('give variations if %s', (type) => {
		const pages = [wooPage(1, wooProduct(1, { type }))];
		const [red, blue] = [wooVariation(11), wooVariation(12)];
		const sound = new Map([[1, wooPage(2, red, blue)]]);
		expect(idsOf(readWoo(night, pages, sound))).toEqual(['11', '12']);
		for (const moved of [wooPage(2, red, red), wooPage(2, red)]) {
			const variations = new Map([[1, moved]]);
			expect(() => readWoo(night, pages, variations)).toThrow(/counts 2 variations of product 1/);
			const read = readWoo(quarter, pages, variations);
			expect(idsOf(read)).toEqual(['11']);
			expect(read['moved']).toBe(true);
		}
		const none: Array<WooVariation | null> = [null];
		const broken = new Map([[1, wooPage(1, ...none)]]);
		expect(() => readWoo(quarter, pages, broken)).toThrow(/variations of product 1 hold/);
	});

	test('are without the grouped ones, whose products are there by themselves', () => {
		const pages = [wooPage(2, a, wooProduct(2, { type: 'grouped', price: '' }))];
		for (const trigger of [night, quarter]) expect(idsOf(readWoo(trigger, pages))).toEqual(['1']);
		const nothing = [wooPage(1, wooProduct(2, { type: 'grouped' }))];
		expect(readWoo(quarter, nothing)).toEqual({});
		expect(() => readWoo(night, nothing)).toThrow(/nothing that can be bought/);
	});
});

describe('the variants of a Shopify shop', () => {
	const now = new Date().toISOString();
	const [a, b] = [shopifyVariant(1, { updatedAt: now }), shopifyVariant(2, { updatedAt: now })];
	const page = (count: number, nodes: readonly unknown[], hasNextPage: boolean) => ({
		headers: { date },
		body: {
			data: {
				productVariants: { nodes, pageInfo: { hasNextPage } },
				productVariantsCount: { count },
			},
		},
	});
	const read = (trigger: typeof night | typeof quarter, count: number, second: unknown) =>
		shopifyRows({
			input: itemsOf(page(count, [a], true), page(count, [second], false)),
			nodes: { ...trigger, ...lastRun },
		})[0] ?? {};

	test('are as many as the shop counts', () => {
		for (const trigger of [night, quarter]) {
			expect(read(trigger, 2, b)).toMatchObject({ read_at, moved: false });
			expect(idsOf(read(trigger, 2, b))).toEqual(['80001', '80002']);
		}
	});

	test.each([
		['one came or went meanwhile', 3, b, 2],
		['one is there twice', 2, a, 1],
	])('are refused at night, and read again by the next run, if %s', (_, count, second, rows) => {
		expect(() => read(night, count, second)).toThrow(/run the workflow again/);
		expect(idsOf(read(quarter, count, second))).toHaveLength(rows);
		expect(read(quarter, count, second)['moved']).toBe(true);
	});
});

interface Run {
	readonly isNight: boolean;
	readonly start: number;
	readonly read: number;
	readonly upload: number;
	readonly end: number;
}

const step = fc.integer({ min: 1, max: 40 });
const run = fc
	.record({ isNight: fc.boolean(), start: fc.nat(100), read: step, upload: step, end: step })
	.map(({ isNight, start, read, upload, end }): Run => {
		const [readAt, uploadAt] = [start + read, start + read + upload];
		return { isNight, start, read: readAt, upload: uploadAt, end: uploadAt + end };
	});
const changes = fc.array(fc.record({ item: fc.nat(3), at: fc.nat(150) }), { maxLength: 6 });

describe.each([woo, 'shopify-catalog.json'])('the time that %s keeps', (file) => {
	const timeToKeep = codeNode(file, 'Time to Keep');
	const iso = (time: number): string => new Date(time).toISOString();

	/** Lets runs read and send what changed in the shop, in whatever order they come to it. */
	function play(runs: readonly Run[], changed: ReadonlyArray<{ item: number; at: number }>) {
		const shop = new Map([0, 1, 2, 3].map((item) => [item, 0]));
		const kainic = new Map<number, number>();
		let row: JsonObject = {};
		let writings = 0;
		const acts = changed.map(({ item, at }) => ({
			at,
			act: (): void => {
				shop.set(item, at);
			},
		}));
		for (const { isNight, start, read, upload, end } of runs) {
			let before: JsonObject = {};
			let rows: Array<[number, number]> = [];
			acts.push({
				at: start,
				act: () => {
					before = row;
				},
			});
			acts.push({
				at: read,
				act: () => {
					const since = Date.parse(String(before['read_at']));
					rows = [...shop].filter(([, time]) => isNight || !(time < since));
				},
			});
			acts.push({ at: upload, act: () => rows.forEach(([item, time]) => kainic.set(item, time)) });
			acts.push({
				at: end,
				act: () => {
					const products = isNight ? rows.length : undefined;
					const nodes = {
						Products: itemsOf({ read_at: iso(start), moved: false }),
						'Last Run': itemsOf(before),
						...(isNight && { 'Whole Catalog': itemsOf({ products }) }),
					};
					const [kept] = timeToKeep({ input: itemsOf(row), nodes });
					row = { ...kept, updatedAt: (writings += 1) };
					if (isNight) expect(row['products']).toBe(products);
				},
			});
		}
		for (const { act } of acts.sort((x, y) => x.at - y.at)) act();
		return { shop, kainic };
	}

	test('lets the next stock run mend what runs that overlapped sent in the wrong order', () => {
		// The slow one keeps the time that is there already.
		const aSlowRun = [
			{ isNight: false, start: 0, read: 1, upload: 2, end: 3 },
			{ isNight: false, start: 0, read: 20, upload: 54, end: 55 },
			{ isNight: false, start: 51, read: 52, upload: 53, end: 56 },
		];
		const last = { isNight: false, start: 1000, read: 1001, upload: 1002, end: 1003 };
		fc.assert(
			fc.property(fc.array(run, { maxLength: 5 }), changes, (runs, changed) => {
				const { shop, kainic } = play([...runs, last], changed);
				expect(kainic).toEqual(shop);
			}),
			{ numRuns: 3000, examples: [[aSlowRun, [{ item: 0, at: 21 }]]] },
		);
	});

	test('is the beginning of the run, or stays where it was if products moved', () => {
		const row = { store_id: 's', products: 5, read_at: iso(100) };
		const keep = (moved: boolean, before: object, now: object) =>
			timeToKeep({
				input: itemsOf(now),
				nodes: { Products: itemsOf({ read_at: iso(200), moved }), 'Last Run': itemsOf(before) },
			})[0];
		expect(keep(false, row, row)).toEqual({ products: 5, read_at: iso(200) });
		expect(keep(true, row, row)).toEqual({ products: 5, read_at: iso(100) });
		expect(keep(false, {}, {})).toEqual({ products: null, read_at: iso(200) });
		expect(keep(true, {}, {})).toEqual({ products: null, read_at: null });
	});
});
