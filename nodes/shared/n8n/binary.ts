import type { IBinaryData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { TimeSlice } from '../delivery/job';
import { InputError } from '../failure';

/** Bytes in memory that no other thread shares, as forms require. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A file that came with an item. It can be read any number of times. */
export interface SourceFile {
	/** Empty if it has none. */
	readonly name: string;
	/**
	 * Its bytes from the first to the last. Rejects if it cannot be read. If the signal or the
	 * execution is aborted, the file is closed at once, even if nobody reads on.
	 */
	open(signal?: AbortSignal): AsyncIterable<Bytes>;
	/** The same for a reader that keeps no chunk: each is gone when the next one is asked for. */
	lend(): AsyncIterable<Uint8Array>;
}

export interface Files {
	/** The file of a binary field. Throws an InputError if the item has none. */
	of(itemIndex: number, fieldName: string): SourceFile;
}

/** Bytes of a file that are read at once, and the most that a reader gets at once; see `sweeping`. */
const sliceBytes = 64 * 1024;

export function createFiles(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	timeSlice: Pick<TimeSlice, 'renew'>,
): Files {
	return {
		of: (itemIndex, fieldName) => {
			const binary = items[itemIndex]?.binary ?? {};
			const data = Object.hasOwn(binary, fieldName) ? binary[fieldName] : undefined;
			if (data === undefined) throw missing(fieldName, Object.keys(binary));
			const { id, fileName } = data;
			const read = (signal?: AbortSignal) =>
				id === undefined ? fromMemory(data) : fromStore(context, id, timeSlice, signal);
			// A file on disk is read into new memory, which nobody else has.
			const lend = () => (id !== undefined && isOnDisk(id) ? freeing(read()) : read());
			return {
				name: fileName ?? '',
				open: (signal) => sweeping(read(signal)),
				lend: () => sweeping(lend()),
			};
		},
	};
}

function missing(fieldName: string, present: readonly string[]): InputError {
	const problem = `The item has no binary field "${fieldName}".`;
	if (present.length > 0) {
		const names = present.map((name) => `"${name}"`).join(', ');
		return new InputError(`${problem} The item has: ${names}.`, { code: 'no_file' });
	}
	return new InputError(`${problem} It has no binary data at all.`, {
		code: 'no_file',
		advice:
			'Put a node before this one that gives a file, e.g. HTTP Request with the response format File, or Read/Write Files from Disk.',
	});
}

/** n8n holds such files as Base64, which cannot be read as a stream. */
async function* fromMemory({ data }: IBinaryData): AsyncGenerator<Bytes> {
	yield* slicesOf(Buffer.from(data, 'base64'));
}

async function* fromStore(
	context: IExecuteFunctions,
	id: string,
	timeSlice: Pick<TimeSlice, 'renew'>,
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
			// The event loop was free while the disk was read.
			if (isOnDisk(id)) timeSlice.renew();
			yield* slicesOf(chunk);
		}
	} finally {
		close();
	}
}

/** n8n's IDs begin with the store's mode: filesystem, filesystem-v2, database, s3. */
function isOnDisk(id: string): boolean {
	return id.startsWith('filesystem');
}

/** From its database n8n hands on a file as one chunk, which would count as sent when it is read. */
function* slicesOf(chunk: Buffer): Generator<Bytes> {
	const bytes = toBytes(chunk);
	for (let start = 0; start < bytes.length; start += sliceBytes) {
		yield bytes.subarray(start, start + sliceBytes);
	}
}

function toBytes(chunk: Buffer): Bytes {
	const { buffer, byteOffset, byteLength } = chunk;
	if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength);
	return new Uint8Array(chunk);
}

/**
 * Frees each chunk when the next one is asked for. Otherwise V8 collects the garbage of the whole
 * n8n for every 64 MB that are read, which takes far longer than the reading.
 */
async function* freeing(chunks: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
	for await (const chunk of chunks) {
		yield chunk;
		const { buffer, byteLength } = chunk;
		const isWhole = byteLength === buffer.byteLength;
		if (isWhole && canTransfer(buffer)) buffer.transfer(0);
	}
}

/**
 * Makes V8 free chunks that were read, and what other nodes read before. V8 frees a buffer that nobody
 * holds when it collects young objects. In Node.js 24 it begins that when there are many, however
 * large their buffers are, and a file makes few. So this makes arrays that nobody keeps.
 *
 * V8 gives the young objects of an n8n at work up to 64 MB: with fewer arrays it would collect the
 * garbage of the whole n8n first. If it is made to keep its heap small, it gives them 1 MB: with many
 * more arrays, or with larger chunks, chunks that are yet to be sent would become old objects.
 */
async function* sweeping(chunks: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
	let owed = 0;
	for await (const chunk of chunks) {
		yield chunk;
		owed += chunk.byteLength * arrayBytesPerByte;
		for (; owed > 0; owed -= bytesOfYoungArray) youngArray.slice();
	}
}

const arrayBytesPerByte = 3;

/** V8 holds its copies among young objects; it would hold longer ones by themselves, as large objects. */
const youngArray: readonly number[] = new Array<number>(12_000).fill(0);

const bytesOfYoungArray = 8 * youngArray.length;

/** Node.js 20 cannot. */
function canTransfer(buffer: object): buffer is { transfer(newLength: number): unknown } {
	return 'transfer' in buffer && typeof buffer.transfer === 'function';
}
