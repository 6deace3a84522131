import { linksOf } from '../support/outcomes';
import { startAnsweringServer } from './answering-server';
import { bareContext } from './bare-context';
import { blockCases } from './cases';
import { leastOf, longestBlock } from './longest-block';
import { credentialOf, itemsOf, typeOf } from './node-of';

/** What a process is asked for: a case by its place in the list. */
export interface Asked {
	readonly index: number;
	/** Milliseconds that need no second look. */
	readonly goodEnough: number;
}

/** What the node alone did with a case. */
export interface OwnWork {
	/** Milliseconds. */
	readonly block: number;
	/** The input items that its output items are linked to. */
	readonly links: readonly number[];
}

/** Measures without Jest, whose contexts make everything in them slower. */
async function main(): Promise<void> {
	const server = await startAnsweringServer();
	process.on('message', ({ index, goodEnough }: Asked) => {
		void measure(index, goodEnough, server).then((own) => process.send?.(own));
	});
	process.send?.('ready');
}

async function measure(
	index: number,
	goodEnough: number,
	server: Awaited<ReturnType<typeof startAnsweringServer>>,
): Promise<OwnWork> {
	const each = blockCases[index];
	if (each === undefined) throw new Error(`There is no case ${index}`);
	await server.answerWith(each.answer);
	const type = await typeOf(each);
	const { parameters, items } = each;
	const credential = credentialOf(each, server.url);
	const links = new Set<number>();
	const block = await leastOf(3, goodEnough, async () => {
		const context = bareContext({ type, items, parameters, credential });
		let output: unknown;
		const longest = await longestBlock(async () => {
			output = await type.execute?.call(context);
		});
		for (const link of itemsOf(output).flatMap(linksOf)) links.add(link);
		return longest;
	});
	return { block, links: [...links] };
}

void main();
