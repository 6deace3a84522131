/** Takes one line of progress. */
export type Report = (line: string) => void;

/** Prints progress to the terminal. */
export const printReport: Report = (line) => {
	process.stdout.write(`${line}\n`);
};

/** Time since `start` (from `performance.now()`) as text, e.g. `12 s`. */
export function elapsed(start: number): string {
	const seconds = Math.round((performance.now() - start) / 1000);
	if (seconds < 60) return `${seconds} s`;
	return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}
