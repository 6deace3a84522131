import { sleep } from 'n8n-workflow';
import { canceledUnsent, InputError } from './failure';

/** Keeps long work from holding n8n's event loop. */
export interface Yielder {
	/**
	 * Call it between two pieces of work. Lets other work run if five milliseconds have passed since the
	 * last time. Otherwise returns undefined.
	 */
	pause(): Promise<void> | undefined;
}

/** Milliseconds of work before others run. A webhook waits for its turn dozens of times before it is answered. */
const maxSliceMs = 5;

/** Waiting callers continue one after another, so that many of them together do not hold the event loop. */
export function startYielder(): Yielder {
	let since = Date.now();
	let last: Promise<void> = Promise.resolve();
	return {
		pause: () => {
			if (Date.now() - since < maxSliceMs) return undefined;
			last = last.then(async () => {
				await sleep(0);
				since = Date.now();
			});
			return last;
		},
	};
}

/** The same for planning, which ends if the run is canceled: the pause then throws an InputError. */
export function forPlanning(yielder: Yielder, cancel: AbortSignal | undefined): Yielder {
	return {
		pause: () =>
			yielder.pause()?.then(() => {
				if (cancel?.aborted !== true) return;
				throw new InputError(canceledUnsent.message, { code: 'canceled' });
			}),
	};
}
