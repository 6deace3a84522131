import { failureKinds, InputError, type FailureCode, type Judgement } from '../failure';
import type { RetryRule } from '../failure-codes';
import { shortened } from '../values';
import { bodyWithoutKeys, messageWithoutKeys } from './api-key';
import type { AttemptResult, Job, Present, Transport } from './job';

/** Maximum characters of a message. */
const maxMessageLength = 500;

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
	const { apiKeys, yielder } = transport;
	if (yielder.isDue()) await yielder.yieldToEventLoop();
	const { status, broken } = attempt;
	const body = await bodyWithoutKeys(attempt, apiKeys, yielder);
	const result = transport.readResponse({ status, body });
	// A failure that the response tells is one, even if the rest of it is missing.
	const isTold = result.kind === 'failure' && result.judgement.code !== 'bad_response';
	if (broken !== null && !isTold) {
		return unconfirmed(broken.code, broken.problem);
	}
	if (result.kind === 'failure') {
		const message = shortened(
			await messageWithoutKeys(result.message, apiKeys, yielder),
			maxMessageLength,
		);
		return { kind: 'failure', ...result.judgement, message, quoted: result.quoted };
	}
	return await readData(job, result.data, transport);
}

async function readData(job: Job, data: unknown, transport: Transport): Promise<Read> {
	try {
		return { kind: 'success', present: job.read(data) };
	} catch (error) {
		const problem = error instanceof InputError ? error.message : 'The data could not be read.';
		// A short key is still in the data.
		const message = await messageWithoutKeys(problem, transport.apiKeys, transport.yielder);
		return { ...unconfirmed('bad_response', message), advice: unread };
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
		message: shortened(problem, maxMessageLength),
		quoted: false,
		advice: null,
		retry,
		scope: failureKinds[code].scope,
		mayBeAccepted: true,
	};
}
