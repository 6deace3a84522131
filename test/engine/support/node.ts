import type {
	ExecutionError,
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IWorkflowSettings,
	NodeExecutionHint,
} from 'n8n-workflow';
import type { CredentialReader } from './credentials-helper';
import type { BinaryMode } from './engine';
import { createStartNode, type StartItem } from './helper-nodes';
import { loadPackageNode } from './package-nodes';
import type { WorkflowRecord } from './record';
import { startWorkflow, type RunningWorkflow } from './workflow';
import type { TestNode } from './workflow-definition';

/** The name of the node under test. */
const nodeUnderTest = 'Node';

export interface NodeOptions {
	/** `kainicEvent`, say, for a node of this package, or a node type itself. */
	type: string | INodeType;
	/** How many regular outputs it has, where it gives them by an expression. */
	outputs?: number;
	parameters?: INodeParameters;
	/** The JSON of the input items. */
	items?: IDataObject[];
	/** The input items in full, where JSON is not enough; they come after `items`. */
	inputItems?: StartItem[];
	/** Values of the node's credential, expressions included, or what it holds at each read. */
	credential?: ICredentialDataDecryptedObject | CredentialReader;
	onError?: NonNullable<INode['onError']>;
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	binaryMode?: BinaryMode;
	workflowSettings?: IWorkflowSettings;
	/** Called when the node begins to run; cancels the execution once it resolves. */
	cancelWhen?: () => Promise<void>;
}

export interface NodeResult {
	/** The items of the first regular output. */
	success: INodeExecutionData[];
	/** The items of each regular output. */
	outputs: INodeExecutionData[][];
	/** The items of the error branch; none unless the node continues with its error output. */
	errorBranch: INodeExecutionData[];
	/** The error that stopped the node, or that n8n swallowed in a continue mode. */
	error: ExecutionError | undefined;
	hints: NodeExecutionHint[];
	logs: string[];
	stored: string;
	record: WorkflowRecord;
}

/** Runs one node on the given items in the real engine: start → pass-through → node. */
export async function runNode(options: NodeOptions): Promise<NodeResult> {
	const node = await resolveType(options.type);
	const regularOutputs = options.outputs ?? countOutputs(node);
	const workflow = startWorkflowAround(node, options);
	if (options.cancelWhen !== undefined) {
		void workflow
			.nodeStarted(nodeUnderTest)
			.then(options.cancelWhen)
			.then(() => workflow.cancel());
	}
	return toResult(await workflow.finished, regularOutputs);
}

function startWorkflowAround(type: INodeType, options: NodeOptions): RunningWorkflow {
	const { items = [], inputItems = [], credential, binaryMode } = options;
	const credentialName = type.description.credentials?.[0]?.name;
	return startWorkflow({
		nodes: [
			{ name: 'Start', type: 'testbed.start' },
			{ name: 'Before', type: 'testbed.passThrough' },
			createNode(options),
		],
		wires: [
			{ from: 'Start', to: 'Before' },
			{ from: 'Before', to: nodeUnderTest },
		],
		nodeTypes: {
			'testbed.start': createStartNode([...items.map((json) => ({ json })), ...inputItems]),
			[nameOf(options.type)]: type,
		},
		...(credential && credentialName && { credentials: { [credentialName]: credential } }),
		...(binaryMode && { binaryMode }),
		...(options.workflowSettings && { settings: options.workflowSettings }),
	});
}

function createNode(options: NodeOptions): TestNode {
	const { parameters = {}, onError, retryOnFail, maxTries, waitBetweenTries } = options;
	return {
		name: nodeUnderTest,
		type: nameOf(options.type),
		parameters,
		...(onError && { onError }),
		...(retryOnFail !== undefined && { retryOnFail }),
		...(maxTries !== undefined && { maxTries }),
		...(waitBetweenTries !== undefined && { waitBetweenTries }),
	};
}

function toResult(record: WorkflowRecord, regularOutputs: number): NodeResult {
	const run = record.runs[nodeUnderTest]?.at(-1);
	const outputs = run?.outputs ?? [];
	return {
		success: outputs[0] ?? [],
		outputs: Array.from({ length: regularOutputs }, (_, index) => outputs[index] ?? []),
		errorBranch: outputs[regularOutputs] ?? [],
		error: run?.error ?? record.error,
		hints: run?.hints ?? [],
		logs: record.logs,
		get stored() {
			return record.stored;
		},
		record,
	};
}

async function resolveType(type: string | INodeType): Promise<INodeType> {
	if (typeof type !== 'string') return type;
	const loaded = await loadPackageNode(nameOf(type));
	if (loaded === undefined) throw new Error(`package.json lists no node ${type}`);
	return loaded;
}

function countOutputs({ description }: INodeType): number {
	if (!Array.isArray(description.outputs)) throw new Error('Outputs by expression have no count');
	return description.outputs.length;
}

function nameOf(type: string | INodeType): string {
	return typeof type === 'string' ? `n8n-nodes-kainic.${type}` : `testbed.${type.description.name}`;
}
