import { readFileSync } from 'node:fs';

/** Linux without /proc does not tell it. A test that looks at it leaves it out there, and says so in its name. */
export const tellsMemory = residentMemory() !== null;

/** Bytes of resident memory, or null if the system does not tell. */
export function residentMemory(): number | null {
	try {
		return process.memoryUsage.rss();
	} catch {
		return null;
	}
}

/** What the tests cannot look at on this system. */
export const leftOut = tellsMemory ? [] : ['memory'];

/** Megabytes of a process on Linux: `VmRSS` that it holds, `VmHWM` that it held at most. 0 if it has ended. */
export function megabytesOf(pid: number | string, field: 'VmRSS' | 'VmHWM'): number {
	return statusOf(pid, field) / 1024;
}

/** A number of `/proc/<pid>/status`, 0 if there is none. */
export function statusOf(pid: number | string, field: string): number {
	try {
		const status = readFileSync(`/proc/${pid}/status`, 'utf8');
		return Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
	} catch {
		return 0;
	}
}
