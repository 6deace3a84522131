import type { Report } from '../harness';
import type { Contender } from './contender';
import { type Gauge, keptMemory, residentMemory, seriesOf } from './duels';
import { measureInTurn } from './rounds';
import type { Series } from './series';
import { type Outcome, type StageSetting, openBenchStage } from './stage';

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

/** The memory of all contenders, round by round, each round of each contender in an n8n of its own. */
export async function weigh(
	setting: StageSetting,
	trial: MemoryTrial,
	rounds: number,
	report: Report,
): Promise<Series[]> {
	const outcomes = await measureInTurn(trial.contenders, rounds, async (contender, round) => {
		report(`${trial.work}, memory, round ${round}: ${contender.name}`);
		return await climb(setting, trial.steps, contender);
	});
	return trial.contenders.flatMap((contender, index) =>
		trial.steps
			.filter(({ without }) => !without.includes(contender))
			.flatMap((step, position) => {
				const seen = (outcomes[index] ?? []).map((round) => round.slice(position, position + 1));
				return seriesOf({ ...step, gauges }, contender.name, seen);
			}),
	);
}

async function climb(
	setting: StageSetting,
	steps: readonly Step[],
	contender: Contender,
): Promise<Outcome[]> {
	const stage = await openBenchStage(setting, [contender]);
	try {
		const outcomes: Outcome[] = [];
		for (const { items, file, without, dryRuns } of steps) {
			if (without.includes(contender)) continue;
			const input = { count: items, file, collects: true, profileFile: '' };
			for (let dry = 0; dry < dryRuns; dry += 1) await stage.run(contender, input);
			outcomes.push(await stage.run(contender, input));
		}
		return outcomes;
	} finally {
		await stage.close();
	}
}
