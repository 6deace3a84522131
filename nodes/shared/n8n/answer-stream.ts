/** An HTTP answer whose body is still on its way. */
export interface StreamedAnswer {
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: AsyncIterable<unknown>;
	/** Gives the rest of the body up and closes the connection. */
	discard(): void;
}

export type AnswerText =
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'unreadable'; readonly problem: string };

/** Reads what n8n's request helper returns for `returnFullResponse` with `encoding: 'stream'`. */
export function toStreamedAnswer(response: unknown): StreamedAnswer {
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

/** Reads a body to its end, but never more than `limit` bytes of it. Rejects when it breaks off. */
export async function readText(answer: StreamedAnswer, limit: number): Promise<AnswerText> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of answer.body) {
			const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
			bytes += part.byteLength;
			if (bytes > limit) {
				answer.discard();
				return { kind: 'unreadable', problem: `The answer is longer than ${limit} bytes.` };
			}
			chunks.push(part);
		}
	} catch (error) {
		if (!isCompressionError(error)) return await Promise.reject(error);
		return { kind: 'unreadable', problem: 'The compressed answer is damaged.' };
	}
	return { kind: 'text', text: Buffer.concat(chunks).toString('utf8') };
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
