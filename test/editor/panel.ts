import type { Locator, Page } from '@playwright/test';
import type { Execution, Session } from '../../tools/n8n';
import { canvasNode, executionOf } from './canvas';

export async function openPanel(page: Page, node: string): Promise<void> {
	await canvasNode(page, node).dblclick();
	await panelParameters(page).waitFor();
}

export async function closePanel(page: Page): Promise<void> {
	await page.getByTestId('ndv-close-button').click();
	await panelParameters(page).waitFor({ state: 'hidden' });
}

/** An open panel whole: input, parameters, output. */
export function panel(page: Page): Locator {
	return page.getByTestId('ndv');
}

/** The middle of an open panel. */
export function panelParameters(page: Page): Locator {
	return page.getByTestId('node-parameters');
}

export function parameterInput(page: Page, name: string): Locator {
	return panelParameters(page).getByTestId(`parameter-input-${name}`);
}

export async function fill(page: Page, name: string, text: string): Promise<void> {
	await parameterInput(page, name).locator('input, textarea').first().fill(text);
}

export async function choose(page: Page, name: string, label: string): Promise<void> {
	await parameterInput(page, name).click();
	await page
		.getByTestId('parameter-input-item')
		.filter({ hasText: label })
		.filter({ visible: true })
		.first()
		.click();
}

/** Adds an entry of a collection (the last one on the panel: Options) by its label. */
export async function addOption(page: Page, label: string): Promise<void> {
	await page.getByTestId('collection-parameter-add').last().click();
	const options = page.getByTestId('collection-parameter-option').filter({ visible: true });
	await options.filter({ hasText: new RegExp(`^\\s*${label}\\s*$`) }).click();
}

/** Adds a row of Event Fields by hand; `index` is its place. */
/** The box for the value of an event field, by its name. */
export function eventField(page: Page, name: string): Locator {
	const named = page.getByTestId('assignment').filter({
		has: page.getByTestId('assignment-name').locator(`input[value="${name}"]`),
	});
	return named.getByTestId('assignment-value').locator('input, textarea').first();
}

export async function chooseCredential(page: Page, name: string): Promise<void> {
	await page.getByTestId('node-credentials-select').click();
	await page
		.locator('[data-test-id^="node-credentials-select-item-"]')
		.filter({ hasText: name })
		.filter({ visible: true })
		.first()
		.click();
}

export async function dragInputField(page: Page, field: string, target: Locator): Promise<void> {
	const source = page
		.getByTestId('ndv-input-panel')
		.getByTestId('run-data-schema-node-name')
		.getByText(field, { exact: true });
	await source.hover();
	await page.mouse.down();
	const start = await middleOf(source);
	await page.mouse.move(start.x + 40, start.y + 20, { steps: 4 });
	// The place grows as soon as something is dragged.
	await page.waitForTimeout(150);
	const end = await middleOf(target);
	await page.mouse.move(end.x, end.y, { steps: 8 });
	await page.waitForTimeout(150);
	await page.mouse.up();
	await leaveField(page);
}

async function middleOf(locator: Locator): Promise<{ x: number; y: number }> {
	const box = await locator.boundingBox();
	if (box === null) throw new Error('A place of the panel is not to be seen.');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The editor takes over what was typed or dropped last when its field is left, after a moment. */
async function leaveField(page: Page): Promise<void> {
	await page.getByTestId('tab-params').click();
	await page.waitForTimeout(400);
}

export async function executeStep(page: Page, n8n: Session): Promise<Execution> {
	await leaveField(page);
	return await executionOf(page, n8n, async () => {
		await page.getByTestId('node-execute-button').click();
	});
}

/** Shows one output of the node, by a part of its tab's label, e.g. "Error Branch". */
export async function showBranch(page: Page, label: string): Promise<void> {
	await page.getByTestId('branches').getByText(label).click();
}

export async function seesInOutput(page: Page, text: string | RegExp): Promise<void> {
	await page.getByTestId('output-panel').getByText(text).first().waitFor();
}

export async function markedParameters(page: Page): Promise<number> {
	return await panelParameters(page)
		.locator('.has-issues, [data-test-id="parameter-issues"]')
		.count();
}

/** Sets the node to send failures out by an output of their own. */
export async function continueWithErrorOutput(page: Page): Promise<void> {
	await page.getByTestId('tab-settings').click();
	await page.getByTestId('parameter-input-onError').click();
	await page.getByText('Continue (using error output)').click();
	await page.getByTestId('tab-params').click();
}
