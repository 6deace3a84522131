import { type Behaviour, atOnce, away, oneAtATime, oneRefused } from './behaviours';
import { quota, silent, slow, tenASecond } from './behaviours';
import * as by from './contenders';
import * as responders from './responders';
import type { Figures } from './turns';

export const parts = [
	'load',
	'visitors',
	'distance',
	'events',
	'predictions',
	'catalog',
	'memory',
] as const;

/** Something that our node, the first contender, does in turn with other nodes. */
export class Work {
	constructor(
		readonly part: (typeof parts)[number],
		/** Begins with the number of items, or of megabytes of a file. */
		readonly title: string,
		readonly contenders: readonly by.Contender[],
		/** What our node may need at most, as a multiple of what each of the others needs. */
		readonly ratios: readonly number[] = [],
		/** What the figures of our node may be at most. */
		readonly limits: Partial<Figures> = {},
		/** Makes the behaviour of the server for one run. Without it, the server accepts all requests. */
		readonly behaviour?: () => Behaviour,
	) {}
}

/** Machines differ, so a run may take longer than on the machine on which the seconds were measured. */
const slack = 1.3;

/** `seconds` were measured when this concurrency was tried for the first time. */
function load(title: string, behaviour: () => Behaviour, failed = 0, seconds = Infinity): Work {
	const time = { milliseconds: seconds * 1000 * slack };
	const limits = { failedItems: failed, failedAfterOneAttempt: 0, acceptedTwice: 0, ...time };
	const contender = title.includes('events') ? by.events : by.predictions;
	return new Work('load', title, [contender], [], limits, behaviour);
}

/** No event may be given up, and none may come twice, because the server takes nothing that it refuses. */
function outage(title: string, behaviour: () => Behaviour): Work {
	const limits = { failedItems: 0, acceptedTwice: 0 };
	return new Work('load', `${title}, batches of 10`, [by.eventsInTens], [], limits, behaviour);
}

const oneRefusedInTen = () => slow(() => (Math.random() < 0.1 ? 503 : 200));
const oneVisitorFails = () => slow((visitor) => (visitor % 20 === 0 ? 500 : 200));
const predictions = [by.predictions, by.httpPredictions];
const catalog = [by.catalog, by.httpCatalog];
const chunks = [by.events, by.codeAndHttp];
const events = [by.events, by.httpEvents, by.codeAndHttp];
const fields = [by.eventFields, { ...by.events, name: 'Kainic, Input Item' }];
const blocks = { longestBlock: 50 };

export const works: readonly Work[] = [
	// On average, both attempts of four predictions are refused. The goal allows three standard deviations more.
	load('400 predictions, one 503 in ten', oneRefusedInTen, 10, 2.7),
	load('400 predictions, one visitor in twenty fails', oneVisitorFails, 20, 2.6),
	...[15, 20, 30, 49].map((n) => load(`2,000 predictions, ${n} at once`, () => atOnce(n))),
	load('20,000 events, ten requests a second', tenASecond, 0, 22),
	load('4,000 events, one request at a time', oneAtATime, 0, 12),
	outage('10,000 events, one 429 asks for a minute', () => oneRefused(500)),
	outage('1,200 events, two requests a second', () => quota(2, 1000)),
	outage('3,000 events, five requests a second', () => quota(5, 1000)),
	outage('6,000 events, 300 requests a minute', () => quota(300, 60_000)),
	outage('20,000 events, 503 for 5 seconds', () => away(5, { status: 503 })),
	outage('20,000 events, 503 for 20 seconds', () => away(20, { status: 503 })),
	outage('20,000 events, broken connections for 10 seconds', () => away(10, 'break')),
	// Kainic Event gives up after two minutes.
	new Work(
		'load',
		'5,000 events, no answer within a timeout of 1 s, batches of 10',
		[by.impatientEvents],
		[],
		{ milliseconds: 125_000 },
		silent,
	),
	new Work('visitors', '100 visitors at the same moment', responders.all, [1.8]),
	new Work('visitors', '100 visitors who get bestsellers', responders.ofBestsellers),
	new Work(
		'visitors',
		'100 visitors of an experiment at the same moment',
		responders.ofExperiment,
		[1.8],
	),
	new Work('visitors', '300 visitors, 10 at a time', responders.all),
	new Work('distance', '10,000 events', chunks, [0.8]),
	new Work('distance', '500 predictions', predictions, [1.1]),
	new Work('distance', '5,000 predictions', predictions, [0.9]),
	new Work('events', '1,000 events', events, [], blocks),
	new Work('events', '10,000 events', events, [0.01, 0.2], blocks),
	new Work('events', '10,000 events, four expressions each', fields, [3], blocks),
	// One request for each event would take minutes.
	new Work('events', '100,000 events', chunks, [], blocks),
	new Work('predictions', '1,000 predictions', predictions, [1], blocks),
	// The file is parsed in one piece.
	new Work('catalog', '30 MB of products', catalog, [5], { longestBlock: 300 }),
	new Work('memory', '10,000 events', events, [0.1]),
	new Work('memory', '30 MB of products', catalog, [], { megabytes: 200 }),
];
