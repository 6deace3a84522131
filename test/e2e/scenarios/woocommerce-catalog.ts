import assert from 'node:assert/strict';
import { outputItems, runManually, type Execution } from '../../../harness';
import type { JsonObject } from '../../../harness/json';
import { maintenance, unavailable } from '../../shops/shared/faults';
import type { ShopAnswer, ShopRequest } from '../../shops/shared/shop-server';
import { wooProduct, wooVariation, type WooCommerceShop } from '../../shops/woocommerce';
import {
	catalogOf,
	everyFewSeconds,
	until,
	withShopExample,
	type ActiveExample,
	type ShopScenario,
	type ShopStage,
} from './shop-examples';

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
			assert.equal(outputItems(whole, 'Keep Run')[0]?.json['products'], wooRows(shop).length);

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

			// Nothing changed since; what the five minutes before hold is sent again.
			for (const product of shop.products) product.date_modified_gmt = '2026-01-01T00:00:00';
			const nothing = await run(stage, example, quarter);
			assert.equal(nothing.status, 'success', nothing.errorMessage);
			assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 2);
			assert.deepEqual(example.pager.alerts, []);
		});
	},
};

type Trouble = readonly [what: string, change: (shop: WooCommerceShop) => void, alert: RegExp];

const always = (page: number, answer: (own: () => ShopAnswer) => ShopAnswer): Trouble[1] => {
	return ({ faults }) => faults.push({ concerns: isPage(page), answer, times: Infinity });
};

const troubles: readonly Trouble[] = [
	['a page that fails for good', always(2, () => unavailable), /Service unavailable|503/i],
	[
		'a page that is empty',
		always(2, (own) => ({ ...own(), body: [] })),
		/counts 250 products, but its pages hold 150/,
	],
	['a page of HTML', always(2, () => maintenance), /Page 2 .* is not a list.*We will be back soon/],
	[
		'a first page of HTML',
		always(1, () => maintenance),
		/not a page of products.*We will be back soon/,
	],
	[
		'an error under 200',
		always(3, (own) => ({ ...own(), body: { error: 'busy' } })),
		/Page 3 .* is not a list.*busy/,
	],
	[
		'products that are none',
		always(3, (own) => ({ ...own(), body: [null, 5] })),
		/Page 3 .* not a product/,
	],
	[
		'a page that comes twice',
		(shop) => {
			const first = shop.products.slice(0, 100);
			const answer = (own: () => ShopAnswer): ShopAnswer => ({ ...own(), body: first });
			shop.faults.push({ concerns: isPage(2), answer, times: Infinity });
		},
		/Page 2 .* repeats product 10000/,
	],
	[
		'a shop that changes meanwhile',
		always(3, (own) => ({ ...own(), headers: { 'x-wp-total': '251', 'x-wp-totalpages': '3' } })),
		/counts 251 products, the first page 250/,
	],
	[
		'a shop without products',
		(shop) => (shop.products = []),
		/The catalog of the WooCommerce shop was not uploaded/,
	],
	['half a catalog', (shop) => shop.products.splice(100), /from 250 to 100 products/],
];

export const wooCatalogTroubles: ShopScenario = {
	name: 'WooCommerce catalog: whatever is wrong with a page, the catalog stays as it was and a person is told',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		await withShopExample(stage, file, async (example) => {
			const products = Array.from({ length: 250 }, (_, index) => wooProduct(10_000 + index));
			shop.products = [...products];
			await run(stage, example, night);
			const before = catalogOf(stage);
			assert.equal(before.length, 250);
			for (const [what, change, alert] of troubles) {
				[shop.products, shop.faults] = [[...products], []];
				change(shop);
				const told = example.pager.alerts.length;
				await run(stage, example, night);
				assert.deepEqual(catalogOf(stage), before, what);
				assert.equal(
					example.pager.alerts.length,
					told + 1,
					`${what}: ${example.pager.alerts.at(-1)}`,
				);
				assert.match(example.pager.alerts.at(-1) ?? '', alert, what);
			}
			assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 1);
		});
	},
};

export const wooVariationTroubles: ShopScenario = {
	name: 'WooCommerce catalog: its schedule fires, and variations that cannot be read are told',
	run: async (stage) => {
		const { woocommerce: shop } = stage.shops;
		const replaced = { [night]: everyFewSeconds };
		await withShopExample(
			stage,
			file,
			async ({ pager }) => {
				shop.products = [wooProduct(10_000), wooProduct(10_001, { type: 'variable' })];
				shop.variations.set(10_001, [wooVariation(11_000)]);
				const concerns = ({ path }: ShopRequest): boolean => path.endsWith('/variations');
				const told = (pattern: RegExp) => () => pager.alerts.some((alert) => pattern.test(alert));
				shop.faults = [{ concerns, answer: () => unavailable, times: Infinity }];
				await until(told(/not uploaded.*(Service unavailable|503)/i));
				const empty = (own: () => ShopAnswer): ShopAnswer => ({ ...own(), body: [] });
				shop.faults = [{ concerns, answer: empty, times: Infinity }];
				await until(told(/counts 1 variations of product 10001, but its pages hold 0/));
				assert.deepEqual(catalogOf(stage), []);
				shop.faults = [];
				await until(() => catalogOf(stage).length > 0);
				assert.deepEqual(byId(catalogOf(stage)), byId(wooRows(shop)));
			},
			replaced,
		);
	},
};
