import { tableOf } from '../../../tools/bench/document';
import type { Result } from '../../../tools/bench/measure';
import { goalsOf, median, ratio } from '../../../tools/bench/report';
import { type Work, works } from '../../../tools/bench/works';

const resultsOf = (list: readonly Work[], milliseconds: (name: string) => number[]): Result[] =>
	list.flatMap((work) =>
		work.contenders.map((contender) => {
			const runs = milliseconds(contender.name).map((time) => {
				return { milliseconds: time, megabytes: time / 10, longestBlock: 4 };
			});
			return { work, contender, runs };
		}),
	);

const circumstances = {
	...{ taken: '2026-11-28T10:00:00.000Z', rounds: 3, cores: 2, load: 7.4 },
	...{ n8n: '2.41.1', node: 'v24.21.0' },
};

test('the page shows each work, with n8n’s own nodes beside', () => {
	const results = resultsOf(works, (name) => (name === 'Kainic' ? [90, 1_100, 100] : [3_000]));
	const far = tableOf('at a distance', results, circumstances);
	const near = tableOf('on one machine', results, circumstances);
	expect(far + near).not.toMatch(/NaN|undefined|Infinity/);
	expect(far).toContain('| 5,000 predictions | 100 ms | 3 s | – |');
	expect(far).toContain('Measured by `npm run bench -- --rounds 3 --only distance` on 2026-11-28');
	expect(near).toContain('| catalog of 30 MB, growth of memory | 10 MB | 300 MB | – |');
	expect(near).toContain('| 10,000 events, longest block of n8n | 4 ms | 4 ms | 4 ms |');
	expect(far).toContain('2 cores, beside other work (load average 7).');
	expect(tableOf('at a distance', results, { ...circumstances, load: 0.2 })).toContain('2 cores.');
	expect(() => tableOf('at a distance', [], circumstances)).toThrow('was not measured');
});

test('every goal names a contender of its work, and is met or missed', () => {
	for (const { contenders, goals } of works) {
		const others = contenders.slice(1).map(({ name }) => name);
		expect(others).toEqual(expect.arrayContaining(Object.keys(goals)));
	}
	const goals = goalsOf(resultsOf(works, (name) => (name.startsWith('Kainic') ? [10] : [8])));
	const missed = goals.filter(({ value, atMost }) => value > atMost).map(({ name }) => name);
	expect(missed).toContain('distance, 10,000 events: against Code + HTTP Request');
	expect(missed).not.toContain('distance, 500 predictions: against HTTP Request');
	expect(goals).toContainEqual({
		name: 'events, 100,000 events: against 10,000 events',
		...{ value: 1, atMost: 11, unit: '' },
	});
	const limits = Object.fromEntries(goals.map(({ name, atMost }) => [name, atMost]));
	expect(limits['distance, 5,000 predictions: longest block']).toBe(6);
	expect(limits['events, 10,000 events: longest block']).toBe(50);
	expect(new Set(goals.map(({ name }) => name)).size).toBe(goals.length);
});

test('a ratio is the median of those turn by turn, if they were measured side by side', () => {
	const of = (values: number[], others: number[]): number => {
		const [ours, theirs] = resultsOf(works, (name) => (name === 'Kainic' ? values : others));
		return ours && theirs ? ratio(ours, theirs) : Number.NaN;
	};
	expect(of([10, 200, 30], [5, 50, 30])).toBe(2);
	expect(() => of([1, 2], [1])).toThrow('no median');
	expect(median([4, 1, 2, 3])).toBe(2.5);
});
