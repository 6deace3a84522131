import { sleep } from 'n8n-workflow';
import { canceledUnsent, InputError } from './failure';

/** Keeps long work from holding n8n's event loop. */
export interface Yielder {
	/**
	 * Call it between two pieces of work. Lets others run first if this work had the event loop for some
	 * milliseconds; otherwise there is nothing to wait for.
	 */
	pause(): Promise<void> | undefined;
}

/** Milliseconds of work before others run. A webhook waits for its turn dozens of times before it is answered. */
const maxSliceMs = 5;

/** Callers that wait continue one by one, so that many of them do not hold the event loop together. */
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
