import { strict as assert } from 'node:assert';
import type { Page } from '@playwright/test';
import { chain, itemsNode, manualTrigger } from '../../tools/n8n';
import type { JsonObject } from '../../tools/n8n/json';
import type { EditorStage } from '../support/browser/editor-stage';
import { canvasNode, cutTexts, executeWorkflow, openWorkflow, waitForSuccess } from './canvas';
import { addNode, searchNodes } from './nodes-panel';
import * as panel from './panel';

const source = 'Shop';

/** What a user enters in the panel of a node: values and fields of the input by the parameter's name. */
interface Entries {
	/** By default the one that n8n chooses. */
	readonly credential?: keyof EditorStage['credentials'];
	readonly texts?: Readonly<Record<string, string>>;
	/** Fields of the input that are dragged. */
	readonly dragged?: Readonly<Record<string, string>>;
}

/**
 * Opens a workflow whose node "Shop" has put out these items, adds a node of this package after it, as
 * a user does, and fills in its panel, with the input beside it.
 */
export async function addAfterItems(
	{ n8n, credentials, importWorkflow, openTab }: EditorStage,
	items: readonly JsonObject[],
	name: string,
	{ credential, texts = {}, dragged = {} }: Entries,
): Promise<Page> {
	const workflow = chain(`${name} in a shop`, [manualTrigger(), itemsNode(source, items)]);
	const page = await openTab();
	await openWorkflow(page, n8n, await importWorkflow(workflow));
	await executeWorkflow(page, n8n);
	await waitForSuccess(page, source);
	await canvasNode(page, source).getByTestId('canvas-handle-plus').click();
	await searchNodes(page, 'Kainic');
	await addNode(page, name);
	await page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-item').first().waitFor();
	assert.equal(await panel.markedParameters(page), 0, 'an untouched panel has no red marker');
	assert.deepEqual(await cutTexts(panel.panelParameters(page)), []);
	if (credential !== undefined) await panel.chooseCredential(page, credentials[credential].name);
	for (const [parameter, text] of Object.entries(texts)) await panel.fill(page, parameter, text);
	for (const [parameter, field] of Object.entries(dragged)) {
		await panel.dragInputField(page, field, panel.parameterInput(page, parameter));
	}
	return page;
}
