import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { runNode } from '../../engine/support';
import { loadPackageNode } from '../../engine/support/package-nodes';
import { nodeCases } from '../support/node-case';
import { bareContext } from './bare-context';
import { apiKey, type BlockCase } from './block-case';
import { leastOf, longestBlock } from './longest-block';

export interface Measured {
	/** Milliseconds. */
	readonly block: number;
	/** Items of all outputs. */
	readonly items: readonly INodeExecutionData[];
}

/** For figures, a block is the shortest of three runs; a test needs no more than one that is good. */
export const isForFigures = process.env['KAINIC_RELIABILITY_FOLDER'] !== undefined;

/** Milliseconds that need no second look. */
const goodEnough = isForFigures ? 0 : 50;

/** The longest block of the node alone. */
export async function measureAlone(each: BlockCase, baseUrl: string): Promise<Measured> {
	const type = await typeOf(each);
	const credential = credentialOf(each, baseUrl);
	const { parameters, items: input } = each;
	let items: INodeExecutionData[] = [];
	const block = await leastOf(3, goodEnough, async () => {
		const context = bareContext({ type, items: input, parameters, credential });
		return await longestBlock(async () => {
			items = itemsOf(await type.execute?.call(context));
		});
	});
	return { block, items };
}

/** The longest block of the node in n8n's engine, while its `execute` runs. */
export async function measureInN8n(each: BlockCase, baseUrl: string): Promise<Measured> {
	const type = await typeOf(each);
	let block = Infinity;
	const measured: INodeType = Object.create(type, {
		execute: {
			async value(this: ThisParameterType<NonNullable<INodeType['execute']>>) {
				let output: unknown;
				block = await longestBlock(async () => {
					output = await type.execute?.call(this);
				});
				return output;
			},
		},
	});
	const { outputs, errorBranch } = await runNode({
		type: measured,
		items: [...each.items],
		parameters: each.parameters,
		credential: credentialOf(each, baseUrl),
		onError: 'continueErrorOutput',
	});
	return { block, items: [...outputs.flat(), ...errorBranch] };
}

async function typeOf({ node }: BlockCase): Promise<INodeType> {
	const type = await loadPackageNode(`n8n-nodes-kainic.${nodeCases[node].type}`);
	if (type === undefined) throw new Error(`package.json lists no node ${node}`);
	return type;
}

function credentialOf({ node }: BlockCase, baseUrl: string) {
	return { apiKey, projectId: 'demo-project', keyType: nodeCases[node].keyType, baseUrl };
}

function itemsOf(output: unknown): INodeExecutionData[] {
	return Array.isArray(output) ? output.flat() : [];
}
