import fc from 'fast-check';
import type { Job } from '../../../nodes/shared/send/job';
import { forAll } from '../support/for-all';
import { answer, deliverAll, fail, jobs, reset, splitting, success } from './fake-transport';

describe('Batch Interval', () => {
	test('requests begin at least the interval apart', async () => {
		const quick = { ...success, takes: 100 };
		const results = [quick, { ...success, takes: 700 }, quick];
		const { starts } = await deliverAll(jobs(4), results, { interval: 500 });
		expect(starts).toEqual([0, 500, 1200, 1700]);
	});

	test('so do the parts of a request that is split, and attempts that are repeated', async () => {
		const answers = { random: () => 0, answer: [fail('bad'), reset, success] };
		const { starts } = await deliverAll([splitting(0, 1), splitting(2)], answers, {
			interval: 500,
		});
		expect(starts).toEqual([0, 500, 1000, 1500, 2000]);
	});

	const setting = fc.record({
		interval: fc.nat(5000),
		concurrency: fc.integer({ min: 1, max: 5 }),
		count: fc.integer({ min: 1, max: 6 }),
		timeBudget: fc.integer({ min: 1000, max: 20_000 }),
		takes: fc.nat(3000),
	});

	test('no attempt begins after the time budget of its request, whatever the interval is', () =>
		forAll([setting], 300, async ({ interval, concurrency, count, timeBudget, takes }) => {
			const owners: number[] = [];
			const busy = ({ indexes }: Job) => {
				owners.push(indexes[0] ?? -1);
				return { ...answer(503, 'busy'), takes };
			};
			const answers = { policy: { timeBudget }, answer: busy };
			const { starts } = await deliverAll(jobs(count), answers, { interval, concurrency });
			for (const [place, owner] of owners.entries()) {
				const first = starts[owners.indexOf(owner)] ?? 0;
				expect((starts[place] ?? Infinity) - first).toBeLessThan(timeBudget);
			}
		}));

	test('a run that stops at a failure waits for nobody', async () => {
		const change = { interval: 1000, concurrency: 12, stopsAtFailure: true };
		const answers = { answer: fail('no') };
		const { starts, elapsed } = await deliverAll(jobs(12), answers, change);
		expect(starts).toEqual([0]);
		expect(elapsed()).toBeLessThanOrEqual(1000);
	});

	test('a request that waits for its turn when the run stops is not sent, and not split', async () => {
		const change = { interval: 1000, concurrency: 2, stopsAtFailure: true };
		const answers = { answer: fail('One or more required fields are missing!') };
		const { failures } = await deliverAll([...jobs(1), splitting(1, 2)], answers, change);
		const message = expect.stringMatching(/^This item was not sent, because an earlier/);
		expect(failures[1]).toMatchObject({ message, attempts: 0, notSent: true });
	});

	test('a request that is skipped takes no turn from the next request, which waits for its own', async () => {
		const message = 'Event Dismissed: Domain Not Supported';
		const targets = ['a', 'a', 'b'].map((id) => ({ scope: 'tracker', id }) as const);
		const sent = jobs(3, (index) => ({ target: targets[index] ?? null }));
		const answers = { answer: [fail(message), success] };
		expect((await deliverAll(sent, answers, { interval: 500 })).starts).toEqual([0, 500]);
	});

	const late = { policy: { timeBudget: 8000 }, random: () => 0 };

	test('a retry whose turn would come after the time budget is not waited for', async () => {
		const answers = { ...late, answer: reset };
		const { starts, elapsed, failures } = await deliverAll(jobs(1), answers, { interval: 9000 });
		expect([starts, elapsed()]).toEqual([[0], 0]);
		expect(failures[0]?.description).toMatch(/^Time Budget \(8 seconds\) left no time/);
	});

	test('a retry that comes too late takes no turn from the next request', async () => {
		const answers = { ...late, answer: [reset, success] };
		const { starts } = await deliverAll(jobs(2), answers, { interval: 9000 });
		expect(starts).toEqual([0, 9000]);
	});
});

test('a request that waits for its retry holds up no other', async () => {
	const busy = answer(503, 'busy', '7');
	const answers = { answer: [busy, success] };
	const { starts } = await deliverAll(jobs(4), answers, { concurrency: 2 });
	expect(starts).toEqual([0, 0, 0, 0, 7000]);
});
