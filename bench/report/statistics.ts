import type { Series } from '../series';

/** What a number of rounds showed, in the unit of the rounds (or without one, for ratios). */
export interface Spread {
	median: number;
	lowest: number;
	highest: number;
}

/** The middle one of some numbers, or halfway between the two in the middle; fails without any. */
export function median(numbers: readonly number[]): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const lower = sorted[Math.floor((sorted.length - 1) / 2)];
	const upper = sorted[Math.floor(sorted.length / 2)];
	if (lower === undefined || upper === undefined) {
		throw new Error('There is no median of no numbers.');
	}
	return (lower + upper) / 2;
}

/** Median, lowest and highest of some numbers, in their unit; fails without any. */
export function spread(numbers: readonly number[]): Spread {
	return {
		median: median(numbers),
		lowest: Math.min(...numbers),
		highest: Math.max(...numbers),
	};
}

/** The smallest number that at least so many percent of the numbers do not exceed; fails without any. */
export function percentile(numbers: readonly number[], percent: number): number {
	const sorted = [...numbers].sort((a, b) => a - b);
	const found = sorted[Math.ceil((sorted.length * percent) / 100) - 1];
	if (found === undefined) throw new Error('There is no percentile of no numbers.');
	return found;
}

/**
 * How many times `to` goes into `of`, round by round: what slowed the machine down for a while
 * struck both. Fails when the rounds do not pair up, and when a round of `to` is not above zero,
 * since a ratio to it would say nothing.
 */
export function pairedRatios(of: Series, to: Series): Spread {
	if (of.rounds.length !== to.rounds.length || of.rounds.length === 0) {
		throw new Error(
			`${nameOf(of)} has ${of.rounds.length} rounds and ${nameOf(to)} has ${to.rounds.length}: ` +
				'only equal numbers of rounds, at least one, can be compared.',
		);
	}
	return spread(of.rounds.map((value, round) => value / divisor(to, round)));
}

/**
 * How much steeper a quantity grows from the second number of items to the third than from the first
 * to the second: the median of the rounds. Fails as `pairedRatios` does.
 */
export function pairedSlopes(series: readonly [Series, Series, Series]): number {
	const [few, some, many] = series;
	const later = { ...many, rounds: slopes(some, many) };
	const earlier = { ...some, rounds: slopes(few, some) };
	return pairedRatios(later, earlier).median;
}

function slopes(from: Series, to: Series): number[] {
	return to.rounds.map(
		(value, round) => (value - (from.rounds[round] ?? Number.NaN)) / (to.items - from.items),
	);
}

function divisor(series: Series, round: number): number {
	const value = series.rounds[round];
	if (value === undefined || !(value > 0)) {
		throw new Error(`${nameOf(series)} showed ${value} in round ${round + 1}: no ratio to that.`);
	}
	return value;
}

function nameOf({ work, contender, items, quantity }: Series): string {
	return `${quantity} of ${contender} (${work}, ${items} items)`;
}

/** The number with at most so many significant digits: more would be noise. */
export function rounded(value: number, digits = 3): number {
	return Number(value.toPrecision(digits));
}
