import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { credentialName } from '../kainic/api';
import { formatNumber, isPlainObject } from '../values';
import { StreamedFile, type Bytes } from './body';
import type { Job, RequestBody } from './job';
import { timerLength } from './timing';

/** An HTTP response whose body is still on its way. */
export interface StreamedResponse {
	readonly status: number;
	readonly retryAfter: string | undefined;
	/** To destroy it gives up the rest and closes the connection. */
	readonly body: AsyncIterable<unknown> & { destroy(): void };
}

/** Operating systems buffer about this many bytes, even if the server reads none. */
const maxBytesAtOnce = 1024 * 1024;

const pieceBytes = 64 * 1024;

/**
 * The body of a JSON request. More than 1 MB is read piece by piece, and the pieces are counted: n8n does
 * not report whether a request was sent completely.
 */
export function jsonBody(content: Buffer): RequestBody {
	const totalBytes = content.byteLength;
	const isSmall = totalBytes <= maxBytesAtOnce;
	let bytes = isSmall ? totalBytes : 0;
	const progress = () => ({ bytes, totalBytes, problem: null });
	if (isSmall) return { content, progress };
	const read = async function* (): AsyncGenerator<Bytes> {
		for (bytes = 0; bytes < totalBytes;) {
			const piece = Uint8Array.from(content.subarray(bytes, bytes + pieceBytes));
			bytes += piece.byteLength;
			yield piece;
		}
	};
	return { content: new StreamedFile('', totalBytes, read), progress };
}

/** Milliseconds after our own deadline at which n8n closes the connection. */
const closingMs = 10;

/** Bytes that are kept of a body that is too large. */
const maxStartBytes = 96 * 1024;

/** Sends a request through n8n's own helper. Resolves when the head of the response has come. */
export async function startRequest(
	context: IExecuteFunctions,
	job: Job,
	{ content }: RequestBody,
	timeout: number,
	credential: Readonly<Record<string, unknown>>,
): Promise<StreamedResponse> {
	// A form brings its own type.
	const type = content instanceof FormData ? {} : { 'content-type': 'application/json' };
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: job.url,
		headers: { accept: 'application/json', ...job.headers, ...type },
		body: content,
		// n8n's timeout counts idle time only, so our deadline comes first; n8n then closes the connection.
		timeout: timerLength(timeout + closingMs),
		// A stream can be bounded in time and in size.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Following a redirect would carry the API key elsewhere, and buffer the whole body for it.
		disableFollowRedirect: true,
	};
	const data: ICredentialDataDecryptedObject = {};
	for (const [name, value] of Object.entries(credential)) {
		if (typeof value === 'string' || typeof value === 'number') data[name] = value;
	}
	const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		credentialName,
		options,
		// Without it, n8n reads the credential again for every request; somebody may have edited it.
		{ credentialsDecrypted: { id: '', name: credentialName, type: credentialName, data } },
	);
	if (!isPlainObject(response) || !isStream(response.body)) {
		throw new TypeError('n8n returned no response that can be read.');
	}
	const { statusCode, headers, body } = response;
	const retryAfter = isPlainObject(headers) ? headers['retry-after'] : undefined;
	return {
		status: Number(statusCode),
		retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
		body,
	};
}

/**
 * Reads a complete body, but at most `limit` bytes. `problem` is why a body cannot be read, null if it can; its
 * `text` is then the beginning, which may end anywhere. Rejects if the body breaks off.
 */
export async function readText(
	body: StreamedResponse['body'],
	limit: number,
): Promise<{ readonly text: string; readonly problem: string | null }> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of body) {
			const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
			bytes += part.byteLength;
			chunks.push(part);
			if (bytes > limit) {
				// Leaving the loop ends the stream.
				const start = Buffer.concat(chunks, Math.min(bytes, maxStartBytes));
				const problem = `The response has more than ${formatNumber(limit / 1024)} kB.`;
				return { text: start.toString(), problem };
			}
		}
	} catch (error) {
		// What n8n decompresses is no trouble of the network.
		const code = isPlainObject(error) ? String(error.code) : '';
		const isDamaged = /^(Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI|ERR_ZSTD)/.test(code);
		if (!isDamaged) return await Promise.reject(error);
		return { text: '', problem: 'The compressed response is damaged.' };
	}
	return { text: Buffer.concat(chunks).toString(), problem: null };
}

function isStream(value: unknown): value is StreamedResponse['body'] {
	return (
		isPlainObject(value) && Symbol.asyncIterator in value && typeof value.destroy === 'function'
	);
}
