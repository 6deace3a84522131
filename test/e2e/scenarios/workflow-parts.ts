import type { WorkflowFile } from '../../../scripts/n8n';
import type { JsonObject } from '../../../scripts/n8n/json';

export interface WorkflowNode {
	readonly [key: string]: unknown;
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: [number, number];
	readonly parameters: object;
}

/** A node as n8n's editor stores it. */
export function node(
	name: string,
	type: string,
	typeVersion: number,
	parameters: object,
): WorkflowNode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

export function manualTrigger(name: string): WorkflowNode {
	return node(name, 'n8n-nodes-base.manualTrigger', 1, {});
}

/** A webhook that answers POST requests with what the workflow's last node puts out. */
export function webhook(name: string, path: string): WorkflowNode & { webhookId: string } {
	const parameters = { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} };
	return { ...node(name, 'n8n-nodes-base.webhook', 2, parameters), webhookId: path };
}

/** Wires nodes in their order, each to the next by its first output. */
export function connect(nodes: readonly WorkflowNode[]): Record<string, object> {
	const pairs = nodes.slice(1).map((next, index) => [nodes[index]?.name ?? '', next.name] as const);
	return Object.fromEntries(
		pairs.map(([from, to]) => [from, { main: [[{ node: to, type: 'main', index: 0 }]] }]),
	);
}

/** A node that puts out these items, whatever it gets. */
export function itemsNode(name: string, items: readonly JsonObject[]): WorkflowNode {
	const jsCode = `return ${JSON.stringify(items.map((json) => ({ json })))};`;
	return node(name, 'n8n-nodes-base.code', 2, { jsCode });
}

/** A workflow of nodes side by side, each wired to the next by its first output. */
export function chain(name: string, nodes: readonly WorkflowNode[]): WorkflowFile {
	return {
		name,
		nodes: nodes.map((each, index) => ({ ...each, position: [index * 220, 0] })),
		connections: connect(nodes),
		settings: { executionOrder: 'v1' },
	};
}
