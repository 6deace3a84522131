import { codeAndHttpRequestEvents, httpRequestEvents } from './contenders';
import type { Result } from './measure';
import { median, shown, values } from './report';
import { type Work, growthGoal, works } from './works';

/** Where and when a bench ran. */
export interface Circumstances {
	/** As an ISO date. */
	readonly taken: string;
	readonly rounds: number;
	readonly cores: number;
	/** The load average before the run: other work makes every figure larger. */
	readonly load: number;
	readonly n8n: string;
	/** Of the Node.js that n8n ran on, e.g. `v24.4.1`. */
	readonly node: string;
}

const columns = [httpRequestEvents.name, codeAndHttpRequestEvents.name];

/** The two tables of docs/performance.md, by the names of their marks, each with its works. */
export const tables = {
	'at a distance': works.filter(({ part }) => part === 'distance'),
	'on one machine': works.filter(({ part }) => part !== 'distance'),
} as const;

/** One of the tables. Fails if something was not measured. */
export function tableOf(
	name: keyof typeof tables,
	results: readonly Result[],
	circumstances: Circumstances,
): string {
	const { taken, rounds, cores, load, n8n, node } = circumstances;
	const only = name === 'at a distance' ? ' --only distance' : '';
	const busy = load < 1 ? '' : `, beside other work (load average ${load.toFixed(0)})`;
	const rows = [
		...tables[name].map((work) => timeOrMemory(work, results)),
		...tables[name].filter(isManyEvents).map((work) => longestBlock(work, results)),
	];
	return [
		`| | Kainic | ${columns.join(' | ')} |`,
		'| --- | ---: | ---: | ---: |',
		...rows,
		'',
		`Measured by \`npm run bench -- --rounds ${rounds}${only}\` on ${taken.slice(0, 10)}: n8n ${n8n}, Node.js ${node}, ${cores} cores${busy}.`,
	].join('\n');
}

function isManyEvents({ part, title }: Work): boolean {
	return part === 'events' && title === growthGoal.than;
}

function timeOrMemory(work: Work, results: readonly Result[]): string {
	const title = work.part === 'memory' ? `${work.title}, growth of memory` : work.title;
	return row(title, work, results, (result) => shown(median(values(result)), work));
}

function longestBlock(work: Work, results: readonly Result[]): string {
	return row(`${work.title}, longest block of n8n`, work, results, ({ runs }) =>
		shown(median(runs.map((run) => run.longestBlock)), work),
	);
}

function row(
	title: string,
	work: Work,
	results: readonly Result[],
	read: (result: Result) => string,
): string {
	const ofWork = results.filter((result) => result.work === work);
	const [ours] = ofWork;
	if (ours === undefined) throw new Error(`${work.part}, ${work.title} was not measured.`);
	const others = columns.map((name) => ofWork.find(({ contender }) => contender.name === name));
	return `| ${[title, read(ours), ...others.map((each) => (each ? read(each) : '–'))].join(' | ')} |`;
}
