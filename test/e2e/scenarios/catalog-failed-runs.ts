import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import {
	deactivateWorkflow,
	listExecutions,
	type StoredWorkflow,
	type WorkflowFile,
} from '../../../harness';
import { objectOf, type JsonObject } from '../../../harness/json';
import type { EditorScenario } from '../scenario';
import type { EditorStage } from '../setting/stage';
import { json } from './catalog-shop';
import { lastAlert, readExample } from './run-example';
import { until } from './shop-examples';

const noTable: JsonObject = {
	dataTableId: { __rl: true, mode: 'name', value: 'No such table' },
};

const fourTimesAMinute: JsonObject = {
	rule: { interval: [{ field: 'cronExpression', expression: '*/15 * * * * *' }] },
};

const nightly = ['catalog-full-schedule.json'] as const;

/** What cannot be kept, and what is told of the upload then. */
const tables = [
	['Last Count', /^The catalog was not uploaded: .*No such table/],
	['Keep Count', /^The catalog was uploaded, but its count could not be kept.*No such table/],
] as const;

export const failedTables: EditorScenario = {
	name: 'Example: a count that cannot be read refuses the catalog, one that cannot be kept is told as that',
	run: async (stage) => {
		const { shop, emulator } = stage;
		shop.stock = 100;
		shop.interfere = () => undefined;
		for (const file of nightly) {
			for (const [node, says] of tables) {
				const before = emulator.world.ledger.catalogs.uploads.length;
				const told = shop.alerts.length;
				const replaced = {
					'Every Night': fourTimesAMinute,
					// Another scenario may have left a larger count.
					'Kainic Catalog': { options: { maxShrink: 100 } },
					[node]: noTable,
				};
				await whilePublished(stage, readExample(shop, file, replaced), async (workflow) => {
					const failed = await failedRuns(stage, workflow);
					assert.equal(shop.alerts.length, told + failed, `${file}: an alert for each failed run`);
					for (const alert of shop.alerts.slice(told)) {
						assert.match(String(objectOf(JSON.parse(alert), 'an alert')['text']), says, file);
					}
					const uploads = emulator.world.ledger.catalogs.uploads.length - before;
					assert.equal(uploads, node === 'Keep Count' ? failed : 0, file);
				});
			}
		}
	},
};

export const toldOnce: EditorScenario = {
	name: 'Example: a stock file that stays away is told once, and another trouble at once',
	run: async (stage) => {
		const { n8n, shop } = stage;
		shop.files.delete('/stock.json');
		const told = shop.alerts.length;
		const example = readExample(shop, 'catalog-stock-file.json', {
			'Every Quarter of an Hour': fourTimesAMinute,
		});
		await whilePublished(stage, example, async (workflow) => {
			for (const end = Date.now() + 90_000; Date.now() < end; await wait(300)) {
				const runs = await listExecutions(n8n, workflow);
				if (runs.filter(({ status }) => status === 'success').length >= 3) break;
			}
			assert.equal(shop.alerts.length, told + 1);
			assert.match(lastAlert(shop), /^The stock was not uploaded: .*404/);
			shop.files.set('/stock.json', { type: json, body: '[{"item_id":"a"},{"item' });
			await until(() => shop.alerts.length > told + 1);
			assert.match(lastAlert(shop), /^The stock was not uploaded: .*ends too early/);
		});
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

/** Waits for a moment in which each run has ended and was told of, and gives how many there were. */
async function failedRuns({ n8n }: EditorStage, workflow: StoredWorkflow): Promise<number> {
	for (const end = Date.now() + 60_000; Date.now() < end; await wait(100)) {
		const runs = await listExecutions(n8n, workflow);
		const failed = runs.filter(({ mode, status }) => mode === 'trigger' && status === 'error');
		const told = runs.filter(({ mode, status }) => mode === 'error' && status === 'success');
		if (failed.length > 0 && failed.length + told.length === runs.length) {
			if (failed.length === told.length) return failed.length;
		}
	}
	throw new Error('The failed runs were not told of');
}
