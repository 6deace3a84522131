import type { Report } from '../harness';
import { type Duel, fightAll } from './duels';
import { weigh } from './memory';
import {
	type CatalogFiles,
	catalogDuels,
	catalogMemory,
	eventDuels,
	eventMemory,
	expressionDuel,
	perItemDuels,
	predictionDuels,
} from './plan';
import type { Series } from './series';
import { type StageSetting, openBenchStage } from './stage';

export const parts = [
	'events',
	'requests-per-event',
	'expressions',
	'predictions',
	'catalog',
	'event-memory',
	'catalog-memory',
] as const;

/** What can be measured on its own. */
export type Part = (typeof parts)[number];

export interface PartInput {
	readonly setting: StageSetting;
	readonly files: CatalogFiles;
	readonly rounds: number;
	readonly report: Report;
}

/** Measures the parts that are wanted, one after the other. */
export async function measureParts(only: readonly Part[], input: PartInput): Promise<Series[]> {
	const measured: Series[] = [];
	for (const part of only) measured.push(...(await measurePart(part, input)));
	return measured;
}

async function measurePart(part: Part, input: PartInput): Promise<Series[]> {
	const { setting, files, rounds, report } = input;
	switch (part) {
		case 'events':
			return await fightInOneN8n(input, eventDuels, rounds);
		case 'requests-per-event':
			return [
				...(await fightInOneN8n(input, duelsPerItem(false), rounds)),
				...(await fightInOneN8n(input, duelsPerItem(true), 1)),
			];
		case 'expressions':
			return await fightInOneN8n(input, [expressionDuel], rounds);
		case 'predictions':
			return await fightInOneN8n(input, predictionDuels, rounds);
		case 'catalog':
			return await fightInOneN8n(input, catalogDuels(files), rounds);
		case 'event-memory':
			return await weigh(setting, eventMemory, rounds, report);
		case 'catalog-memory':
			return await weigh(setting, catalogMemory(files), rounds, report);
	}
}

function duelsPerItem(once: boolean): Duel[] {
	return perItemDuels.filter((each) => each.once === once).map(({ duel }) => duel);
}

/** All duels of a part in one n8n, which so is warm as one at work. */
async function fightInOneN8n(
	{ setting, report }: PartInput,
	duels: readonly Duel[],
	rounds: number,
): Promise<Series[]> {
	const contenders = new Map(
		duels.flatMap((duel) => duel.contenders).map((contender) => [contender.name, contender]),
	);
	const stage = await openBenchStage(setting, [...contenders.values()]);
	try {
		return await fightAll(stage, duels, rounds, report);
	} finally {
		await stage.close();
	}
}
