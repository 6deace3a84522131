import { readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What one run showed, from the moment its items were passed on until the last one came out. */
export interface Measurement {
	readonly milliseconds: number;
	/** Highest resident memory of the process above what it was before the items were made, in MB of 1,000,000 bytes. */
	readonly megabytes: number;
	/** Longest time between two looks at the event loop, in ms. */
	readonly longestBlock: number;
}

interface Start {
	readonly resident: number;
	readonly delays: ReturnType<typeof monitorEventLoopDelay>;
	readonly time: number;
}

/** Milliseconds between two looks at the event loop. */
const resolution = 1;

let start: Start | null = null;

/** Resident memory, in MB of 1,000,000 bytes. */
export function residentMemory(): number {
	return statusMegabytes('VmRSS');
}

/** Begins a measurement; `resident` is the memory before the items were made, which leaves garbage. */
export async function beginMeasurement(resident: number): Promise<void> {
	// Makes Linux forget the highest resident memory so far.
	writeFileSync('/proc/self/clear_refs', '5');
	const delays = monitorEventLoopDelay({ resolution });
	delays.enable();
	// The monitor misses a block before its first two looks.
	while (delays.count === 0) await wait(resolution);
	start = { resident, delays, time: performance.now() };
}

/** Ends the measurement. */
export async function endMeasurement(): Promise<Measurement> {
	const time = performance.now();
	if (start === null) throw new Error('No measurement was begun.');
	const { resident, delays, time: began } = start;
	const megabytes = statusMegabytes('VmHWM') - resident;
	// The monitor sees the last block with its next look.
	await wait(2 * resolution);
	delays.disable();
	return { milliseconds: time - began, megabytes, longestBlock: delays.max / 1e6 };
}

function statusMegabytes(name: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync('/proc/self/status', 'utf8');
	const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
	if (kilobytes === undefined) throw new Error(`This system does not report ${name}.`);
	return (Number(kilobytes) * 1024) / 1e6;
}

setFlagsFromString('--expose-gc');
// The flag puts it into every context that is made afterwards.
const collect = runInNewContext('gc') as () => void;

/** Has V8 collect all garbage of n8n. */
export function collectGarbage(): void {
	collect();
	collect();
}
