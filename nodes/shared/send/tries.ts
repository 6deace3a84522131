import { newFailure, sentence, type Failure } from '../failure';
import { inSeconds } from '../values';
import type { Receipt } from './job';
import type { Sent, Traffic } from './traffic';

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

type NextStep =
	| { readonly kind: 'wait'; readonly milliseconds: number; readonly failure: Failure }
	/** The failure says why the request is not tried again. */
	| { readonly kind: 'give_up'; readonly failure: Failure };

/** What a failure becomes if its request is not tried again. */
type Ending = Partial<Pick<Failure, 'scope' | 'description'>>;

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
		if (this.last === null) return notSentBecause(reason, this.batchFailure);
		const isOver = reason.code !== 'canceled' && performance.now() >= this.budget.deadline;
		return isOver ? { ...this.last, description: this.noTime() } : interrupted(this.last, reason);
	}

	/**
	 * Notes a failed attempt, after `traffic` has noted it. Decides whether and when to retry. `random` is at least 0 and
	 * less than 1.
	 */
	next(
		failed: Failure,
		sent: Pick<Sent, 'sentAt' | 'endedAt'>,
		traffic: Traffic,
		random: number,
	): NextStep {
		const failure = withEarlier(failed, this.earlier);
		this.last = failure;
		this.failed += 1;
		this.milliseconds += sent.endedAt - sent.sentAt;
		// With one attempt, the user wants no request twice.
		const isSafe = this.policy.maxAttempts > 1 || !failed.mayBeAccepted;
		const isBlameless = failure.retry === 'load' || (traffic.isDown && isSafe);
		if (!isBlameless) this.counted += 1;
		const now = sent.endedAt;
		const retryAt = this.retryAt(failure, traffic, now, random);
		const isLast = !isBlameless && this.counted >= this.policy.maxAttempts;
		const ending =
			failure.retry === 'never'
				? {}
				: ((isLast ? null : this.refusedWait(failure, now)) ??
					this.patienceEnd(failure, traffic, now, retryAt) ??
					this.exhausted(isLast, now, retryAt));
		if (ending === null) return { kind: 'wait', milliseconds: retryAt - now, failure };
		const message = this.withTotalTime(failure);
		return { kind: 'give_up', failure: { ...failure, message, ...ending } };
	}

	/**
	 * When to retry, as a `performance.now()` timestamp. The wait is random, its limit doubles each time, and it is never
	 * shorter than Retry-After.
	 */
	private retryAt({ retryAfter }: Failure, traffic: Traffic, now: number, random: number): number {
		// While Kainic is down, all requests of the run wait together.
		if (traffic.isDown) return now;
		const ceiling = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (this.failed - 1));
		// A long wait must not end the run: one more attempt is made when the patience is over.
		return Math.max(now + retryAfter, Math.min(now + random * ceiling, traffic.giveUpAt));
	}

	/** Why the node does not wait as long as Kainic asked, as changes of the failure; null if the node waits. */
	private refusedWait(failure: Failure, now: number): Ending | null {
		const { retry, retryAfter, description } = failure;
		if (retryAfter === 0) return null;
		const { giveUpAfter } = this.policy;
		const scope = retry === 'load' ? 'run' : failure.scope;
		const asked = `Kainic asked the node to wait ${inSeconds(retryAfter)}.`;
		if (now + retryAfter >= this.budget.deadline) {
			return { scope, description: `${asked} ${this.noTime()}` };
		}
		if (retryAfter <= giveUpAfter) return null;
		const limit = `The node waits at most ${inSeconds(giveUpAfter)}.`;
		return { scope, description: `${asked} ${limit} ${description}` };
	}

	/**
	 * What the failure becomes if Kainic has accepted nothing for too long; null if the run continues. If all
	 * failures are those of this request, it may be the only one that Kainic does not answer: others are still sent.
	 */
	private patienceEnd(
		{ description, retry, scope }: Failure,
		traffic: Traffic,
		now: number,
		retryAt: number,
	): Ending | null {
		if (now < traffic.giveUpAt && traffic.nextTurn(retryAt) <= traffic.giveUpAt) return null;
		const reason = `Kainic has accepted nothing for ${inSeconds(now - traffic.since)}.`;
		const isOwn = retry !== 'load' && !traffic.isDown && traffic.failuresInRow <= this.failed;
		return { scope: isOwn ? scope : 'run', description: `${reason} ${description}` };
	}

	/** Whether the attempts or the time of this request are used up, as changes of the failure; null if they are not. */
	private exhausted(isLast: boolean, now: number, retryAt: number): Ending | null {
		const { deadline, name } = this.budget;
		if (isLast) return now < deadline ? {} : { description: `${name} was used up. ${raiseBudget}` };
		return retryAt < deadline ? null : { description: this.noTime() };
	}

	private noTime(): string {
		return `${this.budget.name} left no time for another attempt. ${raiseBudget}`;
	}

	/** For a timeout after several attempts, adds the time of all attempts: the last attempt may have been short. */
	private withTotalTime({ code, message }: Failure): string {
		if (code !== 'timeout' || this.failed < 2) return message;
		return `${this.failed} attempts took ${inSeconds(this.milliseconds)}. Last attempt: ${message}`;
	}
}

/** The last failure of a request. Its `attempts`, `notSent` and `mayBeAccepted` are about all attempts. */
function withEarlier(last: Failure, earlier: Failure | null): Failure {
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
function notSentBecause(reason: Failure, batchFailure: Failure | null): Failure {
	if (batchFailure === null) return reason;
	return {
		...withEarlier(reason, batchFailure),
		message: `Kainic refused a request that contained this item and other items. The node did not send this item separately. ${reason.message}`,
		description:
			'Send this item again. It is unknown which items of the refused request have bad data.',
	};
}

/** If the run was canceled, the code becomes `canceled`. Otherwise the failure is returned unchanged. */
function interrupted(failure: Failure, reason: Failure): Failure {
	if (reason.code !== 'canceled') return failure;
	const { code, headline, description, scope } = reason;
	const message = `The execution was canceled before the next attempt. ${sentence(failure)}`;
	return { ...failure, code, headline, description, scope, message, quoted: false };
}
