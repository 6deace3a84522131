import { catalogWorks, nearNeighbours, predictionCount, works } from '../plan';
import { type Goal, atMost } from '../report/results';
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
		...catalogWorks.map((work) =>
			block(all, work, 1, [catalogNames.kainic, catalogNames.httpRequest]),
		),
		...neighbourGoals(all),
	];
}

function neighbourGoals(all: readonly Series[]): Goal[] {
	const find = finder(all, nearNeighbours.work, mostEvents)('answer, 99 %');
	const ours = eventNames.kainic(100);
	const what = 'a webhook of another workflow beside 100,000 events: 99 % of the answers within';
	return [
		atMost(what, median(find(ours).rounds), 100, 'ms'),
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
	const of = items === 1 ? work : `${count(items)} of ${work}`;
	return atMost(
		`longest block of n8n, ${of}: ${ours} against ${theirs}`,
		ratioOfMedians(find, ours, theirs),
		1,
		'ratio',
	);
}
