import { catalogWorks, eventCounts, predictionCount, works } from './plan';
import { blockFigures } from './figures/blocks';
import { laterFigures } from './figures/later';
import { type Shown, finder, none } from './figures/shown';
import { seriesOf } from './report/find';
import { markdownTable } from './report/markdown';
import { count, roundedFigure } from './report/text';
import { catalogNames } from './works/catalog';
import { eventNames, eventSizes } from './works/events';
import { predictionNames } from './works/predictions';

/** What docs/performance.md shows: these nodes beside what people use today. */
export function comparedFigures(shown: Shown): string {
	const find = finder(shown);
	const head = ['', 'source', 'Kainic', 'HTTP Request', 'Code + HTTP Request'];
	const [ours, alone, chunks] = [
		eventNames.kainic(100),
		eventNames.httpRequest,
		eventNames.codeAndHttpRequest(100),
	];
	const rows = [
		...eventCounts.map((items) => [
			`${count(items)} events`,
			'Input Item',
			...[ours, alone, chunks].map((name) => find(works.eventsPerItem, name, items, 'time')),
		]),
		[
			`${count(manyEvents)} events, four expressions each`,
			'Fields Below',
			...[eventNames.fields, eventNames.httpRequestFields].map((name) =>
				find(works.expressions, name, manyEvents, 'time'),
			),
			none,
		],
		[
			`${count(manyEvents)} events, growth of memory`,
			'Input Item',
			...[ours, alone, chunks].map((name) =>
				find(works.events, name, manyEvents, 'resident memory'),
			),
		],
		[
			`${count(manyEvents)} events, until n8n answers again`,
			'Input Item',
			...[ours, alone, chunks].map((name) =>
				find(works.eventsPerItem, name, manyEvents, 'recovery'),
			),
		],
		[
			`${count(predictionCount)} predictions, ${concurrency} at once`,
			'Fields Below',
			find(works.predictions, predictionNames.kainic(concurrency), predictionCount, 'time'),
			find(works.predictions, predictionNames.httpRequest(concurrency), predictionCount, 'time'),
			none,
		],
		...catalogWorks.flatMap((work) =>
			(['time', 'resident memory'] as const).map((quantity) => [
				`${work}${quantity === 'time' ? '' : ', growth of memory'}`,
				'File',
				find(work, catalogNames.kainic, 1, quantity),
				find(work, catalogNames.httpRequest, 1, quantity),
				none,
			]),
		),
	].filter(([, , kainic]) => kainic !== none);
	return [markdownTable(head, rows, 2), circumstances(shown), ...laterFigures(shown)].join('\n\n');
}

const manyEvents = 10_000;
const concurrency = 5;

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
				.flatMap((size) => [
					eventNames.kainic(size),
					eventNames.floor(size),
					eventNames.floorHandingOver(size),
				])
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
		...blockFigures(shown),
	].join('\n\n');
}

/** Of the whole run, an event. */
function microseconds({ series }: Shown, contender: string, items: number): number {
	const key = { work: works.events, contender, items, quantity: 'time' };
	return (seriesOf(series, key).median * 1000) / items;
}

function circumstances({ taken, machine, rounds }: Shown): string {
	const figures = rounds === 1 ? 'One round' : `Medians of ${rounds} rounds`;
	return (
		`${figures} in n8n ${machine.n8n} with Node.js ${machine.node}, ` +
		`${machine.cores} cores (${machine.processor}), ${taken.slice(0, 10)}.`
	);
}
