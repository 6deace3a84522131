import { atDistance, distantDuels, distantNeighbours } from './distance/part';
import { type Duel, fightRound, headsOfDuels, warmUp } from './duels';
import { type MemoryTrial, headsOfTrial, weigh } from './memory';
import { type Neighbourhood, headsOfNeighbours, meetNeighbours } from './neighbour';
import {
	type CatalogFiles,
	catalogDuels,
	catalogMemory,
	eventDuels,
	eventMemory,
	expressionDuels,
	nearNeighbours,
	perItemDuels,
	predictionDuels,
} from './plan';
import { headsOfQueue, openQueue } from './queue/part';
import { type Keeping, measureRounds } from './rounds';
import type { Series } from './series';
import { type StageSetting, openBenchStage } from './stage';

export const parts = [
	'events',
	'requests-per-event',
	'expressions',
	'predictions',
	'catalog',
	'neighbour',
	'distance',
	'distant-neighbour',
	'queue',
	'event-memory',
	'catalog-memory',
] as const;

/** What can be measured on its own. */
export type Part = (typeof parts)[number];

export interface PartInput extends Keeping {
	readonly setting: StageSetting;
	readonly files: CatalogFiles;
}

/** Measures the parts that are wanted, one after the other. */
export async function measureParts(only: readonly Part[], input: PartInput): Promise<Series[]> {
	const measured: Series[] = [];
	for (const part of only) measured.push(...(await measurePart(part, input)));
	return measured;
}

async function measurePart(part: Part, input: PartInput): Promise<Series[]> {
	switch (part) {
		case 'events':
			return await fightInOneN8n(part, eventDuels, input);
		case 'requests-per-event':
			return [
				...(await fightInOneN8n(part, duelsPerItem(false), input)),
				...(await fightInOneN8n(`${part}, once`, duelsPerItem(true), { ...input, rounds: 1 })),
			];
		case 'expressions':
			return await fightInOneN8n(part, expressionDuels, input);
		case 'predictions':
			return await fightInOneN8n(part, predictionDuels, input);
		case 'catalog':
			return await fightInOneN8n(part, catalogDuels(input.files), input);
		case 'neighbour':
			return await meetInOneN8n(part, nearNeighbours, input);
		case 'distance':
			return await atDistance(input.setting, async (setting) =>
				fightInOneN8n(part, distantDuels, { ...input, setting }),
			);
		case 'distant-neighbour':
			return await atDistance(input.setting, async (setting) =>
				meetInOneN8n(part, distantNeighbours, { ...input, setting }),
			);
		case 'queue':
			return await measureRounds(part, headsOfQueue(), input, async () =>
				openQueue(input.setting, input.report),
			);
		case 'event-memory':
			return await weighInTurn(part, eventMemory, input);
		case 'catalog-memory':
			return await weighInTurn(part, catalogMemory(input.files), input);
	}
}

function duelsPerItem(once: boolean): Duel[] {
	return perItemDuels.filter((each) => each.once === once).map(({ duel }) => duel);
}

/** All duels of a part in one n8n, which so is warm as one at work. */
async function fightInOneN8n(
	part: string,
	duels: readonly Duel[],
	input: PartInput,
): Promise<Series[]> {
	const contenders = new Map(
		duels.flatMap((duel) => duel.contenders).map((contender) => [contender.name, contender]),
	);
	return await measureRounds(part, headsOfDuels(duels), input, async () => {
		const stage = await openBenchStage(input.setting, [...contenders.values()]);
		await warmUp(stage, duels);
		return { measure: async () => await fightRound(stage, duels), close: stage.close };
	});
}

async function meetInOneN8n(
	part: string,
	neighbourhood: Neighbourhood,
	input: PartInput,
): Promise<Series[]> {
	return await measureRounds(part, headsOfNeighbours(neighbourhood), input, async () => {
		const { neighbours } = neighbourhood;
		const contenders = neighbours.map(({ contender }) => contender);
		const stage = await openBenchStage(input.setting, contenders);
		return { measure: async () => await meetNeighbours(stage, neighbours), close: stage.close };
	});
}

async function weighInTurn(part: string, trial: MemoryTrial, input: PartInput): Promise<Series[]> {
	return await measureRounds(part, headsOfTrial(trial), input, async () => ({
		measure: async () => await weigh(input.setting, trial, input.report),
		close: async () => undefined,
	}));
}
