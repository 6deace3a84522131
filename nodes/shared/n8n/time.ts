import { sleep } from 'n8n-workflow';
import type { TimeSlice } from '../delivery/job';

/** Longest time of a Node.js timer, in milliseconds. Beyond it, the timer fires at once. */
const longestTimer = 2 ** 31 - 1;

/** Milliseconds that a canceled run may go on sleeping. */
const sleepSlice = 200;

/**
 * Milliseconds of work before the code yields to the event loop. Another workflow waits for its turn
 * dozens of times before it can answer its webhook.
 */
const longestSlice = 5;

export interface Race {
	/** Resolves with the result of the work, or with what interrupted it. Never throws. */
	run<T>(
		work: Promise<T>,
	): Promise<
		| { readonly kind: 'done'; readonly value: T }
		| { readonly kind: 'failed'; readonly error: unknown }
		| { readonly kind: 'timeout' | 'canceled' }
	>;
	/** Removes the listeners. Call it when all work has settled. */
	dispose(): void;
}

/** Races any number of promises against one deadline (milliseconds from now) and a cancel signal. */
export function startRace(timeout: number, cancel: AbortSignal | undefined): Race {
	const deadline = watch(AbortSignal.timeout(timerLength(timeout)));
	const cancellation = watch(cancel);
	return {
		run: async (work) =>
			await Promise.race([
				cancellation.aborted.then(() => ({ kind: 'canceled' as const })),
				deadline.aborted.then(() => ({ kind: 'timeout' as const })),
				work.then(
					(value) => ({ kind: 'done' as const, value }),
					// n8n ends a request itself if the execution is canceled; that is no failure of the request.
					(error: unknown) =>
						cancel?.aborted === true
							? { kind: 'canceled' as const }
							: { kind: 'failed' as const, error },
				),
			]),
		dispose: () => {
			cancellation.dispose();
			deadline.dispose();
		},
	};
}

/**
 * Waits, or returns at once on an abort, or within 200 ms of the moment at which the wait became
 * pointless. A workflow's timeout keeps what a node puts out right after the abort, and no more.
 */
export async function sleepUnlessAborted(
	milliseconds: number,
	signal: AbortSignal | undefined,
	isPointless: () => boolean = () => false,
): Promise<void> {
	const { aborted, dispose } = watch(signal);
	const end = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = end - Date.now()) {
		if (signal?.aborted === true || isPointless()) break;
		await Promise.race([sleep(Math.min(left, sleepSlice)), aborted]);
	}
	dispose();
}

/** A promise that resolves when a signal aborts, or has already. `dispose` removes the listener. */
function watch(signal: AbortSignal | undefined): { aborted: Promise<void>; dispose(): void } {
	let onAbort = () => {};
	const aborted = new Promise<void>((resolve) => {
		onAbort = resolve;
	});
	if (signal?.aborted === true) onAbort();
	signal?.addEventListener('abort', onAbort);
	return { aborted, dispose: () => signal?.removeEventListener('abort', onAbort) };
}

/** Rounds up to whole milliseconds, at most the longest time of a timer. */
export function timerLength(milliseconds: number): number {
	return Math.min(Math.ceil(milliseconds), longestTimer);
}

export function startTimeSlice(): TimeSlice {
	let since = Date.now();
	const renew = () => {
		since = Date.now();
	};
	return {
		isOver: () => Date.now() - since >= longestSlice,
		renew,
		yieldToEventLoop: async () => {
			await sleep(0);
			renew();
		},
	};
}
