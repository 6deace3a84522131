import assert from 'node:assert/strict';
import { assertNoNotice, uploadCatalog } from '../visit';
import { test } from '../woocommerce-stage';

test('Kainic has each product as the shop shows it', async (real) => {
	const { shop, emulator } = real;
	await uploadCatalog(real);
	const { products = [] } = emulator.world.ledger.catalogs.of('store-1') ?? {};
	const shown = await shop.runPhp('return truth_products();');
	assert.deepEqual(byId(products), byId(shown));
	assertNoNotice(shop);
});

function byId(rows: unknown): unknown[] {
	assert.ok(Array.isArray(rows));
	return [...rows].sort((a, b) => Number(Object(a).item_id) - Number(Object(b).item_id));
}
