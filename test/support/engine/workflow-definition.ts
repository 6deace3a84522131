import {
	NodeConnectionTypes,
	Workflow,
	type IConnections,
	type INode,
	type INodeType,
	type IPinData,
	type IWorkflowSettings,
	type NodeConnectionType,
} from 'n8n-workflow';
import type { CredentialValues } from './credentials-helper';
import { passThrough } from './helper-nodes';
import { nodeTypesWith } from './node-types';

/** A node of a test workflow: whatever is not given gets n8n's usual value. */
type TestNode = Pick<INode, 'name' | 'type'> & Partial<INode>;

/** A wire between two nodes, of kind `main` and from output 0 unless told otherwise. */
interface Wire {
	from: string;
	output?: number;
	to: string;
	kind?: NodeConnectionType;
}

export interface WorkflowDefinition {
	/** The workflow's nodes; the first one starts it. */
	nodes: TestNode[];
	wires: Wire[];
	settings?: IWorkflowSettings | undefined;
	/** What nodes gave in the editor, which is kept for a manual run. */
	pinData?: IPinData;
	/** Node types by the names used in `nodes`; this package's and the test bed's are known. */
	nodeTypes?: Record<string, INodeType>;
	/** The values of the credential that every node may use. */
	credential?: CredentialValues | undefined;
}

/** Makes n8n's workflow of a short definition; fails when a node's type is not known. */
export function createWorkflow(definition: WorkflowDefinition): {
	workflow: Workflow;
	startNode: INode;
} {
	const { nodeTypes, settings, wires, credential, pinData } = definition;
	const id = 'id-of-kainicApi';
	const credentials = credential && { kainicApi: { id, name: 'Kainic account' } };
	const nodes = definition.nodes.map((node, index): INode => ({
		...{ id: `node-${index}`, typeVersion: 1, position: [index * 200, 0], parameters: {} },
		...(credentials && { credentials }),
		...node,
	}));
	const [first] = nodes;
	if (first === undefined) throw new Error('A workflow needs a node');
	const workflow = new Workflow({
		...{ id: 'workflow-1', name: 'Test', nodes, connections: connect(wires), active: false },
		nodeTypes: nodeTypesWith({ 'testbed.passThrough': passThrough, ...nodeTypes }),
		settings: { executionOrder: 'v1', ...settings },
		...(pinData && { pinData }),
	});
	return { workflow, startNode: workflow.getNode(first.name) ?? first };
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
