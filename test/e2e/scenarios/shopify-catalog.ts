import assert from 'node:assert/strict';
import { outputItems, runManually, type Execution } from '../../../harness';
import { isObject, objectOf, type JsonObject } from '../../../harness/json';
import { maintenance, unavailable } from '../../shops/shared/faults';
import type { ShopAnswer, ShopRequest } from '../../shops/shared/shop-server';
import { shopifyVariant, type ShopifyShop } from '../../shops/shopify';
import {
	catalogOf,
	readExample,
	withShopExample,
	type ActiveExample,
	type Replacements,
	type ShopScenario,
	type ShopStage,
} from './shop-examples';
import { settingMinimum } from './woocommerce-catalog';

const file = 'shopify-catalog.json';
const [night, quarter] = ['Every Night', 'Every Quarter of an Hour'];

async function run(
	stage: ShopStage,
	{ workflow }: ActiveExample,
	trigger: string,
): Promise<Execution> {
	return await runManually(stage.n8n, workflow, trigger, 180_000);
}

/** The example's own request, without the two seconds between its pages. */
function quickPages(): Replacements {
	const { nodes } = readExample(file, {});
	const node = nodes.find((each) => each['name'] === 'Variant Pages');
	const { options } = objectOf(node?.['parameters'], 'parameters');
	const { pagination: outer, ...others } = objectOf(options, 'options');
	const { pagination } = objectOf(outer, 'pagination');
	const quick = { ...objectOf(pagination, 'pagination'), requestInterval: 20 };
	return { 'Variant Pages': { options: { ...others, pagination: { pagination: quick } } } };
}

function lastNumber(id: string): string {
	return id.split('/').at(-1) ?? '';
}

/** What Kainic should hold, by item. */
function rows(shop: ShopifyShop): JsonObject[] {
	const sellable = shop.variants.filter(({ product }) => product.status === 'ACTIVE');
	return sellable.map(({ product, ...variant }) => ({
		item_id: lastNumber(variant.id),
		parent_id: lastNumber(product.id),
		title:
			variant.title === 'Default Title' ? product.title : `${product.title} – ${variant.title}`,
		...(variant.sku !== null && variant.sku !== '' && { sku: variant.sku }),
		price: Number(variant.price),
		...(product.onlineStoreUrl !== null && { url: product.onlineStoreUrl }),
		categories: ['Shoes'],
		in_stock: variant.availableForSale,
		...(variant.inventoryQuantity !== null && { stock: variant.inventoryQuantity }),
	}));
}

function byId(all: readonly JsonObject[]): JsonObject[] {
	return [...all].sort((a, b) => Number(a['item_id']) - Number(b['item_id']));
}

/** Pages are told apart by the cursor that they come after. */
function isPage(number: number): (request: ShopRequest) => boolean {
	const after = number === 1 ? '"after":null' : `"after":"cursor-${(number - 1) * 100}"`;
	return ({ path, body }) => path.endsWith('/graphql.json') && body.includes(after);
}

/** How GraphQL says so: under 200, and never twice the same. */
const throttling = (): ShopAnswer => {
	const cost = { throttleStatus: { currentlyAvailable: Math.random() } };
	const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
	return { status: 200, body: { errors, extensions: { cost } } };
};

export const shopifyCatalog: ShopScenario = {
	name: 'Shopify catalog: 2,500 variants over 25 pages arrive one by one, although a page fails once and another is throttled',
	run: async (stage) => {
		const { shopify: shop } = stage.shops;
		await withShopExample(
			stage,
			file,
			async (example) => {
				shop.variants = Array.from({ length: 2500 }, (_, index) => shopifyVariant(index));
				const [first, only, draft] = shop.variants;
				assert.ok(first && only && draft);
				Object.assign(first, { sku: '', inventoryQuantity: null });
				Object.assign(only, { title: 'Default Title', sku: null });
				draft.product = { ...draft.product, status: 'DRAFT', onlineStoreUrl: null };
				shop.faults.push({ concerns: isPage(15), answer: () => unavailable, times: 1 });
				shop.faults.push({ concerns: isPage(20), answer: throttling, times: 1 });
				const whole = await run(stage, example, night);
				assert.equal(whole.status, 'success', whole.errorMessage);
				assert.deepEqual(byId(catalogOf(stage)), byId(rows(shop)));
				assert.equal(outputItems(whole, 'Whole Catalog')[0]?.json['products'], 2499);

				const sold = shop.variants[100];
				assert.ok(sold);
				Object.assign(sold, { inventoryQuantity: 0, availableForSale: false });
				sold.product = { ...sold.product, updatedAt: new Date().toISOString() };
				const stock = await run(stage, example, quarter);
				assert.equal(stock.status, 'success', stock.errorMessage);
				assert.equal(outputItems(stock, 'Changed Stock')[0]?.json['products'], 1);
				assert.deepEqual(byId(catalogOf(stage)), byId(rows(shop)));

				sold.product = { ...sold.product, updatedAt: '2026-01-01T00:00:00Z' };
				const nothing = await run(stage, example, quarter);
				assert.equal(nothing.status, 'success', nothing.errorMessage);
				assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 2);
			},
			quickPages(),
		);
	},
};

type Trouble = readonly [what: string, change: (shop: ShopifyShop) => void, alert: RegExp];

const always = (page: number, answer: (own: () => ShopAnswer) => ShopAnswer): Trouble[1] => {
	return ({ faults }) => faults.push({ concerns: isPage(page), answer, times: Infinity });
};

/** The shop's own page with other variants on it. */
const holding = (nodes: (shop: ShopifyShop) => unknown[], page: number): Trouble[1] => {
	return (shop) =>
		always(page, (own) => {
			const answer = own();
			const body = isObject(answer.body) ? answer.body : {};
			const data = isObject(body['data']) ? body['data'] : {};
			const variants = isObject(data['productVariants']) ? data['productVariants'] : {};
			const productVariants = { ...variants, nodes: nodes(shop) };
			return { ...answer, body: { ...body, data: { ...data, productVariants } } };
		})(shop);
};

const troubles: readonly Trouble[] = [
	['a page that fails for good', always(2, () => unavailable), /Service unavailable|503/i],
	['a page that is empty', holding(() => [], 2), /counts 250, its pages hold 150/],
	['a page of HTML', always(2, () => maintenance), /Not a product.*We will be back soon/],
	['throttling for good', always(3, throttling), /THROTTLED|counts 250/],
	['variants that are none', holding(() => [null, 5], 3), /Not a product/],
	[
		'a page that comes twice',
		holding((shop) => shop.variants.slice(0, 100), 2),
		/pages hold 250 \(150 different\)/,
	],
	['a missing scope', (shop) => (shop.scopes = false), /merchant approval|Forbidden/],
	['a shop without products', (shop) => (shop.variants = []), /nothing that can be bought/],
	[
		'fewer than there are at least',
		(shop) => shop.variants.splice(100),
		/100 products, but Minimum/,
	],
];

export const shopifyCatalogTroubles: ShopScenario = {
	name: 'Shopify catalog: whatever is wrong with a page, the catalog stays as it was and the run says why',
	run: async (stage) => {
		const { shopify: shop } = stage.shops;
		await withShopExample(
			stage,
			file,
			async (example) => {
				const variants = Array.from({ length: 250 }, (_, index) => shopifyVariant(index));
				shop.variants = [...variants];
				await run(stage, example, night);
				const before = catalogOf(stage);
				assert.equal(before.length, 250);
				for (const [what, change, says] of troubles) {
					[shop.variants, shop.faults, shop.scopes] = [[...variants], [], true];
					change(shop);
					const { status, errorMessage = '' } = await run(stage, example, night);
					assert.deepEqual(catalogOf(stage), before, what);
					assert.equal(status, 'error', what);
					assert.match(errorMessage, says, what);
				}
				shop.scopes = true;
				assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 1);
			},
			{ ...quickPages(), ...settingMinimum(150) },
		);
	},
};
