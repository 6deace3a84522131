import '../../support/engine/environment';
import type { INodeExecutionData } from 'n8n-workflow';
import { caseOf } from '../../support/node-cases';
import { linksOf } from '../support/outcomes';
import { bareContext } from './bare-context';
import { blockCases } from './hostile-answers';
import { longestBlock } from './longest-block';

/** What the process is asked for: a case by its place in the list. */
export interface Asked {
	readonly index: number;
	/** The server that answers as the case says. */
	readonly baseUrl: string;
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

// It measures without Jest, whose contexts make everything in them slower.
process.on('message', (asked: Asked) => {
	void measure(asked).then((measured) => process.send?.(measured));
});
process.send?.('ready');

async function measure({ index, baseUrl, goodEnough }: Asked): Promise<Measured> {
	const each = blockCases[index];
	if (each === undefined) throw new Error(`There is no case ${index}`);
	const { node, parameters, items, apiKey } = each;
	const { node: type, keyType } = caseOf(node);
	const credential = { apiKey, projectId: 'demo-project', keyType, baseUrl };
	const links = new Set<number>();
	let block = Infinity;
	// A collection of garbage that falls into one run is no block.
	for (let run = 0; run < 3 && block > goodEnough; run += 1) {
		const context = bareContext({ type, items, parameters, credential });
		let output: unknown;
		const longest = await longestBlock(async () => {
			output = await type.execute?.call(context);
		});
		block = Math.min(block, longest);
		for (const item of itemsOf(output)) for (const link of linksOf(item)) links.add(link);
	}
	return { block, links: [...links] };
}

/** The items of all outputs. */
function itemsOf(output: unknown): INodeExecutionData[] {
	return Array.isArray(output) ? output.flat() : [];
}
