import { neighbourWork } from '../neighbour';
import { largeCatalog, predictionCount, smallCatalog, works } from '../plan';
import { type Goal, atMost, unlessFloorMisses } from '../report/results';
import { median } from '../report/statistics';
import { count } from '../report/text';
import type { Series } from '../series';
import { catalogNames } from '../works/catalog';
import { eventNames } from '../works/events';
import { predictionNames } from '../works/predictions';
import { finder, ratioOfMedians } from './find';

const manyEvents = 10_000;

const mostEvents = 100_000;

/** Each work with what people use for it today. */
export function blocks(all: readonly Series[]): Goal[] {
	const { kainic, codeAndHttpRequest } = eventNames;
	return [
		...[manyEvents, mostEvents].map((items) =>
			block(all, works.events, items, [kainic(100), codeAndHttpRequest(100)]),
		),
		block(all, works.eventsPerItem, manyEvents, [kainic(100), eventNames.httpRequest]),
		block(all, works.predictions, predictionCount, [
			predictionNames.kainic(5),
			predictionNames.httpRequest(5),
		]),
		...[smallCatalog, largeCatalog].map((megabytes) => catalogBlock(all, megabytes)),
		...neighbourGoals(all),
	];
}

/** A visitor of another workflow; what n8n does with so many items by itself is the floor's. */
function neighbourGoals(all: readonly Series[]): Goal[] {
	const find = finder(all, neighbourWork, mostEvents)('answer, 99 %');
	const ours = eventNames.kainic(100);
	const what = 'a webhook of another workflow beside 100,000 events: 99 % of the answers within';
	return [
		unlessFloorMisses(
			atMost(what, median(find(ours).rounds), 100, 'ms'),
			median(find(eventNames.floor(100)).rounds),
		),
		atMost(
			`${what}, against Code + HTTP Request`,
			ratioOfMedians(find, ours, eventNames.codeAndHttpRequest(100)),
			0.5,
			'ratio',
		),
	];
}

function block(
	all: readonly Series[],
	work: string,
	items: number,
	[ours, theirs]: readonly [string, string],
): Goal {
	const find = finder(all, work, items)('longest block');
	return atMost(
		`longest block of n8n, ${count(items)} of ${work}: ${ours} against ${theirs}`,
		ratioOfMedians(find, ours, theirs),
		1,
		'ratio',
	);
}

/**
 * Of a catalog the longest block is one of a few collections of n8n's whole heap, with every
 * contender: so ours is held against the longer of theirs, and a quarter of it is noise.
 */
function catalogBlock(all: readonly Series[], megabytes: number): Goal {
	const find = finder(all, works.catalog(megabytes), 1)('longest block');
	const ratios = [catalogNames.formData, catalogNames.httpRequest].map((theirs) =>
		ratioOfMedians(find, catalogNames.kainic, theirs),
	);
	return atMost(
		`longest block of n8n, catalog of ${megabytes} MB: Kainic Catalog against the longer of form-data and HTTP Request`,
		Math.min(...ratios),
		1.25,
		'ratio',
	);
}
