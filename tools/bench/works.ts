import {
	type Contender,
	codeAndHttpRequestEvents,
	fetchEvents,
	httpRequestCatalog,
	httpRequestEvents,
	httpRequestPredictions,
	kainicCatalog,
	kainicEventFields,
	kainicEvents,
	kainicPredictions,
} from './contenders';

/** What can be measured on its own. */
export const partNames = ['distance', 'events', 'predictions', 'catalog', 'memory'] as const;

export type Part = (typeof partNames)[number];

/** Something that several contenders do in turn. The first of them is measured against the others. */
export interface Work {
	readonly part: Part;
	readonly title: string;
	readonly items: number;
	/** The size of the file that is uploaded, in MB of 1,000,000 bytes; 0 if none is. */
	readonly megabytes: number;
	readonly contenders: readonly [Contender, ...Contender[]];
	/** What the first needs at most, as a multiple of what a contender with this name needs. */
	readonly goals: Readonly<Record<string, number>>;
	/** How often all have their turn in a round. */
	readonly turns: number;
}

/** Milliseconds for which a Kainic node may block n8n. */
export const blockGoal = 50;

/** How much longer ten times as many events may take. */
export const growthGoal = { title: '100,000 events', than: '10,000 events', atMost: 11 } as const;

const [http, chunks, bare] = [
	httpRequestEvents.name,
	codeAndHttpRequestEvents.name,
	fetchEvents.name,
];

const work = { items: 1, megabytes: 0, goals: {}, turns: 5 } as const;

const distance: readonly Work[] = [
	{
		...work,
		part: 'distance',
		title: '10,000 events',
		items: 10_000,
		contenders: [kainicEvents, codeAndHttpRequestEvents],
		goals: { [chunks]: 1 },
	},
	...([500, 5_000] as const).map((items): Work => ({
		...work,
		part: 'distance',
		title: `${items.toLocaleString('en')} predictions`,
		items,
		contenders: [kainicPredictions, httpRequestPredictions],
		goals: { [http]: items === 500 ? 1.5 : 1 },
		turns: items === 500 ? 5 : 1,
	})),
];

const events: readonly Work[] = [
	{
		...work,
		part: 'events',
		title: '1,000 events',
		items: 1_000,
		contenders: [kainicEvents, httpRequestEvents, codeAndHttpRequestEvents],
	},
	{
		...work,
		part: 'events',
		title: growthGoal.than,
		items: 10_000,
		contenders: [kainicEvents, httpRequestEvents, codeAndHttpRequestEvents, fetchEvents],
		goals: { [http]: 0.025, [chunks]: 0.4, [bare]: 3 },
	},
	{
		...work,
		part: 'events',
		title: '10,000 events, four expressions each',
		items: 10_000,
		contenders: [kainicEventFields, kainicEvents],
		goals: { [kainicEvents.name]: 3 },
	},
	// HTTP Request would take minutes.
	{
		...work,
		part: 'events',
		title: growthGoal.title,
		items: 100_000,
		contenders: [kainicEvents, codeAndHttpRequestEvents],
	},
];

const predictions: Work = {
	...work,
	part: 'predictions',
	title: '1,000 predictions',
	items: 1_000,
	contenders: [kainicPredictions, httpRequestPredictions],
	goals: { [http]: 1 },
};

/** Kainic Catalog checks every product, which HTTP Request does not do. */
function catalog(part: Part, megabytes: number, atMost: number): Work {
	return {
		...work,
		part,
		title: `catalog of ${megabytes} MB`,
		megabytes,
		contenders: [kainicCatalog, httpRequestCatalog],
		goals: { [http]: atMost },
	};
}

export const works: readonly Work[] = [
	...distance,
	...events,
	predictions,
	catalog('catalog', 30, 2.5),
	catalog('catalog', 500, 2.5),
	{
		...work,
		part: 'memory',
		title: growthGoal.than,
		items: 10_000,
		contenders: [kainicEvents, httpRequestEvents, codeAndHttpRequestEvents],
		goals: { [http]: 0.1 },
	},
	catalog('memory', 30, 1),
	catalog('memory', 500, 1),
];
