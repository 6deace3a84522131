import type { TimeSlice } from '../delivery/job';
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

/**
 * Values of a body at most: to parse more of them would hold the event loop for too long. No page of
 * recommendations comes near.
 */
const mostValues = 100_000;

/** Bytes that are kept of a body that is too much to read. */
const longestStart = 96 * 1024;

/** Different names of fields at most. An object with many names costs far more than a list. */
const mostNames = 10_000;

/** Reads what n8n's request helper returns for `returnFullResponse` with `encoding: 'stream'`. */
export function toStreamedResponse(response: unknown): StreamedResponse {
	const { statusCode, headers: given, body } = fieldsOf(response);
	const status = Number(statusCode);
	const headers = Object.fromEntries(
		Object.entries(fieldsOf(given)).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
	if (isStream(body)) return { status, headers, body, discard: () => body.destroy() };
	const whole = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
	return { status, headers, body: once(whole), discard: () => undefined };
}

/**
 * Reads a body to its end, but at most `limit` bytes and no more than can be parsed quickly. Yields to
 * the event loop. `problem` is why a body cannot be read, null if it can; its `text` is then the
 * beginning, which may end anywhere, if that came. Rejects if the body breaks off.
 */
export async function readText(
	response: StreamedResponse,
	limit: number,
	timeSlice: TimeSlice,
): Promise<{ readonly text: string; readonly problem: string | null }> {
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
				const start = Buffer.concat([...chunks, part], Math.min(bytes, longestStart));
				return { text: start.toString('utf8'), problem: `The response has more than ${excess}.` };
			}
			chunks.push(part);
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		}
	} catch (error) {
		if (!isCompressionError(error)) return await Promise.reject(error);
		return { text: '', problem: 'The compressed response is damaged.' };
	}
	return { text: Buffer.concat(chunks).toString('utf8'), problem: null };
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

// In a Jest test, each look at a global is slow.
const { imul } = Math;

const comma = 0x2c;
const colon = 0x3a;
const bracket = 0x5b;
const brace = 0x7b;
const quote = 0x22;
const backslash = 0x5c;

/** Counts, chunk by chunk, what makes the JSON of a body slow to parse. Linear. */
export class BodyMeter {
	/** Upper bound of the number of values: commas and opening brackets outside texts. */
	values = 0;

	private readonly nameHashes = new Set<number>();

	private isInText = false;

	private isEscaped = false;

	/** Of the text that is being read, or of the last one. */
	private hash = 0;

	/** Names of fields. Those that are equal count once, since a repeated name costs little. */
	get names(): number {
		return this.nameHashes.size;
	}

	write(bytes: Uint8Array): void {
		for (let index = 0; index < bytes.length; index += 1) {
			const byte = bytes[index] ?? 0;
			if (this.isInText) this.readText(byte);
			else if (byte === quote) this.beginText();
			else if (byte === colon) this.nameHashes.add(this.hash);
			else if (byte === comma || byte === bracket || byte === brace) this.values += 1;
		}
	}

	private beginText(): void {
		this.isInText = true;
		this.hash = 0;
	}

	private readText(byte: number): void {
		if (byte === quote && !this.isEscaped) {
			this.isInText = false;
			return;
		}
		this.isEscaped = byte === backslash && !this.isEscaped;
		this.hash = (imul(this.hash, 31) + byte) | 0;
	}
}
