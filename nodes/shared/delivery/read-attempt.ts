import {
	failureKinds,
	InputError,
	withheld,
	type FailedResponse,
	type FailedResult,
	type FailureCode,
} from '../failure';
import { shortened } from '../values';
import type { AttemptResult, Job, Transport } from './job';
import { longestMessage, shownText } from './shown-text';

/** What an attempt came to: the job's result, or a failure with what is known about a retry. */
export type Read<Data> = { readonly kind: 'success'; readonly data: Data } | FailedResult;

/**
 * Says what an attempt means, without the key. Reads one attempt at a time, and yields to the event
 * loop. Data that the job cannot read is a failure.
 */
export async function readAttempt<Data>(
	job: Job<Data>,
	attempt: AttemptResult,
	transport: Transport,
): Promise<Read<Data>> {
	return await transport.readings.take(async () => await read(job, attempt, transport));
}

async function read<Data>(
	job: Job<Data>,
	attempt: AttemptResult,
	transport: Transport,
): Promise<Read<Data>> {
	const { redactor, timeSlice } = transport;
	switch (attempt.kind) {
		case 'response': {
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
			const { body, unsent } = attempt;
			const result = transport.readResponse(attempt);
			if (result.kind === 'failure') return await show(result, transport);
			if (unsent !== null) return unconfirmed('bad_response', unsent);
			if (job.ignoresData === true) return await readData(job, undefined, transport);
			return await readData(job, await redactor.withoutKeys(result.data, body), transport);
		}
		case 'broken_response': {
			const { status, code, problem, start } = attempt;
			// A refusal needs no text; only under a 2xx the body says whether the request succeeded.
			const result = status < 300 ? null : transport.readResponse({ status, body: start });
			if (result?.kind === 'failure') return await show(result, transport);
			return unconfirmed(code, problem, code === 'timeout' || code === 'network');
		}
		case 'no_response': {
			const { code, problem, sent, retryable } = attempt;
			return { ...unconfirmed(code, problem, retryable), mayBeAccepted: sent };
		}
	}
}

async function show(
	{ lead, said, ...failed }: FailedResponse,
	{ redactor }: Transport,
): Promise<FailedResult> {
	return { ...failed, ...(await shownText({ lead, said }, redactor)) };
}

async function readData<Data>(
	job: Job<Data>,
	data: unknown,
	{ redactor }: Transport,
): Promise<Read<Data>> {
	try {
		return { kind: 'success', data: job.read(data) };
	} catch (error) {
		const problem = error instanceof InputError ? error.message : 'The data could not be read.';
		// A key shorter than 8 characters is still in the data.
		const isSafe = !(await redactor.repeatsKey(problem));
		return unconfirmed('bad_response', isSafe ? problem : withheld);
	}
}

/** A failure in our own words. */
function unconfirmed(code: FailureCode, problem: string, retryable = false): FailedResult {
	return {
		kind: 'failure',
		code,
		message: shortened(problem, longestMessage),
		quoted: false,
		retry: retryable ? 'always' : 'never',
		scope: failureKinds[code].scope,
		mayBeAccepted: true,
	};
}
