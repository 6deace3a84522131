import '../../engine/support/environment';
import '../../engine/support/use-major';
import type { INodeExecutionData, INodeType } from 'n8n-workflow';
import { linksOf } from '../support/outcomes';
import { startAnsweringServer } from './answering-server';
import { bareContext } from './bare-context';
import { blockCases } from './cases';
import type { BlockCase } from './block-case';
import { leastOf, longestBlock } from './longest-block';
import { credentialOf, itemsOf, typeOf } from './node-of';

/** What the process is asked for: a case by its place in the list. */
export interface Asked {
	readonly index: number;
	/** Milliseconds that need no second look. */
	readonly goodEnough: number;
}

/** What the node did with a case. */
export interface Measured {
	/** Milliseconds: the shortest of three runs, or the first that was good enough. */
	readonly block: number;
	/** The input items that its output items are linked to. */
	readonly links: readonly number[];
}

/** Measures without Jest, whose contexts make everything in them slower. */
async function main(): Promise<void> {
	const server = await startAnsweringServer();
	process.on('message', (asked: Asked) => {
		void measure(asked, server).then((measured) => process.send?.(measured));
	});
	process.send?.('ready');
}

async function measure(
	{ index, goodEnough }: Asked,
	server: Awaited<ReturnType<typeof startAnsweringServer>>,
): Promise<Measured> {
	const each = blockCases[index];
	if (each === undefined) throw new Error(`There is no case ${index}`);
	await server.answerWith(each.answer, each.together);
	const type = await typeOf(each);
	const links = new Set<number>();
	const block = await leastOf(3, goodEnough, async () => {
		const { block: longest, items } = await measureCase(each, type, server.url);
		for (const link of items.flatMap(linksOf)) links.add(link);
		return longest;
	});
	return { block, links: [...links] };
}

async function measureCase(
	each: BlockCase,
	type: INodeType,
	baseUrl: string,
): Promise<{ readonly block: number; readonly items: readonly INodeExecutionData[] }> {
	const { parameters, items } = each;
	const credential = credentialOf(each, baseUrl);
	const context = bareContext({ type, items, parameters, credential });
	let output: unknown;
	const block = await longestBlock(async () => {
		output = await type.execute?.call(context);
	});
	return { block, items: itemsOf(output) };
}

void main();
