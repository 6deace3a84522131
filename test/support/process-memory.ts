import { readFileSync } from 'node:fs';

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
