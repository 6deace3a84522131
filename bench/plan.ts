import {
	type Duel,
	block99,
	collections,
	cpu,
	longestBlock,
	recovery,
	time,
	uploadTime,
} from './duels';
import type { MemoryTrial } from './memory';
import type { Neighbourhood } from './neighbour';
import {
	catalogCheck,
	formDataUpload,
	httpRequestUpload,
	kainicCatalog,
	rowCount,
	rowsBySettings,
	rowsTypedIn,
} from './works/catalog';
import {
	codeAndHttpRequest,
	editFieldsByExpressions,
	eventFloor,
	eventFloorHandingOver,
	eventsByExpressions,
	fetchLoop,
	httpRequestByExpressions,
	httpRequestPerEvent,
	kainicEvents,
} from './works/events';
import {
	concurrencies,
	httpRequestPredictions,
	kainicPredictions,
	predictionFloor,
	predictionFloorHandingOver,
} from './works/predictions';

/** The names of works, under which results are looked up. */
export const works = {
	events: 'events',
	eventsPerItem: 'events, a request each',
	expressions: 'events by expressions',
	rows: 'rows of a catalog',
	predictions: 'predictions',
	catalog: (megabytes: number) => `catalog of ${megabytes} MB`,
	catalogAfterRest: (megabytes: number) => `catalog of ${megabytes} MB after a rest`,
} as const;

export const eventCounts = [100, 1_000, 10_000, 100_000] as const;
export const predictionCount = 1_000;
/** Megabytes. The smallest one is only for runs that do not count. */
export const tinyCatalog = 1;
export const smallCatalog = 30;
export const largeCatalog = 500;

/** What HTTP Request does as well, without a check. */
export const catalogWorks = [
	works.catalog(smallCatalog),
	works.catalog(largeCatalog),
	works.catalogAfterRest(largeCatalog),
] as const;

export const catalogSizes = [tinyCatalog, smallCatalog, largeCatalog] as const;

/** Paths of the catalogs, by their megabytes. */
export type CatalogFiles = Readonly<Record<(typeof catalogSizes)[number], string>>;

const gauges = [time, cpu, longestBlock, block99, recovery] as const;

const timed = {
	file: '',
	turns: 1,
	dryRuns: 1,
	withoutDryRuns: [],
	warmUps: 1,
	heap: 'as it is',
	gauges,
} as const;

/** Events in batches: the smaller a run, the more often it is repeated, since it is lost in the noise. */
const turnsByCount = { 100: 15, 1_000: 15, 10_000: 5, 100_000: 3 } as const;

export const eventDuels: readonly Duel[] = eventCounts.map((items) => ({
	...timed,
	work: works.events,
	items,
	contenders: [
		kainicEvents(100),
		eventFloor(100),
		eventFloorHandingOver(100),
		kainicEvents(1000),
		eventFloor(1000),
		eventFloorHandingOver(1000),
		codeAndHttpRequest(100),
		codeAndHttpRequest(1000),
		fetchLoop(100),
		fetchLoop(1000),
	],
	turns: turnsByCount[items],
}));

const turnsPerItem = { 100: 5, 1_000: 3, 10_000: 1, 100_000: 1 } as const;

/**
 * A request for each event, beside batches. Of 100,000 one round tells enough: it takes minutes, and
 * what is learnt is that nobody would do it.
 */
export const perItemDuels: ReadonlyArray<{ readonly duel: Duel; readonly once: boolean }> =
	eventCounts.map((items) => ({
		once: items > 10_000,
		duel: {
			...timed,
			work: works.eventsPerItem,
			items,
			contenders: [kainicEvents(100), httpRequestPerEvent, codeAndHttpRequest(100)],
			turns: turnsPerItem[items],
			withoutDryRuns: items > 1_000 ? [httpRequestPerEvent] : [],
			warmUps: items > 1_000 ? 0 : 1,
		},
	}));

export const expressionDuels: readonly Duel[] = [
	{
		...timed,
		work: works.expressions,
		items: 10_000,
		contenders: [
			kainicEvents(100),
			eventsByExpressions,
			httpRequestByExpressions,
			editFieldsByExpressions,
		],
		withoutDryRuns: [httpRequestByExpressions, editFieldsByExpressions],
		warmUps: 0,
	},
	{ ...timed, work: works.rows, items: rowCount, contenders: [rowsTypedIn, rowsBySettings] },
];

export const predictionDuels: readonly Duel[] = concurrencies.map((concurrency) => ({
	...timed,
	work: works.predictions,
	items: predictionCount,
	contenders: [
		kainicPredictions(concurrency),
		predictionFloor(concurrency),
		predictionFloorHandingOver(concurrency),
		httpRequestPredictions(concurrency),
	],
}));

export function catalogDuels(files: CatalogFiles): readonly Duel[] {
	const small: Duel = {
		...timed,
		work: works.catalog(smallCatalog),
		items: 1,
		file: files[smallCatalog],
		contenders: [kainicCatalog, formDataUpload, httpRequestUpload],
		turns: 7,
		gauges: [...gauges, collections, uploadTime],
	};
	const large = {
		...small,
		work: works.catalog(largeCatalog),
		file: files[largeCatalog],
		turns: 3,
	};
	const work = works.catalogAfterRest(largeCatalog);
	const contenders = [kainicCatalog, httpRequestUpload];
	return [
		small,
		{ ...small, contenders: [catalogCheck], turns: 3, gauges: [...gauges, collections] },
		large,
		{ ...large, work, contenders, dryRuns: 0, heap: 'rested' },
	];
}

/** HTTP Request takes minutes for 100,000 events, and is not kinder to n8n meanwhile. */
export const nearNeighbours: Neighbourhood = {
	work: 'a webhook of another workflow, beside',
	neighbours: [
		{ contender: kainicEvents(100), items: 100_000 },
		{ contender: eventFloor(100), items: 100_000 },
		{ contender: eventFloorHandingOver(100), items: 100_000 },
		{ contender: codeAndHttpRequest(100), items: 100_000 },
		{ contender: httpRequestPerEvent, items: 10_000 },
	],
};

export const eventMemory: MemoryTrial = {
	work: works.events,
	dry: { items: eventCounts[0], file: '' },
	steps: eventCounts.map((items) => ({
		work: works.events,
		items,
		file: '',
		without: items > 10_000 ? [httpRequestPerEvent] : [],
	})),
	contenders: [
		kainicEvents(100),
		httpRequestPerEvent,
		codeAndHttpRequest(100),
		fetchLoop(100),
		eventFloor(100),
	],
};

export function catalogMemory(files: CatalogFiles): MemoryTrial {
	return {
		work: 'catalog',
		dry: { items: 1, file: files[tinyCatalog] },
		steps: ([smallCatalog, largeCatalog] as const).map((megabytes) => ({
			work: works.catalog(megabytes),
			items: 1,
			file: files[megabytes],
			without: [],
		})),
		contenders: [kainicCatalog, httpRequestUpload, formDataUpload],
	};
}
