import { blocks } from './goals/blocks';
import { catalogs } from './goals/catalogs';
import { beyond, finder, ratio, ratioOfMedians } from './goals/find';
import { eventCounts, predictionCount, works } from './plan';
import { type Goal, type PackageCost, atLeast, atMost } from './report/results';
import { pairedSlopes } from './report/statistics';
import type { Series } from './series';
import { catalogNames, rowCount } from './works/catalog';
import { eventNames, eventSizes } from './works/events';
import { concurrencies, predictionNames } from './works/predictions';

const manyEvents = 10_000;

/** What the bench is to show, and what it showed. Fails where something was not measured. */
export function goalsOf(all: readonly Series[], packages: readonly PackageCost[]): Goal[] {
	return [
		...againstOthers(all),
		...againstFloor(all),
		...growth(all),
		...expressions(all),
		...predictions(all),
		...catalogs(all),
		...blocks(all),
		atRest(packages),
	];
}

function againstOthers(all: readonly Series[]): Goal[] {
	const find = finder(all, works.eventsPerItem, manyEvents);
	const memory = finder(all, works.events, manyEvents)('resident memory');
	const together = finder(all, works.events, manyEvents)('time');
	const kainic = eventNames.kainic(100);
	const { httpRequest } = eventNames;
	return [
		atLeast(
			'10,000 events against HTTP Request per item: times faster',
			ratio(find('time'), httpRequest, kainic),
			40,
			'times',
		),
		atMost(
			'10,000 events against HTTP Request per item: share of the memory growth',
			ratioOfMedians(memory, kainic, httpRequest),
			0.1,
			'ratio',
		),
		atMost(
			'10,000 events against Code + HTTP Request in chunks of 100: share of the time',
			ratio(together, kainic, eventNames.codeAndHttpRequest(100)),
			0.4,
			'ratio',
		),
	];
}

/** A batch of 1,000 is so cheap that what a run costs once is felt. */
const mostOfFloor = { 100: 1.1, 1000: 1.25 } as const;

function againstFloor(all: readonly Series[]): Goal[] {
	const find = finder(all, works.events, manyEvents);
	return eventSizes.flatMap((size) => [
		atMost(
			`10,000 events in batches of ${size} against n8n's floor: time`,
			ratio(find('time'), eventNames.kainic(size), eventNames.floor(size)),
			mostOfFloor[size],
			'ratio',
		),
		atMost(
			`10,000 events in batches of ${size} beyond the floor with one credential: CPU an event`,
			(beyond(find('cpu'), eventNames.kainic(size), eventNames.floorHandingOver(size)) /
				manyEvents) *
				1000,
			5,
			'µs',
		),
	]);
}

/** Of what an event adds, whatever a run costs once. */
function growth(all: readonly Series[]): Goal[] {
	const [, few, some, many] = eventCounts;
	return (['time', 'kept memory'] as const).map((quantity) => {
		const of = (items: number): Series =>
			finder(all, works.events, items)(quantity)(eventNames.kainic(100));
		const slopes = pairedSlopes([of(few), of(some), of(many)]);
		return atMost(
			`${quantity} that an event adds, from 10,000 to 100,000 against from 1,000 to 10,000`,
			slopes,
			1.1,
			'ratio',
		);
	});
}

/** Against the same work without an expression. */
function expressions(all: readonly Series[]): Goal[] {
	const events = finder(all, works.expressions, manyEvents)('time');
	const rows = finder(all, works.rows, rowCount)('time');
	return [
		atMost(
			'10,000 events by four expressions against Input Item: time',
			ratio(events, eventNames.fields, eventNames.kainic(100)),
			3,
			'ratio',
		),
		atMost(
			'20,000 rows by three expressions into another node against values typed in: time',
			ratio(rows, catalogNames.settings, catalogNames.typedIn),
			3,
			'ratio',
		),
	];
}

function predictions(all: readonly Series[]): Goal[] {
	const find = finder(all, works.predictions, predictionCount)('cpu');
	return concurrencies.map((concurrency) =>
		atMost(
			`a prediction at concurrency ${concurrency} beyond the floor with one credential: CPU`,
			beyond(
				find,
				predictionNames.kainic(concurrency),
				predictionNames.floorHandingOver(concurrency),
			) / predictionCount,
			0.3,
			'ms',
		),
	);
}

function atRest(packages: readonly PackageCost[]): Goal {
	const [ours, ...theirs] = packages.map(({ loadMilliseconds }) => loadMilliseconds.median);
	if (ours === undefined || theirs.length === 0) throw new Error('No packages were compared.');
	const lightest = Math.min(...theirs);
	return atMost('loading the four nodes against the lightest package', ours / lightest, 1, 'ratio');
}
