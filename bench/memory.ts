import type { Report } from '../harness';
import type { Contender } from './contender';
import { type Gauge, figuresOf, headsOf, keptMemory, residentMemory } from './duels';
import type { Round } from './round-store';
import type { SeriesHead } from './rounds';
import { type Outcome, type StageSetting, openBenchStage } from './stage';

/** Works of several sizes, each contender and size in a fresh n8n, whose memory nothing larger has touched. */
export interface MemoryTrial {
	readonly work: string;
	/** A small size, in whose runs n8n loads and compiles what would count for much. */
	readonly dry: Size;
	readonly steps: readonly Step[];
	readonly contenders: readonly Contender[];
}

export interface Size {
	readonly items: number;
	/** Path of the file that is uploaded; empty where none is. */
	readonly file: string;
}

export interface Step extends Size {
	/** The name under which this size is reported. */
	readonly work: string;
	/** Who is left out of it. */
	readonly without: readonly Contender[];
}

const dryRuns = 3;

const gauges: readonly Gauge[] = [keptMemory, residentMemory];

/** The series of a trial, in the order in which `weigh` gives their figures. */
export function headsOfTrial({ contenders, steps }: MemoryTrial): SeriesHead[] {
	return contenders.flatMap((contender) =>
		stepsOf(contender, steps).flatMap((step) => headsOf({ ...step, gauges }, contender.name)),
	);
}

/** The memory of all contenders in one round. */
export async function weigh(
	setting: StageSetting,
	{ work, dry, contenders, steps }: MemoryTrial,
	report: Report,
): Promise<Round> {
	const figures: number[] = [];
	for (const contender of contenders) {
		report(`${work}, memory: ${contender.name}`);
		for (const step of stepsOf(contender, steps)) {
			figures.push(...figuresOf({ gauges }, [await weighOne(setting, contender, dry, step)]));
		}
	}
	return figures;
}

function stepsOf(contender: Contender, steps: readonly Step[]): Step[] {
	return steps.filter(({ without }) => !without.includes(contender));
}

async function weighOne(
	setting: StageSetting,
	contender: Contender,
	dry: Size,
	step: Size,
): Promise<Outcome> {
	const stage = await openBenchStage(setting, [contender]);
	const run = async ({ items: count, file }: Size): Promise<Outcome> =>
		await stage.run(contender, { count, file, heap: 'collected', profileFile: '' });
	try {
		for (let count = 0; count < dryRuns; count += 1) await run(dry);
		return await run(step);
	} finally {
		await stage.close();
	}
}
