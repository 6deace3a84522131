import { seriesOf } from '../../../bench/report/find';
import {
	median,
	pairedRatios,
	rounded,
	spread,
	pairedSlopes,
} from '../../../bench/report/statistics';
import { kept, times } from './sample';

describe('the median', () => {
	test.each([
		['is the middle one, sorted as numbers', [100, 9, 20], 20],
		['lies halfway between the two in the middle', [4, 1, 3, 2], 2.5],
		['of one number is that number', [7], 7],
	])('%s', (_what, numbers, expected) => {
		expect(median(numbers)).toBe(expected);
	});

	test('leaves the numbers in their order', () => {
		const numbers = [3, 1, 2];
		median(numbers);
		expect(numbers).toEqual([3, 1, 2]);
	});

	test('of no numbers is refused', () => {
		expect(() => median([])).toThrow('no median');
	});
});

test('a spread has the median between the lowest and the highest', () => {
	expect(spread([12, -3, 5])).toEqual({ median: 5, lowest: -3, highest: 12 });
});

describe('ratios of series', () => {
	test('are taken round by round, not between medians', () => {
		const ratios = pairedRatios(times('a', [10, 200, 30]), times('b', [5, 50, 30]));
		expect(ratios).toEqual({ median: 2, lowest: 1, highest: 4 });
	});

	test.each([
		['unequal numbers of rounds', [1, 2], [1], '2 rounds'],
		['no rounds', [], [], '0 rounds'],
		[
			'a round that took nothing',
			[1, 1],
			[1, 0],
			'time of b (events, 1000 items) showed 0 in round 2',
		],
		['a round below nothing', [1], [-1], 'showed -1 in round 1'],
		['a round that is no number', [1], [NaN], 'showed NaN in round 1'],
	])('are refused for %s', (_what, of, to, words) => {
		expect(() => pairedRatios(times('a', of), times('b', to))).toThrow(words);
	});
});

test.each([
	[1234.5, 3, 1230],
	[0.012345, 3, 0.0123],
	[-9.876, 3, -9.88],
	[0, 3, 0],
	[98_765.4, 4, 98_770],
])('%d to %d significant digits is %d', (value, digits, expected) => {
	expect(rounded(value, digits)).toBe(expected);
});

describe('a series', () => {
	const all = [times('a', [1]), times('a', [2], 100), kept('a', [3]), times('b', [4])];

	test('is found by everything that tells it from the others', () => {
		const key = { work: 'events', contender: 'a', items: 100, quantity: 'time' } as const;
		expect(seriesOf(all, key).rounds).toEqual([2]);
		expect(seriesOf(all, { ...key, items: 1_000, quantity: 'kept memory' }).rounds).toEqual([3]);
		expect(seriesOf(all, { ...key, items: 1_000, contender: 'b' }).rounds).toEqual([4]);
	});

	test.each([
		[{ work: 'catalog' }],
		[{ contender: 'c' }],
		[{ items: 5 }],
		[{ quantity: 'cpu' } as const],
	])('that was not measured (%j) is named', (difference) => {
		const measured = { work: 'events', contender: 'a', items: 1_000, quantity: 'time' } as const;
		const key = { ...measured, ...difference };
		expect(() => seriesOf(all, key)).toThrow(
			`No ${key.quantity} was measured of ${key.contender} doing ${key.work} with ${key.items} items.`,
		);
	});
});

describe('the growth of a quantity', () => {
	const at = (items: number, ...rounds: number[]) => times('Kainic Event', rounds, items);

	test('is compared without what a run costs once, round by round', () => {
		const series = [at(1000, 15, 115), at(10_000, 105, 205), at(100_000, 1095, 1105)] as const;

		// 11 and 10 µs an event after 10, and 10 and 10.
		expect(pairedSlopes(series)).toBeCloseTo((1.1 + 1) / 2);
	});

	test('cannot be told if the smaller step grew by nothing', () => {
		const series = [at(1000, 15), at(10_000, 15), at(100_000, 1095)] as const;

		expect(() => pairedSlopes(series)).toThrow('no ratio to that');
	});
});
