import type { Report } from '../n8n';
import type { Contender, RunInput } from './contender';
import type { Figure, Quantity } from './figures';
import type { Measurement } from './nodes/clock';
import { type Stage, type StageSetting, openBenchStage } from './stage';

/** A work that several contenders do in turn, A B B A, so that the order favours none. */
export interface Duel {
	/** What is done, e.g. `events`. */
	readonly work: string;
	readonly items: number;
	/** Path of the file that is uploaded; empty if none is. */
	readonly file: string;
	readonly contenders: readonly Contender[];
	/** How often all have their turn in a round. */
	readonly turns: number;
}

/** What a part of the bench needs. */
export interface Bench {
	readonly setting: StageSetting;
	readonly rounds: number;
	readonly report: Report;
}

interface Entry {
	readonly duel: Duel;
	readonly contender: Contender;
	readonly runs: Measurement[];
}

/** Time and blocks of all duels, in one n8n, which is warm as one at work. */
export async function fight(
	duels: readonly Duel[],
	{ setting, rounds, report }: Bench,
): Promise<Figure[]> {
	const entries = duels.flatMap((duel) =>
		duel.contenders.map((contender): Entry => ({ duel, contender, runs: [] })),
	);
	const contenders = new Map(entries.map(({ contender }) => [contender.name, contender]));
	const stage = await openBenchStage(setting, [...contenders.values()]);
	try {
		for (let round = 1; round <= rounds; round += 1) {
			for (const duel of duels) {
				report(`${duel.work}, ${duel.items}: round ${round} of ${rounds} …`);
				await fightRound(
					stage,
					duel,
					entries.filter((entry) => entry.duel === duel),
				);
			}
		}
	} finally {
		await stage.close();
	}
	return entries.flatMap((entry) => [
		figureOf(entry, 'time', (run) => run.milliseconds),
		figureOf(entry, 'longest block', (run) => run.longestBlock),
	]);
}

async function fightRound(
	stage: Pick<Stage, 'run'>,
	{ items, file, turns }: Duel,
	entries: readonly Entry[],
): Promise<void> {
	for (let turn = 0; turn < turns; turn += 1) {
		const order = turn % 2 === 0 ? entries : [...entries].reverse();
		for (const { contender, runs } of order) {
			// The contender before may have left garbage and a cold compiler.
			await stage.run(contender, { count: Math.ceil(items / 10), file, collect: false });
			runs.push(await stage.run(contender, { count: items, file, collect: false }));
		}
	}
}

const dryRuns = 3;

/** Growth of memory, each contender in a fresh n8n, whose memory nothing larger has touched. */
export async function weigh(
	duels: readonly Duel[],
	{ setting, rounds, report }: Bench,
): Promise<Figure[]> {
	const entries = duels.flatMap((duel) =>
		duel.contenders.map((contender): Entry => ({ duel, contender, runs: [] })),
	);
	for (let round = 1; round <= rounds; round += 1) {
		for (const { duel, contender, runs } of entries) {
			report(`${duel.work}, memory: round ${round} of ${rounds}, ${contender.name} …`);
			runs.push(await weighOne(setting, contender, duel));
		}
	}
	return entries.map((entry) => figureOf(entry, 'growth of memory', (run) => run.megabytes));
}

async function weighOne(
	setting: StageSetting,
	contender: Contender,
	{ items, file }: Duel,
): Promise<Measurement> {
	const stage = await openBenchStage(setting, [contender]);
	const run = async (input: Omit<RunInput, 'collect'>): Promise<Measurement> =>
		await stage.run(contender, { ...input, collect: true });
	try {
		// n8n loads and compiles in these what would count for much.
		const small = file === '' ? '' : setting.smallFile;
		for (let dry = 0; dry < dryRuns; dry += 1) {
			await run({ count: Math.ceil(items / 100), file: small });
		}
		return await run({ count: items, file });
	} finally {
		await stage.close();
	}
}

function figureOf(
	{ duel: { work, items }, contender, runs }: Entry,
	quantity: Quantity,
	read: (run: Measurement) => number,
): Figure {
	return { work, contender: contender.name, items, quantity, values: runs.map(read) };
}
