import assert from 'node:assert/strict';
import {
	deactivateWorkflow,
	listExecutions,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../harness';
import type { JsonObject } from '../../../harness/json';
import { impatientAlerts } from '../histories/impatient';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { json } from './catalog-shop';
import { until } from './failed-rows';
import { everyFewSeconds, impatient, importExample, readExample } from './run-example';

const noTable: JsonObject = {
	dataTableId: { __rl: true, mode: 'name', value: 'No such table' },
};

export const failedTables: EditorScenario = {
	name: 'Example: a count that cannot be read refuses the catalog, one that cannot be kept ends the run after it',
	run: async (stage) => {
		const { shop, emulator } = stage;
		shop.stock = 100;
		shop.interfere = () => undefined;
		for (const [node, uploads] of [
			['Last Count', 0],
			['Keep Count', 1],
		] as const) {
			const file = 'catalog-full-schedule.json';
			// Another scenario may have left a larger count.
			const replaced = { 'Kainic Catalog': { options: { maxShrink: 100 } }, [node]: noTable };
			const run = await importExample(stage, file, 'Every Night', impatient, replaced);
			const { status, errorMessage = '' } = await run();
			assert.equal(status, 'error', node);
			assert.match(errorMessage, /No such table/);
			assert.equal(emulator.world.ledger.catalogs.uploads.length, uploads);
		}
	},
};

export const toldOnce: EditorScenario = {
	name: 'Example: runs that fail are told once by the workflow of alerts, another trouble at once, and that it is over',
	run: async (stage) => {
		const { shop } = stage;
		shop.files.delete('/stock.json');
		const alerts = await stage.activate(impatientAlerts(`${shop.url}/alert`, 6));
		const file = 'catalog-stock-file.json';
		const example = readExample(
			shop,
			file,
			{ 'Every Quarter of an Hour': everyFewSeconds },
			impatient,
		);
		const settings = { ...Object(example['settings']), errorWorkflow: alerts.id };
		shop.alerts.length = 0;
		const told = (text: RegExp) => shop.alerts.filter((each) => text.test(each)).length;
		await whilePublished(stage, { ...example, settings }, async (workflow) => {
			const failed = async (count: number) =>
				(await listExecutions(stage.n8n, workflow)).filter(({ status }) => status === 'error')
					.length >= count;
			await until(async () => await failed(3), 90_000);
			const first = /failed at \\"Stock File\\": 404/;
			await until(async () => told(first) === 1, 30_000);
			shop.files.set('/stock.json', { type: json, body: '[{"item_id":"a"},{"item' });
			await until(async () => told(/failed at \\"Kainic Catalog\\"/) === 1, 60_000);
			shop.files.set('/stock.json', { type: json, body: '[{"item_id":"a"}]' });
			await until(async () => told(/Not seen for .*Kainic Catalog/) === 1, 90_000);
			assert.equal(told(/^(?!.*Not seen).*Stock File/), 1, shop.alerts.join('\n'));
			for (const text of shop.alerts) assert.doesNotMatch(text, /item_id|stock\.json/);
		});
		await deactivateWorkflow(stage.n8n, alerts);
	},
};

/** Publishes an example during `work`. */
async function whilePublished(
	stage: EditorStage,
	example: WorkflowFile,
	work: (workflow: StoredWorkflow) => Promise<void>,
): Promise<void> {
	const workflow = await stage.activate(example);
	try {
		await work(workflow);
	} finally {
		await deactivateWorkflow(stage.n8n, workflow);
	}
}
