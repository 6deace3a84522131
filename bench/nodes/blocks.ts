import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';

/** Of the times between two looks at the event loop, which are made each millisecond: in ms. */
export interface Blocks {
	readonly longest: number;
	readonly percentile99: number;
}

/** Milliseconds between two looks. */
const resolution = 1;

const nanosecondsPerMillisecond = 1e6;

/** Watches how long the event loop is blocked, from when this resolves until the function that comes back is called. */
export async function watchBlocks(): Promise<() => Promise<Blocks>> {
	const delays = monitorEventLoopDelay({ resolution });
	delays.enable();
	// What blocks the loop before the first two looks is in no time between looks.
	while (delays.count === 0) await wait(resolution);
	return async () => {
		// The last block is seen by the look after it.
		await wait(2 * resolution);
		delays.disable();
		return {
			longest: delays.max / nanosecondsPerMillisecond,
			percentile99: delays.percentile(99) / nanosecondsPerMillisecond,
		};
	};
}
