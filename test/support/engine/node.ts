import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeType,
	IWorkflowSettings,
} from 'n8n-workflow';
import type { CredentialValues } from './credentials-helper';
import type { BinaryMode } from './engine';
import { createStartNode, type StartItem } from './helper-nodes';
import { packageNode } from './node-types';
import { runWorkflow } from './workflow';

type NodeSettings = Pick<
	INode,
	'executeOnce' | 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'
>;

export interface NodeOptions extends NodeSettings {
	/** `kainicEvent`, say, for a node of this package, or a node type itself. */
	type: string | INodeType;
	/** How many regular outputs it has, where it gives them by an expression. */
	outputs?: number;
	parameters?: INodeParameters;
	/** The JSON of the input items. */
	items?: IDataObject[];
	/** The input items in full, where JSON is not enough; they come after `items`. */
	inputItems?: StartItem[];
	credential?: CredentialValues;
	binaryMode?: BinaryMode;
	workflowSettings?: IWorkflowSettings;
	/** Called when the node begins to run; cancels the execution once it resolves. */
	cancelWhen?: () => Promise<void>;
}

export type NodeResult = Awaited<ReturnType<typeof runNode>>;

/** Runs one node on the given items in the real engine: start → pass-through → node. */
export async function runNode(options: NodeOptions) {
	const { type, outputs: count, items = [], inputItems = [], credential, ...others } = options;
	const { binaryMode, workflowSettings, cancelWhen, ...settings } = others;
	const isOwn = typeof type === 'string';
	const node = isOwn ? packageNode(`n8n-nodes-kainic.${type}`) : type;
	const typeName = `${isOwn ? 'n8n-nodes-kainic' : 'testbed'}.${node.description.name}`;
	const record = await runWorkflow({
		nodes: [
			{ name: 'Start', type: 'testbed.start' },
			{ name: 'Before', type: 'testbed.passThrough' },
			{ name: 'Node', type: typeName, ...settings },
		],
		wires: [
			{ from: 'Start', to: 'Before' },
			{ from: 'Before', to: 'Node' },
		],
		nodeTypes: {
			'testbed.start': createStartNode([...items.map((json) => ({ json })), ...inputItems]),
			[typeName]: node,
		},
		...{ credential, binaryMode, settings: workflowSettings },
		cancelWhen: { node: 'Node', resolves: cancelWhen },
	});
	const regularOutputs = count ?? node.description.outputs.length;
	const run = record.runs.Node?.at(-1);
	const outputs = run?.outputs ?? [];
	return {
		/** The items of the first regular output. */
		success: outputs[0] ?? [],
		/** The items of each regular output. */
		outputs: Array.from({ length: regularOutputs }, (_, index) => outputs[index] ?? []),
		/** The items of the error branch; none unless the node continues with its error output. */
		errorBranch: outputs[regularOutputs] ?? [],
		/** The error that stopped the node, or that n8n swallowed in a continue mode. */
		error: run?.error ?? record.error,
		hints: run?.hints ?? [],
		record,
	};
}
