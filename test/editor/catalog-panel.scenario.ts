import { strict as assert } from 'node:assert';
import * as panel from './panel';
import { seesError, seesHint } from './seen';
import { addAfterItems } from './add-node';
import { test } from '../support/browser/editor-stage';

const products = [
	{ item_id: 'sku-1', title: 'Tea Pot', price: 39, stock: 12 },
	{ item_id: 'sku-2', title: 'Tea Cup', price: 9.5, stock: 140 },
	{ item_id: 'sku-3', title: 'Green Tea', price: 6, stock: 0 },
];

test("Kainic Catalog's panel warns of a full sync, uploads the products, says what it did, and refuses a catalog that is too small", async (stage) => {
	const page = await addAfterItems(stage, products, 'Kainic Catalog', { credential: 'project' });
	const warning = panel.panelParameters(page).getByText(/full sync replaces the whole catalog/);
	assert.equal(await warning.count(), 0);
	await panel.choose(page, 'syncMode', 'Full');
	await warning.waitFor();
	await panel.fill(page, 'storeId', 'store-1');
	await panel.fill(page, 'minProducts', '3');
	await panel.executeStep(page, stage.n8n);
	await panel.seesInOutput(page, 'store-1');
	await seesHint(page, '3 products were uploaded in 1 request.');
	await stage.camera.take('kainic-catalog', panel.panel(page));
	await panel.fill(page, 'minProducts', '4');
	await panel.executeStep(page, stage.n8n);
	await seesError(
		page,
		'The upload for the store "store-1" has 3 products, but \'Minimum Products\' is 4. Nothing was uploaded.',
		'The full sync was not sent.',
	);
	const [upload, ...others] = stage.emulator.world.ledger.catalogs.uploads;
	assert.equal(upload?.syncMode, 'full');
	assert.deepEqual(others, []);
});
