import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { n8nMajor } from '../../engine/support';

/** Longest blocks of the event loop, in milliseconds of processor time. */
export interface Block {
	/** Of the node alone. */
	readonly own: number;
	/** Of the node in n8n, with what n8n itself does for it. */
	readonly inN8n: number;
}

/** By the line of the table in docs/reliability.md. */
export type Blocks = Readonly<Record<string, Block>>;

/** Keeps the longest blocks of each line; written when the test file has ended, if somebody asked for them. */
export function keepBlocks(): (row: string, block: Block) => void {
	const blocks = new Map<string, Block>();
	afterAll(() => {
		const folder = process.env['KAINIC_RELIABILITY_FOLDER'];
		if (folder === undefined) return;
		mkdirSync(folder, { recursive: true });
		const content = JSON.stringify({ n8nMajor, blocks: Object.fromEntries(blocks) });
		writeFileSync(join(folder, `blocks-n8n-${n8nMajor}.json`), content);
	});
	return (row, { own, inN8n }) => {
		const known = blocks.get(row) ?? { own: 0, inN8n: 0 };
		blocks.set(row, {
			own: Math.max(known.own, own),
			inN8n: Math.max(known.inN8n, inN8n),
		});
	};
}
