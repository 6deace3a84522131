import type { Locator, Page } from '@playwright/test';

export async function searchNodes(page: Page, text: string) {
	await page.getByTestId('node-creator-search-bar').fill(text);
	const found = page.getByTestId('node-creator-node-item');
	await found.filter({ hasText: text }).first().waitFor();
	return await Promise.all((await found.all()).map(readNode));
}

async function readNode(item: Locator) {
	const name = await item.getByTestId('node-creator-item-name').innerText();
	const description = await item.getByTestId('node-creator-item-description').innerText();
	return { name: name.trim(), description: description.trim() };
}

/** Adds a found node to the workflow, by way of the page about it; its panel opens. */
export async function addNode(page: Page, name: string): Promise<void> {
	const names = page.getByTestId('node-creator-item-name');
	await names.getByText(name, { exact: true }).click();
	await page.getByRole('button', { name: 'Add to workflow' }).click();
	await page.getByTestId('node-parameters').waitFor();
}
