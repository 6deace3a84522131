import '../support/environment';
import { rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { INodeType } from 'n8n-workflow';
import { residentMemory } from '../../system';
import { credentialFor } from '../shop';
import { runNode, type NodeOptions } from '../support';
import { KainicCatalog } from '../../../nodes/KainicCatalog/KainicCatalog.node.js';

/** What one measured upload did. */
export interface Measured {
	products: number;
	bytes: number;
	/** How much the process grew while the node ran, in bytes; null if the system does not tell. */
	growth: number | null;
}

const megabyte = 1_048_576;
const [url = '', source = 'file', size = '30'] = process.argv.slice(2);
const collect = Reflect.get(globalThis, 'gc') as () => void;

function productText(index: number): string {
	const id = `product-${index}`;
	return JSON.stringify({ item_id: id, title: `Shoe ${index}`, text: id.padEnd(440, ' lorem') });
}

/** A file of so many bytes. */
function* feed(bytes: number): Generator<Buffer> {
	let written = 0;
	for (let index = 0; written < bytes; index += 100) {
		const lines = Array.from({ length: 100 }, (_, offset) => productText(index + offset));
		const text = Buffer.from(`${index === 0 ? '[' : ',\n'}${lines.join(',\n')}`);
		written += text.length;
		yield text;
	}
	yield Buffer.from(']');
}

/** The node, with its memory watched while it runs. */
function watched(node: INodeType, report: (seen: Partial<Measured>) => void): INodeType {
	const { execute } = node;
	return {
		description: node.description,
		async execute() {
			collect();
			const before = residentMemory();
			let peak = before ?? 0;
			const look = () => (peak = Math.max(peak, residentMemory() ?? 0));
			const sampler = setInterval(look, 5);
			const output = await execute!.call(this);
			clearInterval(sampler);
			look();
			report({ growth: before === null ? null : peak - before });
			return output;
		},
	};
}

async function upload(node: INodeType, options: Partial<NodeOptions>): Promise<Partial<Measured>> {
	let seen: Partial<Measured> = {};
	const { success, error, errorBranch } = await runNode({
		type: watched(node, (measured) => {
			seen = measured;
		}),
		credential: credentialFor(url),
		binaryMode: 'filesystem',
		onError: 'continueErrorOutput',
		...options,
		parameters: {
			syncMode: 'full',
			storeId: 'store-1',
			minProducts: 1,
			productSource: source === 'file' ? 'file' : 'inputItems',
			binaryPropertyName: 'data',
			options: { maxFileMegabytes: Number(size) + 10 },
		},
	});
	const json = success[0]?.json;
	if (json === undefined) throw new Error(JSON.stringify([error?.message, errorBranch[0]?.json]));
	return { ...seen, products: Number(json.products), bytes: Number(json.bytes) };
}

async function measure(megabytes: number): Promise<Partial<Measured>> {
	const node = new KainicCatalog();
	if (source === 'items') {
		const texts = Array.from({ length: megabytes * 2000 }, (_, index) => productText(index));
		return await upload(node, { items: texts.map((text) => JSON.parse(text)) });
	}
	const content = Readable.from(feed(megabytes * megabyte));
	const files = { data: { content, fileName: 'feed.json', mimeType: 'application/json' } };
	return await upload(node, { inputItems: [{ json: {}, files }] });
}

async function main(): Promise<void> {
	// The first run of a process leaves what n8n keeps for all of them. A large one would leave room for the next.
	await measure(3);
	process.stdout.write(`\nMEASURED ${JSON.stringify(await measure(Number(size)))}\n`);
	rmSync(process.env.N8N_USER_FOLDER ?? '', { recursive: true, force: true });
	process.exit(0);
}

void main();
