import { benchFigures, comparedFigures } from '../../../bench/figures';
import { scalingFigures } from '../../../bench/figures/scaling';
import type { Shown } from '../../../bench/figures/shown';
import results from '../../../bench/results.json';

type Series = Shown['series'][number];

/** What every bench has measured; the rest may be missing. */
const always = results.series.filter(
	({ quantity, work }) =>
		['time', 'cpu', 'kept memory', 'resident memory'].includes(quantity) &&
		!/away|queue mode/.test(work),
);

const withSeries = (...series: Series[]): Shown => ({ ...results, series: [...always, ...series] });

const series = (
	work: string,
	contender: string,
	items: number,
	quantity: string,
	unit: string,
) => ({
	work,
	contender,
	items,
	quantity,
	unit,
	median: 12.5,
});

test('a table or row of what was not measured is not shown', () => {
	const old = {
		...results,
		series: results.series.filter(({ quantity }) => quantity !== 'recovery'),
	};
	expect(comparedFigures(old)).not.toContain('until n8n answers again');
	expect(comparedFigures({ ...old, series: [] })).not.toContain('events');
});

test('blocks, a neighbour, a distance and queue mode are shown as they were measured', () => {
	const shown = withSeries(
		series('events', 'Kainic Event, batches of 100', 10_000, 'longest block', 'ms'),
		series(
			'a webhook of another workflow, beside',
			'HTTP Request per item',
			10_000,
			'answer, 99 %',
			'ms',
		),
		series('predictions, 40 ms away', 'Kainic Predict, concurrency 50', 500, 'time', 'ms'),
		series(
			'predictions in queue mode, one a webhook',
			'Kainic Predict, 2 workers',
			400,
			'rate',
			'/s',
		),
		series('events, a request each', 'Kainic Event, batches of 100', 10_000, 'recovery', 's'),
	);
	const blocks = benchFigures(shown)
		.split('\n')
		.filter((line) => line.includes('12.5 ms'));
	expect(blocks).toHaveLength(1);
	expect(blocks[0]).toMatch(/10,000 events +\| Kainic Event, batches of 100 +\| +12\.5 ms \| +–/);
	const compared = comparedFigures(shown);
	expect(compared).toMatch(/HTTP Request per item, 10,000 events \| +12\.5 ms \|/);
	expect(compared).toMatch(/500 predictions \| Kainic Predict, concurrency 50 \| 12\.5 ms \|/);
	expect(compared).toMatch(/Kainic Predict, 2 workers \| +12\.5\/s \| +– \|/);
	expect(compared).toMatch(/until n8n answers again \| Input Item +\| +12\.5 s \|/);
});

test('an n8n that answers as soon as one without work is said to answer at once', () => {
	const recovery = series(
		'events, a request each',
		'Kainic Event, batches of 100',
		10_000,
		'recovery',
		's',
	);
	const row = (median: number) =>
		/until n8n answers again \| Input Item +\| +([^|]+?) \|/.exec(
			comparedFigures(withSeries({ ...recovery, median })),
		)?.[1];

	expect([row(0.099), row(0.1)]).toEqual(['at once', '0.1 s']);
});

test('the plan for 1,000 predictions a second leaves 30 % of each core free', () => {
	const work = 'predictions in queue mode, one a webhook';
	const shown = withSeries(series(work, 'Kainic Predict, 1 worker, main', 400, 'cpu', 'ms'), {
		...series(work, 'Kainic Predict, 1 worker, workers', 400, 'cpu', 'ms'),
		median: 35,
	});

	expect(scalingFigures(shown)).toMatch(/main or webhook processes \| +12\.5 ms \| +18 \|/);
	expect(scalingFigures(shown)).toMatch(/workers +\| +35 ms \| +50 \|/);
	expect(scalingFigures({ ...shown, series: [] })).toMatch(/^Not measured yet/);
});
