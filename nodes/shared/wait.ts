import { sleep } from 'n8n-workflow';

/** Milliseconds of work before other work of n8n runs. Must be short: a webhook pauses dozens of times before it responds. */
const maxSliceMs = 5;

let sliceStart = -Infinity;
let lastYield: Promise<void> = Promise.resolve();

/**
 * Lets other work of n8n run if `maxSliceMs` have passed. Otherwise returns undefined. Callers must begin their work
 * right after the await, because the next waiting caller looks at the clock then.
 */
export function yieldToN8n(): Promise<void> | undefined {
	if (performance.now() - sliceStart < maxSliceMs) return undefined;
	// Callers continue one after another, so that many of them together do not hold the event loop.
	lastYield = lastYield.then(async () => {
		if (performance.now() - sliceStart < maxSliceMs) return;
		await sleep(0);
		sliceStart = performance.now();
	});
	return lastYield;
}

/** Yields between two steps of long work. Throws if the execution was canceled. */
export function yieldUnlessCanceled(cancel: AbortSignal | undefined): Promise<void> | undefined {
	cancel?.throwIfAborted();
	return yieldToN8n();
}

/** A wait checks this often (in milliseconds) whether it has become pointless. */
const sleepSliceMs = 200;

/**
 * Waits. Returns early if the signal aborts, because after a timeout of the workflow n8n keeps only what the node
 * outputs right away. Also returns early if the wait becomes pointless.
 */
export async function sleepUnlessAborted(
	milliseconds: number,
	signal: AbortSignal | undefined,
	isPointless: () => boolean,
): Promise<void> {
	const { aborted, dispose } = watch(signal);
	const end = performance.now() + milliseconds;
	for (let left = milliseconds; left > 0; left = end - performance.now()) {
		if (signal?.aborted === true || isPointless()) break;
		await Promise.race([sleep(Math.min(left, sleepSliceMs)), aborted]);
	}
	dispose();
}

/** Why work has no result. */
export type Interruption =
	{ readonly kind: 'failed'; readonly error: unknown } | { readonly kind: 'timeout' | 'canceled' };

type Ended<Value> = { readonly kind: 'done'; readonly value: Value } | Interruption;

/** Waits until the work ends, `timeout` milliseconds have passed, or the execution is canceled. Never throws. */
export async function withDeadline<Value>(
	work: Promise<Value>,
	timeout: number,
	cancel: AbortSignal | undefined,
): Promise<Ended<Value>> {
	const { aborted, dispose } = watch(cancel, AbortSignal.timeout(timerLength(timeout)));
	const isCanceled = () => cancel?.aborted === true;
	const ended = await Promise.race<Ended<Value>>([
		aborted.then(() => ({ kind: isCanceled() ? 'canceled' : 'timeout' })),
		work.then(
			(value) => ({ kind: 'done', value }),
			// If the execution is canceled, n8n ends the request with an error, which is not a failure of the request.
			(error: unknown) => (isCanceled() ? { kind: 'canceled' } : { kind: 'failed', error }),
		),
	]);
	dispose();
	return ended;
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

/** Node.js fires a longer timer at once. */
const maxTimerMs = 2 ** 31 - 1;

/**
 * Two milliseconds more: a timer of Node.js can end early, because it counts whole milliseconds of a clock that may be
 * one behind. Returns at most the longest timer of Node.js.
 */
export function timerLength(milliseconds: number): number {
	return Math.min(Math.ceil(milliseconds) + 2, maxTimerMs);
}
