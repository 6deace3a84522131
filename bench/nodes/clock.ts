import { readFileSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { type Blocks, watchBlocks } from './blocks';
import { type Period, watchCollections } from './collections';
import { type Heap, settle } from './heap';

/** What one run showed, from the moment its items were handed on until the last one came out. */
export interface Measurement {
	milliseconds: number;
	/** CPU time of n8n's whole process, garbage collection in other threads included. */
	cpuMilliseconds: number;
	/** Megabytes of 1,000,000 bytes that the results hold; after a full collection, where one was asked for. */
	keptMegabytes: number;
	/** Highest resident memory of the process above what it was before the items were made, in the same megabytes. */
	residentMegabytes: number;
	/** Longest time between two looks at the event loop, and the 99th percentile, in ms. */
	longestBlock: number;
	block99: number;
	/** Milliseconds since the epoch. */
	startedAt: number;
	endedAt: number;
	/** V8's collections of n8n's whole heap meanwhile. */
	collections: Period[];
}

export interface MeasurementOptions {
	readonly heap: Heap;
	/** Where a CPU profile goes; empty for none. */
	readonly profileFile: string;
	/** What `restingMemory` gave before the items were made. */
	readonly resident: number;
}

interface Start {
	readonly options: MeasurementOptions;
	readonly profiler: Session | null;
	readonly blocks: () => Promise<Blocks>;
	readonly collections: () => Promise<Period[]>;
	readonly heap: number;
	readonly cpu: NodeJS.CpuUsage;
	readonly time: number;
}

const megabyte = 1e6;

let start: Start | null = null;

/**
 * Resident memory before the items of a run are made, in megabytes. Making them leaves garbage, which
 * stays resident, and a contender that needs no more than that would seem to need nothing.
 */
export async function restingMemory(heap: Heap): Promise<number> {
	await settle(heap);
	return statusMegabytes('VmRSS');
}

/** Begins a measurement. */
export async function beginMeasurement(options: MeasurementOptions): Promise<void> {
	await settle(options.heap);
	const profiler = options.profileFile === '' ? null : await beginProfile();
	// Makes Linux forget the highest resident memory so far.
	writeFileSync('/proc/self/clear_refs', '5');
	const blocks = await watchBlocks();
	const { heapUsed, external } = process.memoryUsage();
	start = {
		options,
		profiler,
		blocks,
		collections: watchCollections(),
		heap: heapUsed + external,
		cpu: process.cpuUsage(),
		time: performance.now(),
	};
}

/** Ends the measurement, and writes the profile. */
export async function endMeasurement(): Promise<Measurement> {
	const time = performance.now();
	if (start === null) throw new Error('No measurement was begun.');
	const { options, profiler, blocks } = start;
	const { user, system } = process.cpuUsage(start.cpu);
	const residentMegabytes = statusMegabytes('VmHWM') - options.resident;
	const { longest, percentile99 } = await blocks();
	const collections = await start.collections();
	if (profiler !== null) await endProfile(profiler, options.profileFile);
	if (options.heap === 'collected') await settle(options.heap);
	const { heapUsed, external } = process.memoryUsage();
	return {
		milliseconds: time - start.time,
		cpuMilliseconds: (user + system) / 1000,
		keptMegabytes: (heapUsed + external - start.heap) / megabyte,
		residentMegabytes,
		longestBlock: longest,
		block99: percentile99,
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

function statusMegabytes(name: 'VmRSS' | 'VmHWM'): number {
	const status = readFileSync('/proc/self/status', 'utf8');
	const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1];
	if (kilobytes === undefined) throw new Error(`This system does not tell ${name}.`);
	return (Number(kilobytes) * 1024) / megabyte;
}
