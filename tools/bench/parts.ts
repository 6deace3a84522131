import { atDistance } from './distance/at-distance';
import { type Bench, type Duel, fight, weigh } from './duel';
import type { Figure } from './figures';
import { measureLoading } from './rest/measure';
import { catalogFile } from './works/catalog-files';
import { httpRequestUpload, kainicCatalog } from './works/catalog';
import {
	codeAndHttpRequest,
	editFieldsByExpressions,
	eventsByExpressions,
	fetchLoop,
	httpRequestPerEvent,
	kainicEvents,
} from './works/events';
import { httpRequestPredictions, kainicPredictions } from './works/predictions';

/** The names of works, under which figures are looked up. */
export const works = {
	events: 'events',
	expressions: 'events by four expressions',
	predictions: 'predictions',
	catalog: (megabytes: number) => `catalog of ${megabytes} MB`,
	distantEvents: 'events, 40 ms away',
	distantPredictions: 'predictions, 40 ms away',
	loading: 'loading all nodes',
} as const;

export const partNames = [
	'events',
	'expressions',
	'predictions',
	'catalog',
	'distance',
	'memory',
	'loading',
] as const;

/** What can be measured on its own. */
export type Part = (typeof partNames)[number];

/** Measures one part. */
export async function measurePart(part: Part, bench: Bench): Promise<Figure[]> {
	switch (part) {
		case 'events':
			return await fight(eventDuels, bench);
		case 'expressions':
			return await fight([expressionDuel], bench);
		case 'predictions':
			return await fight([predictionDuel], bench);
		case 'catalog':
			return await fight([await catalogDuel(30), await catalogDuel(500)], bench);
		case 'distance':
			return await atDistance(bench.setting, async (setting) =>
				fight(distantDuels, { ...bench, setting }),
			);
		case 'memory':
			// A single run may hang on one collection of the heap.
			return await weigh(await memoryDuels(), { ...bench, rounds: Math.max(3, bench.rounds) });
		case 'loading':
			return await measureLoading(bench, works.loading);
	}
}

const timed = { file: '', turns: 5 } as const;

/** The smaller a run, the more often it is repeated, since it is lost in the noise. */
export const eventDuels: readonly Duel[] = [
	...[100, 1_000, 10_000].map((items) => ({
		...timed,
		work: works.events,
		items,
		contenders: [
			kainicEvents(100),
			kainicEvents(1000),
			codeAndHttpRequest(100),
			fetchLoop(100),
			httpRequestPerEvent,
		],
		turns: items < 10_000 ? 9 : 5,
	})),
	// HTTP Request takes minutes for so many.
	{
		...timed,
		work: works.events,
		items: 100_000,
		contenders: [kainicEvents(100), kainicEvents(1000), codeAndHttpRequest(100), fetchLoop(100)],
	},
];

export const expressionDuel: Duel = {
	...timed,
	work: works.expressions,
	items: 10_000,
	contenders: [kainicEvents(100), eventsByExpressions, editFieldsByExpressions],
	turns: 3,
};

export const predictionDuel: Duel = {
	...timed,
	work: works.predictions,
	items: 1_000,
	contenders: [
		kainicPredictions(5),
		kainicPredictions(20),
		httpRequestPredictions(5),
		httpRequestPredictions(20),
	],
};

/** The time of Kainic Catalog includes the check of every product, which HTTP Request does not make. */
export async function catalogDuel(megabytes: number): Promise<Duel> {
	const file = await catalogFile(megabytes);
	const contenders = [kainicCatalog, httpRequestUpload];
	return { ...timed, work: works.catalog(megabytes), items: 1, file, contenders };
}

export const distantDuels: readonly Duel[] = [
	{
		...timed,
		work: works.distantEvents,
		items: 10_000,
		contenders: [kainicEvents(100), kainicEvents(100, 5), codeAndHttpRequest(100)],
		turns: 1,
	},
	{
		...timed,
		work: works.distantPredictions,
		items: 500,
		contenders: [kainicPredictions(5), kainicPredictions(20), httpRequestPredictions(5)],
		turns: 1,
	},
];

async function memoryDuels(): Promise<Duel[]> {
	const contenders = [kainicEvents(100), codeAndHttpRequest(100), httpRequestPerEvent];
	return [
		{ ...timed, work: works.events, items: 10_000, contenders },
		await catalogDuel(30),
		await catalogDuel(500),
	];
}
