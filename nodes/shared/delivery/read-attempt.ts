import {
	failureKinds,
	InputError,
	withheld,
	type FailureCode,
	type Judgement,
	type ResponseResult,
} from '../failure';
import { shortened } from '../values';
import type { AttemptResult, Job, Present, Transport } from './job';
import { longestMessage, shownText } from './shown-text';

/** What an attempt came to. */
export type Read = { readonly kind: 'success'; readonly present: Present } | FailedAttempt;

/** A failed attempt, with a message that can be shown. */
export interface FailedAttempt extends Judgement {
	readonly kind: 'failure';
	readonly message: string;
	/** True if the message is what Kainic said, word for word. */
	readonly quoted: boolean;
	/** Replaces the advice of the code; null if there is none. */
	readonly advice: string | null;
}

/**
 * Says what an attempt means, without the key. Yields to the event loop. Data that the job cannot read
 * is a failure.
 */
export async function readAttempt(
	job: Job,
	attempt: AttemptResult,
	transport: Transport,
): Promise<Read> {
	const { redactor, yielder } = transport;
	switch (attempt.kind) {
		case 'response': {
			if (yielder.isDue()) await yielder.yieldToEventLoop();
			const { body, unsent } = attempt;
			const result = transport.readResponse(attempt);
			if (result.kind === 'failure') return await show(result, transport);
			if (unsent !== null) return unconfirmed('bad_response', unsent);
			if (job.ignoresData) return await readData(job, undefined, transport);
			return await readData(job, await redactor.withoutKeys(result.data, body), transport);
		}
		case 'broken_response': {
			const { status, code, problem, start } = attempt;
			// The status of a refusal is enough. Under a 2xx only the body says whether the request succeeded.
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
	{ judgement, lead, said }: Extract<ResponseResult, { kind: 'failure' }>,
	{ redactor }: Transport,
): Promise<FailedAttempt> {
	const shown = await shownText(lead, said, redactor);
	return { kind: 'failure', ...judgement, ...shown, advice: null };
}

async function readData(job: Job, data: unknown, { redactor }: Transport): Promise<Read> {
	try {
		return { kind: 'success', present: job.read(data) };
	} catch (error) {
		const problem = error instanceof InputError ? error.message : 'The data could not be read.';
		// A key shorter than 8 characters is still in the data.
		const isSafe = !(await redactor.repeatsKey(problem));
		return { ...unconfirmed('bad_response', isSafe ? problem : withheld), advice: unread };
	}
}

const unread = 'Kainic accepted the request, but its response is not what the node expects.';

/** A failure in our own words. */
function unconfirmed(code: FailureCode, problem: string, retryable = false): FailedAttempt {
	return {
		kind: 'failure',
		code,
		message: shortened(problem, longestMessage),
		quoted: false,
		advice: null,
		retry: retryable ? 'always' : 'never',
		scope: failureKinds[code].scope,
		mayBeAccepted: true,
	};
}
