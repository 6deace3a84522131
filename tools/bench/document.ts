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
	readonly n8n: string;
	/** Of the Node.js that n8n ran on, e.g. `v24.4.1`. */
	readonly node: string;
}

const columns = [httpRequestEvents.name, codeAndHttpRequestEvents.name];

/** The tables of docs/performance.md. Fails if something was not measured. */
export function documentFigures(results: readonly Result[], circumstances: Circumstances): string {
	const { taken, rounds, cores, n8n, node } = circumstances;
	const isFar = ({ part }: Work): boolean => part === 'distance';
	return [
		'With default settings, and a server 40 ms away behind TLS:',
		table(works.filter(isFar).map((work) => timeOrMemory(work, results))),
		'With default settings, and a server on the same machine:',
		table([
			...works.filter((work) => !isFar(work)).map((work) => timeOrMemory(work, results)),
			...works.filter(isManyEvents).map((work) => longestBlock(work, results)),
		]),
		`Measured by \`npm run bench -- --rounds ${rounds}\` on ${taken.slice(0, 10)}: n8n ${n8n}, Node.js ${node}, ${cores} cores.`,
	].join('\n\n');
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

function table(rows: readonly string[]): string {
	return [`| | Kainic | ${columns.join(' | ')} |`, '| --- | ---: | ---: | ---: |', ...rows].join(
		'\n',
	);
}

const begin = '<!-- figures: npm run bench -->';
const end = '<!-- end of figures -->';

/** A document with other figures at its marks. Fails if it has none. */
export function withFigures(document: string, figures: string): string {
	const [before, rest] = document.split(begin);
	const after = rest?.split(end)[1];
	if (before === undefined || after === undefined) {
		throw new Error(`The document has no ${begin} with an ${end} after it.`);
	}
	return `${before}${begin}\n\n${figures}\n\n${end}${after}`;
}
