import { sleep } from 'n8n-workflow';
import { InputError } from './failure';

/** Keeps work from holding the event loop for too long. */
export interface Yielder {
	/** True if the work has held the event loop long enough. */
	isDue(): boolean;
	/** Yields to the event loop. Callers that wait resume one by one, each in its own turn. */
	yieldToEventLoop(): Promise<void>;
	/** Begins a new slice of work, because the event loop was free anyway. */
	renew(): void;
}

/**
 * Milliseconds of work before the code yields to the event loop. Another workflow waits for its turn
 * dozens of times before it can answer its webhook.
 */
const longestSlice = 5;

/**
 * Begins a slice of work. Callers that wait for the event loop resume one by one, so that many of them
 * do not hold it together.
 */
export function startYielder(): Yielder {
	let since = Date.now();
	let last: Promise<void> = Promise.resolve();
	const renew = () => {
		since = Date.now();
	};
	return {
		isDue: () => Date.now() - since >= longestSlice,
		renew,
		yieldToEventLoop: async () => {
			last = last.then(async () => await sleep(0)).then(renew);
			await last;
		},
	};
}

/** The same slice for planning, which ends if the run is canceled: yielding then throws an InputError. */
export function forPlanning(yielder: Yielder, cancel: AbortSignal | undefined): Yielder {
	return {
		...yielder,
		yieldToEventLoop: async () => {
			await yielder.yieldToEventLoop();
			if (cancel?.aborted !== true) return;
			throw new InputError('The execution was canceled before this was sent.', {
				code: 'canceled',
			});
		},
	};
}
