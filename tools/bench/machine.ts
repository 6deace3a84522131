import { readFileSync } from 'node:fs';

/** The sum of some fields in the first line of one of Linux's files, in hundredths of a second. */
function time(file: string, first: number, last: number): number {
	const fields = readFileSync(file, 'utf8').split('\n')[0]?.split(/\s+/) ?? [];
	return fields.slice(first, last + 1).reduce((sum, field) => sum + Number(field), 0);
}

/** Returns a function that returns the percentage of the processor that other programs used since then. */
export function watchOthers(): () => number {
	const now = () => {
		const [all, idle] = [time('/proc/stat', 1, 8), time('/proc/stat', 4, 5)];
		// Of this process, and of its child processes that have ended.
		return { all, others: all - idle - time('/proc/self/stat', 13, 16) };
	};
	const start = now();
	return () =>
		Math.max(0, Math.round((100 * (now().others - start.others)) / (now().all - start.all)));
}
