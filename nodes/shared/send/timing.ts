import { sleep } from 'n8n-workflow';

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
 * Milliseconds to wait: exponential backoff with full jitter, and at least `retryAfter` milliseconds.
 * `random` is at least 0 and less than 1.
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
	// A date in asctime form has no zone; Date.parse would use the zone of this machine.
	const date = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Maximum milliseconds of a Node.js timer. Beyond it, the timer fires at once. */
const maxTimerMs = 2 ** 31 - 1;

/** Milliseconds that a canceled run may go on sleeping. */
const sleepSlice = 200;

export type Race = ReturnType<typeof startRace>;

/**
 * Races work against one deadline (milliseconds from now) and a cancel signal. `run` resolves with the
 * result of the work, or with what interrupted it, and never throws. `dispose` removes the listeners: call
 * it when all work has settled.
 */
export function startRace(timeout: number, cancel: AbortSignal | undefined) {
	const { aborted, dispose } = watch(cancel, AbortSignal.timeout(timerLength(timeout)));
	const isCanceled = () => cancel?.aborted === true;
	const interruption = aborted.then(() => (isCanceled() ? canceled : timedOut));
	return {
		run: async <Value>(work: Promise<Value>) =>
			await Promise.race([
				interruption,
				work.then(
					(value) => ({ kind: 'done' as const, value }),
					// If the execution is canceled, n8n itself ends the request. That is not a failure of the request.
					(error: unknown) => (isCanceled() ? canceled : { kind: 'failed' as const, error }),
				),
			]),
		dispose,
	};
}

const canceled = { kind: 'canceled' } as const;
const timedOut = { kind: 'timeout' } as const;

/**
 * Waits, or returns at once on an abort, or within 200 ms of the moment at which the wait became
 * pointless. After a timeout of the workflow, n8n keeps only what a node outputs right away.
 */
export async function sleepUnlessAborted(
	milliseconds: number,
	signal: AbortSignal | undefined,
	isPointless: () => boolean,
): Promise<void> {
	const { aborted, dispose } = watch(signal);
	const end = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = end - Date.now()) {
		if (signal?.aborted === true || isPointless()) break;
		await Promise.race([sleep(Math.min(left, sleepSlice)), aborted]);
	}
	dispose();
}

/** A promise that resolves when one of the signals aborts, or has already. `dispose` removes the listeners. */
function watch(...signals: ReadonlyArray<AbortSignal | undefined>) {
	let onAbort = () => {};
	const aborted = new Promise<void>((resolve) => {
		onAbort = resolve;
	});
	for (const signal of signals) {
		if (signal?.aborted === true) onAbort();
		signal?.addEventListener('abort', onAbort);
	}
	const dispose = () => signals.forEach((signal) => signal?.removeEventListener('abort', onAbort));
	return { aborted, dispose };
}

/** Rounds up to whole milliseconds, at most the longest time of a timer. */
export function timerLength(milliseconds: number): number {
	return Math.min(Math.ceil(milliseconds), maxTimerMs);
}
