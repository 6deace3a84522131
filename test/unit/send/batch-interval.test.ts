import fc from 'fast-check';
import { deliverAll } from './deliver-all';
import { answer, fail, jobs, reset, splitting, success } from './fake-transport';

describe('Batch Interval', () => {
	test('requests begin at least the interval apart', async () => {
		const { attempts } = await deliverAll(
			jobs(4),
			{ answer: (_job, attempt) => ({ result: success, takes: attempt === 2 ? 700 : 100 }) },
			{ interval: 500 },
		);
		expect(attempts.map(({ at }) => at)).toEqual([0, 500, 1200, 1700]);
	});

	test('so do the parts of a request that is split, and attempts that are repeated', async () => {
		const { attempts } = await deliverAll(
			[splitting(0, 1), splitting(2)],
			{
				random: () => 0,
				answer: ({ indexes }, attempt) => ({
					result: indexes.length > 1 ? fail('bad') : attempt === 2 ? reset : success,
				}),
			},
			{ interval: 500 },
		);
		expect(attempts.map(({ at }) => at)).toEqual([0, 500, 1000, 1500, 2000]);
	});

	test('no attempt begins after the time budget of its request, whatever the interval is', async () => {
		const setting = fc.record({
			interval: fc.nat(5000),
			concurrency: fc.integer({ min: 1, max: 5 }),
			count: fc.integer({ min: 1, max: 6 }),
			timeBudget: fc.integer({ min: 1000, max: 20_000 }),
			takes: fc.nat(3000),
		});
		await fc.assert(
			fc.asyncProperty(setting, async ({ interval, concurrency, count, timeBudget, takes }) => {
				const owners: number[] = [];
				const { attempts } = await deliverAll(
					jobs(count),
					{
						policy: { timeBudget },
						answer: ({ indexes }) => {
							owners.push(indexes[0] ?? -1);
							return { result: answer(503, 'busy'), takes };
						},
					},
					{ interval, concurrency, itemCount: count },
				);
				for (const [place, owner] of owners.entries()) {
					const first = attempts[owners.indexOf(owner)]?.at ?? 0;
					expect((attempts[place]?.at ?? Infinity) - first).toBeLessThan(timeBudget);
				}
			}),
			{ numRuns: 300 },
		);
	});

	/** Answers that have come are read before the clock moves. */
	const beforeWaits = async () => await new Promise<void>((resolve) => setImmediate(resolve));

	test('a run that stops at a failure waits for nobody', async () => {
		const { attempts, elapsed } = await deliverAll(
			jobs(12),
			{ answer: () => ({ result: fail('no') }), beforeWaits },
			{ interval: 1000, concurrency: 12, itemCount: 12, stopsAtFailure: true },
		);
		expect(attempts).toHaveLength(1);
		expect(elapsed()).toBeLessThanOrEqual(1000);
	});

	test('a retry whose turn would come after the time budget is not waited for', async () => {
		const { attempts, elapsed, outcomes } = await deliverAll(
			jobs(1),
			{ policy: { timeBudget: 8000 }, random: () => 0, answer: () => ({ result: reset }) },
			{ interval: 9000 },
		);
		expect(attempts).toHaveLength(1);
		expect(elapsed()).toBe(0);
		expect(outcomes[0]).toMatchObject({
			failure: {
				description: expect.stringMatching(/^Time Budget \(8 seconds\) left no time/),
			},
		});
	});

	test('a retry that comes too late takes no turn from the next request', async () => {
		const { attempts } = await deliverAll(
			jobs(2),
			{
				policy: { timeBudget: 8000 },
				random: () => 0,
				answer: (_job, attempt) => ({ result: attempt === 1 ? reset : success }),
			},
			{ interval: 9000 },
		);
		expect(attempts.map(({ at }) => at)).toEqual([0, 9000]);
	});
});

test('a request that waits for its retry holds up no other', async () => {
	const busy = answer(503, 'busy', { 'retry-after': '7' });
	const { attempts } = await deliverAll(
		jobs(4),
		{
			answer: (_job, attempt) => ({ result: attempt === 1 ? busy : success }),
			beforeWaits: async () => await new Promise<void>((resolve) => setImmediate(resolve)),
		},
		{ concurrency: 2 },
	);
	expect(attempts.map(({ at }) => at)).toEqual([0, 0, 0, 0, 7000]);
});
