import assert from 'node:assert/strict';
import { outputItems } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { unavailable } from '../../support/doubles/server/faults';
import type { ShopAnswer, ShopRequest } from '../../support/doubles/server/server';
import { Points, shopifyVariant, type ShopifyShop } from '../../support/doubles/shopify';
import { assertCatalog, runShop, withShopExample } from '../../support/workflows/run-example';
import { test } from '../../support/browser/editor-stage';

const file = 'shopify-catalog.json';

/** What Kainic should hold, by item. */
function rows(shop: ShopifyShop): JsonObject[] {
	const sellable = shop.variants.filter(({ product }) => product.status === 'ACTIVE');
	return sellable.map(({ product, ...variant }) => ({
		item_id: variant.legacyResourceId,
		parent_id: product.legacyResourceId,
		title:
			variant.title === 'Default Title' ? product.title : `${product.title} – ${variant.title}`,
		...(variant.sku !== null && variant.sku !== '' && { sku: variant.sku }),
		price: Number(variant.price),
		...(product.onlineStoreUrl !== null && { url: product.onlineStoreUrl }),
		...(product.featuredMedia.preview.image !== null && {
			image_url: product.featuredMedia.preview.image.url,
		}),
		categories: ['Shoes'],
		in_stock: variant.availableForSale,
		...(variant.inventoryQuantity !== null && { stock: variant.inventoryQuantity }),
	}));
}

/** A page after the first one, by the cursor that it comes after: the last variant of the page before. */
function isPage(number: number): (request: ShopRequest) => boolean {
	const { legacyResourceId: last } = shopifyVariant((number - 1) * 100 - 1);
	const after = `"after":"cursor-${last}"`;
	return ({ path, body }) => path.endsWith('/graphql.json') && body.includes(after);
}

/** How GraphQL says so: under 200, and never twice the same. */
const throttling = (): ShopAnswer => {
	const cost = { throttleStatus: { currentlyAvailable: Math.random() } };
	const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
	return { status: 200, body: { errors, extensions: { cost } } };
};

test('Shopify catalog: 2,500 variants over 25 pages arrive one by one, although a page fails once and another is throttled', async (stage) => {
	const { shopify: shop } = stage.shops;
	await withShopExample(stage, file, async (example) => {
		shop.points = new Points('plus');
		shop.variants = Array.from({ length: 2500 }, (_, index) => shopifyVariant(index));
		const [first, only, draft] = shop.variants;
		assert.ok(first && only && draft);
		Object.assign(first, { sku: '', inventoryQuantity: null });
		Object.assign(only, { title: 'Default Title', sku: null });
		draft.product = { ...draft.product, status: 'DRAFT', onlineStoreUrl: null };
		shop.faults.push({ concerns: isPage(15), answer: () => unavailable, times: 1 });
		shop.faults.push({ concerns: isPage(20), answer: throttling, times: 1 });
		const whole = await runShop(stage, example.whole);
		assertCatalog(stage, rows(shop));
		assert.equal(outputItems(whole, 'Upload Catalog')[0]?.json['products'], 2499);

		const sold = shop.variants[100];
		assert.ok(sold);
		Object.assign(sold, { inventoryQuantity: 0, availableForSale: false });
		sold.product = { ...sold.product, updatedAt: new Date().toISOString() };
		const stock = await runShop(stage, example.stock);
		assert.equal(outputItems(stock, 'Update Stock')[0]?.json['products'], 1);
		assertCatalog(stage, rows(shop));

		sold.product = { ...sold.product, updatedAt: '2026-01-01T00:00:00Z' };
		await runShop(stage, example.stock);
		assert.equal(stage.emulator.world.ledger.catalogs.uploads.length, 2);
	});
});
