import type { Page } from 'playwright-core';
import { importWorkflow } from '../../../scripts/n8n';
import type { JsonObject } from '../../../scripts/n8n/json';
import { chain, itemsNode, manualTrigger } from '../scenarios/workflow-parts';
import type { Stage } from '../setting/stage';
import { canvasNode, executeWorkflow, openWorkflow } from './canvas';
import { addNode, searchNodes } from './nodes-panel';

const source = 'Shop';

/**
 * Opens a workflow whose node "Shop" has put out these items, and adds a node of this package after
 * it, as a user does: its untouched panel is open then, with the input beside it.
 */
export async function addAfterShop(
	{ n8n, openTab }: Stage,
	items: readonly JsonObject[],
	name: string,
): Promise<Page> {
	const workflow = chain(`${name} in a shop`, [manualTrigger('Start'), itemsNode(source, items)]);
	const page = await openTab();
	await openWorkflow(page, n8n, await importWorkflow(n8n, workflow));
	await executeWorkflow(page, n8n);
	await canvasNode(page, source).getByTestId('canvas-node-status-success').waitFor();
	await canvasNode(page, source).getByTestId('canvas-handle-plus').click();
	await searchNodes(page, 'Kainic');
	await addNode(page, name);
	await page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-item').first().waitFor();
	return page;
}
