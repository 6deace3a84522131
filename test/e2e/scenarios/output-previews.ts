import { chain, manualTrigger, node } from '../../../tools/n8n';
import { openWorkflow } from '../editor/canvas';
import { closePanel, openPanel } from '../editor/panel';
import { test } from '../setting/stage';

/** Fields of the output of each node. */
const shown = {
	'Kainic Catalog': ['storeId', 'products', 'attempts'],
	'Kainic Event': ['status', 'trackerId'],
	'Kainic Experiment': ['item_id', 'rank', 'kainic_exp_id', 'group'],
	'Kainic Predict': ['item_id', 'rank', 'kainic_mid'],
} as const;

/** Each node with one after it, in one workflow: an editor is opened once. */
const pairs = Object.keys(shown).map((name) =>
	chain(name, [
		node(name, `n8n-nodes-kainic.${name.replace('Kainic ', 'kainic')}`, 1, {}),
		node(`After ${name}`, 'n8n-nodes-base.set', 3.4, {}),
	]),
);

test('the node after a node of this package offers its fields before any run @night', async ({
	n8n,
	importWorkflow,
	openTab,
}) => {
	const start = chain('Previews', [manualTrigger()]);
	const nodes = pairs.flatMap((pair, row) =>
		pair.nodes.map((each, column) => ({ ...each, position: [300 + column * 220, row * 200] })),
	);
	const links = pairs.map(({ name }) => ({ node: name, type: 'main', index: 0 }));
	const connections = Object.assign(
		{ Start: { main: [links] } },
		...pairs.map((pair) => pair.connections),
	);
	const workflow = { ...start, nodes: [...start.nodes, ...nodes], connections };
	const page = await openTab();
	await openWorkflow(page, n8n, await importWorkflow(workflow));
	for (const [name, fields] of Object.entries(shown)) {
		await openPanel(page, `After ${name}`);
		const offered = page.getByTestId('ndv-input-panel').getByTestId('run-data-schema-node-name');
		for (const field of fields) {
			await offered.getByText(field, { exact: true }).first().waitFor();
		}
		await closePanel(page);
	}
});
