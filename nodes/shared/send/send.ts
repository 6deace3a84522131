import { notSentFailure, sentence, unforeseen, type Failure } from '../failure';
import type { Attempt, Job, Outcome, Transport } from './job';
import { retryDelay, startLimit, type RetryPolicy, type TimeLimit } from './timing';

/** What is the same for all jobs of a run. */
export interface SendOptions {
	readonly transport: Transport;
	readonly policy: RetryPolicy;
	readonly budget: TimeLimit;
	/** Called before the wait of `delay` milliseconds that precedes another attempt. */
	onRetry(failure: Failure, delay: number): void;
}

/** The run that a job belongs to, as its requests see it. */
export interface Turns {
	/**
	 * Waits until a request may begin. `isLate`: it could begin only after the deadline. `cause`: why it
	 * must not be sent any more; null if it may be.
	 */
	takeTurn(
		job: Job,
		deadline: number,
	): Promise<{
		readonly request: number;
		readonly isLate: boolean;
		readonly cause: Failure | null;
	}>;
	/** Ends the turn of a request; `attempt` is null if it was not made. */
	endTurn(request: number, attempt: Attempt | null): void;
	/** Why the job must not be sent any more; null if it may be. */
	causeToSkip(job: Job): Failure | null;
}

/**
 * Sends a job until it is accepted, refused, out of attempts or out of time. Never throws: whatever
 * happens is an outcome. If Kainic may have accepted one attempt, it may have accepted the job, even
 * if a later attempt is refused.
 */
export async function send(job: Job, options: SendOptions, turns: Turns): Promise<Outcome> {
	const { transport, policy, budget } = options;
	let limit = budget;
	let start = 0;
	let attempts = 0;
	let failure: Failure | null = null;
	/** `reason` is a sentence if time ran out, otherwise empty. */
	const end = (last: Failure, reason: string): Outcome => {
		const advice = reason !== '' && limit === budget ? moreTime : last.description;
		const message = `${durationOf(last, transport.now() - start)}${last.message}`;
		return failed({ ...last, message, description: `${reason}${advice}` });
	};
	try {
		for (;;) {
			const { request, isLate, cause } = await turns.takeTurn(job, limit.deadline);
			const now = transport.now();
			if (cause !== null || isLate || now >= limit.deadline) {
				turns.endTurn(request, null);
				if (failure === null) return failed(cause ?? outOfBudget(budget));
				return cause === null ? end(failure, noRoom(limit)) : failed(interrupted(failure, cause));
			}
			if (failure === null) {
				start = now;
				const own = startLimit('Time Budget', policy.timeBudget, now);
				if (own.deadline <= budget.deadline) limit = own;
			}
			attempts += 1;
			const timeout = Math.max(1, Math.min(policy.timeout, limit.deadline - now));
			const attempt = await transport.attempt(job, timeout);
			turns.endTurn(request, attempt);
			if (attempt.kind === 'success') return { ...attempt, kind: 'accepted', attempts };
			failure = withEarlier(attempt.failure, failure, attempts);
			const { retryAfter } = attempt;
			const ended = transport.now();
			if (retryAfter === null || attempts >= policy.maxAttempts) {
				return end(failure, ended >= limit.deadline ? `${limit.name} was used up. ` : '');
			}
			const delay = retryDelay(attempts, retryAfter, Math.random());
			if (ended + delay >= limit.deadline) {
				return end(failure, retryAfter === 0 ? noRoom(limit) : askedToWait(retryAfter, limit));
			}
			options.onRetry(failure, delay);
			await transport.sleep(delay, () => turns.causeToSkip(job) !== null);
		}
	} catch (error) {
		return failed(unforeseen(error, attempts));
	}
}

function failed(failure: Failure): Outcome {
	return { kind: 'failed', failure };
}

/** The failure of what was not sent because the run had used up its time. */
export function outOfBudget({ name }: TimeLimit): Failure {
	return notSentFailure(`${name} was used up before this item was sent.`, {
		code: 'timeout',
		headline: 'The run took longer than Run Budget allows',
		advice:
			'Items with notSent: true in their error were not sent. Send these items again, or raise Run Budget under Options.',
	});
}

/** The last failure, with the count and the doubts of all attempts so far. */
function withEarlier(last: Failure, earlier: Failure | null, attempts: number): Failure {
	const { notSent, mayBeAccepted } = earlier ?? { notSent: true, mayBeAccepted: false };
	return {
		...last,
		attempts,
		notSent: last.notSent && notSent,
		mayBeAccepted: last.mayBeAccepted || mayBeAccepted,
	};
}

const moreTime = 'Send the items again, or raise Run Budget under Options.';

function noRoom({ name }: TimeLimit): string {
	return `${name} left no time for another attempt. `;
}

function askedToWait(milliseconds: number, { name }: TimeLimit): string {
	return `Kainic asked the node to wait ${Math.ceil(milliseconds / 1000)} seconds. That is longer than ${name}. `;
}

/** Reports the total time: the last of several attempts has only the time that the earlier ones left. */
function durationOf({ code, attempts }: Failure, elapsed: number): string {
	if (code !== 'timeout' || attempts === 1) return '';
	return `Kainic did not answer in ${Math.round(elapsed / 100) / 10} seconds (${attempts} attempts). Last attempt: `;
}

/** The failure of a job that is not tried again; after a cancel, its code says so. */
function interrupted(failure: Failure, cause: Failure): Failure {
	if (cause.code !== 'canceled') return failure;
	const { code, headline, description, scope } = cause;
	const message = `The execution was canceled before the next attempt. ${sentence(failure)}`;
	return { ...failure, code, headline, description, scope, message, quoted: false };
}
