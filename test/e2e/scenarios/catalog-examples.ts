import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
	deactivateWorkflow,
	listExecutions,
	outputItems,
	parseWorkflow,
	waitForExecution,
	type Execution,
} from '../../../harness';
import { isObject, type JsonObject } from '../../../harness/json';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { product } from './catalog-shop';

/** Parameters by the name of their node, to be put in place of the example's own. */
type Replacements = Readonly<Record<string, JsonObject>>;

const everyFewSeconds = {
	rule: { interval: [{ field: 'cronExpression', expression: '*/4 * * * * *' }] },
};

/** Lets an example's schedule fire, with the given parameters, and gives the first run that ended. */
async function fireSchedule(
	{ n8n, activate }: EditorStage,
	file: string,
	replaced: Replacements,
): Promise<Execution> {
	const text = readFileSync(join(__dirname, '../../../examples', file), 'utf8');
	const example = parseWorkflow(text);
	const nodes = example.nodes.map((node) => {
		const parameters = isObject(node['parameters']) ? node['parameters'] : {};
		return { ...node, parameters: { ...parameters, ...replaced[String(node['name'])] } };
	});
	const workflow = await activate({ ...example, nodes });
	try {
		for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
			const first = (await listExecutions(n8n, workflow)).at(-1);
			if (first === undefined) continue;
			assert.equal(first.mode, 'trigger');
			return await waitForExecution(n8n, first.id);
		}
		throw new Error('The schedule did not fire');
	} finally {
		await deactivateWorkflow(n8n, workflow);
	}
}

async function fireFull(stage: EditorStage, options: JsonObject = {}): Promise<Execution> {
	const { shop } = stage;
	const previousProducts = "={{ $('Last Count').first().json.products ?? 0 }}";
	return await fireSchedule(stage, 'catalog-full-schedule.json', {
		'Every Night': everyFewSeconds,
		'Shop Products': { url: `${shop.url}/api/products` },
		Alert: { url: `${shop.url}/alert` },
		'Kainic Catalog': { options: { previousProducts, maxShrink: 50, ...options } },
	});
}

export const fullExample: EditorScenario = {
	name: 'Example: a schedule uploads all pages, keeps the count, and refuses half a catalog',
	run: async (stage) => {
		const { shop, emulator } = stage;
		const { uploads } = emulator.world.ledger.catalogs;
		shop.stock = 100;
		const first = await fireFull(stage);
		assert.equal(first.status, 'success', first.errorMessage);
		const content = JSON.stringify(Array.from({ length: 100 }, (_, index) => product(index)));
		assert.equal(uploads.at(-1)?.fileSha256, createHash('sha256').update(content).digest('hex'));
		assert.equal(outputItems(first, 'Keep Count')[0]?.json['products'], 100);

		shop.stock = 40;
		const broken = await fireFull(stage);
		const before = uploads.length;
		const [failed] = outputItems(broken, 'Kainic Catalog', 1);
		const error = isObject(failed?.json['error']) ? failed.json['error'] : {};
		assert.equal(error['code'], 'suspicious_catalog');
		assert.match(String(error['message']), /from 100 to 40 products/);
		assert.match(shop.alerts.at(-1) ?? '', /suspicious_catalog/);
		assert.equal(emulator.world.ledger.catalogs.of('store-1')?.productCount, 100);

		const allowed = await fireFull(stage, { maxShrink: 100 });
		assert.equal(outputItems(allowed, 'Keep Count')[0]?.json['products'], 40);
		assert.ok(uploads.length > before);
	},
};

async function fireStock(stage: EditorStage): Promise<Execution> {
	return await fireSchedule(stage, 'catalog-stock-file.json', {
		'Every Quarter of an Hour': everyFewSeconds,
		'Stock File': { fileSelector: join(stage.folder, 'stock.json') },
		Alert: { url: `${stage.shop.url}/alert` },
	});
}

/** Returns the file's hash. */
function writeStock({ folder }: EditorStage, count: number): string {
	const content = JSON.stringify(Array.from({ length: count }, (_, index) => product(index)));
	writeFileSync(join(folder, 'stock.json'), content);
	return createHash('sha256').update(content).digest('hex');
}

export const stockExample: EditorScenario = {
	name: 'Example: a schedule uploads a stock file from disk byte for byte, after a 503 in its middle',
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

async function failureOf(stage: EditorStage): Promise<JsonObject> {
	const execution = await fireStock(stage);
	const [failed] = outputItems(execution, 'Kainic Catalog', 1);
	const error = failed?.json['error'];
	assert.ok(isObject(error), `It did not fail: ${execution.status}`);
	return error;
}

export const refusedUploads: EditorScenario = {
	name: 'A redirect is refused without a request to its target, and a 413 is told as too large',
	run: async (stage) => {
		const { emulator, shop } = stage;
		writeStock(stage, 3000);
		emulator.inject({ kind: 'redirect', location: `${shop.url}/elsewhere`, count: 'always' });
		assert.equal((await failureOf(stage))['code'], 'redirect');
		assert.deepEqual(shop.strayRequests, []);
		emulator.reset();
		emulator.change({ maxRequestBytes: 100_000 });
		const error = await failureOf(stage);
		assert.equal(error['code'], 'too_large');
		assert.match(String(error['description']), /10 MB .* 32 MB/);
	},
};
