import { formatNumber, isPlainObject } from '../values';
import { yieldToN8n } from '../wait';
import type { Content, Form } from './job';

/** A body as n8n's request helper takes it. */
export interface RequestBody {
	readonly content: Buffer | FormData;
	readonly totalBytes: number;
	/** Bytes that the HTTP client has taken. Only forms are counted, because the client takes other bodies at once. */
	bytesTaken(): number;
}

/** Makes the body of one attempt. */
export function createBody(content: Content): RequestBody {
	switch (content.kind) {
		case 'list':
			return jsonBody(`[${content.entries.map(({ text }) => text).join(',')}]`);
		case 'json':
			return jsonBody(content.text);
		case 'form':
			return formBody(content.form);
	}
}

/** For messages: how much of a body was sent. Null if the HTTP client has taken the whole body. */
export function sentPart({ bytesTaken, totalBytes }: RequestBody): string | null {
	const taken = bytesTaken();
	if (taken === totalBytes) return null;
	return `n8n sent no more than ${formatNumber(taken)} of ${formatNumber(totalBytes)} bytes.`;
}

function jsonBody(text: string): RequestBody {
	const content = Buffer.from(text);
	return { content, totalBytes: content.byteLength, bytesTaken: () => content.byteLength };
}

function formBody({ fields, fileField, fileName, file }: Form): RequestBody {
	const counted = new CountedFile(file, fileName);
	const content = new FormData();
	for (const { name, value } of fields) content.append(name, value);
	content.append(fileField, counted);
	return { content, totalBytes: file.size, bytesTaken: () => counted.taken };
}

type Bytes = Uint8Array<ArrayBuffer>;

const pieceBytes = 64 * 1024;

/** Counts the bytes that the HTTP client takes, because n8n does not report whether it sent a request completely. */
class CountedFile extends File {
	taken = 0;

	constructor(content: Blob, name: string) {
		super([content], name, { type: 'application/json' });
	}

	override stream(): ReadableStream<Bytes> {
		this.taken = 0;
		const pull = async (controller: ReadableStreamDefaultController<Bytes>): Promise<void> => {
			// A fast upload never waits for the network, and would block n8n.
			await yieldToN8n();
			const piece = this.slice(this.taken, this.taken + pieceBytes);
			this.taken += piece.size;
			if (piece.size === 0) controller.close();
			else controller.enqueue(new Uint8Array(await piece.arrayBuffer()));
		};
		return new ReadableStream<Bytes>({ pull }, { highWaterMark: 0 });
	}
}

/** A response with status and headers. Its body may not have arrived. */
export interface OpenResponse {
	readonly status: number;
	readonly retryAfter: string | undefined;
	/** To close the connection, destroy the stream. */
	readonly stream: AsyncIterable<unknown> & { destroy(): void };
}

/** Checks and reads what n8n's request helper returned. Throws a TypeError if the value is not a response. */
export function openResponse(returned: unknown): OpenResponse {
	if (!isPlainObject(returned) || !isStream(returned.body)) {
		throw new TypeError('n8n returned a response that the node cannot read.');
	}
	const { statusCode, headers, body } = returned;
	const retryAfter = isPlainObject(headers) ? headers['retry-after'] : undefined;
	return {
		status: Number(statusCode),
		retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
		stream: body,
	};
}

function isStream(value: unknown): value is OpenResponse['stream'] {
	return (
		isPlainObject(value) && Symbol.asyncIterator in value && typeof value.destroy === 'function'
	);
}

/** n8n needs seconds to save a response of several megabytes. */
const maxResponseBytes = 1024 * 1024;

/** If a body exceeds the limit, we keep this many bytes from its start. */
const maxStartBytes = 96 * 1024;

/**
 * Reads a body. `problem` is null if `text` is the complete body. If there is a problem, `text` is incomplete or
 * empty, and may be cut inside a character. Rejects if the body breaks off.
 */
export async function readText(
	stream: OpenResponse['stream'],
): Promise<{ readonly text: string; readonly problem: string | null }> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of stream) {
			const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
			bytes += part.byteLength;
			chunks.push(part);
			if (bytes > maxResponseBytes) {
				// Leaving the loop ends the stream.
				const start = Buffer.concat(chunks, Math.min(bytes, maxStartBytes));
				return { text: start.toString(), problem: 'The response is larger than 1 MB.' };
			}
		}
	} catch (error) {
		// A body that n8n cannot decompress is not a failure of the network.
		const code = isPlainObject(error) ? String(error.code) : '';
		const isDamaged = /^(Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD)/.test(code);
		if (!isDamaged) return await Promise.reject(error);
		return { text: '', problem: 'The compressed response is damaged.' };
	}
	return { text: Buffer.concat(chunks).toString(), problem: null };
}
