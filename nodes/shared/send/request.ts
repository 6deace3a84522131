import {
	sleep,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import { credentialName } from '../kainic/api';
import { formatNumber, isPlainObject } from '../values';
import { createBody, type RequestBody } from './body';
import type { Job } from './job';
import {
	brokenResponse,
	failedHandshake,
	isProgrammingError,
	networkProblem,
} from './network-errors';
import { inSeconds, startRace, timerLength, type Race } from './timing';

/** The result of one HTTP request. */
export type Received =
	| {
			readonly kind: 'response';
			readonly status: number;
			readonly retryAfter: string | undefined;
			/** May contain the API key. */
			readonly body: string;
			/** True if the body is the beginning of a longer one. The cut may be inside a character or inside the API key. */
			readonly isCut: boolean;
			/** Why the response must not be trusted as a success; null if request and response were complete. */
			readonly doubt: {
				readonly code: 'timeout' | 'network' | 'canceled' | 'bad_response';
				readonly problem: string;
			} | null;
	  }
	| {
			readonly kind: 'no_response';
			readonly code: 'timeout' | 'network' | 'canceled';
			readonly problem: string;
			/** True if bytes of the request may have left this machine. */
			readonly sent: boolean;
			/** True if the problem remains until somebody changes a setting. */
			readonly isPermanent: boolean;
	  };

/** Maximum bytes of a response. n8n needs seconds to save a response of several megabytes. */
const maxResponseBytes = 1024 * 1024;

/** If a body is too large, this many bytes of its beginning are kept. */
const maxStartBytes = 96 * 1024;

/** n8n closes the connection this many milliseconds after our own deadline. */
const closingMs = 10;

/** How many milliseconds we wait after our own deadline for n8n's error, which says how far the request got. */
const lateErrorWaitMs = 500;

const canceledProblem = 'The execution was canceled before Kainic answered.';

/**
 * Makes one request of at most `timeout` milliseconds through n8n's own helper. Throws only if something
 * unforeseen happens.
 */
export async function makeRequest(
	context: IExecuteFunctions,
	job: Job,
	timeout: number,
	credential: Readonly<Record<string, unknown>>,
): Promise<Received> {
	const body = createBody(job.content);
	const race = startRace(timeout, context.getExecutionCancelSignal());
	try {
		const response = openResponse(context, job, body, timeout, credential);
		const opened = await race.run(response);
		switch (opened.kind) {
			case 'done':
				return await readBody(headOf(opened.value), body, timeout, race);
			case 'failed': {
				if (isProgrammingError(opened.error)) return await Promise.reject(opened.error);
				const { problem, sent, isPermanent } = networkProblem(opened.error);
				return { kind: 'no_response', code: 'network', problem, sent, isPermanent };
			}
			case 'timeout': {
				const sent = !failedHandshake(await closeLate(response));
				const problem = sent
					? lateProblem(body, timeout)
					: `No connection: the server did not set up encryption within ${inSeconds(timeout)}.`;
				return { kind: 'no_response', code: 'timeout', problem, sent, isPermanent: false };
			}
			case 'canceled': {
				void closeLate(response);
				const problem = canceledProblem;
				return { kind: 'no_response', code: 'canceled', problem, sent: true, isPermanent: true };
			}
		}
	} finally {
		race.dispose();
	}
}

/** Resolves when the head of the response has come. */
async function openResponse(
	context: IExecuteFunctions,
	job: Job,
	{ content }: RequestBody,
	timeout: number,
	credential: Readonly<Record<string, unknown>>,
): Promise<unknown> {
	// The HTTP client sets the type of a form.
	const type = content instanceof FormData ? {} : { 'content-type': 'application/json' };
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: job.url,
		headers: { accept: 'application/json', ...job.headers, ...type },
		body: content,
		// n8n's timeout starts again with each byte, so our own deadline limits the request. n8n closes the connection soon after.
		timeout: timerLength(timeout + closingMs),
		// Only a stream can be limited in time and in size.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// To follow a redirect, n8n would send the API key to another address and keep the whole body in memory.
		disableFollowRedirect: true,
	};
	const data: ICredentialDataDecryptedObject = {};
	for (const [name, value] of Object.entries(credential)) {
		if (typeof value === 'string' || typeof value === 'number') data[name] = value;
	}
	return await context.helpers.httpRequestWithAuthentication.call(
		context,
		credentialName,
		options,
		// Otherwise n8n reads the credential again for every request, and somebody may have edited it.
		{ credentialsDecrypted: { id: '', name: credentialName, type: credentialName, data } },
	);
}

interface OpenResponse {
	readonly status: number;
	readonly retryAfter: string | undefined;
	/** Destroying it closes the connection. */
	readonly stream: AsyncIterable<unknown> & { destroy(): void };
}

function headOf(response: unknown): OpenResponse {
	if (!isPlainObject(response) || !isStream(response.body)) {
		throw new TypeError('n8n returned no response that can be read.');
	}
	const { statusCode, headers, body } = response;
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

async function readBody(
	{ stream, ...head }: OpenResponse,
	sent: RequestBody,
	timeout: number,
	race: Race,
): Promise<Received> {
	const broken = (code: 'timeout' | 'network' | 'canceled', problem: string): Received => {
		stream.destroy();
		return { kind: 'response', ...head, body: '', isCut: false, doubt: { code, problem } };
	};
	const read = await race.run(readText(stream));
	switch (read.kind) {
		case 'done': {
			const { text: body, problem } = read.value;
			const why = problem ?? incompleteUpload(sent);
			const doubt = why === null ? null : { code: 'bad_response' as const, problem: why };
			return { kind: 'response', ...head, body, isCut: problem !== null, doubt };
		}
		case 'failed':
			return broken('network', brokenResponse(read.error));
		case 'timeout':
			return broken('timeout', lateProblem(sent, timeout));
		case 'canceled':
			return broken('canceled', canceledProblem);
	}
}

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

function lateProblem(body: RequestBody, timeout: number): string {
	return body.bytesTaken() === body.totalBytes
		? `Kainic sent no complete response within ${inSeconds(timeout)}.`
		: `The upload took longer than ${inSeconds(timeout)}. ${shareOf(body)} were sent.`;
}

/** Says that the upload was not sent completely, so that a 2xx must not be trusted. Null if the upload was complete. */
function incompleteUpload(body: RequestBody): string | null {
	if (body.bytesTaken() === body.totalBytes) return null;
	return `Kainic answered before the upload was complete. ${shareOf(body)} were sent.`;
}

function shareOf({ bytesTaken, totalBytes }: RequestBody): string {
	return `At most ${formatNumber(bytesTaken())} of ${formatNumber(totalBytes)} bytes`;
}

/**
 * Closes a response that comes too late, because otherwise its connection stays open. Resolves with n8n's
 * error, if one comes soon.
 */
async function closeLate(response: Promise<unknown>): Promise<unknown> {
	const ended = response.then(
		(late) => headOf(late).stream.destroy(),
		(error: unknown) => error,
	);
	return await Promise.race([ended, sleep(lateErrorWaitMs)]);
}
