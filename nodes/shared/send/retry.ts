import { newFailure, sentence, type Failure } from '../failure';
import { inSeconds } from '../values';

export interface RetryPolicy {
	/** Maximum number of attempts, including the first one. A refusal because of load does not count. */
	readonly maxAttempts: number;
	/** Milliseconds for one attempt, from its start to the last byte of the response. */
	readonly timeout: number;
}

/** When a run has to end, as a `Date.now()` timestamp. */
export interface RunBudget {
	/** Infinity if the run may take as long as it needs. */
	readonly deadline: number;
	/** For messages, e.g. "'Run Budget' (8 seconds)". */
	readonly name: string;
}

export function startBudget(milliseconds: number, now: number): RunBudget {
	return { deadline: now + milliseconds, name: `'Run Budget' (${inSeconds(milliseconds)})` };
}

/** The failure of items that were not sent because the run budget was used up. */
export function outOfBudget({ name }: RunBudget): Failure {
	return newFailure(`${name} was used up before this item was sent.`, {
		code: 'timeout',
		headline: "The run took longer than 'Run Budget' allows",
		advice:
			"Items with 'notSent: true' were not sent. Send these items again, or raise 'Run Budget' under 'Options'.",
	});
}

/** What was tried so far for one request. */
export interface Tries {
	/** When the node began with the request, including waits. */
	readonly start: number;
	/** Attempts, without refusals because of load. */
	readonly counted: number;
	readonly refusals: number;
	/** When the server first refused the request because of load; null if it never did. */
	readonly refusedSince: number | null;
}

export function withFailure(tries: Tries, { retry }: Failure, now: number): Tries {
	if (retry !== 'load') return { ...tries, counted: tries.counted + 1 };
	return { ...tries, refusals: tries.refusals + 1, refusedSince: tries.refusedSince ?? now };
}

export type NextStep =
	| { readonly kind: 'wait'; readonly milliseconds: number }
	/** The failure says why the request is not tried again. */
	| { readonly kind: 'give_up'; readonly failure: Failure };

const firstBackoffMs = 500;
const maxBackoffMs = 30_000;

const raiseBudget = "Raise 'Run Budget' under 'Options', or send fewer items in one run.";

/**
 * Decides whether and when to retry. The wait is random, its limit doubles each time, and it is never shorter
 * than Retry-After. After the first refusal for load, the node keeps trying the request for Max Attempts times
 * Timeout. `random` is at least 0 and less than 1.
 */
export function nextStep(
	failure: Failure,
	tries: Tries,
	{ maxAttempts, timeout }: RetryPolicy,
	budget: RunBudget,
	now: number,
	random: number,
): NextStep {
	const { retry, retryAfter, description } = failure;
	const { counted, refusals, refusedSince } = tries;
	const patience = maxAttempts * timeout;
	// Kainic would refuse the other requests of the run too.
	const isForAll = retry === 'load' && retryAfter > Math.min(patience, budget.deadline - now);
	const scope = isForAll ? 'run' : failure.scope;
	const giveUp = (change: Partial<Failure>): NextStep => {
		const message = withTotalTime(failure, counted + refusals, now - tries.start);
		return { kind: 'give_up', failure: { ...failure, scope, message, ...change } };
	};
	if (retry === 'never') return giveUp({});
	if (retry === 'attempt' && counted >= maxAttempts) {
		const isInTime = now < budget.deadline;
		return giveUp(isInTime ? {} : { description: `${budget.name} was used up. ${raiseBudget}` });
	}
	const asked = `Kainic asked the node to wait ${inSeconds(retryAfter)}.`;
	if (retryAfter > patience) {
		const reason = `${asked} The node waits at most 'Max Attempts' times 'Timeout'.`;
		return giveUp({ description: `${reason} ${description}` });
	}
	const ceiling = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (counted + refusals - 1));
	const milliseconds = Math.max(random * ceiling, retryAfter);
	const isRefused = retry === 'load' && refusedSince !== null;
	if (isRefused && now + milliseconds > refusedSince + patience) {
		const reason = `Kainic was overloaded for ${inSeconds(now - refusedSince)}.`;
		return giveUp({ description: `${reason} ${description}` });
	}
	if (now + milliseconds >= budget.deadline) {
		const lead = retryAfter === 0 ? '' : `${asked} `;
		const reason = `${lead}${budget.name} left no time for another attempt.`;
		return giveUp({ description: `${reason} ${raiseBudget}` });
	}
	return { kind: 'wait', milliseconds };
}

/** For a timeout after several attempts, reports the total time: the last attempt alone may have been short. */
function withTotalTime({ code, message }: Failure, attempts: number, milliseconds: number): string {
	if (code !== 'timeout' || attempts < 2) return message;
	const total = `Kainic did not answer in ${inSeconds(milliseconds)} (${attempts} attempts).`;
	return `${total} Last attempt: ${message}`;
}

/** The last failure of a request. Its `attempts`, `notSent` and `mayBeAccepted` are about all attempts. */
export function withEarlier(last: Failure, earlier: Failure | null): Failure {
	if (earlier === null) return last;
	return {
		...last,
		attempts: earlier.attempts + last.attempts,
		notSent: earlier.notSent && last.notSent,
		mayBeAccepted: earlier.mayBeAccepted || last.mayBeAccepted,
	};
}

/**
 * The failure of a job that was not sent. `batchFailure`: why Kainic refused the batch that this job is a part of;
 * null if there was no such batch.
 */
export function notSentBecause(reason: Failure, batchFailure: Failure | null): Failure {
	if (batchFailure === null) return reason;
	return {
		...withEarlier(reason, batchFailure),
		message: `Kainic refused a request that contained this item and other items. The node did not send this item separately. ${reason.message}`,
		description:
			'Send this item again. It is unknown which items of the refused request have bad data.',
	};
}

/** The run stops splitting batches when it has found this many bad items. */
export const maxSeparateFailures = 20;

/** The advice for a batch that Isolate Rejected does not split any more. */
export const unsplitAdvice = `Some items of this request have bad data. The node stops looking after it has found ${maxSeparateFailures} bad items in a run, so it is unknown which items of this request are bad. Correct the data, then send these items again.`;

/** If the run was canceled, the code becomes `canceled`. Otherwise the failure is returned unchanged. */
export function interrupted(failure: Failure, reason: Failure): Failure {
	if (reason.code !== 'canceled') return failure;
	const { code, headline, description, scope } = reason;
	const message = `The execution was canceled before the next attempt. ${sentence(failure)}`;
	return { ...failure, code, headline, description, scope, message, quoted: false };
}
