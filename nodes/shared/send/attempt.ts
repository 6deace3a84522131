import type { IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../kainic/connection';
import {
	failureKinds,
	notSentFailure,
	unforeseen,
	type Failure,
	type FailureCode,
} from '../failure';
import { readResponse } from '../kainic/response';
import type { Operation } from '../operation';
import { pause } from '../pause';
import { shortened } from '../values';
import type { KeyRemover } from './api-key';
import type { Job } from './job';
import { makeRequest, type Received } from './request';
import { parseRetryAfter } from './timing';

export type Attempt =
	/** `data` may still contain an API key of fewer than 8 characters. */
	| { readonly kind: 'success'; readonly data: unknown }
	| { readonly kind: 'failure'; readonly failure: Failure };

type Advice = Operation<unknown>['advice'];

/** What is the same for all attempts of a run. */
interface Sending extends Pick<Connection, 'credential'> {
	readonly keyRemover: KeyRemover;
	/** Overrides the default advice of a failure code. */
	readonly advice: Advice;
}

/** Makes one attempt of at most `timeout` milliseconds. Never throws. */
export async function makeAttempt(
	context: IExecuteFunctions,
	job: Job,
	timeout: number,
	{ credential, keyRemover, advice }: Sending,
): Promise<Attempt> {
	try {
		const received = await makeRequest(context, job, timeout, credential);
		return await judge(received, keyRemover, advice);
	} catch (error) {
		return { kind: 'failure', failure: unforeseen(error, 1) };
	}
}

/** Turns the result of a request into a success or a failure, without the API key. */
export async function judge(
	received: Received,
	keyRemover: KeyRemover,
	advice: Advice,
): Promise<Attempt> {
	const adviceFor = (code: FailureCode) => advice[code] ?? failureKinds[code].advice;
	if (received.kind === 'no_response') {
		const { code, problem, sent, isPermanent } = received;
		const retry = isPermanent ? 'never' : failureKinds[code].retry;
		const description = adviceFor(code);
		return failure(code, problem, { notSent: !sent, mayBeAccepted: sent, retry, description });
	}
	await pause();
	const { status, doubt } = received;
	const askedToWait = parseRetryAfter(received.retryAfter, Date.now());
	const response = { httpCode: status, retryAfter: askedToWait ?? 0 };
	const body = keyRemover.fromBody(received);
	const result = readResponse({ status, body });
	// A failure that Kainic reported counts, even if the rest of the response is missing.
	const isReported = result.kind === 'failure' && result.code !== 'bad_response';
	if (doubt !== null && !isReported) {
		const { code, problem } = doubt;
		const description = adviceFor(code);
		return failure(code, problem, { ...response, mayBeAccepted: true, description });
	}
	if (result.kind === 'success') return result;
	const { code, quoted, scope, mayBeAccepted } = result;
	// 503 with Retry-After: the server works, but has too much to do.
	const isLoad = code === 'server_error' && status === 503 && askedToWait !== null;
	const retry = isLoad ? 'load' : result.retry;
	const description = result.advice ?? adviceFor(code);
	const message = keyRemover.fromMessage(result.message);
	return failure(code, message, {
		...response,
		quoted,
		scope,
		mayBeAccepted,
		retry,
		description,
	});
}

const maxMessageLength = 500;

function failure(
	code: FailureCode,
	message: string,
	change: Partial<Omit<Failure, 'code' | 'message' | 'attempts'>>,
): Attempt {
	const unsent = notSentFailure(shortened(message, maxMessageLength), { code });
	return { kind: 'failure', failure: { ...unsent, attempts: 1, notSent: false, ...change } };
}
