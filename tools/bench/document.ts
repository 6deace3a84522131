import { codeAndHttpRequestEvents, httpRequestEvents } from './contenders';
import type { Result } from './measure';
import { longestBlock, median, shown, values } from './report';
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
	const all = tables[name];
	const rows = [
		...all.map((work) => row(work, results, (result) => median(values(result)))),
		...all
			.filter(isManyEvents)
			.map((work) => row(work, results, longestBlock, ', longest block of n8n')),
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

function row(
	work: Work,
	results: readonly Result[],
	figureOf: (result: Result) => number,
	what = work.part === 'memory' ? ', growth of memory' : '',
): string {
	const cell = (result: Result) => shown(figureOf(result), work);
	const ofWork = results.filter((result) => result.work === work);
	const [ours] = ofWork;
	if (ours === undefined) throw new Error(`${work.part}, ${work.title} was not measured.`);
	const others = columns.map((name) => ofWork.find(({ contender }) => contender.name === name));
	const title = work.title + what;
	return `| ${[title, cell(ours), ...others.map((each) => (each ? cell(each) : '–'))].join(' | ')} |`;
}
