import { type Figure, Figures } from '../../../bench/figures';
import { median } from '../../../bench/report/statistics';

const key = { work: 'events', contender: 'a', items: 1_000, quantity: 'time' } as const;
const figure = (change: Partial<Figure>): Figure => ({ ...key, values: [1], ...change });

describe('the median', () => {
	test.each([
		['is the middle one, sorted as numbers', [100, 9, 20], 20],
		['lies halfway between the two in the middle', [4, 1, 3, 2], 2.5],
	])('%s', (_what, numbers, expected) => {
		expect(median(numbers)).toBe(expected);
	});

	test.each([[[]], [[1, Number.NaN]]])('of %j is refused', (numbers) => {
		expect(() => median(numbers)).toThrow('no median');
	});
});

test('a ratio is taken run by run, not between medians', () => {
	const figures = new Figures([
		figure({ values: [10, 200, 30] }),
		figure({ contender: 'b', values: [5, 50, 30] }),
	]);
	expect(figures.ratio(key, { ...key, contender: 'b' })).toBe(2);
});

test('runs that were not measured side by side are not compared', () => {
	const figures = new Figures([figure({ values: [1, 2] }), figure({ contender: 'b' })]);
	expect(() => figures.ratio(key, { ...key, contender: 'b' })).toThrow('no median');
});
