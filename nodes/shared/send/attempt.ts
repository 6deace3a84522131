import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../kainic/connection';
import type { Operation } from '../operation';
import {
	failureKinds,
	InputError,
	inputFailure,
	notSentFailure,
	unforeseen,
	type Failure,
	type FailureCode,
} from '../failure';
import { readResponse } from '../kainic/response';
import { formatNumber, shortened } from '../values';
import type { Attempt, Job, RequestBody, UploadProgress } from './job';
import type { KeyRemover } from './api-key';
import { brokenResponse, failedHandshake, networkProblem } from './network-errors';
import { readText, startRequest, type StreamedResponse } from './request';
import { parseRetryAfter, startRace, type Race } from './timing';
import { pause } from '../pause';

/** Avoids allocating an Error with a stack on every abort. */
const attemptEnded = 'The attempt has ended.';

const canceledProblem = 'The execution was canceled before Kainic answered.';

/** Milliseconds after our own deadline to wait for n8n's error, which says how far the request got. */
const lateErrorWaitMs = 100;

/** What is the same for all attempts of a run. */
export type AttemptOptions = Pick<Operation, 'maxResponseBytes' | 'advice'> &
	Pick<Connection, 'credential'> & { readonly keyRemover: KeyRemover };

/** Makes one attempt of at most `timeout` milliseconds through n8n's own request helper. Never throws. */
export async function attemptRequest(
	context: IExecuteFunctions,
	job: Job,
	timeout: number,
	options: AttemptOptions,
): Promise<Attempt> {
	const end = new AbortController();
	const race = startRace(timeout, context.getExecutionCancelSignal());
	let isStarted = false;
	try {
		const body = job.body(end.signal);
		isStarted = true;
		const request = startRequest(context, job, body, timeout, options.credential);
		const started = await race.run(request);
		switch (started.kind) {
			case 'done': {
				const response = await readRest(started.value, body, timeout, options, race);
				return await readAttempt(job, response, options);
			}
			case 'failed':
				return unanswered(started.error, body.progress());
			case 'timeout':
				return timedOut(await endLate(request), body.progress(), timeout);
			case 'canceled':
				void endLate(request);
				return failedAttempt('canceled', canceledProblem, { mayBeAccepted: true });
		}
	} catch (error) {
		const failure = isStarted
			? unforeseen(error, 1)
			: { ...inputFailure(error, null), attempts: 1 };
		return { kind: 'failure', failure, retryAfter: null };
	} finally {
		end.abort(attemptEnded);
		race.dispose();
	}
}

/** A response, or the part of it that came. */
export interface ReceivedResponse extends Pick<StreamedResponse, 'status' | 'retryAfter'> {
	/** May repeat the API key. */
	readonly body: string;
	/** True if the body is the beginning of a longer one. It may end inside a character or a key. */
	readonly isCut: boolean;
	/** Why a 2xx must not be trusted; null if request and response were complete. */
	readonly broken: {
		readonly code: 'timeout' | 'network' | 'canceled' | 'bad_response';
		readonly problem: string;
	} | null;
}

async function readRest(
	{ body: stream, ...head }: StreamedResponse,
	sent: RequestBody,
	timeout: number,
	{ maxResponseBytes }: AttemptOptions,
	race: Race,
): Promise<ReceivedResponse> {
	const broken = (code: 'timeout' | 'network' | 'canceled', problem: string) => {
		stream.destroy();
		return { ...head, body: '', isCut: false, broken: { code, problem } };
	};
	const read = await race.run(readText(stream, maxResponseBytes));
	switch (read.kind) {
		case 'done': {
			const { text: body, problem } = read.value;
			const why = problem ?? incompleteUpload(sent.progress());
			const doubt = why === null ? null : { code: 'bad_response' as const, problem: why };
			return { ...head, body, isCut: problem !== null, broken: doubt };
		}
		case 'failed':
			return broken('network', brokenResponse(read.error));
		case 'timeout':
			return broken('timeout', timeoutProblem(sent.progress(), timeout));
		case 'canceled':
			return broken('canceled', canceledProblem);
	}
}

/** Turns a response into an Attempt, without the key. If the job cannot read the data, the attempt failed. */
export async function readAttempt(
	job: Job,
	received: ReceivedResponse,
	{ keyRemover, advice }: Omit<AttemptOptions, 'maxResponseBytes' | 'credential'>,
): Promise<Attempt> {
	const { status, broken } = received;
	const retryAfter = parseRetryAfter(received.retryAfter, Date.now());
	const waitByRule = { never: null, when_invited: retryAfter, always: retryAfter ?? 0 };
	const adviceFor = (code: FailureCode) => advice[code] ?? failureKinds[code].advice;
	const body = keyRemover.fromBody(received);
	await pause();
	const result = readResponse({ status, body });
	// A failure that Kainic reported counts, even if the rest of the response is missing.
	const isReported = result.kind === 'failure' && result.code !== 'bad_response';
	if (broken !== null && !isReported) {
		const { code, problem } = broken;
		const own = { httpCode: status, mayBeAccepted: true, description: adviceFor(code) };
		return failedAttempt(code, problem, own, waitByRule[failureKinds[code].retry]);
	}
	if (result.kind === 'success') {
		try {
			return { kind: 'success', present: job.read(result.data) };
		} catch (error) {
			const problem = error instanceof InputError ? error.message : 'The data could not be read.';
			// Short keys stay in data, so the message may contain one.
			const message = keyRemover.fromMessage(problem);
			return failedAttempt('bad_response', message, {
				httpCode: status,
				description:
					'Kainic accepted the request, but this node cannot read the response. To see the response, set Output to Response.',
				mayBeAccepted: true,
			});
		}
	}
	const { code, retry, scope, mayBeAccepted, advice: special } = result;
	const message = keyRemover.fromMessage(result.message);
	const description = special ?? adviceFor(code);
	const own = { quoted: result.quoted, httpCode: status, scope, mayBeAccepted, description };
	return failedAttempt(code, message, own, waitByRule[retry]);
}

const maxMessageLength = 500;

/** An attempt that failed. `own` overrides what the code says; so does `retryAfter`. */
export function failedAttempt(
	code: FailureCode,
	message: string,
	own: Partial<Omit<Failure, 'code' | 'message' | 'attempts'>>,
	retryAfter: number | null = failureKinds[code].retry === 'always' ? 0 : null,
): Attempt {
	const shown = shortened(message, maxMessageLength);
	const failure = { ...notSentFailure(shown, { code }), attempts: 1, notSent: false, ...own };
	return { kind: 'failure', failure, retryAfter };
}

/** No response came. A file that cannot be read ends the request too. */
function unanswered(error: unknown, { problem, bytes }: UploadProgress): Attempt {
	if (problem !== null) {
		return failedAttempt('no_file', problem, { notSent: bytes === 0, mayBeAccepted: bytes > 0 });
	}
	const { problem: reason, sent, isPermanent } = networkProblem(error);
	const own = { notSent: !sent, mayBeAccepted: sent };
	return failedAttempt('network', reason, own, isPermanent ? null : undefined);
}

function timedOut(error: unknown, progress: UploadProgress, timeout: number): Attempt {
	const sent = !failedHandshake(error);
	const problem = sent
		? timeoutProblem(progress, timeout)
		: `No connection: the server did not set up encryption within ${secondsOf(timeout)} seconds.`;
	return failedAttempt('timeout', problem, { notSent: !sent, mayBeAccepted: sent });
}

/** Rounded: what a budget leaves for an attempt is not a round number. */
function secondsOf(timeout: number): number {
	return timeout < 1000 ? Math.ceil(timeout) / 1000 : Math.round(timeout / 100) / 10;
}

function timeoutProblem(progress: UploadProgress, timeout: number): string {
	const seconds = secondsOf(timeout);
	return progress.bytes === progress.totalBytes
		? `Kainic sent no complete response within ${seconds} seconds.`
		: `The upload took longer than ${seconds} seconds. ${shareOf(progress)} were sent.`;
}

/** Why a 2xx must not be trusted: the request was not sent completely. Null if it was. */
function incompleteUpload(progress: UploadProgress): string | null {
	if (progress.problem !== null) return progress.problem;
	if (progress.bytes === progress.totalBytes) return null;
	return `Kainic answered before the upload was complete. ${shareOf(progress)} were sent.`;
}

function shareOf({ bytes, totalBytes }: UploadProgress): string {
	return `At most ${formatNumber(bytes)} of ${formatNumber(totalBytes)} bytes`;
}

/**
 * Closes a response that comes too late, because it would hold its connection open. Resolves with n8n's
 * error, if one comes soon.
 */
async function endLate(request: Promise<StreamedResponse>): Promise<unknown> {
	const ended = request.then(
		({ body }) => body.destroy(),
		(error: unknown) => error,
	);
	return await Promise.race([ended, sleep(lateErrorWaitMs)]);
}
