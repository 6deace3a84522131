import type { Locator, Page } from '@playwright/test';
import {
	waitForExecution,
	type Execution,
	type Session,
	type StoredWorkflow,
} from '../../../tools/n8n';
import { isObject } from '../../../tools/n8n/json';

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

/** Imports a workflow's file by the editor's menu entry for that. */
export async function importFile(page: Page, file: string): Promise<void> {
	await page.getByTestId('workflow-import-input').setInputFiles(file);
	await page.getByTestId('canvas-node').first().waitFor();
}

/** Empties the canvas. A new tab would load the whole editor again. */
export async function deleteAll(page: Page): Promise<void> {
	await page.keyboard.press('Control+A');
	await page.keyboard.press('Delete');
	await page.getByTestId('canvas-add-button').waitFor();
}

/** A node of the canvas by its name. */
export function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name=${JSON.stringify(name)}]`);
}

/** Names of the nodes that the canvas marks, because n8n does not know them or something in them is wrong. */
export async function markedNodes(page: Page): Promise<string[]> {
	const mark = page.getByTestId('node-not-installed').or(page.getByTestId('node-issues'));
	const marked = await page.getByTestId('canvas-node').filter({ has: mark }).all();
	const names = await Promise.all(marked.map((node) => node.getAttribute('data-node-name')));
	return names.map(String);
}

/** The labels that a node shows at its outputs, from the top. */
export async function outputLabels(page: Page, name: string): Promise<string[]> {
	const outputs = canvasNode(page, name).getByTestId('canvas-node-output-handle');
	await outputs.first().waitFor();
	return (await outputs.allInnerTexts()).map((text) => text.trim().split('\n')[0] ?? '');
}

/** Texts below a part of the page that are cut, since they have no room. */
export async function cutTexts(area: Locator): Promise<string[]> {
	return await area.locator('*').evaluateAll((all) =>
		all
			.filter((element) => getComputedStyle(element).overflowX === 'hidden')
			.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1)
			.map(({ textContent }) => textContent.trim())
			.filter((text) => text !== ''),
	);
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
	const answering = page.waitForResponse((response) => isRunRequest(response.url()));
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

/** Makes the editor wait for a call of the workflow's test webhook. */
export async function startListening(page: Page): Promise<void> {
	const answering = page.waitForResponse((response) => isRunRequest(response.url()));
	await page.getByTestId('execute-workflow-button').first().click();
	await answering;
}

function isRunRequest(url: string): boolean {
	return /\/workflows\/[^/]+\/run$/.test(new URL(url).pathname);
}
