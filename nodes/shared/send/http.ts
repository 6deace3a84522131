import {
	sleep,
	type ICredentialDataDecryptedObject,
	type ICredentialsDecrypted,
	type IExecuteFunctions,
	type IHttpRequestOptions,
} from 'n8n-workflow';
import type { Yielder } from '../event-loop';
import type { AttemptResult, Job, NoResponse, RequestBody, UploadProgress } from './job';
import { inputFailure } from '../failure';
import { credentialName } from '../kainic/api';
import { formatNumber } from '../values';
import { brokenResponse, failedHandshake, networkProblem } from './network-errors';
import { readText, toStreamedResponse, type StreamedResponse } from './response-body';
import { startRace, timerLength, type Race } from './time';

/** Avoids allocating an Error with a stack on every abort. */
const attemptEnded = 'The attempt has ended.';

const canceled: NoResponse = {
	kind: 'no_response',
	code: 'canceled',
	problem: 'The execution was canceled before Kainic answered.',
	sent: true,
	retry: 'never',
};

/** Milliseconds after our own deadline at which n8n closes the connection, and says how far it got. */
const clearingUp = 10;

/** Milliseconds after our own deadline to wait for n8n's error. */
const patience = 100;

interface AttemptLimits {
	/** Milliseconds from the start to the last byte of the response, however slow it is. */
	readonly timeout: number;
	/** Bytes of the response. */
	readonly longestResponse: number;
	readonly yielder: Yielder;
	/** Called when the head of a response has come. */
	onResponse(): void;
}

/** Makes one attempt through n8n's own request helper. Never throws. */
export async function attemptRequest(
	context: IExecuteFunctions,
	job: Job,
	limits: AttemptLimits,
): Promise<AttemptResult> {
	const end = new AbortController();
	const race = startRace(limits.timeout, context.getExecutionCancelSignal());
	try {
		const body = job.body(end.signal);
		const asking = ask(context, job, body, limits.timeout);
		const asked = await race.run(asking);
		switch (asked.kind) {
			case 'done':
				limits.onResponse();
				return await receive(asked.value, progressOf(body), limits, race);
			case 'failed':
				return brokenConnection(asked.error, progressOf(body));
			case 'timeout':
				return timedOut(await endLate(asking), progressOf(body), limits.timeout);
			case 'canceled':
				void endLate(asking);
				return canceled;
		}
	} catch (error) {
		const { code, message } = inputFailure(error, null);
		return { kind: 'no_response', code, problem: message, sent: false, retry: 'never' };
	} finally {
		end.abort(attemptEnded);
		race.dispose();
	}
}

async function ask(
	context: IExecuteFunctions,
	job: Job,
	body: RequestBody,
	timeout: number,
): Promise<StreamedResponse> {
	const isJson = body.kind === 'json';
	const type = isJson ? { 'content-type': 'application/json' } : {};
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: job.url,
		headers: { accept: 'application/json', ...job.headers, ...type },
		body: isJson ? body.bytes : body.form,
		// n8n's timeout counts idle time only. It closes the connection after our own deadline.
		timeout: timerLength(timeout + clearingUp),
		// A stream can be bounded in time and in size.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Following a redirect would carry the API key elsewhere, and buffer the whole body for it.
		disableFollowRedirect: true,
	};
	const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		credentialName,
		options,
		// Without it, n8n reads the credential again for every request; somebody may have edited it.
		{ credentialsDecrypted: snapshotOf(job.account.credential) },
	);
	return toStreamedResponse(response);
}

function snapshotOf(credential: Readonly<Record<string, unknown>>): ICredentialsDecrypted {
	const data: ICredentialDataDecryptedObject = {};
	for (const [name, value] of Object.entries(credential)) {
		if (typeof value === 'string' || typeof value === 'number') data[name] = value;
	}
	return { id: '', name: credentialName, type: credentialName, data };
}

async function receive(
	response: StreamedResponse,
	progress: UploadProgress,
	{ timeout, longestResponse, yielder }: AttemptLimits,
	race: Race,
): Promise<AttemptResult> {
	const { status, headers } = response;
	const ended = (
		body: string,
		broken: Extract<AttemptResult, { kind: 'response' }>['broken'],
		isCut = false,
	): AttemptResult => {
		return { kind: 'response', status, headers, body, isCut, broken };
	};
	const read = await race.run(readText(response, longestResponse, yielder));
	switch (read.kind) {
		case 'done': {
			const isCut = read.value.problem !== null;
			const problem = read.value.problem ?? unsent(progress);
			const broken = problem === null ? null : { code: 'bad_response' as const, problem };
			return ended(read.value.text, broken, isCut);
		}
		case 'failed':
			return ended('', { code: 'network', problem: brokenResponse(read.error) });
		case 'timeout':
			response.discard();
			return ended('', { code: 'timeout', problem: timeoutProblem(progress, timeout) });
		case 'canceled':
			response.discard();
			return ended('', { code: 'canceled', problem: canceled.problem });
	}
}

function brokenConnection(error: unknown, { problem, bytes }: UploadProgress): NoResponse {
	if (problem !== null) {
		return { kind: 'no_response', code: 'no_file', problem, sent: bytes > 0, retry: 'never' };
	}
	return { kind: 'no_response', code: 'network', ...networkProblem(error) };
}

function timedOut(error: unknown, progress: UploadProgress, timeout: number): NoResponse {
	const sent = !failedHandshake(error);
	const problem = sent
		? timeoutProblem(progress, timeout)
		: `No connection: the encrypted connection was not made within ${secondsOf(timeout)} seconds.`;
	return { kind: 'no_response', code: 'timeout', problem, sent, retry: 'always' };
}

/** Rounded: what a budget leaves for an attempt is not a round number. */
function secondsOf(timeout: number): number {
	return timeout < 1000 ? Math.ceil(timeout) / 1000 : Math.round(timeout / 100) / 10;
}

function timeoutProblem(progress: UploadProgress, timeout: number): string {
	const seconds = secondsOf(timeout);
	return unsent(progress) === null
		? `No complete response came within ${seconds} seconds.`
		: `The upload was unfinished after ${seconds} seconds: ${shareOf(progress)} had been sent.`;
}

/** Why a success does not count: the server answered before it had the whole request; null if it does. */
function unsent(progress: UploadProgress): string | null {
	const { bytes, totalBytes, problem } = progress;
	if (problem !== null) return problem;
	if (bytes === totalBytes) return null;
	return `Kainic answered before it had the whole upload: ${shareOf(progress)} had been sent.`;
}

function shareOf({ bytes, totalBytes }: UploadProgress): string {
	return `at most ${formatNumber(bytes)} of ${formatNumber(totalBytes)} bytes`;
}

/** Only a form has a file, whose upload can be unfinished. */
function progressOf(body: RequestBody): UploadProgress {
	return body.kind === 'form' ? body.progress() : { bytes: 0, totalBytes: 0, problem: null };
}

/**
 * Closes a response that comes too late, so that it holds no connection. Resolves with n8n's error,
 * if one comes soon.
 */
async function endLate(asking: Promise<StreamedResponse>): Promise<unknown> {
	const ended = asking.then(
		(response) => response.discard(),
		(error: unknown) => error,
	);
	return await Promise.race([ended, sleep(patience)]);
}
