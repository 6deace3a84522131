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

/** Questions in a row that are answered without a look at the clock. */
const mostUnasked = 3;

interface Interruption {
	readonly kind: 'timeout' | 'canceled';
}

export interface Race {
	/** Resolves with the result of the work, or with what interrupted it. Never throws. */
	run<T>(
		work: Promise<T>,
	): Promise<
		| { readonly kind: 'done'; readonly value: T }
		| { readonly kind: 'failed'; readonly error: unknown }
		| Interruption
	>;
	/** Removes the listeners. Call it when all work has settled. */
	dispose(): void;
}

/** Races any number of promises against one deadline (milliseconds from now) and a cancel signal. */
export function startRace(timeout: number, cancel: AbortSignal | undefined): Race {
	const deadline = AbortSignal.timeout(timerLength(timeout));
	let interrupt: (by: Interruption) => void = () => undefined;
	const interrupted = new Promise<Interruption>((resolve) => {
		interrupt = resolve;
	});
	const onTimeout = () => interrupt({ kind: 'timeout' });
	const onCancel = () => interrupt({ kind: 'canceled' });
	if (cancel?.aborted === true) onCancel();
	cancel?.addEventListener('abort', onCancel);
	deadline.addEventListener('abort', onTimeout);
	return {
		run: async (work) =>
			await Promise.race([
				interrupted,
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
			cancel?.removeEventListener('abort', onCancel);
			deadline.removeEventListener('abort', onTimeout);
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
	let wake: () => void = () => undefined;
	const woken = new Promise<void>((resolve) => {
		wake = resolve;
	});
	signal?.addEventListener('abort', wake);
	const end = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = end - Date.now()) {
		if (signal?.aborted === true || isPointless()) break;
		await Promise.race([sleep(Math.min(left, sleepSlice)), woken]);
	}
	signal?.removeEventListener('abort', wake);
}

/** Rounds up to whole milliseconds, at most the longest time of a timer. */
export function timerLength(milliseconds: number): number {
	return Math.min(Math.ceil(milliseconds), longestTimer);
}

/**
 * Looks at the clock again at once if a millisecond has passed since the last look, otherwise at
 * every fourth question: for most items the look costs more than all other work between two of them.
 */
export function startTimeSlice(): TimeSlice {
	let since = Date.now();
	let lastLook = since;
	let unasked = 0;
	const isOver = () => {
		if (unasked > 0) {
			unasked -= 1;
			return false;
		}
		const now = Date.now();
		unasked = now === lastLook ? mostUnasked : 0;
		lastLook = now;
		return now - since >= longestSlice;
	};
	const renew = () => {
		since = Date.now();
	};
	return {
		isOver,
		renew,
		yieldToEventLoop: async () => {
			await sleep(0);
			renew();
		},
	};
}
