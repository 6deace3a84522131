import { readFileSync } from 'node:fs';
import { percentile } from '../report/statistics';

/** What so many answers took. */
export interface Load {
	/** Answers a second, up to the last one: who got none does not stretch the time. */
	readonly rate: number;
	/** Milliseconds of the 99th percentile. */
	readonly answer99: number;
	/** Percent of the visitors who got none within the time that `call` waits. */
	readonly unanswered: number;
	/** CPU time an answer, in ms, of the main process and of all workers. */
	readonly mainCpu: number;
	readonly workersCpu: number;
}

interface LoadInput {
	readonly count: number;
	readonly atOnce: number;
	readonly mainPid: number;
	readonly workerPids: readonly number[];
	/** False if no answer came. */
	call(): Promise<boolean>;
}

/** Calls a webhook, always so many times at once, until there are enough answers. */
export async function loadOf({
	count,
	atOnce,
	mainPid,
	workerPids,
	call,
}: LoadInput): Promise<Load> {
	const cpu = (): [number, number] => [
		cpuMilliseconds(mainPid),
		workerPids.reduce((sum, pid) => sum + cpuMilliseconds(pid), 0),
	];
	const waits: number[] = [];
	let left = count;
	let unanswered = 0;
	let lastAnswer = 0;
	const [mainBefore, workersBefore] = cpu();
	const start = performance.now();
	const visitor = async (): Promise<void> => {
		while (left > 0) {
			left -= 1;
			const begin = performance.now();
			if (await call()) lastAnswer = performance.now();
			else unanswered += 1;
			waits.push(performance.now() - begin);
		}
	};
	await Promise.all(Array.from({ length: atOnce }, visitor));
	const seconds = (lastAnswer - start) / 1000;
	const [main, workers] = cpu();
	return {
		rate: (count - unanswered) / seconds,
		answer99: percentile(waits, 99),
		unanswered: (unanswered / count) * 100,
		mainCpu: (main - mainBefore) / count,
		workersCpu: (workers - workersBefore) / count,
	};
}

/** Linux counts in hundredths of a second. */
const millisecondsPerTick = 10;

/** User and system time of a process, all of its threads included. */
function cpuMilliseconds(pid: number): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	// The name of the program, in brackets, may hold spaces.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return (Number(fields[11]) + Number(fields[12])) * millisecondsPerTick;
}
