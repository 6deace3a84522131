import { chain, manualTrigger, node } from '../../tools/n8n';
import { openWorkflow } from './canvas';
import { openPanel } from './panel';
import { test } from '../support/browser/editor-stage';

/** test/nodes/both-packages.engine.test.ts compares the previews of all nodes with their outputs. */
test('the node after Kainic Predict offers its fields before any run @night', async (stage) => {
	const workflow = chain('Previews', [
		manualTrigger(),
		node('Predict', 'n8n-nodes-kainic.kainicPredict', 1, {}),
		node('After', 'n8n-nodes-base.set', 3.4, {}),
	]);
	const page = await stage.openTab();
	await openWorkflow(page, stage.n8n, await stage.importWorkflow(workflow));
	await openPanel(page, 'After');
	const offered = page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-node-name');
	for (const field of ['item_id', 'rank', 'kainic_mid'])
		await offered.getByText(field, { exact: true }).first().waitFor();
});
