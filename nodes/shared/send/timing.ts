export interface RetryPolicy {
	/** Maximum number of attempts, the first included. */
	readonly maxAttempts: number;
	/** Milliseconds for one attempt, from its start to the last byte of the response. */
	readonly timeout: number;
	/** Milliseconds for all attempts of one request, waits included. */
	readonly timeBudget: number;
}

/** The time that a run or a request has. */
export interface TimeLimit {
	/** When it is over, in milliseconds of the transport's clock; Infinity if it never is. */
	readonly deadline: number;
	/** What messages call it, e.g. "Time Budget (8 seconds)". */
	readonly name: string;
}

/** A limit of so many milliseconds that begins now. */
export function startLimit(name: string, milliseconds: number, now: number): TimeLimit {
	return { deadline: now + milliseconds, name: `${name} (${milliseconds / 1000} seconds)` };
}

const firstBackoffMs = 500;
const maxBackoffMs = 30_000;

/**
 * Milliseconds to wait after so many attempts: exponential backoff with full jitter, and at least what
 * the server asked for. `random` is at least 0 and less than 1.
 */
export function retryDelay(attempts: number, retryAfter: number, random: number): number {
	const ceiling = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (attempts - 1));
	return Math.max(random * ceiling, retryAfter);
}

/**
 * Reads a `Retry-After` header: whole seconds or an HTTP date, as milliseconds from `now`, 0 for a date
 * in the past. Null if the header is missing or neither of the two (RFC 9110, section 10.2.3).
 */
export function parseRetryAfter(header: string | undefined, now: number): number | null {
	const value = header?.trim() ?? '';
	// A number with many digits would be Infinity.
	if (/^\d+$/.test(value)) return Math.min(Number(value) * 1000, Number.MAX_SAFE_INTEGER);
	if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(value)) return null;
	// A date in the asctime form has no zone, and would be read in that of this machine.
	const date = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}
