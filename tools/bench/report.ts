import { table } from '../scripts/generate/table';
import { codeAndHttp, events, httpEvents } from './contenders';
import type { Figures, Result } from './turns';
import type { Work } from './works';

/** The middle one of some numbers, or halfway between the two in the middle. */
function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	const upper = sorted[Math.floor(sorted.length / 2)];
	if (lower === undefined || upper === undefined || sorted.some(Number.isNaN)) {
		throw new Error(`There is no median of ${numbers.length} numbers: ${numbers.join(', ')}`);
	}
	return (lower + upper) / 2;
}

type Figure = keyof Figures;

const digits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const figureOf = ({ part }: Work): Figure => (part === 'memory' ? 'megabytes' : 'milliseconds');
const all = ({ runs }: Result, figure: Figure): number[] => runs.map((run) => run[figure]);

/** Works, each with the results of its contenders in their order. */
function byWork(results: readonly Result[]): Array<[Work, Result[]]> {
	const works = [...new Set(results.map(({ work }) => work))];
	return works.map((work) => [work, results.filter((result) => result.work === work)]);
}

/** The goals of the works that were measured. If the goal is a number of items, the worst run counts. */
export function goalsOf(results: readonly Result[]) {
	return byWork(results).flatMap(([work, [ours, ...others]]) => {
		if (ours === undefined) return [];
		const goal = (what: string, values: number[], value: number, atMost: number) => ({
			goal: `${work.part}, ${work.title}: ${what}`,
			value: digits.format(value),
			runs: values.map(digits.format).join(' '),
			'at most': digits.format(atMost),
			result: value <= atMost ? 'met' : 'NOT MET',
		});
		const against = work.ratios.map((atMost, index) => {
			const [other, figure] = [others[index] ?? ours, figureOf(work)];
			const theirs = all(other, figure);
			// Turn by turn, because a slow machine affects both.
			const values = all(ours, figure).map((value, turn) => value / (theirs[turn] ?? NaN));
			return goal(`share of ${other.contender.name}`, values, median(values), atMost);
		});
		const limits = Object.entries(work.limits) as Array<[Figure, number]>;
		const within = limits.map(([figure, atMost]) => {
			const values = all(ours, figure);
			const isTime = figure === 'milliseconds' || figure === 'longestBlock';
			return goal(figure, values, isTime ? median(values) : Math.max(...values), atMost);
		});
		return [...against, ...within];
	});
}

const senders = [events, httpEvents, codeAndHttp];

/** A table of Markdown with the medians of works. */
export function tableOf(results: readonly Result[]): string {
	const isOfVisitors = results.every(({ work }) => work.part === 'visitors');
	const contenders = isOfVisitors ? results.map(({ contender }) => contender) : senders;
	const columns = [...new Set(contenders.map(({ name }) => name))];
	const rows = byWork(results).flatMap(([work, ofWork]) => {
		const row = (title: string, figure: Figure) => {
			const found = columns.map((name) => ofWork.find(({ contender }) => contender.name === name));
			return [title, ...found.map((result) => (result ? shown(all(result, figure), figure) : '–'))];
		};
		const what = work.part === 'memory' ? ', growth of memory' : '';
		const shownRows = [row(work.title + what, figureOf(work))];
		if (work.part !== 'events' || work.title !== '10,000 events') return shownRows;
		return [...shownRows, row(`${work.title}, longest block of n8n`, 'longestBlock')];
	});
	return table([['', ...columns], ...rows]);
}

function shown(values: readonly number[], figure: Figure): string {
	const value = median(values);
	if (figure === 'megabytes') return `${digits.format(value)} MB`;
	return value < 1000 ? `${digits.format(value)} ms` : `${digits.format(value / 1000)} s`;
}
