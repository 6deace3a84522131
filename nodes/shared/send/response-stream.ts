import { isPlainObject } from '../values';

/** A response whose head has come. */
export interface OpenResponse {
	readonly status: number;
	readonly retryAfter: string | undefined;
	/** Destroying it closes the connection. */
	readonly stream: AsyncIterable<unknown> & { destroy(): void };
}

/** What n8n's helper for requests returned. Throws a TypeError if it is no response. */
export function openResponse(returned: unknown): OpenResponse {
	if (!isPlainObject(returned) || !isStream(returned.body)) {
		throw new TypeError('n8n returned no response that can be read.');
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

/** Of a larger body, this many bytes of its beginning are kept. */
const maxStartBytes = 96 * 1024;

/**
 * Reads a complete body. `problem` says why the body cannot be read; `text` is then only its beginning,
 * which may end anywhere. `problem` is null if the body is complete. Rejects if the body breaks off.
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
				return { text: start.toString(), problem: 'The response has more than 1 MB.' };
			}
		}
	} catch (error) {
		// If n8n cannot decompress a body, this is not a failure of the network.
		const code = isPlainObject(error) ? String(error.code) : '';
		const isDamaged = /^(Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD)/.test(code);
		if (!isDamaged) return await Promise.reject(error);
		return { text: '', problem: 'The compressed response is damaged.' };
	}
	return { text: Buffer.concat(chunks).toString(), problem: null };
}
