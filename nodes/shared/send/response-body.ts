import type { Yielder } from '../event-loop';
import { formatNumber, isPlainObject } from '../values';

/** An HTTP response whose body is still on its way. */
export interface StreamedResponse {
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: AsyncIterable<unknown>;
	/** Gives up the rest of the body and closes the connection. */
	discard(): void;
}

/** Bytes that are kept of a body that is too large. */
const maxStartBytes = 96 * 1024;

/** Reads what n8n's request helper returns for `returnFullResponse` with `encoding: 'stream'`. */
export function toStreamedResponse(response: unknown): StreamedResponse {
	const { statusCode, headers, body } = fieldsOf(response);
	if (!isStream(body)) throw new TypeError('n8n returned no response that can be read bit by bit.');
	return {
		status: Number(statusCode),
		headers: Object.fromEntries(
			Object.entries(fieldsOf(headers)).map(([name, value]) => [name.toLowerCase(), String(value)]),
		),
		body,
		discard: () => body.destroy(),
	};
}

/**
 * Reads a body to its end, but at most `limit` bytes. Yields to the event loop. `problem` is why a body cannot be read, null if it can; its `text` is then the
 * beginning, which may end anywhere, if that came. Rejects if the body breaks off.
 */
export async function readText(
	response: StreamedResponse,
	limit: number,
	yielder: Yielder,
): Promise<{ readonly text: string; readonly problem: string | null }> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of response.body) {
			const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
			bytes += part.byteLength;
			chunks.push(part);
			if (bytes > limit) {
				response.discard();
				const start = Buffer.concat(chunks, Math.min(bytes, maxStartBytes));
				const problem = `The response has more than ${formatNumber(limit)} bytes.`;
				return { text: start.toString('utf8'), problem };
			}
			await yielder.pause();
		}
	} catch (error) {
		if (!isCompressionError(error)) return await Promise.reject(error);
		return { text: '', problem: 'The compressed response is damaged.' };
	}
	return { text: Buffer.concat(chunks).toString('utf8'), problem: null };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return isPlainObject(value) ? value : {};
}

function isStream(value: unknown): value is AsyncIterable<unknown> & { destroy(): void } {
	return (
		typeof value === 'object' &&
		value !== null &&
		Symbol.asyncIterator in value &&
		'destroy' in value &&
		typeof value.destroy === 'function'
	);
}

function isCompressionError(error: unknown): boolean {
	const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
	return /^(Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD)/.test(String(code));
}
