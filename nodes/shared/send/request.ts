import {
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import { credentialName } from '../kainic/api';
import { inSeconds } from '../values';
import { withDeadline, timerLength, type Interruption } from '../wait';
import type { Job } from './job';
import { brokenResponse, isProgrammingError, networkProblem } from './network-errors';
import { createBody, sentPart, type RequestBody } from './request-body';
import { openResponse, readText, type OpenResponse } from './response-body';

/** The result of one HTTP request. */
export type Received =
	| {
			readonly kind: 'response';
			readonly status: number;
			readonly retryAfter: string | undefined;
			/** May contain the API key. */
			readonly body: string;
			/** True if the body exceeds the limit, and `body` is only its beginning. It may end inside a character or inside the API key. */
			readonly isCut: boolean;
			/** Why the response must not be trusted as a success; null if request and response were complete. */
			readonly incomplete: {
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
	const returned = callHelper(context, job, body, timeout, credential);
	const opened: { response?: OpenResponse } = {};
	const received = returned.then(async (value) => {
		opened.response = openResponse(value);
		return await readBody(opened.response, body);
	});
	const ended = await withDeadline(received, timeout, context.getExecutionCancelSignal());
	if (ended.kind === 'done') return ended.value;
	return opened.response === undefined
		? await noResponse(ended, returned, body, timeout)
		: brokenOff(opened.response, ended, body, timeout);
}

/** Resolves when the status and the headers of the response have arrived. */
async function callHelper(
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
		// n8n's timeout starts again with each byte, so our own deadline limits the request.
		timeout: timerLength(timeout + closingMs),
		// Only a stream can be limited in time and in size.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// If n8n followed a redirect, it would send the API key to another address.
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

async function readBody(
	{ status, retryAfter, stream }: OpenResponse,
	body: RequestBody,
): Promise<Received> {
	const { text, isCut } = await readText(stream);
	const part = sentPart(body);
	const early = part === null ? null : `Kainic answered before the upload was complete. ${part}`;
	const problem = isCut ? 'The response is larger than 8 MB.' : early;
	const incomplete = problem === null ? null : { code: 'bad_response' as const, problem };
	return { kind: 'response', status, retryAfter, body: text, isCut, incomplete };
}

/** The result if the status and the headers arrived, but not the whole body. */
function brokenOff(
	{ status, retryAfter, stream }: OpenResponse,
	ended: Interruption,
	body: RequestBody,
	timeout: number,
): Received {
	stream.destroy();
	const incomplete =
		ended.kind === 'failed'
			? brokenResponse(ended.error)
			: { code: ended.kind, problem: problemOf(ended.kind, body, timeout) };
	return { kind: 'response', status, retryAfter, body: '', isCut: false, incomplete };
}

async function noResponse(
	ended: Interruption,
	returned: Promise<unknown>,
	body: RequestBody,
	timeout: number,
): Promise<Received> {
	if (ended.kind === 'failed') {
		if (isProgrammingError(ended.error)) return await Promise.reject(ended.error);
		return { kind: 'no_response', code: 'network', ...networkProblem(ended.error) };
	}
	// A response that comes too late would keep its connection open.
	returned.then(
		(late) => openResponse(late).stream.destroy(),
		() => {},
	);
	const problem = problemOf(ended.kind, body, timeout);
	return { kind: 'no_response', code: ended.kind, problem, sent: true, isPermanent: false };
}

function problemOf(code: 'timeout' | 'canceled', body: RequestBody, timeout: number): string {
	if (code === 'canceled') return 'The execution was canceled before Kainic answered.';
	const part = sentPart(body);
	return part === null
		? `Kainic sent no complete response within ${inSeconds(timeout)}.`
		: `The upload took longer than ${inSeconds(timeout)}. ${part}`;
}

/** n8n closes the connection this many milliseconds after our deadline. */
const closingMs = 10;
