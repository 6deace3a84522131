import fc from 'fast-check';
import { Interval } from '../../../nodes/shared/delivery/interval';
import type { Job } from '../../../nodes/shared/delivery/job';
import { unlimited } from '../../../nodes/shared/delivery/retry';
import { deliverAll } from './deliver-all';
import { answer, fail, fakeJob, reset, success } from './fake-transport';

const jobs = (count: number) =>
	Array.from({ length: count }, (_, index) => fakeJob({ indexes: [index] }));

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
		const split = (indexes: readonly number[]): Job<unknown> =>
			fakeJob({
				indexes,
				split: () => (indexes.length < 2 ? [] : indexes.map((one) => split([one]))),
			});
		const { attempts } = await deliverAll(
			[split([0, 1]), split([2])],
			{
				random: () => 0,
				answer: ({ indexes }, attempt) => ({
					result: indexes.length > 1 ? fail('bad') : attempt === 2 ? reset : success,
				}),
			},
			{ interval: 500, isDataRefusal: () => true },
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

	const tracker = (index: number, id: string) =>
		fakeJob({ indexes: [index], target: { scope: 'tracker', id } });
	const dead = fail('Event Dismissed: Domain Not Supported');
	/** Answers that have come are read before the clock moves. */
	const beforeWaits = async () => await new Promise<void>((resolve) => setImmediate(resolve));

	test('a request that is sent no more takes no turn from those behind it', async () => {
		const doomed = Array.from({ length: 10 }, (_, index) => tracker(index, 'dead'));
		const { attempts, outcomes } = await deliverAll(
			[...doomed, tracker(10, 'good')],
			{ beforeWaits, answer: ({ target }) => ({ result: target?.id === 'dead' ? dead : success }) },
			{ interval: 1000, concurrency: 11, itemCount: 11 },
		);
		expect(attempts.map(({ at }) => at)).toEqual([0, 1000]);
		expect(outcomes[10]).toMatchObject({ kind: 'accepted' });
	});

	test('a retry is not given up for those before it that are sent no more', async () => {
		const doomed = Array.from({ length: 9 }, (_, index) => tracker(index + 2, 'dead'));
		const { outcomes } = await deliverAll(
			[tracker(0, 'dead'), tracker(1, 'good'), ...doomed],
			{
				policy: { timeBudget: 4000 },
				random: () => 0,
				beforeWaits,
				answer: ({ target }, attempt) => ({
					result: target?.id === 'dead' ? dead : attempt === 2 ? reset : success,
				}),
			},
			{ interval: 1000, concurrency: 11, itemCount: 11 },
		);
		expect(outcomes[1]).toMatchObject({ kind: 'accepted', attempts: 2 });
	});

	test('a turn is not counted for a request that is skipped, while it still waits', async () => {
		const asleep = async () => await new Promise<void>(() => undefined);
		const interval = new Interval(1000, { now: () => 0, sleep: asleep }, unlimited);
		await interval.wait(Infinity, () => false);
		void interval.wait(Infinity, () => false);
		for (const isPointless of [() => true, () => true, () => true])
			void interval.wait(Infinity, isPointless);
		const settled = async (deadline: number) =>
			await Promise.race([
				interval.wait(deadline, () => false),
				new Promise((resolve) => setImmediate(resolve, 'waits')),
			]);
		expect(await settled(1999)).toBe(false);
		expect(await settled(2000)).toBe('waits');
	});

	test('a run that stops at a failure waits for nobody', async () => {
		const { attempts, elapsed } = await deliverAll(
			jobs(12),
			{ beforeWaits, answer: () => ({ result: fail('no') }) },
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
				description: expect.stringMatching(/^The time budget of 8 seconds leaves no room/),
			},
		});
	});
});
