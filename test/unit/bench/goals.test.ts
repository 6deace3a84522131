import { distantDuels, distantNeighbours } from '../../../bench/distance/part';
import { headsOfDuels } from '../../../bench/duels';
import { benchFigures, comparedFigures } from '../../../bench/figures';
import { goalsOf } from '../../../bench/goals';
import { headsOfTrial } from '../../../bench/memory';
import { headsOfNeighbours } from '../../../bench/neighbour';
import {
	catalogDuels,
	catalogMemory,
	eventDuels,
	eventMemory,
	expressionDuels,
	nearNeighbours,
	perItemDuels,
	predictionDuels,
} from '../../../bench/plan';
import { eventPlot } from '../../../bench/plots';
import { headsOfQueue } from '../../../bench/queue/part';
import { describeMachine } from '../../../bench/report/machine';
import { resultsOf } from '../../../bench/report/results';
import { tables } from '../../../bench/report/table';
import type { Series } from '../../../bench/series';

const files = { 1: 'tiny.json', 30: 'small.json', 500: 'large.json' };

/** Everything that a whole run measures: each figure is the number of items, or what is given for its contender. */
function wholeRun(given: Readonly<Record<string, number>> = {}): Series[] {
	const perItem = perItemDuels.map(({ duel }) => duel);
	const heads = [
		...headsOfDuels([...eventDuels, ...perItem, ...expressionDuels, ...predictionDuels]),
		...headsOfDuels([...catalogDuels(files), ...distantDuels]),
		...headsOfNeighbours(nearNeighbours),
		...headsOfNeighbours(distantNeighbours),
		...headsOfQueue(),
		...headsOfTrial(eventMemory),
		...headsOfTrial(catalogMemory(files)),
	];
	return heads.map((head) => {
		const figure =
			given[`${head.items} ${head.work}, ${head.contender}, ${head.quantity}`] ?? head.items;
		return { ...head, rounds: [figure, figure, figure] };
	});
}

const cost = {
	version: '1.0.0',
	nodes: 1,
	packedKilobytes: 1,
	unpackedKilobytes: 1,
	installedKilobytes: 1,
};
const loads = (median: number) => ({ median, lowest: median, highest: median });
const packages = [
	{ ...cost, name: 'n8n-nodes-kainic', loadMilliseconds: loads(12) },
	{ ...cost, name: 'heavy', loadMilliseconds: loads(20) },
	{ ...cost, name: 'light', loadMilliseconds: loads(10) },
];

test('a whole run measures what the goals, the tables, the plot and the documents need', () => {
	const series = wholeRun();
	const goals = goalsOf(series, packages);
	const machine = describeMachine({ node: 'v24', n8n: '2', package: '0' });
	const results = resultsOf({ taken: '2026-11-26', machine, rounds: 3, goals, series, packages });

	expect(tables(series)).toContain('until ready');
	expect(eventPlot(series)).toContain('<svg');
	for (const figures of [comparedFigures(results), benchFigures(results)]) {
		expect(figures).not.toMatch(/NaN|undefined|Infinity/);
	}
	expect(comparedFigures(results)).toMatch(/until n8n answers again[^]*40 ms away[^]*Queue mode/);
	expect(new Set(goals.map(({ name }) => name)).size).toBe(goals.length);
});

test.each([
	[
		'10000 events, Kainic Event, batches of 1000, time',
		12_600,
		/batches of 1000 against n8n's floor/,
	],
	[
		'10000 events, Kainic Event, batches of 100, time',
		11_100,
		/batches of 100 against n8n's floor/,
	],
	[
		'10000 events, floor with one credential, batches of 100, cpu',
		9_949,
		/batches of 100 beyond the floor with one credential: CPU/,
	],
	[
		'1000 predictions, floor with one credential, concurrency 5, cpu',
		699,
		/concurrency 5 beyond the floor with one credential: CPU/,
	],
	['1 catalog of 500 MB, Kainic Catalog, time', 1.61, /catalog of 500 MB against HTTP Request/],
	[
		'1 catalog of 500 MB after a rest, Kainic Catalog, time',
		1.61,
		/catalog of 500 MB after a rest against HTTP Request/,
	],
	[
		'1 catalog of 500 MB after a rest, Kainic Catalog, longest block',
		1.01,
		/longest block of n8n, catalog of 500 MB after a rest/,
	],
	[
		'1 catalog of 30 MB, Kainic Catalog, longest block',
		1.1,
		/longest block of n8n, catalog of 30 MB/,
	],
	[
		'100000 a webhook of another workflow, beside, Kainic Event, batches of 100, answer, 99 %',
		101,
		/beside 100,000 events/,
	],
])('%s of %p misses its goal', (key, figure, name) => {
	const missed = (series: Series[]) => goalsOf(series, packages).filter(({ met }) => !met);
	const at100 = {
		'100000 a webhook of another workflow, beside, Kainic Event, batches of 100, answer, 99 %': 100,
	};
	const before = missed(wholeRun(at100)).map((goal) => goal.name);
	const after = missed(wholeRun({ ...at100, [key]: figure })).map((goal) => goal.name);

	expect(before.filter((each) => name.test(each))).toEqual([]);
	expect(after.filter((each) => name.test(each))).toHaveLength(1);
});

test('the package is compared with the lightest of the others', () => {
	const goal = goalsOf(wholeRun(), packages).at(-1);

	expect(goal).toMatchObject({ value: 1.2, goal: 1, met: false });
});
