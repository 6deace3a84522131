import { sleep } from 'n8n-workflow';

/** Timers of Node.js fire at once when set to more than this many milliseconds. */
const longestTimer = 2 ** 31 - 1;

/** How long a cancelled run may go on sleeping, in milliseconds. */
const sleepSlice = 200;

export type Raced<T> =
	| { readonly kind: 'done'; readonly value: T }
	| { readonly kind: 'failed'; readonly error: unknown }
	| { readonly kind: 'timeout' }
	| { readonly kind: 'canceled' };

export interface Race {
	/** Settles with the work, or with what interrupted it first. Never throws. */
	run<T>(work: Promise<T>): Promise<Raced<T>>;
	/** Lets go of the signals; to be called when all work has settled. */
	dispose(): void;
}

/** Races any number of promises against one deadline (milliseconds from now) and a cancel signal. */
export function startRace(timeout: number, cancel: AbortSignal | undefined): Race {
	const deadline = AbortSignal.timeout(timerLength(timeout));
	let interrupt: (by: { kind: 'timeout' } | { kind: 'canceled' }) => void = () => undefined;
	const interrupted = new Promise<{ kind: 'timeout' } | { kind: 'canceled' }>((resolve) => {
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
					// n8n ends a request itself when the execution is cancelled; that is no failure of its own.
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

/** Waits that many milliseconds, or until shortly after the signal was aborted. */
export async function sleepUnlessAborted(
	milliseconds: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	const end = Date.now() + milliseconds;
	for (let left = milliseconds; left > 0 && signal?.aborted !== true; left = end - Date.now()) {
		await sleep(Math.min(left, sleepSlice));
	}
}

/** Whole milliseconds that a timer can be set to. */
export function timerLength(milliseconds: number): number {
	return Math.min(Math.ceil(milliseconds), longestTimer);
}
