import { megabytesOf } from '../system';

const minute = 60_000;

export interface MemoryWatch {
	/** The median of the megabytes (of 1,048,576 bytes) that the process held in a minute; the first is 0. */
	median(minute: number): number;
	stop(): void;
}

/** Samples the resident memory of a process once a second. */
export function watchMemory(pid: number): MemoryWatch {
	const minutes: number[][] = [];
	const start = Date.now();
	const take = (): void => {
		const samples = (minutes[Math.floor((Date.now() - start) / minute)] ??= []);
		samples.push(megabytesOf(pid, 'VmRSS'));
	};
	const timer = setInterval(take, 1_000);
	return {
		median: (index) => {
			const samples = [...(minutes[index] ?? [])].sort((a, b) => a - b);
			return samples[Math.floor(samples.length / 2)] ?? Number.NaN;
		},
		stop: () => clearInterval(timer),
	};
}
