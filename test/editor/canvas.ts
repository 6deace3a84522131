import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import {
	parseWorkflow,
	waitForExecution,
	type Execution,
	type Session,
	type StoredWorkflow,
} from '../../tools/n8n';
import { isObject, textOf } from '../../tools/n8n/json';

export async function openWorkflow(
	page: Page,
	n8n: Session,
	workflow: Pick<StoredWorkflow, 'id'>,
): Promise<void> {
	await page.goto(`${n8n.url}/workflow/${workflow.id}`);
	await page.getByTestId('canvas-node').first().waitFor();
}

export async function openEmptyWorkflow(page: Page, n8n: Session): Promise<void> {
	await page.goto(`${n8n.url}/workflow/new`);
	await page.getByTestId('canvas-add-button').waitFor();
}

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

export function canvasNode(page: Page, name: string): Locator {
	return page.locator(`[data-test-id="canvas-node"][data-node-name=${JSON.stringify(name)}]`);
}

/** Imports a workflow, and checks that n8n knows its nodes of this package and marks none. Returns their names. */
export async function importWorkflow(page: Page, file: string): Promise<string[]> {
	await importFile(page, file);
	const { nodes } = parseWorkflow(readFileSync(file, 'utf8'));
	const own = nodes.filter((node) => /^n8n-nodes-kainic(-one)?\./.test(textOf(node, 'type')));
	const mark = page.getByTestId('node-not-installed').or(page.getByTestId('node-issues'));
	for (const name of own.map((node) => textOf(node, 'name'))) {
		await canvasNode(page, name).waitFor();
		assert.equal(await canvasNode(page, name).filter({ has: mark }).count(), 0, `${file}: ${name}`);
	}
	return own.map((node) => textOf(node, 'name'));
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

/** The zoom of the canvas, at best the expected one within half a minute. A pixel of the window may be missing. */
export async function waitForZoom(page: Page, expected: number): Promise<number> {
	const pane = page.locator('.vue-flow__transformationpane');
	for (const end = Date.now() + 30_000; ; await page.waitForTimeout(100)) {
		const zoom = await pane.evaluate(
			(element) => new DOMMatrix(getComputedStyle(element).transform).a,
		);
		if (Math.abs(zoom - expected) < 0.01) return expected;
		if (Date.now() > end) return zoom;
	}
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

export async function waitForSuccess(page: Page, name: string): Promise<void> {
	await canvasNode(page, name).getByTestId('canvas-node-status-success').waitFor();
}

function isRunRequest(url: string): boolean {
	return /\/workflows\/[^/]+\/run$/.test(new URL(url).pathname);
}
