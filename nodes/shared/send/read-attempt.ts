import { failureKinds, InputError, withheld, type FailureCode, type Judgement } from '../failure';
import type { RetryRule } from '../failure-codes';
import { shortened } from '../values';
import type { AttemptResult, Job, Present, Transport } from './job';
import { longestMessage } from './redact';

/** A failed attempt, with a message that can be shown. */
export interface FailedAttempt extends Judgement {
	readonly kind: 'failure';
	readonly message: string;
	/** True if the message is what Kainic said, word for word. */
	readonly quoted: boolean;
}

type Read = { readonly kind: 'success'; readonly present: Present } | FailedAttempt;

/**
 * Says what an attempt came to, without the key. Yields to the event loop. Data that the job cannot read
 * is a failure.
 */
export async function readAttempt(
	job: Job,
	attempt: AttemptResult,
	transport: Transport,
): Promise<Read> {
	if (attempt.kind === 'no_response') {
		const { code, problem, sent, retry } = attempt;
		return { ...unconfirmed(code, problem, retry), mayBeAccepted: sent };
	}
	const { redactor, yielder } = transport;
	if (yielder.isDue()) await yielder.yieldToEventLoop();
	const { body, broken } = attempt;
	const result = transport.readResponse(attempt);
	// A failure that the response tells is one, even if the rest of it is missing.
	const isTold = result.kind === 'failure' && result.judgement.code !== 'bad_response';
	if (broken !== null && !isTold) {
		return unconfirmed(broken.code, broken.problem);
	}
	if (result.kind === 'failure') {
		const shown = await redactor.shown(result.lead, result.said);
		return { kind: 'failure', ...result.judgement, ...shown };
	}
	return await readData(job, await redactor.withoutKeys(result.data, body), transport);
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
function unconfirmed(
	code: FailureCode,
	problem: string,
	retry: RetryRule = failureKinds[code].retry,
): FailedAttempt {
	return {
		kind: 'failure',
		code,
		message: shortened(problem, longestMessage),
		quoted: false,
		advice: null,
		retry,
		scope: failureKinds[code].scope,
		mayBeAccepted: true,
	};
}
