import { isPlainObject } from '../values';

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

/** 50 products with long descriptions take 1 MB. n8n needs seconds to save a response of several megabytes. */
const maxResponseBytes = 8 * 1024 * 1024;

/** If a body exceeds the limit, we keep this many bytes from its start. */
const maxStartBytes = 96 * 1024;

/**
 * Reads a body. If the body exceeds the limit, `isCut` is true, and `text` is only the beginning, which may end inside
 * a character. Rejects if the body breaks off or cannot be decompressed.
 */
export async function readText(
	stream: OpenResponse['stream'],
): Promise<{ readonly text: string; readonly isCut: boolean }> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of stream) {
		const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
		bytes += part.byteLength;
		chunks.push(part);
		if (bytes > maxResponseBytes) {
			// Leaving the loop ends the stream.
			return { text: Buffer.concat(chunks, maxStartBytes).toString(), isCut: true };
		}
	}
	return { text: Buffer.concat(chunks).toString(), isCut: false };
}
