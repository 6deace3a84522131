import { strict as assert } from 'node:assert';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { callWebhook, outputItems } from '../../tools/n8n';
import { repositoryRoot } from '../../tools/n8n/recipe';
import * as canvas from './canvas';
import { addNode, searchNodes } from './nodes-panel';
import * as panel from './panel';
import { chosenCredential, seesHint } from './seen';
import { test } from '../support/browser/editor-stage';

/** What the README tells a newcomer to do, with its own values, and what it says is seen then. */
test('README: the first workflow sends one event, and its failure is on the error branch', async (stage) => {
	const { events } = stage.emulator.world.ledger;
	const page = await stage.openTab();
	await canvas.openEmptyWorkflow(page, stage.n8n);
	await page.getByTestId('canvas-add-button').click();
	await page.getByText('Trigger manually').first().click();
	await canvas.canvasNode(page, nameOfTrigger).getByTestId('canvas-handle-plus').click();
	await searchNodes(page, 'Kainic');
	await addNode(page, 'Kainic Event');
	assert.equal(await chosenCredential(page), stage.credentials.project.name);
	await panel.fill(page, 'trackerId', 'tracker-web');
	await panel.fill(page, 'anonUid', 'visitor-1');
	await panel.eventField(page, 'event_name').fill('product_view');
	await panel.eventField(page, 'item_id').fill('p-1');
	await panel.continueWithErrorOutput(page);
	const execution = await panel.executeStep(page, stage.n8n);
	await seesHint(
		page,
		'1 event was accepted in 1 request. The first event has: platform, anon_uid, event_name and item_id.',
	);
	const event = { platform: 'web', anon_uid: 'visitor-1' };
	assert.deepEqual(events.at(-1)?.event, {
		...event,
		...{ event_name: 'product_view', item_id: 'p-1' },
	});
	const [item] = outputItems(execution, 'Kainic Event');
	assert.equal(Object(item?.json['kainic']).status, 'accepted');
	await enterExpression(page, 'anonUid', '{{ $json.visitor }}');
	const failed = await panel.executeStep(page, stage.n8n);
	const [problem] = outputItems(failed, 'Kainic Event', 1);
	assert.equal(Object(problem?.json['error']).code, 'invalid_input');
	await panel.showBranch(page, 'Error Branch');
	await panel.seesInOutput(page, 'Anonymous User ID');
});

test('README: an imported webhook answers after Publish @night', async (stage) => {
	const page = await stage.openTab();
	await canvas.openEmptyWorkflow(page, stage.n8n);
	const file = join(repositoryRoot, 'examples/recommendations-webhook.json');
	await canvas.importFile(page, file);
	await panel.openPanel(page, 'Get Recommendations');
	await panel.fill(page, 'modelId', 'model-popular');
	await panel.chooseCredential(page, stage.credentials.project.name);
	await panel.closePanel(page);
	await publish(page);
	const body = { anon_uid: 'visitor-4711', item_ids: ['sku-17'], type: 'similar' };
	const response = await callWebhook(stage.n8n, 'kainic-recommendations', body);
	assert.equal(response.status, 200);
	const answer: unknown = await response.json();
	assert.equal(Object(answer).source, 'kainic');
	// Its webhook would be in the way of the same example in another scenario.
	const [, id = ''] = /\/workflow\/(\w+)/.exec(page.url()) ?? [];
	await stage.n8n.rest('POST', `/workflows/${id}/deactivate`, {});
});

/** As n8n names it on the canvas. */
const nameOfTrigger = 'When clicking ‘Execute workflow’';

async function enterExpression(page: Page, name: string, text: string): Promise<void> {
	const input = panel.parameterInput(page, name);
	await input.hover();
	await input
		.locator('xpath=ancestor::*[.//*[@value="expression"] or .//*[text()="Expression"]][1]')
		.getByText('Expression')
		.first()
		.click();
	await input.locator('.cm-content').click();
	await page.keyboard.press('ControlOrMeta+a');
	// The editor would close brackets that are typed.
	await page.keyboard.insertText(text);
}

async function publish(page: Page): Promise<void> {
	await page.getByRole('button', { name: 'Publish', exact: true }).first().click();
	await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
	await page.getByRole('button', { name: 'Got it' }).click();
}
