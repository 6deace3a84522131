import { sleep } from 'n8n-workflow';
import type { Failure } from '../failure';

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

/** What was tried so far for one request. */
export interface Tries {
	/** Attempts, without refusals because of load. */
	readonly counted: number;
	readonly refusals: number;
	/** When the server first refused the request because of load; null if it never did. */
	readonly refusedSince: number | null;
}

export type NextStep =
	| { readonly kind: 'wait'; readonly milliseconds: number }
	| {
			readonly kind: 'give_up';
			/** Why time ran out, as a sentence; empty if another attempt is not allowed. */
			readonly reason: string;
			readonly isOutOfBudget: boolean;
			/** True if Kainic, because of load, asked for a longer wait than a request may take. */
			readonly stopsRun: boolean;
	  };

const firstBackoffMs = 500;
const maxBackoffMs = 30_000;

/**
 * Decides whether a failed request is sent again, and when: exponential backoff with full jitter, at least as
 * long as Kainic asks for. After its first refusal for load, a request has Max Attempts times Timeout to be accepted.
 * `random` is at least 0 and less than 1.
 */
export function nextStep(
	{ retry, retryAfter }: Pick<Failure, 'retry' | 'retryAfter'>,
	{ counted, refusals, refusedSince }: Tries,
	{ maxAttempts, timeout }: RetryPolicy,
	{ deadline, name }: RunBudget,
	now: number,
	random: number,
): NextStep {
	const giveUp = (
		reason: string,
		more: { readonly isOutOfBudget?: true; readonly stopsRun?: boolean } = {},
	): NextStep => {
		return { kind: 'give_up', reason, isOutOfBudget: false, stopsRun: false, ...more };
	};
	const patience = maxAttempts * timeout;
	if (retry === 'never' || (retry === 'attempt' && counted >= maxAttempts)) return giveUp('');
	const asked = `Kainic asked the node to wait ${inSeconds(retryAfter)}.`;
	if (retryAfter > patience) {
		const stopsRun = retry === 'load';
		return giveUp(`${asked} That is longer than 'Max Attempts' times 'Timeout'.`, { stopsRun });
	}
	const ceiling = Math.min(maxBackoffMs, firstBackoffMs * 2 ** (counted + refusals - 1));
	const milliseconds = Math.max(random * ceiling, retryAfter);
	const isRefused = retry === 'load' && refusedSince !== null;
	if (isRefused && now + milliseconds > refusedSince + patience) {
		return giveUp(`Kainic had too much load for ${inSeconds(now - refusedSince)}.`);
	}
	if (now + milliseconds >= deadline) {
		const lead = retryAfter === 0 ? '' : `${asked} `;
		return giveUp(`${lead}${name} left no time for another attempt.`, { isOutOfBudget: true });
	}
	return { kind: 'wait', milliseconds };
}

/** E.g. "1 second", "2.5 seconds". Rounded, because the time left in a budget is rarely a round number. */
export function inSeconds(milliseconds: number): string {
	const isShort = milliseconds < 1000;
	const seconds = isShort ? Math.ceil(milliseconds) / 1000 : Math.round(milliseconds / 100) / 10;
	return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
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
	// A date in asctime form has no zone, so GMT is added; Date.parse would use the zone of this machine.
	const date = Date.parse(value.endsWith(' GMT') ? value : `${value} GMT`);
	return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/** Maximum milliseconds of a Node.js timer. A longer timer fires at once. */
const maxTimerMs = 2 ** 31 - 1;

/** Maximum milliseconds until a wait notices that it has become pointless. */
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
 * Waits. Returns at once if the signal aborts, and within 200 ms if the wait becomes pointless: when a
 * workflow times out, n8n keeps only what the node outputs right away.
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

/** `aborted` resolves when a signal aborts, or at once if one has aborted. `dispose` removes the listeners. */
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

/** Rounds up to whole milliseconds, and to at most the longest timer. */
export function timerLength(milliseconds: number): number {
	return Math.min(Math.ceil(milliseconds), maxTimerMs);
}
