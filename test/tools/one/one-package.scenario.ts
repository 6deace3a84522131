import { strict as assert } from 'node:assert';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { packOnePackage } from '../../../tools/one/pack';
import { accessTo, chain, itemsNode, manualTrigger, startN8n } from '../../../tools/n8n';
import { unpack } from '../../../tools/n8n/pack';
import * as canvas from '../../editor/canvas';
import * as panel from '../../editor/panel';
import { type EditorStage, openProfile, test } from '../../support/browser/editor-stage';

type One = EditorStage & { readonly page: Page };

test('The package with one node: four actions, each sends a request from its panel, and the workflows can be imported @night', async (stage) => {
	const { tarball } = await packOnePackage();
	const { installation, emulator } = stage;
	const running = await startN8n({ installation, packages: [tarball] }, accessTo(emulator));
	const browser = (await stage.openTab()).context().browser();
	assert.ok(browser);
	// Another profile, since a browser has one log-in for all ports of this machine.
	const profile = await openProfile(browser, running.n8n);
	try {
		const one: One = { ...stage, ...running, page: await profile.newPage() };
		await addByAction(one);
		await useEachAction(one);
		await importWorkflows(one, tarball);
	} finally {
		await profile.close();
		await running.close();
	}
});

async function addByAction({ page, n8n, importWorkflow }: One): Promise<void> {
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

async function useEachAction({ page, n8n, emulator, credentials }: One): Promise<void> {
	const { ledger } = emulator.world;
	const send = async (texts: Readonly<Record<string, string>>): Promise<void> => {
		for (const [name, text] of Object.entries(texts)) await panel.fill(page, name, text);
		await panel.executeStep(page, n8n);
		assert.equal(await panel.markedParameters(page), 0, 'a filled panel has no red marker');
	};
	await panel.chooseCredential(page, credentials.project.name);
	await panel.eventField(page, 'event_name').fill('product_view');
	await panel.choose(page, 'output', 'Summary');
	await panel.addOption(page, 'Batch Size');
	await send({ trackerId: 'tracker-web', anonUid: 'visitor-1' });
	await panel.seesInOutput(page, /^1 event was accepted in 1 request\./);
	assert.equal(ledger.events.length, 1);

	await panel.choose(page, 'resource', 'Prediction');
	await panel.parameterInput(page, 'modelId').waitFor();
	// What was chosen for events is not on the panel any more.
	const output = panel.parameterInput(page, 'output').locator('input').first();
	assert.equal(await output.inputValue(), 'Each Recommendation');
	assert.equal(await panel.parameterInput(page, 'batchSize').count(), 0);
	await send({ modelId: 'model-similar', anonUid: 'visitor-1', itemIds: 'seed-1' });
	await panel.seesInOutput(page, /^1 input item was answered in 1 request\./);
	assert.equal(ledger.predictions.length, 1);

	await panel.choose(page, 'resource', 'Experiment');
	await panel.chooseCredential(page, credentials.experiment.name);
	await send({ experimentId: 'experiment-home', sid: 'session-1' });
	assert.equal(ledger.predictions.length, 2);
	await panel.closePanel(page);
	const name = 'Get recommendations from an experiment';
	assert.deepEqual(await canvas.outputLabels(page, name), ['Model', 'Control']);

	await panel.openPanel(page, name);
	await panel.choose(page, 'resource', 'Catalog');
	await panel.chooseCredential(page, credentials.project.name);
	await send({ storeId: 'store-1' });
	await panel.seesInOutput(page, /^1 product was uploaded in 1 request\./);
	assert.equal(ledger.catalogs.uploads.length, 1);
}

async function importWorkflows({ page, n8n, folder }: One, tarball: string): Promise<void> {
	const unpacked = join(folder, 'one');
	mkdirSync(unpacked);
	await unpack(tarball, unpacked);
	const files = readdirSync(join(unpacked, 'examples'));
	assert.ok(files.length > 10);
	await page.goto('about:blank');
	await canvas.openEmptyWorkflow(page, n8n);
	for (const name of files) {
		await canvas.importWorkflow(page, join(unpacked, 'examples', name));
		await canvas.deleteAll(page);
	}
}
