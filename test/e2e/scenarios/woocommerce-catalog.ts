import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
	listExecutions,
	outputItems,
	parseWorkflow,
	runManually,
	waitForExecution,
	type Execution,
	type StoredWorkflow,
} from '../../../harness';
import { objectOf, type JsonObject } from '../../../harness/json';
import { repositoryRoot } from '../../../harness/recipe';
import { maintenance, unavailable } from '../../shops/shared/faults';
import { serve, type ShopAnswer, type ShopRequest } from '../../shops/shared/shop-server';
import { wooProduct, wooVariation, type WooCommerceShop } from '../../shops/woocommerce';
import {
	catalogOf,
	everyFewSeconds,
	withShopExample,
	type ActiveExample,
	type Replacements,
	type ShopScenario,
	type ShopStage,
} from './shop-examples';
import { until } from './failed-rows';

export const file = 'woocommerce-catalog.json';
export const night = 'Every Night';
export const quarter = 'Every Quarter of an Hour';

export async function run(
	stage: ShopStage,
	{ workflow }: ActiveExample,
	trigger: string,
): Promise<Execution> {
	return await runManually(stage.n8n, workflow, trigger, 180_000);
}

/** 2,500 products: every tenth has variations, one of them 130; one has no SKU, one is not published. */
function fill(shop: WooCommerceShop): void {
	shop.products = Array.from({ length: 2500 }, (_, index) => wooProduct(10_000 + index));
	for (const product of shop.products.filter(({ id }) => id % 10 === 0)) {
		const count = product.id === 10_100 ? 130 : 3;
		const variations = Array.from({ length: count }, (_, index) =>
			wooVariation(product.id * 1000 + index),
		);
		Object.assign(product, { type: 'variable', variations: variations.map(({ id }) => id) });
		shop.variations.set(product.id, variations);
	}
	Object.assign(shop.products[7] ?? {}, {
		sku: '',
		price: '',
		manage_stock: false,
		stock_quantity: null,
	});
	shop.products.push(wooProduct(20_000, { status: 'draft' }));
}

/** What Kainic should hold, by item. */
export function wooRows(shop: WooCommerceShop): JsonObject[] {
	return shop.products
		.filter(({ status }) => status === 'publish')
		.flatMap((product) => {
			const common = {
				parent_id: String(product.id),
				categories: ['Shoes'],
				image_url: product.images[0]?.src,
			};
			if (product.type === 'simple') {
				return [{ ...common, ...rowOf(product), title: product.name, url: product.permalink }];
			}
			return (shop.variations.get(product.id) ?? []).map((variation) => ({
				...{ ...common, ...rowOf(variation), url: variation.permalink },
				title: `${product.name} – ${variation.attributes[0]?.option}`,
			}));
		});
}

function rowOf(item: {
	id: number;
	sku: string;
	price: string;
	stock_quantity: number | null;
	stock_status: string;
}): JsonObject {
	return {
		item_id: String(item.id),
		...(item.sku !== '' && { sku: item.sku }),
		...(item.price !== '' && { price: Number(item.price) }),
		...(item.stock_quantity !== null && { stock: item.stock_quantity }),
		in_stock: item.stock_status !== 'outofstock',
	};
}

export function byId(rows: readonly JsonObject[]): JsonObject[] {
	return [...rows].sort((a, b) => Number(a['item_id']) - Number(b['item_id']));
}

export function isPage(page: number): (request: ShopRequest) => boolean {
	return ({ path, query }) => path.endsWith('/products') && query.get('page') === String(page);
}

export const wooCatalog: ShopScenario = {
	name: 'WooCommerce catalog: 2,500 products over 25 pages arrive one by one, although a page fails once',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, file, async (example) => {
			fill(shop);
			shop.faults.push({ concerns: isPage(15), answer: () => unavailable, times: 1 });
			const whole = await run(stage, example, night);
			assert.equal(whole.status, 'success', whole.errorMessage);
			assert.deepEqual(byId(catalogOf(stage)), byId(wooRows(shop)));

			// A sale, and a variation that came back.
			const changed = new Date().toISOString().slice(0, 19);
			const sold = shop.products[1];
			const parent = shop.products[20];
			assert.ok(sold && parent);
			Object.assign(sold, {
				stock_quantity: 0,
				stock_status: 'outofstock',
				date_modified_gmt: changed,
			});
			Object.assign(parent, { date_modified_gmt: changed });
			Object.assign(shop.variations.get(parent.id)?.[0] ?? {}, { stock_quantity: 77 });
			const stock = await run(stage, example, quarter);
			assert.equal(stock.status, 'success', stock.errorMessage);
			assert.equal(outputItems(stock, 'Changed Stock')[0]?.json['products'], 4);
			assert.deepEqual(byId(catalogOf(stage)), byId(wooRows(shop)));

			for (const product of shop.products) product.date_modified_gmt = '2026-01-01T00:00:00';
			const nothing = await run(stage, example, quarter);
			assert.equal(nothing.status, 'success', nothing.errorMessage);
			assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 2);
		});
	},
};

type Trouble = readonly [what: string, change: (shop: WooCommerceShop) => void, says: RegExp];

const always = (page: number, answer: (own: () => ShopAnswer) => ShopAnswer): Trouble[1] => {
	return ({ faults }) => faults.push({ concerns: isPage(page), answer, times: Infinity });
};

const notProduct = /Not a product with an ID/;

const troubles: readonly Trouble[] = [
	['a page that fails for good', always(2, () => unavailable), /Service unavailable|503/i],
	[
		'a page that is empty',
		always(2, (own) => ({ ...own(), body: [] })),
		/counts 250, its pages hold 150/,
	],
	['a page of HTML', always(2, () => maintenance), /Not a product.*We will be back soon/],
	['an error under 200', always(3, (own) => ({ ...own(), body: { error: 'busy' } })), notProduct],
	['products that are none', always(3, (own) => ({ ...own(), body: [null, 5] })), notProduct],
	[
		'a page that comes twice',
		(shop) => {
			const first = shop.products.slice(0, 100);
			const answer = (own: () => ShopAnswer): ShopAnswer => ({ ...own(), body: first });
			shop.faults.push({ concerns: isPage(2), answer, times: Infinity });
		},
		/pages hold 250 \(150 different\)/,
	],
	[
		'a shop that changes meanwhile',
		always(3, (own) => ({ ...own(), headers: { 'x-wp-total': '251', 'x-wp-totalpages': '3' } })),
		/counts 250, then 251/,
	],
	['a shop without products', (shop) => (shop.products = []), /nothing that can be bought/],
	[
		'fewer than there are at least',
		(shop) => shop.products.splice(100),
		/100 products, but Minimum/,
	],
	['a shop that moved', redirectsTo('http://elsewhere.example'), /30[12]/],
];

/** WordPress sends whoever asks to its new address. */
function redirectsTo(host: string): Trouble[1] {
	return ({ faults }) => {
		const answer = (): ShopAnswer => ({ status: 301, headers: { location: host }, body: '' });
		faults.push({ concerns: () => true, answer, times: Infinity });
	};
}

export const wooCatalogTroubles: ShopScenario = {
	name: 'WooCommerce catalog: whatever is wrong with a page, the catalog stays as it was and the run says why',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		const example = settingMinimum(150);
		await withShopExample(
			stage,
			file,
			async (active) => {
				const products = Array.from({ length: 250 }, (_, index) => wooProduct(10_000 + index));
				shop.products = [...products];
				await run(stage, active, night);
				const before = catalogOf(stage);
				assert.equal(before.length, 250);
				for (const [what, change, says] of troubles) {
					[shop.products, shop.faults] = [[...products], []];
					change(shop);
					const { status, errorMessage = '' } = await run(stage, active, night);
					assert.deepEqual(catalogOf(stage), before, what);
					assert.equal(status, 'error', what);
					assert.match(errorMessage, says, what);
				}
				assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 1);
			},
			example,
		);
	},
};

/** So many products as there are at least. */
export function settingMinimum(least: number): Replacements {
	return { 'Whole Catalog': { minProducts: least } };
}

export const wooLimits: ShopScenario = {
	name: 'WooCommerce catalog: neither a host that allows five requests in four seconds nor answers that name another host are a trouble',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		const strangers: string[] = [];
		const stranger = await serve(({ path }) => {
			strangers.push(path);
			return { status: 200, body: [] };
		});
		const elsewhere = `http://127.0.0.1:${stranger.port}`;
		const times: number[] = [];
		const limited = (own: () => ShopAnswer): ShopAnswer => {
			times.push(Date.now());
			const lately = times.filter((time) => time > Date.now() - 4_000);
			if (lately.length > 5)
				return { status: 429, headers: { 'retry-after': '60' }, body: 'Too many requests' };
			const { headers, body, ...answer } = own();
			const link = `<${elsewhere}/next>; rel="next"`;
			return { ...answer, headers: { ...headers, link }, body: withHost(body, elsewhere) };
		};
		try {
			const patient = asItIs(['Product Pages', 'Variation Pages']);
			await withShopExample(
				stage,
				file,
				async (active) => {
					shop.products = Array.from({ length: 350 }, (_, index) => wooProduct(10_000 + index));
					const variable = shop.products.slice(0, 3);
					for (const product of variable) {
						Object.assign(product, { type: 'variable' });
						shop.variations.set(product.id, [wooVariation(product.id * 1000)]);
					}
					shop.faults = [{ concerns: () => true, answer: limited, times: Infinity }];
					const whole = await run(stage, active, night);
					assert.equal(whole.status, 'success', whole.errorMessage);
					assert.deepEqual(byId(catalogOf(stage)), byId(wooRows(shop)));
					assert.equal(shop.requests.length, 4 + 3);
				},
				patient,
			);
			assert.deepEqual(strangers, []);
		} finally {
			await stranger.close();
		}
	},
};

/** With the example's own seconds between requests. */
function asItIs(names: readonly string[]): Replacements {
	const text = readFileSync(join(repositoryRoot, 'examples', file), 'utf8');
	const { nodes } = parseWorkflow(text);
	const own = nodes.filter((node) => names.includes(String(node['name'])));
	return Object.fromEntries(
		own.map((node) => {
			const { options } = objectOf(node['parameters'], 'parameters');
			return [String(node['name']), { options }];
		}),
	);
}

/** A list whose links lead elsewhere. */
function withHost(body: unknown, host: string): unknown {
	if (!Array.isArray(body)) return body;
	const _links = { self: [{ href: `${host}/self` }], collection: [{ href: `${host}/all` }] };
	return body.map((each) => ({ ...Object(each), _links }));
}

export const wooVariationTroubles: ShopScenario = {
	name: 'WooCommerce catalog: its schedule fires, and variations that cannot be read change nothing',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(
			stage,
			file,
			async ({ workflow }) => {
				shop.products = [wooProduct(10_000), wooProduct(10_001, { type: 'variable' })];
				shop.variations.set(10_001, [wooVariation(11_000)]);
				const concerns = ({ path }: ShopRequest): boolean => path.endsWith('/variations');
				const failed = async (says: RegExp) => {
					await until(async () => says.test(await lastError(stage, workflow)), 60_000);
				};
				shop.faults = [{ concerns, answer: () => unavailable, times: Infinity }];
				await failed(/Service unavailable|503/i);
				const empty = (own: () => ShopAnswer): ShopAnswer => ({ ...own(), body: [] });
				shop.faults = [{ concerns, answer: empty, times: Infinity }];
				await failed(/counts 1, its pages hold 0/);
				assert.deepEqual(catalogOf(stage), []);
				shop.faults = [];
				await until(async () => catalogOf(stage).length > 0, 60_000);
				assert.deepEqual(byId(catalogOf(stage)), byId(wooRows(shop)));
			},
			{ [night]: everyFewSeconds },
		);
	},
};

/** What the newest run that failed says. */
async function lastError({ n8n }: ShopStage, workflow: StoredWorkflow): Promise<string> {
	const failed = (await listExecutions(n8n, workflow)).find(({ status }) => status === 'error');
	if (failed === undefined) return '';
	return (await waitForExecution(n8n, failed.id)).errorMessage ?? '';
}
