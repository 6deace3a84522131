import { chain, manualTrigger, node } from '../../../harness';
import { openWorkflow } from '../editor/canvas';
import { openPanel, panel } from '../editor/panel';
import type { EditorScenario } from '../scenario';

/** A field of the output of each node. */
const shown = {
	'Kainic Catalog': ['storeId', 'products', 'attempts'],
	'Kainic Event': ['status', 'trackerId'],
	'Kainic Experiment': ['item_id', 'rank', 'kainic_exp_id', 'group'],
	'Kainic Predict': ['item_id', 'rank', 'kainic_mid'],
} as const;

export const outputPreviews: EditorScenario = {
	name: 'the node after a node of this package offers its fields before any run',
	run: async ({ n8n, importWorkflow, openTab, album }) => {
		const page = await openTab();
		for (const [name, fields] of Object.entries(shown)) {
			const type = `n8n-nodes-kainic.${name.replace('Kainic ', 'kainic')}`;
			const nodes = [
				manualTrigger(),
				node(name, type, 1, {}),
				node('Edit Fields', 'n8n-nodes-base.set', 3.4, {}),
			];
			await openWorkflow(page, n8n, await importWorkflow(chain(`Preview of ${name}`, nodes)));
			await openPanel(page, 'Edit Fields');
			const offered = page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-node-name');
			for (const field of fields) {
				await offered.getByText(field, { exact: true }).first().waitFor();
			}
			await album.take(`preview-${name}`, panel(page));
		}
	},
};
