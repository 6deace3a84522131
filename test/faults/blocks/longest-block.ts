import { existsSync, openSync, readSync } from 'node:fs';

/** Linux counts the time that a thread really ran; the first thread of a process has its number. */
const schedule = `/proc/self/task/${process.pid}/schedstat`;

const runTime = existsSync(schedule) ? processorTime(openSync(schedule, 'r')) : null;

/**
 * Milliseconds that this thread has worked, which other programs on a busy machine do not lengthen.
 * Systems that do not tell it have those of all threads of this process: a few more.
 */
const workedSoFar = runTime ?? timeOfAllThreads;

function timeOfAllThreads(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1_000;
}

function processorTime(file: number): () => number {
	const bytes = Buffer.alloc(100);
	return () => {
		const length = readSync(file, bytes, 0, bytes.length, 0);
		return Number.parseInt(bytes.toString('latin1', 0, length), 10) / 1e6;
	};
}

const collectGarbage = Reflect.get(globalThis, 'gc') as () => void;

/** Most milliseconds of work between two turns of the event loop while something was done. */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
	collectGarbage();
	let longest = 0;
	let last = workedSoFar();
	let isRunning = true;
	const sample = () => {
		const now = workedSoFar();
		longest = Math.max(longest, now - last);
		last = now;
		if (isRunning) setImmediate(sample);
	};
	setImmediate(sample);
	try {
		await work();
	} finally {
		isRunning = false;
	}
	// The turn in which the work ended counts as well.
	return Math.max(longest, workedSoFar() - last);
}
