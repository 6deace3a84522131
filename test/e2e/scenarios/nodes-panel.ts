import { strict as assert } from 'node:assert';
import { nodeTypes } from '../../../tools/n8n';
import { textOf } from '../../../tools/n8n/json';
import { openEmptyWorkflow } from '../editor/canvas';
import { searchNodes } from '../editor/nodes-panel';
import type { EditorScenario } from '../scenario';

export const nodesPanel: EditorScenario = {
	name: 'Whoever searches for "Kainic" among the nodes finds each of this package, with a description',
	run: async ({ n8n, openTab }) => {
		const loaded = await nodeTypes(n8n, 'n8n-nodes-kainic.');
		const names = loaded
			.filter((type) => !textOf(type, 'name').endsWith('Tool'))
			.map((type) => textOf(type, 'displayName'));
		assert.ok(names.includes('Kainic Event'));
		const page = await openTab();
		await openEmptyWorkflow(page, n8n);
		await page.getByTestId('canvas-plus-button').click();
		const found = await searchNodes(page, 'Kainic');
		assert.deepEqual(found.map(({ name }) => name).sort(), names.sort());
		for (const { name, description } of found) assert.ok(description.length > 20, name);
	},
};
