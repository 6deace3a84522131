import type { Contender } from './contender';
import type { Heap } from './nodes/heap';
import { median } from './report/statistics';
import type { Round } from './round-store';
import { type SeriesHead, measureInTurn } from './rounds';
import type { Quantity, Unit } from './series';
import type { Outcome, Stage } from './stage';

/** A work that several contenders do in turn, A B A B. */
export interface Duel {
	/** What is done, e.g. `events`. */
	readonly work: string;
	readonly items: number;
	/** Path of the file that is uploaded; empty where none is. */
	readonly file: string;
	readonly contenders: readonly Contender[];
	/** How often all have their turn in a round, of which the median is taken. */
	readonly turns: number;
	/** Runs before each that counts: the contender before may have left garbage and a cold compiler. */
	readonly dryRuns: number;
	/** Who has none, since a run takes minutes. */
	readonly withoutDryRuns: readonly Contender[];
	/** Rounds before the first that counts. */
	readonly warmUps: number;
	/** What is done with n8n's heap before each run. */
	readonly heap: Heap;
	readonly gauges: readonly Gauge[];
}

/** One figure of a run that is kept. */
export interface Gauge {
	/** Follows the contender's name where the figure is of a part of its work. */
	readonly part: string;
	readonly quantity: Quantity;
	readonly unit: Unit;
	read(outcome: Outcome): number;
}

export const time = gauge('time', 'ms', (run) => run.milliseconds);
export const cpu = gauge('cpu', 'ms', (run) => run.cpuMilliseconds);
export const keptMemory = gauge('kept memory', 'MB', (run) => run.keptMegabytes);
export const longestBlock = gauge('longest block', 'ms', (run) => run.longestBlock);
export const block99 = gauge('block, 99 %', 'ms', (run) => run.block99);
/** How often V8 collected n8n's whole heap meanwhile. */
export const collections = gauge('collections', 'times', (run) => run.collections.length);
export const recovery = gauge('recovery', 's', (run) => run.recoverySeconds);
export const residentMemory = gauge('resident memory', 'MB', (run) => run.residentMegabytes);

/** What of an upload the server sees: from its head to its answer. */
export const uploadTime: Gauge = {
	...gauge('time', 'ms', (run) => run.arrivals.milliseconds),
	part: ', upload alone',
};

function gauge(quantity: Quantity, unit: Unit, read: Gauge['read']): Gauge {
	return { part: '', quantity, unit, read };
}

/** The series of some duels, in the order in which `fightRound` gives their figures. */
export function headsOfDuels(duels: readonly Duel[]): SeriesHead[] {
	return duels.flatMap((duel) => duel.contenders.flatMap(({ name }) => headsOf(duel, name)));
}

/** The rounds before the first that counts. */
export async function warmUp(stage: Pick<Stage, 'run'>, duels: readonly Duel[]): Promise<void> {
	for (const duel of duels) {
		for (let round = 0; round < duel.warmUps; round += 1) await fight(stage, duel);
	}
}

/**
 * One round of all duels, so that also numbers of items are compared that were seen at the same
 * time.
 */
export async function fightRound(
	stage: Pick<Stage, 'run'>,
	duels: readonly Duel[],
): Promise<Round> {
	const figures: number[] = [];
	for (const duel of duels) {
		const runsOfAll = await fight(stage, duel);
		for (const runs of runsOfAll) figures.push(...figuresOf(duel, runs));
	}
	return figures;
}

/** The runs of each contender in one round. */
async function fight(stage: Pick<Stage, 'run'>, duel: Duel): Promise<Outcome[][]> {
	const { items: count, file, heap } = duel;
	const input = { count, file, heap, profileFile: '' };
	return await measureInTurn(duel.contenders, duel.turns, async (contender) => {
		const dryRuns = duel.withoutDryRuns.includes(contender) ? 0 : duel.dryRuns;
		for (let dry = 0; dry < dryRuns; dry += 1) await stage.run(contender, input);
		return await stage.run(contender, input);
	});
}

/** The series of a contender. */
export function headsOf(
	{ work, items, gauges }: Pick<Duel, 'work' | 'items' | 'gauges'>,
	contender: string,
): SeriesHead[] {
	return gauges.map(({ part, quantity, unit }) => ({
		work,
		contender: contender + part,
		items,
		quantity,
		unit,
	}));
}

/** The figures of a contender in one round: the medians of its runs. */
export function figuresOf({ gauges }: Pick<Duel, 'gauges'>, runs: readonly Outcome[]): number[] {
	return gauges.map(({ read }) => median(runs.map(read)));
}
