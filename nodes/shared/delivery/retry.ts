export interface RetryPolicy {
	/** Maximum number of attempts, the first included. */
	readonly maxAttempts: number;
	/** Milliseconds for one attempt, from its start to the last byte of the response. */
	readonly timeout: number;
	/** Milliseconds for all attempts of one request, waits included. */
	readonly timeBudget: number;
}

/** The time that a whole run has. */
export interface RunBudget {
	/** Milliseconds; Infinity if there is no limit. */
	readonly limit: number;
	/** When it is over, in milliseconds of the transport's clock. */
	readonly deadline: number;
}

/** What messages call the budget that ends first: that of the run, or that of a request begun at `start`. */
export function budgetName(run: RunBudget, policy?: RetryPolicy, start = 0): string {
	const endsWithRun = policy === undefined || run.deadline - start < policy.timeBudget;
	return endsWithRun
		? `run budget of ${run.limit / 1000} seconds`
		: `time budget of ${policy.timeBudget / 1000} seconds`;
}

/** The policy of a request that begins at `now`: none may last longer than the run. */
export function withinRun(policy: RetryPolicy, { deadline }: RunBudget, now: number): RetryPolicy {
	return { ...policy, timeBudget: Math.min(policy.timeBudget, deadline - now) };
}

export interface Attempted {
	/** Number of attempts made so far. */
	readonly attempts: number;
	/** Milliseconds since the first attempt began. */
	readonly elapsed: number;
	/** True if the result of the last attempt allows another one. */
	readonly retryable: boolean;
	/** Milliseconds that the server asked to wait; null if it did not. */
	readonly retryAfter: number | null;
	/** A random number of at least 0 and less than 1. */
	readonly random: number;
}

export type RetryDecision =
	| { readonly kind: 'retry'; readonly delay: number }
	| { readonly kind: 'stop' }
	| { readonly kind: 'stop_for_budget'; readonly retryAfter: number | null };

/** Why there is no further attempt. */
export type FinalDecision = Exclude<RetryDecision, { kind: 'retry' }>;

const firstBackoff = 500;
const longestBackoff = 30_000;

/**
 * Decides whether to try again, and after how many milliseconds: exponential backoff with full
 * jitter, `Retry-After` as a minimum. Stops if the wait would outlast the budget.
 */
export function decideRetry(attempted: Attempted, policy: RetryPolicy): RetryDecision {
	if (!attempted.retryable || attempted.attempts >= policy.maxAttempts) return { kind: 'stop' };
	const ceiling = Math.min(longestBackoff, firstBackoff * 2 ** (attempted.attempts - 1));
	const delay = Math.max(attempted.random * ceiling, attempted.retryAfter ?? 0);
	if (attempted.elapsed + delay >= policy.timeBudget) {
		return { kind: 'stop_for_budget', retryAfter: attempted.retryAfter };
	}
	return { kind: 'retry', delay };
}

/**
 * Reads a `Retry-After` header: seconds or an HTTP date, as milliseconds from `now`, 0 for a date
 * in the past. Null if the header is missing or neither of the two (RFC 9110, section 10.2.3).
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
	const value = header?.trim() ?? '';
	// Fractions and exponents are read too. A number too large to be one would be Infinity.
	if (/^\d+(\.\d+)?(e\d+)?$/i.test(value))
		return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
	if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return null;
	// A date in the asctime form has no zone, and would be read in that of this machine.
	const date = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Milliseconds that the next attempt may take: the timeout, within the budget, at least 1. */
export function attemptTimeout(elapsed: number, policy: RetryPolicy): number {
	return Math.max(1, Math.min(policy.timeout, policy.timeBudget - elapsed));
}
