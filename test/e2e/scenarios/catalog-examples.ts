import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { outputItems, type Execution } from '../../../harness';
import type { JsonObject } from '../../../harness/json';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { product } from './catalog-shop';
import { fireExample } from './run-example';

async function fireFull(stage: EditorStage, options: JsonObject = {}): Promise<Execution> {
	const previousProducts = "={{ $('Last Count').first().json.products ?? 0 }}";
	return await fireExample(stage, 'catalog-full-schedule.json', 'Every Night', {
		'Kainic Catalog': { options: { previousProducts, maxShrink: 50, ...options } },
	});
}

function sha256Of(count: number): string {
	const content = JSON.stringify(Array.from({ length: count }, (_, index) => product(index)));
	return createHash('sha256').update(content).digest('hex');
}

export const fullExample: EditorScenario = {
	name: 'Example: a schedule uploads all pages, keeps the count, and refuses half a catalog',
	run: async (stage) => {
		const { shop, emulator } = stage;
		const { uploads } = emulator.world.ledger.catalogs;
		shop.stock = 100;
		const looked = await fireFull(stage, { validateOnly: true });
		assert.equal(looked.status, 'success', looked.errorMessage);
		assert.equal(uploads.length, 0);
		const first = await fireFull(stage);
		assert.equal(first.status, 'success', first.errorMessage);
		assert.equal(uploads.at(-1)?.fileSha256, sha256Of(100));
		assert.equal(outputItems(first, 'Keep Count')[0]?.json['products'], 100);

		shop.stock = 40;
		const broken = await fireFull(stage);
		const before = uploads.length;
		assert.equal(broken.status, 'error');
		assert.match(String(broken.errorMessage), /from 100 to 40 products/);
		assert.equal(emulator.world.ledger.catalogs.of('store-1')?.productCount, 100);

		const allowed = await fireFull(stage, { maxShrink: 100 });
		assert.equal(outputItems(allowed, 'Keep Count')[0]?.json['products'], 40);
		assert.ok(uploads.length > before);
	},
};

async function fireStock(stage: EditorStage): Promise<Execution> {
	return await fireExample(stage, 'catalog-stock-file.json', 'Every Quarter of an Hour');
}

/** Returns the file's hash. */
function writeStock({ shop }: EditorStage, count: number): string {
	const body = JSON.stringify(Array.from({ length: count }, (_, index) => product(index)));
	shop.files.set('/stock.json', { type: 'application/json', body });
	return createHash('sha256').update(body).digest('hex');
}

export const stockExample: EditorScenario = {
	name: 'Example: a schedule uploads a stock file byte for byte, after a 503 in its middle',
	run: async (stage) => {
		const sha256 = writeStock(stage, 20_000);
		stage.emulator.inject({ kind: 'early_answer', status: 503 });
		const execution = await fireStock(stage);
		assert.equal(execution.status, 'success', execution.errorMessage);
		const [item] = outputItems(execution, 'Kainic Catalog');
		assert.equal(item?.json['attempts'], 2);
		assert.equal(item?.json['syncMode'], 'stock');
		const { uploads } = stage.emulator.world.ledger.catalogs;
		assert.equal(uploads[0]?.fileSha256, sha256);
	},
};

async function failureOf(stage: EditorStage): Promise<string> {
	const execution = await fireStock(stage);
	assert.equal(execution.status, 'error');
	return String(execution.errorMessage);
}

export const refusedUploads: EditorScenario = {
	name: 'A redirect is refused without a request to its target, and a 413 is told as too large',
	run: async (stage) => {
		const { emulator, shop } = stage;
		writeStock(stage, 3000);
		emulator.inject({ kind: 'redirect', location: `${shop.url}/elsewhere`, count: 'always' });
		assert.match(await failureOf(stage), /redirect/i);
		assert.deepEqual(shop.strayRequests, []);
		emulator.reset();
		emulator.change({ maxRequestBytes: 100_000 });
		assert.match(await failureOf(stage), /too large|Maximum|MB/i);
	},
};
