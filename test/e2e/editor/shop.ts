import type { Page } from 'playwright-core';
import { chain, itemsNode, manualTrigger } from '../../../harness';
import type { JsonObject } from '../../../harness/json';
import type { EditorStage } from '../setting/stage';
import { canvasNode, executeWorkflow, openWorkflow } from './canvas';
import { addNode, searchNodes } from './nodes-panel';

const source = 'Shop';

/**
 * Opens a workflow whose node "Shop" has put out these items, and adds a node of this package after
 * it, as a user does: its untouched panel is open then, with the input beside it.
 */
export async function addAfterShop(
	{ n8n, importWorkflow, openTab }: EditorStage,
	items: readonly JsonObject[],
	name: string,
): Promise<Page> {
	const workflow = chain(`${name} in a shop`, [manualTrigger(), itemsNode(source, items)]);
	const page = await openTab();
	await openWorkflow(page, n8n, await importWorkflow(workflow));
	await executeWorkflow(page, n8n);
	await canvasNode(page, source).getByTestId('canvas-node-status-success').waitFor();
	await canvasNode(page, source).getByTestId('canvas-handle-plus').click();
	await searchNodes(page, 'Kainic');
	await addNode(page, name);
	await page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-item').first().waitFor();
	return page;
}
