import type { Report } from '../harness';
import type { Contender } from './contender';
import { type Gauge, figuresOf, headsOf, keptMemory, residentMemory } from './duels';
import type { Round } from './round-store';
import type { SeriesHead } from './rounds';
import { type StageSetting, openBenchStage } from './stage';

/** Works of growing size, each contender in a fresh n8n, whose memory nothing else has touched. */
export interface MemoryTrial {
	readonly work: string;
	/** The sizes that a contender goes through, from small to large. */
	readonly steps: readonly Step[];
	readonly contenders: readonly Contender[];
}

export interface Step {
	readonly items: number;
	/** Path of the file that is uploaded; empty where none is. */
	readonly file: string;
	/** The name under which this size is reported. */
	readonly work: string;
	/** Who is left out of it. */
	readonly without: readonly Contender[];
	/** Runs before the one that counts, in which n8n loads and compiles what would count for much. */
	readonly dryRuns: number;
}

const gauges: readonly Gauge[] = [keptMemory, residentMemory];

/** The series of a trial, in the order in which `weigh` gives their figures. */
export function headsOfTrial({ contenders, steps }: MemoryTrial): SeriesHead[] {
	return contenders.flatMap((contender) =>
		stepsOf(contender, steps).flatMap((step) => headsOf({ ...step, gauges }, contender.name)),
	);
}

/** The memory of all contenders in one round, each in an n8n of its own. */
export async function weigh(
	setting: StageSetting,
	{ work, contenders, steps }: MemoryTrial,
	report: Report,
): Promise<Round> {
	const figures: number[] = [];
	for (const contender of contenders) {
		report(`${work}, memory: ${contender.name}`);
		figures.push(...(await climb(setting, stepsOf(contender, steps), contender)));
	}
	return figures;
}

function stepsOf(contender: Contender, steps: readonly Step[]): Step[] {
	return steps.filter(({ without }) => !without.includes(contender));
}

async function climb(
	setting: StageSetting,
	steps: readonly Step[],
	contender: Contender,
): Promise<number[]> {
	const stage = await openBenchStage(setting, [contender]);
	try {
		const figures: number[] = [];
		for (const { items, file, dryRuns } of steps) {
			const input = { count: items, file, heap: 'collected' as const, profileFile: '' };
			for (let dry = 0; dry < dryRuns; dry += 1) await stage.run(contender, input);
			figures.push(...figuresOf({ gauges }, [await stage.run(contender, input)]));
		}
		return figures;
	} finally {
		await stage.close();
	}
}
