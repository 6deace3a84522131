import { eventCounts, largeCatalog, predictionCount, smallCatalog, works } from './plan';
import { seriesOf } from './report/find';
import { type Goal, type PackageCost, atLeast, atMost } from './report/results';
import { median, pairedRatios, pairedSlopes } from './report/statistics';
import { count } from './report/text';
import type { Quantity, Series } from './series';
import { catalogNames } from './works/catalog';
import { eventNames, eventSizes } from './works/events';
import { concurrencies, predictionNames } from './works/predictions';

const manyEvents = 10_000;

/** What the bench is to show, and what it showed. Fails where something was not measured. */
export function goalsOf(all: readonly Series[], packages: readonly PackageCost[]): Goal[] {
	return [
		...againstOthers(all),
		...againstFloor(all),
		...growth(all),
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
			`10,000 events in batches of ${size} beyond n8n's floor: CPU an event`,
			(beyond(find('cpu'), eventNames.kainic(size), eventNames.floor(size)) / manyEvents) * 1000,
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

function predictions(all: readonly Series[]): Goal[] {
	const find = finder(all, works.predictions, predictionCount)('cpu');
	return concurrencies.map((concurrency) =>
		atMost(
			`a prediction at concurrency ${concurrency} beyond n8n's floor: CPU`,
			beyond(find, predictionNames.kainic(concurrency), predictionNames.floor(concurrency)) /
				predictionCount,
			0.3,
			'ms',
		),
	);
}

function catalogs(all: readonly Series[]): Goal[] {
	const timeOf = (megabytes: number): OfQuantity =>
		finder(all, works.catalog(megabytes), 1)('time');
	const upload = (name: string): string => `${name}, upload alone`;
	return [
		...[smallCatalog, largeCatalog].map((megabytes) =>
			atMost(
				`catalog of ${megabytes} MB against HTTP Request, which checks nothing: time`,
				ratio(timeOf(megabytes), catalogNames.kainic, catalogNames.httpRequest),
				1.6,
				'ratio',
			),
		),
		...([smallCatalog, largeCatalog] as const).map((megabytes) =>
			atMost(
				`catalog of ${megabytes} MB: memory growth`,
				median(
					finder(all, works.catalog(megabytes), 1)('resident memory')(catalogNames.kainic).rounds,
				),
				mostMemory[megabytes],
				'MB',
			),
		),
		atMost(
			'catalog of 30 MB against form-data: time of the upload alone',
			ratio(timeOf(smallCatalog), upload(catalogNames.kainic), upload(catalogNames.formData)),
			1.25,
			'ratio',
		),
	];
}

/** What it was when the check was three times as slow. */
const mostMemory = { [smallCatalog]: 49, [largeCatalog]: 63 } as const;

/** Each work with what people use for it today. */
function blocks(all: readonly Series[]): Goal[] {
	const { kainic, codeAndHttpRequest } = eventNames;
	return [
		...[10_000, 100_000].map((items) =>
			block(all, works.events, items, [kainic(100), codeAndHttpRequest(100)]),
		),
		block(all, works.eventsPerItem, manyEvents, [kainic(100), eventNames.httpRequest]),
		block(all, works.predictions, predictionCount, [
			predictionNames.kainic(5),
			predictionNames.httpRequest(5),
		]),
		...[smallCatalog, largeCatalog].map((megabytes) =>
			block(all, works.catalog(megabytes), 1, [catalogNames.kainic, catalogNames.httpRequest]),
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

function atRest(packages: readonly PackageCost[]): Goal {
	const [ours, ...theirs] = packages.map(({ loadMilliseconds }) => loadMilliseconds.median);
	if (ours === undefined || theirs.length === 0) throw new Error('No packages were compared.');
	const lightest = Math.min(...theirs);
	return atMost('loading the four nodes against the lightest package', ours / lightest, 1, 'ratio');
}

type OfQuantity = (contender: string) => Series;

function finder(
	all: readonly Series[],
	work: string,
	items: number,
): (quantity: Quantity) => OfQuantity {
	return (quantity) => (contender) => seriesOf(all, { work, contender, items, quantity });
}

function ratio(find: OfQuantity, of: string, to: string): number {
	return pairedRatios(find(of), find(to)).median;
}

/** For quantities that may be near zero in a round, where a ratio by rounds would say nothing. */
function ratioOfMedians(find: OfQuantity, of: string, to: string): number {
	return median(find(of).rounds) / median(find(to).rounds);
}

function beyond(find: OfQuantity, of: string, floor: string): number {
	return median(find(of).rounds) - median(find(floor).rounds);
}
