import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { InputProblem } from '../failure';

/** Bytes whose memory no other thread shares, as forms take them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A file that came with an item, readable as often as needed. */
export interface SourceFile {
	/** Empty where it has none. */
	readonly name: string;
	/** Its bytes from the first to the last. Rejects where it cannot be read. */
	open(): AsyncIterable<Bytes>;
}

export interface Files {
	/** The file of a binary field. Throws an InputProblem where the item has none. */
	of(itemIndex: number, fieldName: string): SourceFile;
}

/** How many bytes of a file in memory are handed on at once. */
const sliceBytes = 256 * 1024;

export function createFiles(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Files {
	return {
		of: (itemIndex, fieldName) => {
			const binary = items[itemIndex]?.binary ?? {};
			const data = Object.hasOwn(binary, fieldName) ? binary[fieldName] : undefined;
			if (data === undefined) throw missing(itemIndex, fieldName, Object.keys(binary));
			const { id } = data;
			return {
				name: data.fileName ?? '',
				open: () =>
					id === undefined ? fromMemory(context, itemIndex, fieldName) : fromStore(context, id),
			};
		},
	};
}

function missing(itemIndex: number, fieldName: string, present: readonly string[]): InputProblem {
	const found =
		present.length === 0
			? 'The item has no binary data at all.'
			: `The item has: ${present.map((name) => `"${name}"`).join(', ')}.`;
	return new InputProblem(`Item ${itemIndex} has no binary field "${fieldName}". ${found}`, {
		code: 'no_file',
	});
}

/** n8n keeps files in memory as Base64, so there is nothing that could be read as a stream. */
async function* fromMemory(
	context: IExecuteFunctions,
	itemIndex: number,
	fieldName: string,
): AsyncGenerator<Bytes> {
	const content = await context.helpers.getBinaryDataBuffer(itemIndex, fieldName);
	for (let start = 0; start < content.length; start += sliceBytes) {
		yield new Uint8Array(content.subarray(start, start + sliceBytes));
	}
}

async function* fromStore(context: IExecuteFunctions, id: string): AsyncGenerator<Bytes> {
	const cancel = context.getExecutionCancelSignal();
	const stream = await context.helpers.getBinaryStream(id, sliceBytes);
	const destroy = () => void stream.destroy();
	cancel?.addEventListener('abort', destroy, { once: true });
	try {
		const chunks: AsyncIterable<Buffer> = stream;
		for await (const chunk of chunks) yield new Uint8Array(chunk);
	} finally {
		cancel?.removeEventListener('abort', destroy);
		stream.destroy();
	}
}
