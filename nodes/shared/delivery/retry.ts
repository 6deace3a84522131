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

export const unlimited: RunBudget = { limit: Infinity, deadline: Infinity };

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
 * Reads a `Retry-After` header: seconds or an HTTP date, as milliseconds from `now`, 0 for a date in
 * the past. Null if the header is missing or neither of the two (RFC 9110, section 10.2.3).
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
	const value = header?.trim() ?? '';
	// A number of digits beyond all numbers is longer than any budget all the same.
	if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
	if (/^\d+(\.\d+)?(e\d+)?$/i.test(value)) {
		const milliseconds = Number(value) * 1000;
		return Number.isFinite(milliseconds) ? milliseconds : null;
	}
	const date = httpDate(value, now);
	return date === null ? null : Math.max(0, date - now);
}

/** Milliseconds that the next attempt may take: the timeout, within the budget, at least 1. */
export function attemptTimeout(elapsed: number, policy: RetryPolicy): number {
	return Math.max(1, Math.min(policy.timeout, policy.timeBudget - elapsed));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = `(?<month>${months.join('|')})`;
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';
const shortDay = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDay = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';

/** IMF-fixdate, RFC 850 and asctime: the forms of RFC 9110, section 5.6.7. All are UTC. */
const forms = [
	new RegExp(`^${shortDay}, (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
	new RegExp(`^${longDay}, (?<day>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
	new RegExp(`^${shortDay} ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/**
 * Reads an HTTP date as milliseconds since 1970; null for anything else. Of a year with two digits,
 * it takes the latest one that is at most 50 years after `now`.
 */
function httpDate(text: string, now: number): number | null {
	for (const form of forms) {
		const parts = form.exec(text)?.groups;
		if (parts !== undefined) return fromParts(parts, now);
	}
	return null;
}

function fromParts(parts: Readonly<Record<string, string>>, now: number): number | null {
	const monthNumber = months.indexOf(parts['month'] ?? '') + 1;
	const day = `${fullYear(parts['year'] ?? '', now)}-${twoDigits(monthNumber)}-${twoDigits(parts['day'])}`;
	const written = `${day}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
	const date = new Date(`${written}Z`);
	// Date reads 31 February as 3 March.
	const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
	return exists ? date.getTime() : null;
}

function twoDigits(number: number | string | undefined): string {
	return String(number).trim().padStart(2, '0');
}

function fullYear(digits: string, now: number): string {
	if (digits.length === 4) return digits;
	const latest = new Date(now).getUTCFullYear() + 50;
	return String(latest - ((latest - Number(digits)) % 100));
}
