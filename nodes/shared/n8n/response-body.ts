import type { TimeSlice } from '../delivery/job';
import { BodyMeter } from './body-meter';
import { formatNumber } from '../values';

/** An HTTP response whose body is still on its way. */
export interface StreamedResponse {
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: AsyncIterable<unknown>;
	/** Gives up the rest of the body and closes the connection. */
	discard(): void;
}

export type ResponseText =
	| { readonly kind: 'text'; readonly text: string }
	/** `start` is the beginning of the text, for the message of a refusal. */
	| { readonly kind: 'unreadable'; readonly problem: string; readonly start: string };

/**
 * Values of a body at most: to parse more of them would hold the event loop for too long. No page of
 * recommendations comes near.
 */
const mostValues = 100_000;

/** Bytes of a text that cannot be read which are kept. */
const longestStart = 16 * 1024;

/** Different names of fields at most. An object with many names costs far more than a list. */
const mostNames = 10_000;

/** Reads what n8n's request helper returns for `returnFullResponse` with `encoding: 'stream'`. */
export function toStreamedResponse(response: unknown): StreamedResponse {
	const parts = entriesOf(response);
	const status = Number(parts.get('statusCode'));
	const headers = Object.fromEntries(
		[...entriesOf(parts.get('headers'))].map(([name, value]) => [
			name.toLowerCase(),
			String(value),
		]),
	);
	const body = parts.get('body');
	if (isStream(body)) return { status, headers, body, discard: () => body.destroy() };
	const whole = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
	return { status, headers, body: once(whole), discard: () => undefined };
}

/**
 * Reads a body to its end, but at most `limit` bytes and no more than can be parsed quickly. Yields to
 * the event loop. Rejects if the body breaks off.
 */
export async function readText(
	response: StreamedResponse,
	limit: number,
	timeSlice: TimeSlice,
): Promise<ResponseText> {
	const chunks: Buffer[] = [];
	const meter = new BodyMeter();
	let bytes = 0;
	try {
		for await (const chunk of response.body) {
			const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
			bytes += part.byteLength;
			if (bytes <= limit) meter.write(part);
			const excess = excessOf(bytes, limit, meter);
			if (excess !== null) {
				response.discard();
				const [start = part] = chunks;
				return {
					kind: 'unreadable',
					problem: `The response has more than ${excess}.`,
					start: start.toString('utf8', 0, longestStart),
				};
			}
			chunks.push(part);
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		}
	} catch (error) {
		if (!isCompressionError(error)) return await Promise.reject(error);
		return { kind: 'unreadable', problem: 'The compressed response is damaged.', start: '' };
	}
	return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') };
}

/** What a body has too much of; null if it can be read. */
function excessOf(bytes: number, limit: number, { values, names }: BodyMeter): string | null {
	if (bytes > limit) return `${formatNumber(limit)} bytes`;
	if (values > mostValues) return `${formatNumber(mostValues)} values`;
	return names > mostNames ? `${formatNumber(mostNames)} different field names` : null;
}

async function* once(text: string): AsyncGenerator<string> {
	yield text;
}

function entriesOf(value: unknown): ReadonlyMap<string, unknown> {
	return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
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
	return /^(Z_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD)/.test(String(code));
}
