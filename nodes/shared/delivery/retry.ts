export interface RetryPolicy {
	/** Attempts altogether, the first included. */
	readonly maxAttempts: number;
	/** Milliseconds for one attempt, from its start to the last byte of the answer. */
	readonly timeout: number;
	/** Milliseconds for all attempts of one request with the waits between them. */
	readonly timeBudget: number;
}

export interface Attempted {
	/** How many attempts were made so far. */
	readonly attempts: number;
	/** Milliseconds since the first attempt began. */
	readonly elapsed: number;
	/** Whether what came back allows another attempt at all. */
	readonly retryable: boolean;
	/** Milliseconds that the server asks to wait, where it does. */
	readonly retryAfter: number | null;
	/** A random number of at least 0 and less than 1. */
	readonly random: number;
}

export type RetryDecision =
	| { readonly kind: 'retry'; readonly delay: number }
	| { readonly kind: 'stop' }
	| { readonly kind: 'stop_for_budget'; readonly retryAfter: number | null };

const firstBackoff = 500;
const longestBackoff = 30_000;

/**
 * Decides whether to try again, and after how many milliseconds: exponential backoff with full
 * jitter, `Retry-After` as a minimum. A wait that would outlast the budget is not begun.
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
 * Reads a `Retry-After` header: seconds or an HTTP date, as milliseconds from `now`.
 * Null where the header is missing, negative or neither of the two (RFC 9110, section 10.2.3).
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
	const value = header?.trim() ?? '';
	if (/^\d+(\.\d+)?(e\d+)?$/i.test(value)) return Number(value) * 1000;
	if (!/^[a-z]{3,9},? /i.test(value)) return null;
	const date = Date.parse(value);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Milliseconds that the next attempt may take: its own timeout, but never beyond the budget. */
export function attemptTimeout(elapsed: number, policy: RetryPolicy): number {
	return Math.max(1, Math.min(policy.timeout, policy.timeBudget - elapsed));
}
