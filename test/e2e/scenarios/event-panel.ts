import { strict as assert } from 'node:assert';
import type { Page } from 'playwright-core';
import { importWorkflow } from '../../../scripts/n8n';
import { canvasNode, executeWorkflow, openWorkflow, outputLabels } from '../editor/canvas';
import { addNode, searchNodes } from '../editor/nodes-panel';
import * as panel from '../editor/panel';
import type { Scenario } from '../scenario';
import type { Stage } from '../setting/stage';
import { chain, itemsNode, manualTrigger } from './workflow-parts';

const visits = [
	{ visitor: 'visitor-1', product: 'seed-1', price: 19.9 },
	{ visitor: 'visitor-2', product: 'seed-2', price: 5 },
	{ visitor: null, product: 'seed-3', price: 7.5 },
];

export const eventPanel: Scenario = {
	name: 'Kainic Event is added, filled by drag and drop, executed, and shows output, errors and hint',
	run: async (stage) => {
		const page = await openShop(stage);
		await addNodeAfter(page, 'Shop Visits', 'Kainic Event');
		assert.equal(await panel.markedParameters(page), 0, 'an untouched panel has no red marker');
		await fillEvent(page, stage);
		await continueWithErrors(page);
		await panel.executeStep(page, stage.n8n);
		await seeOutcome(page);
		assertArrived(stage);
		await panel.closePanel(page);
		assert.deepEqual(await outputLabels(page, 'Kainic Event'), ['Success', 'Error']);
	},
};

async function openShop({ n8n, openTab }: Stage): Promise<Page> {
	const workflow = chain('Shop visits', [manualTrigger('Start'), itemsNode('Shop Visits', visits)]);
	const page = await openTab();
	await openWorkflow(page, n8n, await importWorkflow(n8n, workflow));
	await executeWorkflow(page, n8n);
	return page;
}

async function addNodeAfter(page: Page, before: string, name: string): Promise<void> {
	await canvasNode(page, before).getByTestId('canvas-handle-plus').click();
	await searchNodes(page, 'Kainic');
	await addNode(page, name);
}

async function fillEvent(page: Page, { credentials }: Stage): Promise<void> {
	await panel.chooseCredential(page, credentials.project.name);
	await panel.fill(page, 'trackerId', 'tracker-web');
	await panel.dragInputField(page, 'visitor', panel.parameterInput(page, 'anonUid'));
	const fields = page.getByTestId('drop-area');
	for (const name of ['product', 'price']) await panel.dragInputField(page, name, fields);
	assert.equal(await page.getByTestId('assignment').count(), 2);
	await panel.addOption(page, 'Batch Size');
}

async function continueWithErrors(page: Page): Promise<void> {
	await page.getByTestId('tab-settings').click();
	await page.getByTestId('parameter-input-onError').click();
	await page.getByText('Continue (using error output)').click();
	await page.getByTestId('tab-params').click();
}

async function seeOutcome(page: Page): Promise<void> {
	await panel.seesInOutput(page, 'Success Branch (2 items)');
	await panel.seesInOutput(page, 'accepted');
	const hints = (await panel.hints(page)).join('\n');
	assert.match(hints, /3 events in 1 request; 1 rejected\./);
	await panel.showBranch(page, 'Error Branch');
	await panel.seesInOutput(page, 'invalid_input');
	await panel.seesInOutput(page, /Anonymous User ID is empty/);
}

function assertArrived({ emulator }: Stage): void {
	const events = emulator.world.ledger.events.map(({ event }) => event);
	assert.deepEqual(
		events,
		visits.slice(0, 2).map(({ visitor, product, price }) => ({
			platform: 'web',
			anon_uid: visitor,
			product,
			price,
		})),
	);
}
