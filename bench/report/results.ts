import type { Series } from '../series';
import type { Machine } from './machine';
import { rounded, spread, type Spread } from './statistics';

/** What a figure was to be, and what it was. */
export interface Goal {
	name: string;
	value: number;
	goal: number;
	unit: string;
	met: boolean;
}

/** What a package costs before any of its nodes runs. Sizes are in kB of 1,000 bytes. */
export interface PackageCost {
	name: string;
	version: string;
	/** How many nodes it brings. */
	nodes: number;
	loadMilliseconds: Spread;
	packedKilobytes: number;
	unpackedKilobytes: number;
	/** Unpacked, together with the dependencies that n8n installs for it. */
	installedKilobytes: number;
}

/** What a run of the bench saw. */
export interface Measured {
	/** When, as an ISO date. */
	taken: string;
	machine: Machine;
	/** How many rounds were asked for. */
	rounds: number;
	goals: readonly Goal[];
	series: readonly Series[];
	packages: readonly PackageCost[];
}

/** One series as bench/results.json has it, in the unit that it names. */
export type SeriesResult = Series & Spread;

/** The shape of bench/results.json: what was measured, to four significant digits. */
export interface Results extends Measured {
	series: readonly SeriesResult[];
}

const digits = 4;

/** A goal that is met by the value itself and by everything below. */
export function atMost(name: string, value: number, goal: number, unit: string): Goal {
	return { name, value: rounded(value, digits), goal, unit, met: value <= goal };
}

/** A goal that is met by the value itself and by everything above. */
export function atLeast(name: string, value: number, goal: number, unit: string): Goal {
	return { name, value: rounded(value, digits), goal, unit, met: value >= goal };
}

/** What bench/results.json is to hold; fails when a series has no rounds. */
export function resultsOf(measured: Measured): Results {
	return {
		taken: measured.taken,
		machine: measured.machine,
		rounds: measured.rounds,
		goals: measured.goals,
		series: measured.series.map(seriesResult),
		packages: measured.packages.map(packageResult),
	};
}

function seriesResult({ work, contender, items, quantity, unit, rounds }: Series): SeriesResult {
	return {
		work,
		contender,
		items,
		quantity,
		unit,
		...roundedSpread(spread(rounds)),
		rounds: rounds.map((value) => rounded(value, digits)),
	};
}

function packageResult(cost: PackageCost): PackageCost {
	return {
		...cost,
		loadMilliseconds: roundedSpread(cost.loadMilliseconds),
		packedKilobytes: rounded(cost.packedKilobytes, digits),
		unpackedKilobytes: rounded(cost.unpackedKilobytes, digits),
		installedKilobytes: rounded(cost.installedKilobytes, digits),
	};
}

function roundedSpread({ median, lowest, highest }: Spread): Spread {
	return {
		median: rounded(median, digits),
		lowest: rounded(lowest, digits),
		highest: rounded(highest, digits),
	};
}
