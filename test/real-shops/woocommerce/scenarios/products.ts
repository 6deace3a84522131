import assert from 'node:assert/strict';
import { importWorkflow, runManually } from '../../../../tools/n8n';
import { readExample } from '../../../support/workflows/examples';
import { patience } from '../../browser';
import { test } from '../woocommerce-stage';
import { assertNoNotice } from '../visit';

const file = 'woocommerce-catalog.json';

test('Kainic has each product as the shop shows it', async ({ n8n, shop, stored, emulator }) => {
	const workflow = await importWorkflow(n8n, readExample(file, { shop: shop.url }), stored);
	const { status, errorMessage } = await runManually(
		n8n,
		workflow,
		'Start Every 15 Minutes',
		patience,
	);
	assert.equal(status, 'success', errorMessage);
	const { products = [] } = emulator.world.ledger.catalogs.of('store-1') ?? {};
	const shown = await shop.runPhp('return truth_products();');
	assert.deepEqual(byId(products), byId(shown));
	assertNoNotice(shop);
});

function byId(rows: unknown): unknown[] {
	assert.ok(Array.isArray(rows));
	return [...rows].sort((a, b) => Number(Object(a).item_id) - Number(Object(b).item_id));
}
