import { randomUUID } from 'node:crypto';
import { credentialNames } from './credentials';
import type { JsonObject } from './json';
import type { WorkflowFile } from './workflows';

export type Parameters = Readonly<Record<string, unknown>>;

/** A node as n8n's editor exports it, without its ID and position. */
export interface WorkflowNode {
	name: string;
	type: string;
	typeVersion: number;
	parameters: Parameters;
	[key: string]: unknown;
}

export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: Parameters,
): WorkflowNode {
	return { name, type, typeVersion, parameters };
}

/** The name of every `manualTrigger`. */
export const trigger = 'Start';

export function manualTrigger(): WorkflowNode {
	return node(trigger, 'n8n-nodes-base.manualTrigger', 1, {});
}

const responses = {
	atOnce: { responseMode: 'onReceived' },
	firstItem: { responseMode: 'lastNode', responseData: 'firstEntryJson' },
	allItems: { responseMode: 'lastNode', responseData: 'allEntries' },
	/** The node "Respond to Webhook" answers. */
	node: { responseMode: 'responseNode' },
} as const;

/** A webhook that takes POST requests and answers at once, or with the items of the last node. */
export function webhook(path: string, response: keyof typeof responses): WorkflowNode {
	const parameters = { httpMethod: 'POST', path, ...responses[response], options: {} };
	return { ...node('Webhook', 'n8n-nodes-base.webhook', 2, parameters), webhookId: randomUUID() };
}

/** A Code node that runs once for all items. */
export function code(name: string, jsCode: string): WorkflowNode {
	return node(name, 'n8n-nodes-base.code', 2, { jsCode });
}

/** A node that outputs these items, whatever its input. */
export function itemsNode(name: string, items: readonly JsonObject[]): WorkflowNode {
	return code(name, `return ${JSON.stringify(items.map((json) => ({ json })))};`);
}

/** Makes an item of each element of an array field. */
export function splitOut(fieldToSplitOut: string): WorkflowNode {
	return node('Split Out', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut, options: {} });
}

/** The node's reference to the stored credential of a project. */
export const projectCredential = { kainicApi: { id: '', name: credentialNames.project } };

/** A node of this package, with the credential of a project; `settings` are n8n's own, like `onError`. */
export function kainic(
	name: 'Kainic Event' | 'Kainic Predict' | 'Kainic Catalog',
	parameters: Parameters,
	settings: Readonly<Record<string, unknown>> = {},
): WorkflowNode {
	const type = `n8n-nodes-kainic.${name.replace('Kainic ', 'kainic')}`;
	return { ...node(name, type, 1, parameters), credentials: projectCredential, ...settings };
}

/** A workflow of nodes side by side, each wired to the next by its first output. */
export function chain(name: string, nodes: readonly WorkflowNode[]): WorkflowFile {
	const links = nodes.slice(1).map((next, index) => {
		const target = { node: next.name, type: 'main', index: 0 };
		return [nodes[index]?.name ?? '', { main: [[target]] }] as const;
	});
	return {
		name,
		nodes: nodes.map((each, index) => ({ ...each, id: randomUUID(), position: [index * 220, 0] })),
		connections: Object.fromEntries(links),
		settings: { executionOrder: 'v1' },
	};
}
