import { eventCounts, largeCatalog, predictionCount, smallCatalog, works } from './plan';
import { type SeriesKey, seriesOf } from './report/find';
import { markdownTable } from './report/markdown';
import type { Results } from './report/results';
import type { Spread } from './report/statistics';
import { count, roundedFigure } from './report/text';
import { catalogNames } from './works/catalog';
import { eventNames, eventSizes } from './works/events';
import { predictionNames } from './works/predictions';

/** What of bench/results.json the documents show; read from the file, its words are mere text. */
export type Shown = Omit<Results, 'series'> & { readonly series: readonly ShownSeries[] };

type ShownSeries = SeriesKey & { readonly unit: string } & Pick<Spread, 'median'>;

/** What docs/performance.md shows: these nodes beside what people use today. */
export function comparedFigures(shown: Shown): string {
	const find = finder(shown);
	const head = ['', 'Kainic', 'HTTP Request', 'Code + HTTP Request'];
	const rows = [
		...eventCounts.map((items) => [
			`${count(items)} events`,
			find(works.events, eventNames.kainic(100), items, 'time'),
			find(works.eventsPerItem, eventNames.httpRequest, items, 'time'),
			find(works.events, eventNames.codeAndHttpRequest(100), items, 'time'),
		]),
		[
			`${count(memoryEvents)} events, growth of memory`,
			...[eventNames.kainic(100), eventNames.httpRequest, eventNames.codeAndHttpRequest(100)].map(
				(name) => find(works.events, name, memoryEvents, 'resident memory'),
			),
		],
		[
			`${count(predictionCount)} predictions, ${concurrency} at once`,
			find(works.predictions, predictionNames.kainic(concurrency), predictionCount, 'time'),
			find(works.predictions, predictionNames.httpRequest(concurrency), predictionCount, 'time'),
			none,
		],
		...[smallCatalog, largeCatalog].flatMap((megabytes) =>
			(['time', 'resident memory'] as const).map((quantity) => [
				`catalog of ${megabytes} MB${quantity === 'time' ? '' : ', growth of memory'}`,
				find(works.catalog(megabytes), catalogNames.kainic, 1, quantity),
				find(works.catalog(megabytes), catalogNames.httpRequest, 1, quantity),
				none,
			]),
		),
	];
	return `${markdownTable(head, rows)}\n\n${circumstances(shown)}`;
}

const memoryEvents = 10_000;
const concurrency = 5;
const none = '–';

/** What bench/README.md shows: the goals, growth beside that of n8n's floor, and packages at rest. */
export function benchFigures(shown: Shown): string {
	return [
		circumstances(shown),
		markdownTable(
			['goal', 'value', 'goal', 'unit', ''],
			shown.goals.map(({ name, value, goal, unit, met }) => [
				name,
				roundedFigure(value),
				count(goal),
				unit,
				met ? 'met' : 'not met',
			]),
		),
		markdownTable(
			['µs an event', ...eventCounts.map((items) => count(items))],
			eventSizes
				.flatMap((size) => [eventNames.kainic(size), eventNames.floor(size)])
				.map((name) => [
					name,
					...eventCounts.map((items) => roundedFigure(microseconds(shown, name, items))),
				]),
		),
		markdownTable(
			['package', 'nodes', 'loads in, ms', 'packed, kB', 'unpacked, kB', 'installed, kB'],
			shown.packages.map((each) => [
				`${each.name} ${each.version}`,
				count(each.nodes),
				roundedFigure(each.loadMilliseconds.median),
				roundedFigure(each.packedKilobytes),
				roundedFigure(each.unpackedKilobytes),
				roundedFigure(each.installedKilobytes),
			]),
		),
	].join('\n\n');
}

/** Of the whole run, an event. */
function microseconds({ series }: Shown, contender: string, items: number): number {
	const key = { work: works.events, contender, items, quantity: 'time' };
	return (seriesOf(series, key).median * 1000) / items;
}

function circumstances({ taken, machine, rounds }: Shown): string {
	return (
		`Medians of ${rounds} rounds in n8n ${machine.n8n} with Node.js ${machine.node}, ` +
		`${machine.cores} cores (${machine.processor}), ${taken.slice(0, 10)}.`
	);
}

function finder({ series }: Shown) {
	return (work: string, contender: string, items: number, quantity: string): string => {
		const { median, unit } = seriesOf(series, { work, contender, items, quantity });
		const inSeconds = unit === 'ms' && median >= 1000;
		return inSeconds ? `${roundedFigure(median / 1000)} s` : `${roundedFigure(median)} ${unit}`;
	};
}
