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

/** Milliseconds for which a Kainic node may block n8n; with a catalog file, which is parsed at once, for longer. */
export const blockGoal = 50;

export const fileBlockGoal = 300;

/** How much longer ten times as many events may take. */
export const growthGoal = { title: '100,000 events', than: '10,000 events', atMost: 11 } as const;

const [http, chunks, bare] = [
	httpRequestEvents.name,
	codeAndHttpRequestEvents.name,
	fetchEvents.name,
];

/** A work. Its title begins with the number of its items. */
function work(
	part: Part,
	title: string,
	contenders: Work['contenders'],
	goals: Work['goals'] = {},
): Work {
	const items = Number.parseInt(title.replace(',', ''));
	return { part, title, items, megabytes: 0, contenders, goals, turns: 5 };
}

const many = growthGoal.than;
const predictions = [kainicPredictions, httpRequestPredictions] as const;
const byOthers = [kainicEvents, httpRequestEvents, codeAndHttpRequestEvents] as const;
const byChunks = [kainicEvents, codeAndHttpRequestEvents] as const;
const four = `${many}, four expressions each`;

/** Kainic Catalog checks every product, which HTTP Request does not do. */
function catalog(part: Part, megabytes: number, atMost: number): Work {
	const contenders = [kainicCatalog, httpRequestCatalog] as const;
	const uploads = work(part, `catalog of ${megabytes} MB`, contenders, { [http]: atMost });
	return { ...uploads, items: 1, megabytes };
}

export const works: readonly Work[] = [
	work('distance', many, byChunks, { [chunks]: 1 }),
	work('distance', '500 predictions', predictions, { [http]: 1.5 }),
	{ ...work('distance', '5,000 predictions', predictions, { [http]: 1 }), turns: 1 },
	work('events', '1,000 events', byOthers),
	work('events', many, [...byOthers, fetchEvents], { [http]: 0.025, [chunks]: 0.4, [bare]: 3 }),
	work('events', four, [kainicEventFields, kainicEvents], { [kainicEvents.name]: 3 }),
	// Without HTTP Request, which would take minutes.
	work('events', growthGoal.title, byChunks),
	work('predictions', '1,000 predictions', predictions, { [http]: 1 }),
	catalog('catalog', 30, 5),
	work('memory', many, byOthers, { [http]: 0.1 }),
	catalog('memory', 30, 5),
];
