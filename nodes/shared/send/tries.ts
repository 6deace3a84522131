import { newFailure, sentence, type Failure } from '../failure';
import { inSeconds } from '../values';
import type { Receipt } from './job';
import type { Traffic } from './traffic';

export interface RetryPolicy {
	/** Maximum number of attempts, including the first one. */
	readonly maxAttempts: number;
	/** Milliseconds for one attempt, from its start to the last byte of the response. */
	readonly timeout: number;
	/** Milliseconds without a response that shows that Kainic works, after which the run stops. */
	readonly giveUpAfter: number;
}

/** When a run has to end, as a `performance.now()` timestamp. */
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

export type NextStep =
	| { readonly kind: 'wait'; readonly milliseconds: number; readonly failure: Failure }
	/** The failure says why the request is not tried again. */
	| { readonly kind: 'give_up'; readonly failure: Failure };

const firstBackoffMs = 500;
const maxBackoffMs = 30_000;

const raiseBudget = "Raise 'Run Budget' under 'Options', or send fewer items in one run.";

/** The attempts of one request. */
export class Tries {
	private last: Failure | null = null;

	/** Attempts whose failure concerned this request: not those that Kainic refused for load, nor those of an outage. */
	private counted = 0;

	private failed = 0;

	/** Milliseconds of all attempts, without the waits between them. */
	private milliseconds = 0;

	/** `batchFailure`: why Kainic refused the batch that this request is a part of; null if there was no such batch. */
	constructor(
		private readonly policy: RetryPolicy,
		private readonly budget: RunBudget,
		private readonly batchFailure: Failure | null,
	) {}

	get isRetry(): boolean {
		return this.last !== null;
	}

	/** Requests so far, including those of the batch. */
	get attempts(): number {
		return this.earlier?.attempts ?? 0;
	}

	/** What a success after these attempts means. */
	receipt(): Receipt {
		const mayBeAcceptedTwice = this.earlier?.mayBeAccepted === true;
		return { attempts: 1 + this.attempts, mayBeAcceptedTwice };
	}

	private get earlier(): Failure | null {
		return this.last ?? this.batchFailure;
	}

	/** The failure if the request is not sent any more because of `reason`. */
	endedBy(reason: Failure): Failure {
		return this.last === null
			? notSentBecause(reason, this.batchFailure)
			: interrupted(this.last, reason);
	}

	/**
	 * Notes a failed attempt, after `traffic` has noted it. Decides whether and when to retry. The wait is random, its
	 * limit doubles each time, and it is never shorter than Retry-After. `random` is at least 0 and less than 1.
	 */
	next(failed: Failure, milliseconds: number, traffic: Traffic, random: number): NextStep {
		const failure = withEarlier(failed, this.earlier);
		const { retry, retryAfter, description } = failure;
		const { policy, budget } = this;
		const now = performance.now();
		// With one attempt, the user wants no request twice.
		const isSafe = policy.maxAttempts > 1 || !failed.mayBeAccepted;
		const isBlameless = retry === 'load' || (traffic.isDown && isSafe);
		this.last = failure;
		this.failed += 1;
		this.milliseconds += milliseconds;
		if (!isBlameless) this.counted += 1;
		const giveUp = (change: Partial<Failure>): NextStep => {
			return {
				kind: 'give_up',
				failure: { ...failure, message: this.withTotalTime(failure), ...change },
			};
		};
		if (retry === 'never') return giveUp({});
		const asked = `Kainic asked the node to wait ${inSeconds(retryAfter)}.`;
		const noTime = `${budget.name} left no time for another attempt. ${raiseBudget}`;
		const isForAll = retry === 'load' ? ({ scope: 'run' } as const) : {};
		if (now + retryAfter >= budget.deadline && retryAfter > 0) {
			return giveUp({ ...isForAll, description: `${asked} ${noTime}` });
		}
		if (retryAfter > policy.giveUpAfter) {
			const reason = `${asked} The node waits at most ${inSeconds(policy.giveUpAfter)} ('Give Up After').`;
			return giveUp({ ...isForAll, description: `${reason} ${description}` });
		}
		const ceiling = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (this.failed - 1));
		// The long wait of one request must not end a run in which Kainic works.
		const longest = traffic.hasWorked ? Math.max(0, traffic.giveUpAt - now) : Infinity;
		const backoff = Math.min(random * ceiling, longest);
		// While Kainic is down, all requests of the run wait together.
		const wait = traffic.isDown ? 0 : Math.max(backoff, retryAfter);
		const isWaiting = retry === 'load' || traffic.isDown;
		if (isWaiting && traffic.nextTurn(wait) > traffic.giveUpAt) {
			const reason = `Kainic has accepted nothing for ${inSeconds(traffic.troubleMs)}.`;
			return giveUp({ scope: 'run', description: `${reason} ${description}` });
		}
		if (!isBlameless && this.counted >= policy.maxAttempts) {
			const isInTime = now < budget.deadline;
			return giveUp(isInTime ? {} : { description: `${budget.name} was used up. ${raiseBudget}` });
		}
		if (now + wait >= budget.deadline) return giveUp({ description: noTime });
		return { kind: 'wait', milliseconds: wait, failure };
	}

	/** For a timeout after several attempts, reports the time of all attempts: the last attempt may have been short. */
	private withTotalTime({ code, message }: Failure): string {
		if (code !== 'timeout' || this.failed < 2) return message;
		const total = `Kainic did not answer in ${inSeconds(this.milliseconds)} (${this.failed} attempts).`;
		return `${total} Last attempt: ${message}`;
	}
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

/** The run stops splitting batches after this many bad items, if nothing was accepted between them. */
export const maxSeparateFailures = 20;

/** The advice for a batch that Isolate Rejected does not split any more. */
export const unsplitAdvice = `Some items of this request have bad data. The node stopped looking, because it found ${maxSeparateFailures} bad items and no good item between them, so it is unknown which items of this request are bad. Correct the data, then send these items again.`;

/** If the run was canceled, the code becomes `canceled`. Otherwise the failure is returned unchanged. */
export function interrupted(failure: Failure, reason: Failure): Failure {
	if (reason.code !== 'canceled') return failure;
	const { code, headline, description, scope } = reason;
	const message = `The execution was canceled before the next attempt. ${sentence(failure)}`;
	return { ...failure, code, headline, description, scope, message, quoted: false };
}
