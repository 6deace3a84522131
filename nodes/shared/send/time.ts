import { sleep } from 'n8n-workflow';

/** Longest time of a Node.js timer, in milliseconds. Beyond it, the timer fires at once. */
const longestTimer = 2 ** 31 - 1;

/** Milliseconds that a canceled run may go on sleeping. */
const sleepSlice = 200;

export type Race = ReturnType<typeof startRace>;

/**
 * Races work against one deadline (milliseconds from now) and a cancel signal. `run` resolves with the
 * result of the work, or with what interrupted it, and never throws. `dispose` removes the listeners: call
 * it when all work has settled.
 */
export function startRace(timeout: number, cancel: AbortSignal | undefined) {
	const deadline = watch(AbortSignal.timeout(timerLength(timeout)));
	const cancellation = watch(cancel);
	const canceled = { kind: 'canceled' } as const;
	return {
		run: async <Value>(work: Promise<Value>) =>
			await Promise.race([
				cancellation.aborted.then(() => canceled),
				deadline.aborted.then(() => ({ kind: 'timeout' as const })),
				work.then(
					(value) => ({ kind: 'done' as const, value }),
					// If the execution is canceled, n8n itself ends the request. That is not a failure of the request.
					(error: unknown) =>
						cancel?.aborted === true ? canceled : { kind: 'failed' as const, error },
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
