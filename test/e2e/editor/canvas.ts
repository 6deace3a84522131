import type { Locator, Page } from 'playwright-core';
import {
	nodeRuns,
	waitForExecution,
	type Execution,
	type Session,
	type StoredWorkflow,
} from '../../../scripts/n8n';
import { isObject } from '../../../scripts/n8n/json';

/** Opens a stored workflow in the editor. */
export async function openWorkflow(
	page: Page,
	n8n: Session,
	workflow: Pick<StoredWorkflow, 'id'>,
): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${workflow.id}`);
	await page.getByTestId('canvas-node').first().waitFor();
}

/** Opens the editor with an empty workflow. */
export async function openEmptyWorkflow(page: Page, n8n: Session): Promise<void> {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.getByTestId('canvas-add-button').waitFor();
}

/** Imports a workflow's file by the editor's menu entry for that, and waits for its nodes. */
export async function importFile(page: Page, file: string, nodeCount: number): Promise<void> {
	await page.getByTestId('workflow-import-input').setInputFiles(file);
	await page
		.getByTestId('canvas-node')
		.nth(nodeCount - 1)
		.waitFor();
}

/** A node of the canvas by its name. */
export function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name=${JSON.stringify(name)}]`);
}

/** The labels that a node shows at its outputs, from the top. */
export async function outputLabels(page: Page, name: string): Promise<string[]> {
	const outputs = canvasNode(page, name).getByTestId('canvas-node-output-handle');
	await outputs.first().waitFor();
	return (await outputs.allInnerTexts()).map((text) => text.trim().split('\n')[0] ?? '');
}

/** Runs the workflow by the button below the canvas and waits for its end. */
export async function executeWorkflow(page: Page, n8n: Session): Promise<Execution> {
	const button = page.getByTestId('execute-workflow-button').first();
	return await executionOf(page, n8n, async () => await button.click());
}

/** The execution that `start` makes the editor begin, when it has ended. */
export async function executionOf(
	page: Page,
	n8n: Session,
	start: () => Promise<void>,
): Promise<Execution> {
	const answering = page.waitForResponse((response) =>
		/\/workflows\/[^/]+\/run$/.test(new URL(response.url()).pathname),
	);
	await Promise.all([answering, start()]);
	const answer: unknown = await (await answering).json();
	const data = isObject(answer) ? answer['data'] : undefined;
	const id = isObject(data) ? data['executionId'] : undefined;
	if (typeof id !== 'string') throw new Error(`n8n started no run: ${JSON.stringify(answer)}`);
	return await waitForExecution(n8n, id);
}

/** Waits until the canvas shows that a node ran and all was well. */
export async function waitForSuccess(page: Page, name: string): Promise<void> {
	await canvasNode(page, name).getByTestId('canvas-node-status-success').waitFor();
}

/** Whether a node ran at all. */
export function didRun(execution: Execution, name: string): boolean {
	return nodeRuns(execution, name).length > 0;
}
