import { readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Period, watchCollections } from './collections';

/** What one run showed, from the moment its items were handed on until the last one came out. */
export interface Measurement {
	milliseconds: number;
	/** CPU time of n8n's whole process, garbage collection in other threads included. */
	cpuMilliseconds: number;
	/** Megabytes of 1,048,576 bytes that the results hold; after a full collection, where one was asked for. */
	keptMegabytes: number;
	/** Highest resident memory of the process above what it was at the start, in the same megabytes. */
	residentMegabytes: number;
	/** Longest time between two turns of the event loop, and the 99th percentile, in ms. */
	longestBlock: number;
	block99: number;
	/** Milliseconds since the epoch. */
	startedAt: number;
	endedAt: number;
	/** V8's collections of n8n's whole heap meanwhile. */
	collections: Period[];
}

const heaps = ['as it is', 'collected', 'rested'] as const;

/**
 * What V8 does with n8n's heap before a run. _Collected_ is for memory: garbage is collected after the run
 * too. V8 forgets optimised code on the way, so that such a run takes longer than one of an n8n at work.
 * _Rested_ gives memory back, as V8 does in an n8n that has no work.
 */
export type Heap = (typeof heaps)[number];

/** Fails for anything else. */
export function heapOf(value: unknown): Heap {
	const heap = heaps.find((each) => each === value);
	if (heap === undefined) throw new Error(`There is no heap that is ${String(value)}.`);
	return heap;
}

export interface MeasurementOptions {
	readonly heap: Heap;
	/** Where a CPU profile goes; empty for none. */
	readonly profileFile: string;
}

interface Start {
	readonly options: MeasurementOptions;
	readonly profiler: Session | null;
	readonly delays: IntervalHistogram;
	readonly collections: () => Promise<Period[]>;
	readonly heap: number;
	readonly resident: number;
	readonly cpu: NodeJS.CpuUsage;
	readonly time: number;
}

const megabyte = 1_048_576;

const nanosecondsPerMillisecond = 1e6;

/** Milliseconds between two looks at the event loop. */
const resolution = 1;

let start: Start | null = null;

/** Begins a measurement. */
export async function beginMeasurement(options: MeasurementOptions): Promise<void> {
	if (options.heap === 'collected') collect();
	if (options.heap === 'rested')
		collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
	const profiler = options.profileFile === '' ? null : await beginProfile();
	// Makes Linux forget the highest resident memory so far.
	writeFileSync('/proc/self/clear_refs', '5');
	const { heapUsed, external } = process.memoryUsage();
	const delays = monitorEventLoopDelay({ resolution });
	delays.enable();
	start = {
		options,
		profiler,
		delays,
		collections: watchCollections(),
		heap: heapUsed + external,
		resident: statusMegabytes('VmRSS'),
		cpu: process.cpuUsage(),
		time: performance.now(),
	};
}

/** Ends the measurement, and writes the profile. */
export async function endMeasurement(): Promise<Measurement> {
	const time = performance.now();
	if (start === null) throw new Error('No measurement was begun.');
	const { options, profiler, delays } = start;
	const { user, system } = process.cpuUsage(start.cpu);
	const residentMegabytes = statusMegabytes('VmHWM') - start.resident;
	// The last block is seen by the look after it.
	await wait(2 * resolution);
	delays.disable();
	const collections = await start.collections();
	if (profiler !== null) await endProfile(profiler, options.profileFile);
	if (options.heap === 'collected') collect();
	const { heapUsed, external } = process.memoryUsage();
	return {
		milliseconds: time - start.time,
		cpuMilliseconds: (user + system) / 1000,
		keptMegabytes: (heapUsed + external - start.heap) / megabyte,
		residentMegabytes,
		longestBlock: delays.max / nanosecondsPerMillisecond,
		block99: delays.percentile(99) / nanosecondsPerMillisecond,
		startedAt: performance.timeOrigin + start.time,
		endedAt: performance.timeOrigin + time,
		collections,
	};
}

async function beginProfile(): Promise<Session> {
	const profiler = new Session();
	profiler.connect();
	await profiler.post('Profiler.enable');
	await profiler.post('Profiler.setSamplingInterval', { interval: 200 });
	await profiler.post('Profiler.start');
	return profiler;
}

async function endProfile(session: Session, file: string): Promise<void> {
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();
	writeFileSync(file, JSON.stringify(profile));
}

setFlagsFromString('--expose-gc');
const exposed: unknown = runInNewContext('gc');

/** How V8 is to collect. The last resort leaves young objects as little room as after the start. */
interface Collecting {
	readonly type: 'major';
	readonly execution: 'sync';
	readonly flavor: 'last-resort';
}

function collect(how?: Collecting): void {
	if (!isCollector(exposed)) throw new Error('This Node does not give its collector.');
	exposed(how);
	exposed(how);
}

function isCollector(value: unknown): value is (how?: Collecting) => void {
	return typeof value === 'function';
}

function statusMegabytes(name: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync('/proc/self/status', 'utf8');
	const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
	if (kilobytes === undefined) throw new Error(`This system does not tell ${name}.`);
	return Number(kilobytes) / 1024;
}
