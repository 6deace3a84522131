import { strict as assert } from 'node:assert';
import type { Locator, Page } from '@playwright/test';
import type { Session } from '../../tools/n8n';
import { test } from '../support/browser/editor-stage';

test('The credential dialog is red with the reason for what is wrong, and green for the right key @night', async (stage) => {
	const { n8n, emulator, openTab, camera } = stage;
	const { apiKey, projectId } = emulator.world.settings;
	const page = await openTab();
	await openCredentialDialog(page, n8n, 'Kainic API');
	await fillCredential(page, { apiKey: 'not-the-key', projectId, baseUrl: emulator.url });
	const { good, text } = await saveAndTest(page);
	assert.equal(good, false);
	assert.match(text, /Kainic refused this API key/);
	await fillCredential(page, { apiKey });
	assert.equal((await saveAndTest(page)).good, true);
	assert.equal(await page.getByText(apiKey).count(), 0);
	await page.setViewportSize({ width: 1100, height: 940 });
	await camera.take('credential', page);
	await deleteCredential(page);
});

async function openCredentialDialog(page: Page, n8n: Session, type: string): Promise<void> {
	await page.goto(`${n8n.url}/home/credentials`);
	await page.getByTestId('add-resource-credential').click();
	await page.getByTestId('new-credential-type-select').locator('input').fill(type);
	await page.getByTestId('new-credential-type-select-option').filter({ hasText: type }).click();
	await page.getByTestId('new-credential-type-button').click();
	await credentialDialog(page).waitFor();
}

function credentialDialog(page: Page): Locator {
	return page.getByTestId('credential-edit-dialog');
}

async function fillCredential(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
	for (const [name, text] of Object.entries(fields)) {
		await page.getByTestId(`parameter-input-${name}`).locator('input').fill(text);
	}
}

/** Saves the credential, which tests it, and gives what the dialog says of the test. */
async function saveAndTest(page: Page): Promise<{ good: boolean; text: string }> {
	const saving = page.getByTestId('credential-save-button');
	await Promise.all([
		page.waitForResponse((response) => response.url().endsWith('/rest/credentials/test')),
		// While nothing is changed the word "Saved" may stand in the button's place and swallow a click.
		saving.getByRole('button', { name: 'Save', exact: true }).click(),
	]);
	// Until it rests again, the dialog may still show what it said of the test before.
	const restingButton = saving.getByRole('button', { name: 'Save', exact: true, disabled: true });
	await restingButton.or(saving.getByText('Saved', { exact: true })).waitFor();
	const dialog = credentialDialog(page);
	const success = dialog.getByText('Connection tested successfully');
	const failure = dialog.getByText('Couldn’t connect with these settings');
	await success.or(failure).first().waitFor();
	if (await success.isVisible()) return { good: true, text: await dialog.innerText() };
	const details = dialog.getByText('More details');
	if (await details.isVisible()) await details.click();
	return { good: false, text: await dialog.innerText() };
}

/** Deletes the credential that the dialog shows, and with it the dialog. */
async function deleteCredential(page: Page): Promise<void> {
	await page.getByTestId('credential-delete-button').click();
	await page.getByRole('button', { name: /yes, delete/i }).click();
	await credentialDialog(page).waitFor({ state: 'hidden' });
}
