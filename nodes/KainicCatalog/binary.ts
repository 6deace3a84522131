import type { Bytes } from '../shared/send/body';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { InputError } from '../shared/failure';

/** A file that came with an item. It can be read any number of times. */
export interface SourceFile {
	/** Empty if it has none. */
	readonly name: string;
	/**
	 * Reading rejects if the file cannot be read. An abort of the signal or of the execution closes the file
	 * at once, even if the caller has stopped reading.
	 */
	open(signal?: AbortSignal): AsyncIterable<Bytes>;
	/** Number of its bytes, as n8n knows it without reading the file. */
	size(): Promise<number>;
}

/** Bytes of a file that are read at once, and the most that a reader gets at once. */
const sliceBytes = 64 * 1024;

/** The file of an item's binary field. Throws an InputError if the item has none. */
export function fileOf(
	context: IExecuteFunctions,
	item: INodeExecutionData | undefined,
	fieldName: string,
): SourceFile {
	const binary = item?.binary ?? {};
	const file = Object.hasOwn(binary, fieldName) ? binary[fieldName] : undefined;
	if (file === undefined) throw missing(fieldName, Object.keys(binary));
	const { id, data, fileName: name = '' } = file;
	if (id !== undefined) {
		return {
			name,
			open: (signal) => fromStore(context, id, signal),
			size: async () => (await context.helpers.getBinaryMetadata(id)).fileSize,
		};
	}
	// A user's code may give Base64 with line breaks, which n8n's has not.
	const text = data.includes('\n') ? data.replace(/\s/g, '') : data;
	return {
		name,
		open: () => fromMemory(text),
		size: async () => Buffer.byteLength(text, 'base64'),
	};
}

function missing(fieldName: string, present: readonly string[]): InputError {
	const problem = `The item has no binary field "${fieldName}".`;
	if (present.length > 0) {
		const names = present.map((name) => `"${name}"`).join(', ');
		return new InputError(`${problem} Its binary fields are: ${names}.`, {
			code: 'no_file',
			advice: 'Enter one of these names in Input Data Field Name.',
		});
	}
	return new InputError(`${problem} The item has no binary data.`, {
		code: 'no_file',
		advice:
			'Before this node, add a node that outputs a file, e.g. HTTP Request with the response format File, or Read/Write Files from Disk.',
	});
}

/** n8n holds such files as Base64: four characters for three bytes. */
async function* fromMemory(text: string): AsyncGenerator<Bytes> {
	const length = Math.floor(sliceBytes / 3) * 4;
	for (let start = 0; start < text.length; start += length) {
		yield new Uint8Array(Buffer.from(text.slice(start, start + length), 'base64'));
	}
}

async function* fromStore(
	context: IExecuteFunctions,
	id: string,
	signal: AbortSignal | undefined,
): AsyncGenerator<Bytes> {
	const signals = [signal, context.getExecutionCancelSignal()];
	const stream = await context.helpers.getBinaryStream(id, sliceBytes);
	const close = () => {
		for (const source of signals) source?.removeEventListener('abort', close);
		stream.destroy();
	};
	for (const source of signals) source?.addEventListener('abort', close);
	try {
		if (signals.some((source) => source?.aborted)) return;
		const chunks: AsyncIterable<Buffer> = stream;
		for await (const chunk of chunks) {
			// n8n returns a file from its database as one chunk. In slices, the bytes that were sent can be counted.
			for (let start = 0; start < chunk.length; start += sliceBytes) {
				yield new Uint8Array(chunk.subarray(start, start + sliceBytes));
			}
		}
	} finally {
		close();
	}
}
