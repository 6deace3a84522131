import { strict as assert } from 'node:assert';
import { packageNodes } from '../../tools/n8n/package-nodes';
import { openEmptyWorkflow } from './canvas';
import { searchNodes } from './nodes-panel';
import { test } from '../support/browser/editor-stage';

test('Whoever searches for "Kainic" among the nodes finds each of this package, and "recommendation" finds Kainic Predict first', async (stage) => {
	const { n8n, openTab } = stage;
	const names = packageNodes.map(({ title }) => title);
	const page = await openTab();
	await openEmptyWorkflow(page, n8n);
	await page.getByTestId('canvas-plus-button').click();
	const found = await searchNodes(page, 'Kainic');
	assert.deepEqual(found.map(({ name }) => name).sort(), names.sort());
	await page.getByTestId('node-creator-search-bar').fill('recommendation');
	const others = page.getByTestId('node-creator-node-item').filter({ hasText: 'Kainic Catalog' });
	await others.waitFor({ state: 'detached' });
	const [first] = await searchNodes(page, 'recommendation');
	assert.equal(first?.name, 'Kainic Predict');
	for (const { name, description } of found) assert.ok(description.length > 20, name);
});
