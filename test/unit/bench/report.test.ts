import { median } from '../../../tools/bench/report';

// Every figure and goal of the bench is a median, and nobody would notice a wrong one.
test('the median is the middle number, or halfway between the two in the middle', () => {
	expect(median([300, 1, 20])).toBe(20);
	expect(median([4, 1, 2, 3])).toBe(2.5);
	expect(() => median([1, Number.NaN])).toThrow('no median');
	expect(() => median([])).toThrow('no median');
});
