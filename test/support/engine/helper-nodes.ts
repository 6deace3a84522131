import type { Readable } from 'node:stream';
import {
	NodeConnectionTypes,
	type EngineResponse,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type NodeOutput,
} from 'n8n-workflow';

/** A file that a start node hands to the workflow, under the name of its binary property. */
interface TestFile {
	content: Buffer | Readable;
	fileName?: string;
	mimeType?: string;
}

/** An item of a start node: an n8n item, with files still to be stored as binary data. */
export interface StartItem extends INodeExecutionData {
	files?: Record<string, TestFile>;
}

type Execute = (
	this: IExecuteFunctions,
	response?: EngineResponse,
) => NodeOutput | Promise<NodeOutput>;

/** A node type made of one function, with one main input and output unless told otherwise. */
export function createNodeType(
	execute: Execute,
	description: Partial<INodeTypeDescription> = {},
): INodeType {
	return {
		description: {
			displayName: 'Test Node',
			name: 'testNode',
			group: ['transform'],
			version: 1,
			description: 'A node of the test bed',
			defaults: { name: 'Test Node' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
			...description,
		},
		async execute(response) {
			return await execute.call(this, response);
		},
	};
}

/** A trigger that starts a workflow with the given items. */
export function createStartNode(items: StartItem[]): INodeType {
	return createNodeType(
		async function () {
			const prepared: INodeExecutionData[] = [];
			for (const { files, ...item } of items) {
				if (files !== undefined) item.binary = await storeFiles(this, files);
				prepared.push(item);
			}
			return [prepared];
		},
		{ name: 'start', group: ['trigger'], inputs: [] },
	);
}

async function storeFiles(context: IExecuteFunctions, files: Record<string, TestFile>) {
	const binary: NonNullable<INodeExecutionData['binary']> = {};
	for (const [name, { content, fileName, mimeType }] of Object.entries(files)) {
		binary[name] = await context.helpers.prepareBinaryData(content, fileName, mimeType);
	}
	return binary;
}

/** Hands its items on. */
export const passThrough = createNodeType(
	async function () {
		return [this.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }))];
	},
	{ name: 'passThrough' },
);
