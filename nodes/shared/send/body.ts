import type { RequestBody, UploadProgress } from './job';

/** Bytes in memory that no other thread shares, as forms require. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** A body as n8n's request helper takes it. */
export interface SentBody {
	readonly content: Buffer | FormData | File;
	/** How much was read for sending. */
	progress(): UploadProgress;
}

/** Operating systems take as many bytes at once, whether the server reads them or not. */
const maxBytesAtOnce = 1024 * 1024;

const pieceBytes = 64 * 1024;

/**
 * A JSON body of more than 1 MB is read piece by piece: n8n does not tell whether a request was written
 * completely when its response came.
 */
export function toSentBody(body: RequestBody): SentBody {
	if (body.kind === 'form') return { content: body.form, progress: body.progress };
	const { bytes: content } = body;
	const totalBytes = content.byteLength;
	if (totalBytes <= maxBytesAtOnce) {
		return { content, progress: () => ({ bytes: totalBytes, totalBytes, problem: null }) };
	}
	let bytes = 0;
	const read = async function* (): AsyncGenerator<Bytes> {
		for (bytes = 0; bytes < totalBytes;) {
			const piece = Uint8Array.from(content.subarray(bytes, bytes + pieceBytes));
			bytes += piece.byteLength;
			yield piece;
		}
	};
	const file = new StreamedFile('', totalBytes, read);
	return { content: file, progress: () => ({ bytes, totalBytes, problem: null }) };
}

/** A file whose bytes are read while the request is sent; its size is known before. */
export class StreamedFile extends File {
	constructor(
		name: string,
		private readonly announced: number,
		private readonly read: () => AsyncGenerator<Bytes>,
	) {
		super([], name, { type: 'application/json' });
	}

	override get size(): number {
		return this.announced;
	}

	override stream(): ReadableStream<Bytes> {
		const chunks = this.read();
		return new ReadableStream<Bytes>(
			{
				async pull(controller) {
					const next = await chunks.next();
					if (next.done === true) controller.close();
					else controller.enqueue(next.value);
				},
				async cancel() {
					await chunks.return(undefined);
				},
			},
			{ highWaterMark: 0 },
		);
	}
}
