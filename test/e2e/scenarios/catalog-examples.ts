import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { outputItems, type Execution } from '../../../tools/n8n';
import type { JsonObject } from '../../../tools/n8n/json';
import { type EditorStage, test } from '../setting/stage';
import { product } from './catalog-shop';
import { fireExample, importExample } from './examples';
import { every15, nightly } from './shop-examples';

async function runFull(stage: EditorStage, options: JsonObject = {}): Promise<Execution> {
	const previousProducts = "={{ $('Read Last Count').first().json.products ?? 0 }}";
	const replaced = {
		'Upload Catalog': { options: { previousProducts, maxShrink: 50, ...options } },
	};
	const run = await importExample(stage, 'catalog-full-schedule.json', nightly, { replaced });
	return await run();
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
	const looked = await runFull(stage, { validateOnly: true });
	assert.equal(looked.status, 'success', looked.errorMessage);
	assert.equal(uploads.length, 0);
	const first = await runFull(stage);
	assert.equal(first.status, 'success', first.errorMessage);
	assert.equal(uploads.at(-1)?.fileSha256, sha256Of(JSON.stringify(productsOf(100))));
	assert.equal(outputItems(first, 'Save Count')[0]?.json['products'], 100);

	shop.stock = 40;
	const broken = await runFull(stage);
	const before = uploads.length;
	assert.equal(broken.status, 'error');
	assert.match(String(broken.errorMessage), /has 40 products, and the last upload had 100/);
	assert.equal(emulator.world.ledger.catalogs.of('store-1')?.productCount, 100);

	const allowed = await runFull(stage, { maxShrink: 100 });
	assert.equal(outputItems(allowed, 'Save Count')[0]?.json['products'], 40);
	assert.ok(uploads.length > before);
});

test('Example: a schedule uploads a stock file byte for byte, after a 503 in its middle', async (stage) => {
	const { shop, emulator } = stage;
	const body = Buffer.from(JSON.stringify(productsOf(20_000)));
	const headers = { 'content-type': 'application/json' };
	shop.files.set('/stock.json', { status: 200, headers, body });
	emulator.inject({ kind: 'early_answer', status: 503 });
	const execution = await fireExample(stage, 'catalog-stock-file.json', every15);
	assert.equal(execution.status, 'success', execution.errorMessage);
	const [item] = outputItems(execution, 'Update Stock');
	assert.equal(item?.json['attempts'], 2);
	assert.equal(item?.json['syncMode'], 'stock');
	assert.equal(emulator.world.ledger.catalogs.uploads[0]?.fileSha256, sha256Of(body));
});
