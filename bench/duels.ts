import type { Report } from '../harness';
import type { Contender } from './contender';
import { median } from './report/statistics';
import { measureInTurn } from './rounds';
import type { Quantity, Series, Unit } from './series';
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
	/** Rounds before the first that counts. */
	readonly warmUps: number;
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
export const residentMemory = gauge('resident memory', 'MB', (run) => run.residentMegabytes);

/** What of an upload the server sees: from its head to its answer. */
export const uploadTime: Gauge = {
	...gauge('time', 'ms', (run) => run.arrivals.milliseconds),
	part: ', upload alone',
};

function gauge(quantity: Quantity, unit: Unit, read: Gauge['read']): Gauge {
	return { part: '', quantity, unit, read };
}

/**
 * What all contenders of some duels showed, round by round. A round goes through all duels, so that
 * also numbers of items are compared that were seen at the same time.
 */
export async function fightAll(
	stage: Stage,
	duels: readonly Duel[],
	rounds: number,
	report: Report,
): Promise<Series[]> {
	for (const duel of duels) {
		report(`${duel.work}, ${duel.items}: ${duel.contenders.map(({ name }) => name).join(' | ')}`);
		for (let round = 0; round < duel.warmUps; round += 1) await fightRound(stage, duel);
	}
	const fights = await measureInTurn(duels, rounds, async (duel) => await fightRound(stage, duel));
	return duels.flatMap((duel, position) => {
		const seen = fights[position] ?? [];
		return duel.contenders.flatMap(({ name }, index) =>
			seriesOf(
				duel,
				name,
				seen.map((round) => round[index] ?? []),
			),
		);
	});
}

/** The runs of each contender in one round. */
async function fightRound(stage: Stage, duel: Duel): Promise<Outcome[][]> {
	const input = { count: duel.items, file: duel.file, collects: false, profileFile: '' };
	return await measureInTurn(duel.contenders, duel.turns, async (contender) => {
		for (let dry = 0; dry < duel.dryRuns; dry += 1) await stage.run(contender, input);
		return await stage.run(contender, input);
	});
}

/** The figures of a contender, a median of its runs for each round. */
export function seriesOf(
	{ work, items, gauges }: Pick<Duel, 'work' | 'items' | 'gauges'>,
	contender: string,
	rounds: ReadonlyArray<readonly Outcome[]>,
): Series[] {
	return gauges.map(({ part, quantity, unit, read }) => ({
		work,
		contender: contender + part,
		items,
		quantity,
		unit,
		rounds: rounds.map((runs) => median(runs.map(read))),
	}));
}
