import type { Result } from './measure';
import { type Work, blockGoal, fileBlockGoal, growthGoal } from './works';

/** What a figure is to be at most, and what it was. */
export interface Goal {
	readonly name: string;
	readonly value: number;
	readonly atMost: number;
	/** Empty for ratios. */
	readonly unit: string;
}

export function isMet({ value, atMost }: Goal): boolean {
	return value <= atMost;
}

const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** The middle one of some numbers, or halfway between the two in the middle. */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	const upper = sorted[Math.floor(sorted.length / 2)];
	if (lower === undefined || upper === undefined || sorted.some(Number.isNaN)) {
		throw new Error(`There is no median of ${numbers.length} numbers: ${numbers.join(', ')}`);
	}
	return (lower + upper) / 2;
}

/** Times in ms; for the part memory its growth in MB. */
export function values({ work, runs }: Result): number[] {
	return runs.map((run) => (work.part === 'memory' ? run.megabytes : run.milliseconds));
}

/** The median of the ratios, turn by turn: what slows the machine down affects both. */
export function ratio(ours: Result, theirs: Result): number {
	const others = values(theirs);
	return median(values(ours).map((value, turn) => value / (others[turn] ?? Number.NaN)));
}

/**
 * What was to be shown of the works that were measured, and what was. At a distance, TLS blocks n8n
 * whatever node sends, so the longest block is compared with the longest block of the other node.
 */
export function goalsOf(results: readonly Result[]): Goal[] {
	return groups(results).flatMap(([work, ours, others]) => {
		const name = `${work.part}, ${work.title}`;
		const ratios = others.flatMap((theirs): Goal[] => {
			const atMost = work.goals[theirs.contender.name];
			const than = `${name}: against ${theirs.contender.name}`;
			return atMost === undefined
				? []
				: [{ name: than, value: ratio(ours, theirs), atMost, unit: '' }];
		});
		if (work.part === 'memory') return ratios;
		const own = work.megabytes > 0 ? fileBlockGoal : blockGoal;
		const block = { name: `${name}: longest block`, value: longestBlock(ours), unit: 'ms' };
		const [theirs] = others;
		const atMost = work.part === 'distance' && theirs ? Math.ceil(1.5 * longestBlock(theirs)) : own;
		return [...ratios, ...growth(results, ours), { ...block, atMost }];
	});
}

/** Milliseconds: the median of all runs. */
export function longestBlock({ runs }: Result): number {
	return median(runs.map((run) => run.longestBlock));
}

/** Works, each with the results of its first contender and of the others. */
function groups(results: readonly Result[]): Array<[Work, Result, Result[]]> {
	return [...new Set(results.map(({ work }) => work))].flatMap((work) => {
		const [ours, ...others] = results.filter((result) => result.work === work);
		return ours === undefined ? [] : [[work, ours, others]];
	});
}

function growth(results: readonly Result[], { work, runs }: Result): Goal[] {
	const { title, than, atMost } = growthGoal;
	const time = (measured: Result['runs']) => median(measured.map((run) => run.milliseconds));
	const fewer = results.find((each) => each.work.part === work.part && each.work.title === than);
	if (work.title !== title || fewer === undefined) return [];
	const name = `${work.part}, ${title}: against ${than}`;
	return [{ name, value: time(runs) / time(fewer.runs), atMost, unit: '' }];
}

/** All figures, a row each: median, lowest and highest, and the longest block. */
export function figureRows(results: readonly Result[]) {
	return results.map((result) => {
		const { work, contender } = result;
		const all = values(result);
		return {
			work: `${work.part}, ${work.title}`,
			by: contender.name,
			median: shown(median(all), work),
			range: `${threeDigits.format(Math.min(...all))} to ${threeDigits.format(Math.max(...all))}`,
			'longest block': `${threeDigits.format(longestBlock(result))} ms`,
		};
	});
}

/** What was to be shown and what was, a row each. */
export function goalRows(goals: readonly Goal[]) {
	return goals.map((goal) => ({
		goal: goal.name,
		result: isMet(goal) ? 'met' : 'NOT MET',
		value: `${threeDigits.format(goal.value)} ${goal.unit}`.trimEnd(),
		'at most': `${goal.atMost} ${goal.unit}`.trimEnd(),
	}));
}

/** A figure as a reader sees it. */
export function shown(value: number, { part }: Work): string {
	if (part === 'memory') return `${threeDigits.format(value)} MB`;
	return value < 1000 ? `${threeDigits.format(value)} ms` : `${threeDigits.format(value / 1000)} s`;
}
