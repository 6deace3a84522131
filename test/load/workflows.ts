import { randomUUID } from 'node:crypto';
import type { WorkflowFile } from '../../scripts/n8n';

type Parameters = Record<string, unknown>;

interface NodeSketch {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Parameters;
	[key: string]: unknown;
}

/** What the webhook's caller gets: an answer at once, or the items of the last node. */
export type Answering = 'atOnce' | 'firstItem' | 'allItems';

/** A production webhook that takes POST requests. */
export function webhook(path: string, answering: Answering): NodeSketch {
	const answers: Record<Answering, Parameters> = {
		atOnce: { responseMode: 'onReceived' },
		firstItem: { responseMode: 'lastNode', responseData: 'firstEntryJson' },
		allItems: { responseMode: 'lastNode', responseData: 'allEntries' },
	};
	return {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		parameters: { httpMethod: 'POST', path, ...answers[answering], options: {} },
		webhookId: randomUUID(),
	};
}

/** A Code node that runs once for all items. */
export function code(jsCode: string): NodeSketch {
	return { name: 'Code', type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

/** Makes an item of each element of the list in that field. */
export function splitOut(fieldToSplitOut: string): NodeSketch {
	return {
		name: 'Split Out',
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut, options: {} },
	};
}

/** A node of this package; failures leave it among its other items. */
export function kainic(
	type: 'kainicEvent' | 'kainicPredict' | 'kainicCatalog',
	parameters: Parameters,
): NodeSketch {
	return {
		name: 'Kainic',
		type: `n8n-nodes-kainic.${type}`,
		typeVersion: 1,
		parameters,
		credentials: { kainicApi: { id: '', name: 'Kainic' } },
		onError: 'continueRegularOutput',
	};
}

/** A workflow whose nodes follow one another. */
export function chain(name: string, nodes: readonly NodeSketch[]): WorkflowFile {
	const links = nodes.slice(1).map((node, index) => {
		const target = { node: node.name, type: 'main', index: 0 };
		return [nodes[index]?.name ?? '', { main: [[target]] }] as const;
	});
	return {
		name,
		nodes: nodes.map((node, index) => ({ ...node, id: randomUUID(), position: [index * 220, 0] })),
		connections: Object.fromEntries(links),
		settings: { executionOrder: 'v1' },
	};
}
