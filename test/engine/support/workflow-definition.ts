import {
	NodeConnectionTypes,
	Workflow,
	type ICredentialDataDecryptedObject,
	type IConnections,
	type INode,
	type INodeType,
	type IWorkflowSettings,
	type NodeConnectionType,
} from 'n8n-workflow';
import type { CredentialReader } from './credentials-helper';
import { passThrough } from './helper-nodes';
import { WorkflowNodeTypes } from './node-types';

/** A node of a test workflow: whatever is not given gets n8n's usual value. */
export type TestNode = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** A wire between two nodes, of kind `main` and from output 0 unless told otherwise. */
export interface Wire {
	from: string;
	output?: number;
	to: string;
	kind?: NodeConnectionType;
}

export interface WorkflowDefinition {
	/** The workflow's nodes; the first one starts it. */
	nodes: TestNode[];
	wires: Wire[];
	settings?: IWorkflowSettings;
	/** Node types by the names used in `nodes`; this package's and the test bed's are known. */
	nodeTypes?: Record<string, INodeType>;
	/** The values of credentials by the name of their type; every node may use them. */
	credentials?: Record<string, ICredentialDataDecryptedObject | CredentialReader>;
}

/** Makes n8n's workflow of a short definition; fails when a node's type is not known. */
export async function createWorkflow(
	definition: WorkflowDefinition,
): Promise<{ workflow: Workflow; startNode: INode }> {
	const nodes = definition.nodes.map((node, index) => completeNode(node, index, definition));
	const typeNames = nodes.map(({ type }) => type);
	const workflow = new Workflow({
		id: 'workflow-1',
		name: 'Test',
		nodes,
		connections: connect(definition.wires),
		active: false,
		nodeTypes: await WorkflowNodeTypes.load(typeNames, {
			'testbed.passThrough': passThrough,
			...definition.nodeTypes,
		}),
		settings: { executionOrder: 'v1', ...definition.settings },
	});
	const startNode = workflow.getNode(nodes[0]?.name ?? '');
	if (startNode === null) throw new Error('A workflow needs a node');
	return { workflow, startNode };
}

function completeNode(node: TestNode, index: number, definition: WorkflowDefinition): INode {
	const credentials = Object.keys(definition.credentials ?? {}).map((name) => [
		name,
		{ id: `id-of-${name}`, name },
	]);
	return {
		id: `node-${index}`,
		typeVersion: 1,
		position: [index * 200, 0],
		parameters: {},
		...(credentials.length > 0 && { credentials: Object.fromEntries(credentials) }),
		...node,
	};
}

function connect(wires: Wire[]): IConnections {
	const connections: IConnections = {};
	for (const { from, output = 0, to, kind = NodeConnectionTypes.Main } of wires) {
		const byKind = (connections[from] ??= {});
		const outputs = (byKind[kind] ??= []);
		while (outputs.length <= output) outputs.push([]);
		outputs[output]?.push({ node: to, type: kind, index: 0 });
	}
	return connections;
}
