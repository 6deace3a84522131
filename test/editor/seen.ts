import type { Page } from '@playwright/test';

/** Waits until a line above the output says this and no more. */
export async function seesHint(page: Page, text: string): Promise<void> {
	const lines = page.getByTestId('output-panel').getByTestId('node-hint');
	await lines.getByText(text, { exact: true }).waitFor();
}

export async function chosenCredential(page: Page): Promise<string> {
	return await page.getByTestId('node-credentials-select').locator('input').inputValue();
}

/**
 * Waits until the output shows an error with this title and text, and a message in the corner repeats
 * the title. Gives all that the page shows of it.
 */
export async function seesError(page: Page, title: string, text: string | RegExp): Promise<string> {
	const output = page.getByTestId('output-panel');
	await output.getByTestId('node-error-message').getByText(title, { exact: true }).waitFor();
	await output.getByTestId('node-error-description').filter({ hasText: text }).waitFor();
	const corner = page.locator('.el-notification').filter({ hasText: title }).last();
	await corner.waitFor();
	return `${await output.innerText()}\n${await corner.innerText()}`;
}
