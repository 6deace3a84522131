import { randomUUID } from 'node:crypto';
import {
	credentialNames,
	itemsNode,
	manualTrigger,
	node,
	trigger,
	type Parameters,
	type WorkflowFile,
	type WorkflowNode,
} from '../../../harness';
import type { JsonObject } from '../../../harness/json';

interface KainicNode {
	readonly name: string;
	readonly parameters: Parameters;
	/** The nodes after its outputs; n8n adds the error output as the last one. */
	readonly followers: readonly string[];
}

const visitor = { anonUid: '={{ $json.visitor }}' };
const itemId = { id: randomUUID(), name: 'item_id', type: 'string', value: '={{ $json.item_id }}' };

/** Every node of this package with what its panel needs, from the top of the canvas. */
const kainicNodes: readonly KainicNode[] = [
	{
		name: 'Kainic Event',
		parameters: {
			...{ trackerId: 'tracker-web', ...visitor },
			eventFields: { assignments: [itemId] },
		},
		followers: ['Count', 'Send Again'],
	},
	{
		name: 'Kainic Predict',
		parameters: { modelId: 'model-popular', ...visitor, itemIds: '={{ $json.item_id }}' },
		followers: ['Show Products', 'Tell the Shop'],
	},
	{
		name: 'Kainic Experiment',
		parameters: {
			...{ experimentId: 'experiment-home', ...visitor },
			...{ sid: '={{ $json.session }}', type: 'trending' },
		},
		followers: ['Show Products of Model', 'Show Bestsellers', 'Tell the Team'],
	},
	{
		name: 'Kainic Catalog',
		parameters: { syncMode: 'stock', storeId: 'store-1' },
		followers: ['Keep Count', 'Alert'],
	},
];

export const kainicNodeNames = kainicNodes.map(({ name }) => name);

/** Pixels between two rows of the canvas. */
const rowHeight = 150;

const rows = kainicNodes.flatMap(({ followers }) => followers);

/** All nodes of this package, one above the other, after a node that has these items. */
export function fourNodes(items: readonly JsonObject[]): WorkflowFile {
	const shop = itemsNode('Shop', items);
	const middle = (rows.length - 1) / 2;
	return {
		name: 'All nodes of Kainic',
		nodes: [
			place(manualTrigger(), 0, middle),
			place(shop, 220, middle),
			...kainicNodes.map((each) => place(toNode(each), 520, rowOf(each))),
			...rows.map((name, row) => place(doNothing(name), 860, row)),
		],
		connections: {
			[trigger]: { main: [[linkTo(shop.name)]] },
			[shop.name]: { main: [kainicNodeNames.map(linkTo)] },
			...Object.fromEntries(
				kainicNodes.map(({ name, followers }) => [
					name,
					{ main: followers.map((follower) => [linkTo(follower)]) },
				]),
			),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Beside the middle of its followers. */
function rowOf({ followers }: KainicNode): number {
	return rows.indexOf(followers[0] ?? '') + (followers.length - 1) / 2;
}

function toNode({ name, parameters }: KainicNode): WorkflowNode {
	const type = `n8n-nodes-kainic.${name.replace('Kainic ', 'kainic')}`;
	const credential = credentialNames[name === 'Kainic Experiment' ? 'experiment' : 'project'];
	return {
		...node(name, type, 1, parameters),
		credentials: { kainicApi: { id: '', name: credential } },
		onError: 'continueErrorOutput',
	};
}

function doNothing(name: string): WorkflowNode {
	return node(name, 'n8n-nodes-base.noOp', 1, {});
}

function place(placed: WorkflowNode, x: number, row: number): JsonObject {
	return { ...placed, id: randomUUID(), position: [x, Math.round(row * rowHeight)] };
}

function linkTo(name: string): JsonObject {
	return { node: name, type: 'main', index: 0 };
}
