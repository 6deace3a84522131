import type { UploadProgress } from '../shared/delivery/job';
import type { Bytes } from '../shared/n8n/binary';
import { formatNumber } from '../shared/values';

/** The file of an upload. Each attempt reads it once. */
export interface UploadFile {
	/** Number of bytes that `open` gives. */
	readonly bytes: number;
	/** The bytes from the first to the last. Whatever it opens is closed when the signal aborts. */
	open(signal: AbortSignal): AsyncIterable<Bytes>;
}

/** A file that is read for one attempt. */
export interface TrackedFile {
	open(): ReadableStream<Bytes>;
	progress(): UploadProgress;
}

/**
 * Counts the bytes that are read of a file. The stream fails, and `progress` says why, if the file
 * cannot be read or if its size is not the one that was announced.
 */
export function readTracked(
	file: UploadFile,
	signal: AbortSignal,
	onRead: (bytes: number) => Promise<void>,
): TrackedFile {
	let bytes = 0;
	let problem: string | null = null;
	const fail = (controller: ReadableStreamDefaultController<Bytes>, reason: string) => {
		if (!signal.aborted) problem ??= reason;
		controller.error(new Error(reason));
	};
	const open = () => {
		const chunks = file.open(signal)[Symbol.asyncIterator]();
		bytes = 0;
		return new ReadableStream<Bytes>({
			async pull(controller) {
				const read = await readNext(chunks);
				if (read.kind === 'failed') {
					fail(controller, `The file could not be read any more: ${read.reason}`);
					return;
				}
				const size = read.kind === 'end' ? bytes : bytes + read.chunk.byteLength;
				if (read.kind === 'end' ? size !== file.bytes : size > file.bytes) {
					fail(controller, sizeProblem(file.bytes, read.kind === 'end' ? size : null));
					await chunks.return?.();
				} else if (read.kind === 'end') {
					controller.close();
				} else {
					bytes = size;
					await onRead(bytes);
					controller.enqueue(read.chunk);
				}
			},
			async cancel() {
				await chunks.return?.();
			},
		});
	};
	return { open, progress: () => ({ bytes, totalBytes: file.bytes, problem }) };
}

type Read =
	| { readonly kind: 'chunk'; readonly chunk: Bytes }
	| { readonly kind: 'end' }
	| { readonly kind: 'failed'; readonly reason: string };

async function readNext(chunks: AsyncIterator<Bytes>): Promise<Read> {
	try {
		const next = await chunks.next();
		return next.done === true ? { kind: 'end' } : { kind: 'chunk', chunk: next.value };
	} catch (error) {
		return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
	}
}

function sizeProblem(announced: number, found: number | null): string {
	const now = found === null ? 'is larger now' : `has ${formatNumber(found)} bytes now`;
	return `The file changed after it was checked: it had ${formatNumber(announced)} bytes and ${now}.`;
}
