import assert from 'node:assert/strict';
import { outputItems, type Execution } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { productsOf, sha256Of } from '../../support/doubles/example-shop';
import { importExample } from '../../support/workflows/examples';
import { nightly } from '../../support/workflows/run-example';

async function runFull(stage: EditorStage, parameters: JsonObject = {}): Promise<Execution> {
	const replaced = { 'Upload Catalog': { options: {}, ...parameters } };
	const run = await importExample(stage, 'catalog-full-schedule.json', nightly, { replaced });
	return await run();
}

function assertSaved(execution: Execution, products: number): void {
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Save Count')[0]?.json['products'], products);
}

test('Example: all pages of a shop are uploaded, the count is kept, and half a catalog is refused', async (stage) => {
	const { shop, emulator } = stage;
	const { uploads } = emulator.world.ledger.catalogs;
	shop.stock = 100;
	const looked = await runFull(stage, { options: { validateOnly: true } });
	assert.equal(looked.status, 'success', looked.errorMessage);
	assert.equal(uploads.length, 0);
	assertSaved(await runFull(stage), 100);
	assert.equal(uploads.at(-1)?.fileSha256, sha256Of(JSON.stringify(productsOf(100))));

	shop.stock = 40;
	const broken = await runFull(stage);
	assert.equal(broken.status, 'error');
	assert.match(String(broken.errorMessage), /has 40 products, but 'Minimum Products' is 50/);
	assert.equal(emulator.world.ledger.catalogs.of('store-1')?.productCount, 100);

	assertSaved(await runFull(stage, { minProducts: 10 }), 40);
	assert.equal(uploads.length, 2);
});
