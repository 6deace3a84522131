import { strict as assert } from 'node:assert';
import * as dialog from '../editor/credential-dialog';
import type { EditorScenario } from '../scenario';

export const credentialDialog: EditorScenario = {
	name: 'The credential dialog is red with the reason for what is wrong, and green for the right key',
	run: async ({ n8n, server, emulator, openTab, camera }) => {
		const { apiKey, projectId } = emulator.world.settings;
		const baseUrl = emulator.url;
		const wrong: ReadonlyArray<readonly [dialog.Fields, RegExp]> = [
			[{ apiKey: 'not-the-key', projectId, baseUrl }, /Kainic refused this API key/],
			[{ apiKey, baseUrl: server.url }, /Kainic was not found at this base URL/],
			[{ baseUrl: 'http://192.0.2.1' }, /base URL in the credential begins with http:\/\//],
		];
		const page = await openTab();
		await dialog.openCredentialDialog(page, n8n, 'Kainic API');
		for (const [fields, told] of wrong) {
			await dialog.fillCredential(page, fields);
			const { good, text } = await dialog.saveAndTest(page);
			assert.equal(good, false);
			assert.match(text, told);
		}
		await dialog.fillCredential(page, { baseUrl });
		assert.equal((await dialog.saveAndTest(page)).good, true);
		assert.equal(await page.getByText(apiKey).count(), 0);
		await page.setViewportSize({ width: 1100, height: 940 });
		await camera.take('credential', page);
		await dialog.deleteCredential(page);
	},
};
