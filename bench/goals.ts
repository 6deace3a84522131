import { eventCounts, largeCatalog, predictionCount, smallCatalog, works } from './plan';
import { seriesOf } from './report/find';
import { type Goal, atLeast, atMost } from './report/results';
import { median, pairedRatios } from './report/statistics';
import type { Quantity, Series } from './series';
import { catalogNames } from './works/catalog';
import { eventNames, eventSizes } from './works/events';
import { concurrencies, predictionNames } from './works/predictions';

const manyEvents = 10_000;

/** What the bench is to show, and what it showed. Fails where something was not measured. */
export function goalsOf(all: readonly Series[]): Goal[] {
	return [
		...againstOthers(all),
		...againstFloor(all),
		...growth(all),
		...predictions(all),
		...catalogs(all),
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

function againstFloor(all: readonly Series[]): Goal[] {
	const find = finder(all, works.events, manyEvents);
	return eventSizes.flatMap((size) => [
		atMost(
			`10,000 events in batches of ${size} against n8n's floor: time`,
			ratio(find('time'), eventNames.kainic(size), eventNames.floor(size)),
			1.25,
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

function growth(all: readonly Series[]): Goal[] {
	const [, few, , many] = eventCounts;
	return (['time', 'kept memory'] as const).map((quantity) => {
		const of = (items: number): Series =>
			finder(all, works.events, items)(quantity)(eventNames.kainic(100));
		const perEvent = (pairedRatios(of(few), of(many)).median * many) / few;
		return atMost(
			`${quantity} an event, 1,000 against 100,000 events: larger by smaller`,
			Math.max(perEvent, 1 / perEvent),
			1.3,
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
	const large = finder(all, works.catalog(largeCatalog), 1)('resident memory');
	const small = finder(all, works.catalog(smallCatalog), 1)('time');
	const upload = (name: string): string => `${name}, upload alone`;
	return [
		atMost(
			'catalog of 500 MB: memory growth',
			median(large(catalogNames.kainic).rounds),
			100,
			'MB',
		),
		atMost(
			'catalog of 30 MB against form-data: time of the upload alone',
			ratio(small, upload(catalogNames.kainic), upload(catalogNames.formData)),
			1.25,
			'ratio',
		),
	];
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
