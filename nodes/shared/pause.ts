import { sleep } from 'n8n-workflow';

/** Milliseconds of work before others run. A webhook pauses dozens of times before it responds, so keep it short. */
const maxSliceMs = 5;

let sliceStart = Date.now();
let lastPause: Promise<void> = Promise.resolve();

/**
 * Lets other work of n8n run if five milliseconds have passed; undefined if they have not. Do the work right
 * after the await, because the next waiting caller looks at the clock as soon as this one continues.
 */
export function pause(): Promise<void> | undefined {
	if (Date.now() - sliceStart < maxSliceMs) return undefined;
	// Callers continue one after another, so that many of them together do not hold the event loop.
	lastPause = lastPause.then(async () => {
		if (Date.now() - sliceStart < maxSliceMs) return;
		await sleep(0);
		sliceStart = Date.now();
	});
	return lastPause;
}
