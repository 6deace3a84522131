import { type Figure, Figures } from '../../../bench/figures';

const key = { work: 'events', contender: 'a', items: 1_000, quantity: 'time' } as const;

const ratio = (values: Figure['values'], others: Figure['values']): number => {
	const other = { ...key, contender: 'b' };
	const figures = new Figures([
		{ ...key, values },
		{ ...other, values: others },
	]);
	return figures.ratio(key, other);
};

test('a ratio is the median of those run by run', () => {
	expect(ratio([10, 200, 30], [5, 50, 30])).toBe(2);
	expect(ratio([4, 1, 3, 2], [1, 1, 1, 1])).toBe(2.5);
});

test('runs that were not measured side by side are not compared', () => {
	expect(() => ratio([1, 2], [1])).toThrow('no median');
});
