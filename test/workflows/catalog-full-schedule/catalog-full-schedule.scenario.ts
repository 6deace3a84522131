import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { listExecutions, outputItems, waitForExecution, type Execution } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { everyFewSeconds } from '../../support/workflows/impatient';
import { type EditorStage, test } from '../../support/browser/editor-stage';
import { product } from '../../support/doubles/example-shop';
import { importExample, readExample, whileActive } from '../../support/workflows/examples';
import { until } from '../../support/workflows/data-tables';
import { every15, nightly } from '../../support/workflows/run-example';

async function runFull(stage: EditorStage, parameters: JsonObject = {}): Promise<Execution> {
	const replaced = { 'Upload Catalog': { options: {}, ...parameters } };
	const run = await importExample(stage, 'catalog-full-schedule.json', nightly, { replaced });
	return await run();
}

function assertSaved(execution: Execution, products: number): void {
	assert.equal(execution.status, 'success', execution.errorMessage);
	assert.equal(outputItems(execution, 'Save Count')[0]?.json['products'], products);
}

function productsOf(count: number): object[] {
	return Array.from({ length: count }, (_, index) => product(index));
}

function sha256Of(content: string | Buffer): string {
	return createHash('sha256').update(content).digest('hex');
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

test('Example: a schedule uploads a stock file byte for byte, after a 503 in its middle', async (stage) => {
	const { n8n, shop, emulator, credentials } = stage;
	const body = Buffer.from(JSON.stringify(productsOf(20_000)));
	const headers = { 'content-type': 'application/json' };
	shop.files.set('/stock.json', { status: 200, headers, body });
	emulator.inject({ kind: 'early_answer', status: 503 });
	const replaced = { [every15]: everyFewSeconds };
	const example = readExample('catalog-stock-file.json', { shop: shop.url, replaced });
	const execution = await whileActive(stage, example, [credentials.project], async (workflow) => {
		await until(async () => (await listExecutions(n8n, workflow)).length > 0);
		const first = (await listExecutions(n8n, workflow)).at(-1);
		assert.equal(first?.mode, 'trigger');
		return await waitForExecution(n8n, first.id);
	});
	assert.equal(execution.status, 'success', execution.errorMessage);
	const [item] = outputItems(execution, 'Update Stock');
	assert.equal(item?.json['attempts'], 2);
	assert.equal(item?.json['syncMode'], 'stock');
	assert.equal(emulator.world.ledger.catalogs.uploads[0]?.fileSha256, sha256Of(body));
});
