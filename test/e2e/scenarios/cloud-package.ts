import { strict as assert } from 'node:assert';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { packCloudPackage } from '../../../tools/cloud/pack';
import {
	accessTo,
	chain,
	itemsNode,
	manualTrigger,
	parseWorkflow,
	startN8n,
} from '../../../tools/n8n';
import { textOf } from '../../../tools/n8n/json';
import { unpack } from '../../../tools/n8n/pack';
import { isNightly } from '../../nightly';
import * as canvas from '../editor/canvas';
import * as panel from '../editor/panel';
import { type EditorStage, openProfile, test } from '../setting/stage';

/** A workflow for each action. The others are imported at night, since the editor takes seconds for each. */
const byDay = ['catalog-csv', 'experiment-webhook', 'failed-events', 'recommendations-webhook'].map(
	(name) => `${name}.json`,
);

/** A user of n8n Cloud, with the package for it and no other. */
interface CloudStage extends EditorStage {
	readonly page: Page;
}

test('The package for n8n Cloud: one node with four actions, each sends a request from its panel, and the workflows can be imported', async (stage) => {
	const { tarball } = await packCloudPackage();
	const { installation, emulator } = stage;
	const running = await startN8n({ installation, packages: [tarball] }, accessTo(emulator));
	const browser = (await stage.openTab()).context().browser();
	assert.ok(browser);
	// Another profile, since a browser has one log-in for all ports of this machine.
	const profile = await openProfile(browser, running.n8n);
	try {
		const page = await profile.newPage();
		const cloud: CloudStage = { ...stage, ...running, page };
		await addByAction(cloud);
		await sendEvent(cloud);
		await switchToPrediction(cloud);
		await switchToExperiment(cloud);
		await switchToCatalog(cloud);
		await importWorkflows(cloud, tarball);
	} finally {
		await profile.close();
		await running.close();
	}
});

async function addByAction({ page, n8n, importWorkflow }: CloudStage): Promise<void> {
	const items = [{ item_id: 'seed-1' }];
	const workflow = chain('A shop', [manualTrigger(), itemsNode('Shop', items)]);
	await canvas.openWorkflow(page, n8n, await importWorkflow(workflow));
	await canvas.executeWorkflow(page, n8n);
	await canvas.waitForSuccess(page, 'Shop');
	await canvas.canvasNode(page, 'Shop').getByTestId('canvas-handle-plus').click();
	await page.getByTestId('node-creator-search-bar').fill('Kainic');
	const found = page.getByTestId('node-creator-action-item').filter({ hasText: 'Kainic' });
	await found.click();
	await found.waitFor({ state: 'detached' });
	const actions = page.getByTestId('node-creator-item-name');
	await actions.getByText('Send events', { exact: true }).waitFor();
	assert.deepEqual(await actions.allInnerTexts(), [
		'Upload products',
		'Send events',
		'Get recommendations from an experiment',
		'Get recommendations from a model',
	]);
	await actions.getByText('Send events', { exact: true }).click();
	await panel.panelParameters(page).waitFor();
	assert.equal(await panel.markedParameters(page), 0, 'an untouched panel has no red marker');
}

async function sendEvent({ page, n8n, emulator, credentials }: CloudStage): Promise<void> {
	await panel.chooseCredential(page, credentials.project.name);
	await panel.fill(page, 'trackerId', 'tracker-web');
	await panel.fill(page, 'anonUid', 'visitor-1');
	await panel.addEventField(page, 0, 'event_name', 'product_view');
	await panel.choose(page, 'output', 'Summary');
	await panel.addOption(page, 'Batch Size');
	await panel.executeStep(page, n8n);
	await panel.seesInOutput(page, /^1 event was accepted in 1 request\./);
	assert.equal(emulator.world.ledger.events.length, 1);
}

/** What was chosen for events is not on the panel any more. */
async function switchToPrediction({ page, n8n, emulator }: CloudStage): Promise<void> {
	await panel.choose(page, 'resource', 'Prediction');
	await panel.parameterInput(page, 'modelId').waitFor();
	const output = panel.parameterInput(page, 'output').locator('input').first();
	assert.equal(await output.inputValue(), 'Each Recommendation');
	assert.equal(await panel.parameterInput(page, 'batchSize').count(), 0);
	await panel.fill(page, 'modelId', 'model-similar');
	await panel.fill(page, 'anonUid', 'visitor-1');
	await panel.fill(page, 'itemIds', 'seed-1');
	await panel.executeStep(page, n8n);
	assert.equal(await panel.markedParameters(page), 0, 'a switched panel has no red marker');
	await panel.seesInOutput(page, /^1 prediction was answered in 1 request\./);
	assert.equal(emulator.world.ledger.predictions.length, 1);
}

async function switchToExperiment({ page, n8n, emulator, credentials }: CloudStage): Promise<void> {
	await panel.choose(page, 'resource', 'Experiment');
	await panel.chooseCredential(page, credentials.experiment.name);
	await panel.fill(page, 'experimentId', 'experiment-home');
	await panel.fill(page, 'sid', 'session-1');
	await panel.executeStep(page, n8n);
	assert.equal(emulator.world.ledger.predictions.length, 2);
	await panel.closePanel(page);
	const name = 'Get recommendations from an experiment';
	assert.deepEqual(await canvas.outputLabels(page, name), ['Model', 'Control']);
	await panel.openPanel(page, name);
}

async function switchToCatalog({ page, n8n, emulator, credentials }: CloudStage): Promise<void> {
	await panel.choose(page, 'resource', 'Catalog');
	await panel.chooseCredential(page, credentials.project.name);
	await panel.fill(page, 'storeId', 'store-1');
	await panel.executeStep(page, n8n);
	await panel.seesInOutput(page, /^1 product was uploaded in 1 request\./);
	assert.equal(emulator.world.ledger.catalogs.uploads.length, 1);
}

async function importWorkflows({ page, n8n, folder }: CloudStage, tarball: string): Promise<void> {
	const unpacked = join(folder, 'cloud');
	mkdirSync(unpacked);
	await unpack(tarball, unpacked);
	const files = readdirSync(join(unpacked, 'examples'));
	assert.ok(files.length > 10);
	await page.goto('about:blank');
	await canvas.openEmptyWorkflow(page, n8n);
	for (const name of isNightly ? files : byDay) {
		const file = join(unpacked, 'examples', name);
		await canvas.importFile(page, file);
		const { nodes } = parseWorkflow(readFileSync(file, 'utf8'));
		const kainic = nodes
			.filter((node) => textOf(node, 'type').includes('kainic'))
			.map((node) => textOf(node, 'name'));
		for (const node of kainic) await canvas.canvasNode(page, node).waitFor();
		const marked = await canvas.markedNodes(page);
		assert.deepEqual(
			marked.filter((node) => kainic.includes(node)),
			[],
			name,
		);
		await canvas.deleteAll(page);
	}
}
