import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { runNode } from '../../engine/support';
import type { BlockCase } from './block-case';
import { longestBlock } from './longest-block';
import { credentialOf, typeOf } from './node-of';

export interface Measured {
	/** Milliseconds. */
	readonly block: number;
	/** Items of all outputs. */
	readonly items: readonly INodeExecutionData[];
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
