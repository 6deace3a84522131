import type { Duel } from '../../../tools/bench/duel';
import { type Figure, Figures, type Quantity } from '../../../tools/bench/figures';
import {
	distantDuels,
	eventDuels,
	expressionDuel,
	predictionDuel,
	works,
} from '../../../tools/bench/parts';
import { documentFigures, withFigures } from '../../../tools/bench/report/document';
import { goalsOf } from '../../../tools/bench/report/goals';
import { eventPlot } from '../../../tools/bench/report/plot';
import { figureTable, goalTable } from '../../../tools/bench/report/tables';
import { httpRequestUpload, kainicCatalog } from '../../../tools/bench/works/catalog';

const catalogs: Duel[] = [30, 500].map((megabytes) => ({
	work: works.catalog(megabytes),
	items: 1,
	file: 'products.json',
	contenders: [kainicCatalog, httpRequestUpload],
	turns: 1,
}));
const duels = [...eventDuels, ...distantDuels, ...catalogs, expressionDuel, predictionDuel];
const quantities: readonly Quantity[] = ['time', 'longest block', 'growth of memory'];

/** What a whole run measures. */
function wholeRun(): Figure[] {
	const loads = ['n8n-nodes-kainic', 'heavy', 'light'].map((contender) => ({
		work: works.loading,
		contender,
		items: 1,
		quantity: 'loading' as const,
	}));
	const keys = duels.flatMap(({ work, items, contenders }) =>
		contenders.flatMap(({ name }) =>
			quantities.map((quantity) => ({ work, contender: name, items, quantity })),
		),
	);
	return [...keys, ...loads].map((key) => ({ ...key, values: [10] }));
}

const circumstances = {
	taken: '2026-11-28T10:00:00.000Z',
	rounds: 3,
	cores: 2,
	n8n: '2.41.1',
	node: 'v24.21.0',
};

test('a whole run measures what the goals, the tables, the picture and the page need', () => {
	const all = wholeRun();
	const goals = goalsOf(new Figures(all));

	expect(new Set(goals.map(({ name }) => name)).size).toBe(goals.length);
	expect(figureTable(all).split('\n')).toHaveLength(all.length + 1);
	expect(eventPlot(all)).toContain('>Number of events</text>');
	const page = documentFigures(new Figures(all), circumstances);
	expect(page).not.toMatch(/NaN|undefined|Infinity/);
	expect(page).toContain('Measured by `npm run bench -- --rounds 3` on 2026-11-28');
});

test('a ratio is the median of those run by run, if they were measured side by side', () => {
	const key = { work: 'events', contender: 'a', items: 1_000, quantity: 'time' } as const;
	const ratio = (values: number[], others: number[]) => {
		const other = { ...key, contender: 'b' };
		return new Figures([
			{ ...key, values },
			{ ...other, values: others },
		]).ratio(key, other);
	};
	expect(ratio([10, 200, 30], [5, 50, 30])).toBe(2);
	expect(() => ratio([1, 2], [1])).toThrow('no median');
});

test('the table of goals says which were met', () => {
	const goals = [0.5, 0.1].map((atMost) => ({ name: 'time', value: 0.123456, atMost, unit: '' }));
	expect(goalTable(goals).split('\n').slice(1)).toEqual([
		'time   met       0.123       0.5',
		'time   NOT MET   0.123       0.1',
	]);
});

test('the same figures give the same picture, whatever was drawn before', () => {
	const first = eventPlot(wholeRun());
	eventPlot([]);
	expect(eventPlot(wholeRun())).toBe(first);
});

test('figures stand between the marks of a page, and a page without marks is refused', () => {
	const page = '# A\n\n<!-- figures: npm run bench -->\n\nold\n\n<!-- end of figures -->\n\nB';
	expect(withFigures(page, 'new')).toBe(page.replace('old', 'new'));
	expect(() => withFigures('# A', 'new')).toThrow('no <!-- figures');
});
