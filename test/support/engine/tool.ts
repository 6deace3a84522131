import {
	NodeConnectionTypes,
	type EngineResponse,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type INode,
	type INodeParameters,
	type INodeType,
	type NodeOutput,
} from 'n8n-workflow';
import { createNodeType, createStartNode } from './helper-nodes';
import { asTool, packageNode } from './node-types';
import { runWorkflow } from './workflow';

export interface ToolOptions {
	/** `kainicEvent`, say, or a node type itself. */
	type: string | INodeType;
	/** What the user set on the tool's panel; values from the model are `={{ $fromAI('name') }}`. */
	parameters: INodeParameters;
	/** What the model calls the tool with. */
	arguments: IDataObject;
	/**
	 * Who executes the tool: the `engine` at an agent's request, as for today's AI Agent node, or
	 * the agent itself (`direct`), as for older ones.
	 */
	calledBy: 'engine' | 'direct';
	credential?: ICredentialDataDecryptedObject;
	onError?: NonNullable<INode['onError']>;
}

interface Tool {
	schema: { shape: object };
	invoke(input: IDataObject): Promise<unknown>;
}

/** Has an agent call a node in its variant as an AI tool. */
export async function runAsTool(options: ToolOptions) {
	const seen: { tool?: Tool } = {};
	const { credential, onError, parameters, type } = options;
	const node = typeof type === 'string' ? packageNode(`n8n-nodes-kainic.${type}`) : type;
	const record = await runWorkflow({
		nodes: [
			{ name: 'Start', type: 'testbed.start' },
			{ name: 'Agent', type: 'testbed.agent' },
			{ name: 'Tool', type: 'testbed.nodeTool', parameters, ...(onError && { onError }) },
		],
		wires: [
			{ from: 'Start', to: 'Agent' },
			{ from: 'Tool', to: 'Agent', kind: NodeConnectionTypes.AiTool },
		],
		nodeTypes: {
			'testbed.start': createStartNode([{ json: { chatInput: 'Hello' } }]),
			'testbed.agent': createAgent(options, seen),
			'testbed.nodeTool': asTool(node),
		},
		credential,
	});
	if (seen.tool === undefined) throw new Error('The agent got no tool');
	return {
		/** Which the model sees. */
		argumentNames: Object.keys(seen.tool.schema.shape),
		/** What the model gets back: items, or the text that the older agents pass on; none on an error. */
		response: record.runs.Agent?.at(-1)?.outputs[0]?.[0]?.json.response,
		/** The error that ended the agent's execution. */
		error: record.error,
	};
}

function createAgent(options: ToolOptions, seen: { tool?: Tool }): INodeType {
	const description = {
		name: 'agent',
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.AiTool],
	};
	return createNodeType(async function (response): Promise<NodeOutput> {
		const connected: unknown = await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
		const tool: Tool = Object([connected].flat()[0]);
		seen.tool = tool;
		if (options.calledBy === 'engine') return callByEngine(options, response);
		return [[{ json: { response: String(await tool.invoke(options.arguments)) } }]];
	}, description);
}

function callByEngine(options: ToolOptions, response: EngineResponse | undefined): NodeOutput {
	const [answer] = response?.actionResponses ?? [];
	if (answer !== undefined) {
		const items = answer.data.data?.[NodeConnectionTypes.AiTool]?.[0] ?? [];
		return [[{ json: { response: items.map(({ json }) => json) } }]];
	}
	const call = { nodeName: 'Tool', input: options.arguments, type: NodeConnectionTypes.AiTool };
	const action = {
		...call,
		actionType: 'ExecutionNodeAction',
		id: 'call-1',
		metadata: {},
	} as const;
	return { actions: [action], metadata: {} };
}
