import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { runNode } from '../../engine/support';
import type { BlockCase } from './block-case';
import { longestBlock } from './longest-block';
import { credentialOf } from './node-of';

/** The longest block of the node in n8n's engine, while its `execute` runs. */
export async function measureInN8n(
	each: BlockCase,
	type: INodeType,
	baseUrl: string,
): Promise<{ readonly block: number; readonly items: readonly INodeExecutionData[] }> {
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
