import type { IExecuteFunctions } from 'n8n-workflow';
import type { Connection } from '../kainic/connection';
import { newFailure, unforeseen, type Failure } from '../failure';
import { failureKinds, type FailureCode } from '../failure-codes';
import { readResponse } from '../kainic/response';
import type { Operation } from '../operation';
import { shortened } from '../values';
import { yieldToN8n } from '../wait';
import type { KeyRemover } from './api-key';
import type { Job } from './job';
import { makeRequest, type Received } from './request';

export type Attempt = Success | { readonly kind: 'failure'; readonly failure: Failure };

/** `data` may still contain an API key of fewer than 8 characters. */
export interface Success {
	readonly kind: 'success';
	readonly data: unknown;
	readonly httpCode: number;
}

/** What is the same for all attempts of a run. */
interface Sending extends Pick<Connection, 'credential'> {
	readonly keyRemover: KeyRemover;
	/** Overrides the default advice of a failure code. */
	readonly advice: Operation<unknown>['advice'];
}

/** Makes one attempt of at most `timeout` milliseconds. Never throws. */
export async function makeAttempt(
	context: IExecuteFunctions,
	job: Job,
	timeout: number,
	sending: Sending,
): Promise<Attempt> {
	try {
		const received = await makeRequest(context, job, timeout, sending.credential);
		return await classify(received, sending);
	} catch (error) {
		const failure = unforeseen(error, 1);
		const message = sending.keyRemover.fromMessage(failure.message);
		return { kind: 'failure', failure: { ...failure, message } };
	}
}

const maxMessageLength = 500;

/** Turns the result of a request into a success or a failure. Removes the API key from the result. */
export async function classify(
	received: Received,
	{ keyRemover, advice }: Omit<Sending, 'credential'>,
): Promise<Attempt> {
	const failure = (
		code: FailureCode,
		message: string,
		change: Partial<Failure>,
		description = advice[code] ?? failureKinds[code].advice,
	): Attempt => ({
		kind: 'failure',
		failure: newFailure(
			shortened(message, maxMessageLength),
			{ code, advice: description },
			{ attempts: 1, notSent: false, ...change },
		),
	});
	if (received.kind === 'no_response') {
		const { code, problem, sent, isPermanent } = received;
		const retry = isPermanent ? 'never' : failureKinds[code].retry;
		return failure(code, problem, { notSent: !sent, mayBeAccepted: sent, retry });
	}
	await yieldToN8n();
	const { status, incomplete } = received;
	const askedToWait = parseRetryAfter(received.retryAfter, Date.now());
	const response = { httpCode: status, retryAfter: askedToWait ?? 0 };
	const result = readResponse({ status, body: await keyRemover.fromBody(received.body) });
	// If Kainic reported a failure, use it even if the rest of the response is missing.
	const isReported = result.kind === 'failure' && result.code !== 'bad_response';
	if (incomplete !== null && !isReported) {
		const { code, problem } = incomplete;
		const change = { ...response, mayBeAccepted: true };
		return failure(code, problem, change, received.isCut ? advice.large_response : undefined);
	}
	if (result.kind === 'success') return { ...result, httpCode: status };
	const { code, quoted, scope, mayBeAccepted } = result;
	// 503 with Retry-After: the server works, but has too much to do.
	const isLoad = code === 'server_error' && status === 503 && askedToWait !== null;
	const retry = isLoad ? 'load' : result.retry;
	const change = { ...response, quoted, scope, mayBeAccepted, retry };
	return failure(code, keyRemover.fromMessage(result.message), change, result.advice ?? undefined);
}

/**
 * Returns Retry-After (RFC 9110, section 10.2.3) in milliseconds from `now`. A past date gives 0. Null if the
 * header is missing or invalid.
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
	const value = header?.trim() ?? '';
	// A number with many digits would be Infinity.
	if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
	if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return null;
	// Date.parse reads a date without a zone as local time, so we add GMT.
	const date = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}
