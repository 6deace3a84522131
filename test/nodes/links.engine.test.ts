import { titledCases } from '../support/node-cases';
import { createNodeType, createStartNode, runWorkflow } from '../support/engine';
import { credentialFor, openNodes, refusal } from '../support/engine/with-emulator';

const shop = openNodes();

/** Reads an earlier node's item, as an expression behind the node does. */
const look = createNodeType(function () {
	const indexes = this.getInputData().keys();
	const found = Array.from(indexes, (index) =>
		this.evaluateExpression("{{ $('Start').item.json.mark }}", index),
	);
	return [found.map((mark, item) => ({ json: { mark: String(mark) }, pairedItem: { item } }))];
});

test.each(titledCases)(
	"%s: behind the error branch, $('Start').item is the failed item",
	async (_, node) => {
		shop.emulator.inject({ ...refusal(), count: 'always' });
		const marked = node.items.map((json, index) => ({ json: { ...json, mark: `item ${index}` } }));
		const items = node.type === 'kainicCatalog' ? marked.slice(0, 1) : marked;
		const { runs } = await runWorkflow({
			nodes: [
				{ name: 'Start', type: 'testbed.start' },
				{
					name: 'Node',
					type: `n8n-nodes-kainic.${node.type}`,
					parameters: { ...node.parameters, options: node.options },
					onError: 'continueErrorOutput',
				},
				{ name: 'Look', type: 'testbed.look' },
			],
			wires: [
				{ from: 'Start', to: 'Node' },
				{ from: 'Node', output: node.description.outputs.length, to: 'Look' },
			],
			nodeTypes: {
				'testbed.start': createStartNode(items),
				'testbed.look': look,
				[`n8n-nodes-kainic.${node.type}`]: node.node,
			},
			credential: credentialFor(shop.emulator.url, node.keyType),
		});
		const marks = runs['Look']?.[0]?.outputs[0]?.map(({ json }) => json['mark']) ?? [];
		expect(marks.sort()).toEqual(items.map(({ json }) => json.mark).sort());
	},
);
