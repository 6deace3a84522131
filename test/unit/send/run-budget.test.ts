import fc from 'fast-check';
import type { DeliverOptions } from '../../../nodes/shared/send/deliver';
import { failed, type Step } from '../../../nodes/shared/send/job';
import { startLimit } from '../../../nodes/shared/send/timing';
import { notSentFailure } from '../../../nodes/shared/failure';
import { deliverAll } from './deliver-all';
import {
	answer,
	fail,
	fakeJob,
	fakeTransport,
	jobs,
	refusedConnection,
	reset,
	splitting,
	success,
	type FakeOptions,
} from './fake-transport';

/** Delivers with a run that has so many milliseconds. */
async function deliverWithin(
	limit: number,
	steps: Iterable<Step>,
	itemCount: number,
	fake: FakeOptions,
	change: Partial<DeliverOptions> = {},
) {
	// The fake clock begins at this time.
	const budget = startLimit('Run Budget', limit, fakeTransport(fake).transport.now());
	return await deliverAll(steps, fake, { itemCount, budget, ...change });
}

const second: FakeOptions = { answer: () => ({ result: success, takes: 1000 }) };

const hanging: FakeOptions = { answer: () => ({ result: success, takes: Infinity }) };

describe('when the run budget is over', () => {
	test('what is left is not sent, and fails as timeout with the budget and what to do', async () => {
		const { outcomes, stats, attempts } = await deliverWithin(2500, jobs(5), 5, second);
		expect(attempts).toHaveLength(3);
		expect(outcomes.map(({ kind }) => kind)).toEqual([
			...['accepted', 'accepted', 'failed', 'failed', 'failed'],
		]);
		// The last two are not even planned.
		expect(stats).toMatchObject({ accepted: 2, notSent: 2, itemsNotSent: 2, unknown: 1 });
		expect(outcomes[4]).toMatchObject({
			failure: {
				code: 'timeout',
				notSent: true,
				mayBeAccepted: false,
				attempts: 0,
				message: 'Run Budget (2.5 seconds) was used up before this item was sent.',
				headline: 'The run took longer than Run Budget allows',
				description:
					'Items with notSent: true in their error were not sent. Send these items again, or raise Run Budget under Options.',
			},
		});
	});

	test('an attempt under way ends with it, and no other one follows', async () => {
		const { outcomes, attempts, elapsed } = await deliverWithin(15_000, jobs(3), 3, hanging);
		expect(attempts.map(({ at, timeout }) => [at, timeout])).toEqual([
			[0, 10_000],
			[10_250, 4750],
		]);
		expect(elapsed()).toBe(15_000);
		expect(outcomes[0]).toMatchObject({
			failure: {
				...{ code: 'timeout', notSent: false, mayBeAccepted: true, attempts: 2 },
				message: expect.stringMatching(
					/^Kainic did not answer in 15 seconds \(2 attempts\)\. Last attempt: ./,
				),
				description: expect.stringMatching(
					/^Run Budget \(15 seconds\) left no time for another attempt\. /,
				),
			},
		});
		expect(outcomes[2]).toMatchObject({ failure: { notSent: true, attempts: 0 } });
	});

	test.each([
		[{}, /^Run Budget \(2 seconds\) left no time/],
		[{ maxAttempts: 1 }, /^Run Budget \(2 seconds\) was used up\. /],
		[{ maxAttempts: 1, timeout: 1000 }, /^(?!.*budget of)/],
	])('an attempt that it cut short says so: %j', async (policy, description) => {
		const { outcomes } = await deliverWithin(2000, jobs(1), 1, { ...hanging, policy });
		expect(outcomes[0]).toMatchObject({
			failure: { description: expect.stringMatching(description) },
		});
	});

	test('parts of a refused batch that were not tried by themselves are to be sent again', async () => {
		const refused = { answer: () => ({ result: fail('Bad', 400), takes: 1000 }) };
		const { outcomes } = await deliverWithin(1500, [splitting(0, 1, 2)], 3, refused);
		expect(outcomes[2]).toMatchObject({
			failure: {
				code: 'timeout',
				notSent: false,
				description:
					'Send this item again. It is unknown which items of the refused request have bad data.',
			},
		});
	});

	test('a wait that Kainic asks for beyond it is not begun', async () => {
		const busy = answer(503, 'busy', { 'retry-after': '20' });
		const { outcomes, waits } = await deliverWithin(15_000, jobs(1), 1, {
			answer: () => ({ result: busy }),
		});
		expect(waits).toEqual([]);
		expect(outcomes[0]).toMatchObject({
			failure: {
				description: expect.stringMatching(
					/^Kainic asked the node to wait 20 seconds\. .* Run Budget \(15 seconds\)\./,
				),
			},
		});
	});

	test('a turn that would come after it is not waited for', async () => {
		const { waits, stats } = await deliverWithin(5000, jobs(3), 3, second, { interval: 60_000 });
		expect(waits).toEqual([]);
		expect(stats).toMatchObject({ accepted: 1, notSent: 2 });
	});

	test('a node that stops at a failure has one', async () => {
		const stopping = { stopsAtFailure: true };
		for (const limit of [2500, 2000, 0]) {
			const { firstFailure } = await deliverWithin(limit, jobs(5), 5, second, stopping);
			expect(firstFailure).toMatchObject({ failure: { code: 'timeout', notSent: limit < 2500 } });
		}
		const waiting = await deliverWithin(5000, jobs(2), 2, second, { ...stopping, interval: 9000 });
		expect(waiting.firstFailure).toMatchObject({ indexes: [1], failure: { notSent: true } });
	});
});

test('the time budget of a request counts if it ends before that of the run', async () => {
	const { outcomes } = await deliverWithin(60_000, jobs(1), 1, {
		...hanging,
		policy: { timeBudget: 9000 },
	});
	expect(outcomes[0]).toMatchObject({
		failure: { description: expect.stringMatching(/^Time Budget \(9 seconds\)/) },
	});
});

const results = [
	...[success, success, reset, refusedConnection, answer(503, 'busy')],
	...[answer(503, 'busy', { 'retry-after': '2' }), fail('no', 422), answer(429, '')],
];

const run = fc.record({
	limit: fc.integer({ min: 0, max: 60_000 }),
	concurrency: fc.integer({ min: 1, max: 4 }),
	interval: fc.constantFrom(0, 0, 700, 90_000),
	stopsAtFailure: fc.boolean(),
	items: fc.array(fc.constantFrom('job', 'job', 'pair', 'refused'), { maxLength: 25 }),
	script: fc.array(fc.tuple(fc.nat(results.length - 1), fc.nat(12_000)), { minLength: 1 }),
});

test('whatever happens, every item has one outcome, and nothing is sent after it', async () => {
	await fc.assert(
		fc.asyncProperty(run, async ({ limit, items, script, ...change }) => {
			const left = new Set<number>();
			const steps = items.flatMap((kind, index): Array<Step> => {
				if (kind === 'refused') return [failed([index], notSentFailure('bad'))];
				const part = fakeJob({ indexes: [index] });
				const split = () => (kind === 'pair' ? [part, part] : []);
				return [fakeJob({ indexes: [index], split })];
			});
			const delivery = await deliverWithin(
				limit,
				steps,
				items.length,
				{
					random: () => 0.9,
					answer: (job, attempt) => {
						const [kind = 0, takes] = script[attempt % script.length] ?? [];
						const result = results[kind] ?? success;
						if (result.kind !== 'no_response' || result.sent) left.add(job.indexes[0] ?? -1);
						return { result, ...(takes === undefined ? {} : { takes }) };
					},
				},
				change,
			);
			for (const { at, timeout } of delivery.attempts) {
				expect(at).toBeLessThan(limit);
				expect(at + timeout).toBeLessThanOrEqual(limit);
			}
			expect(delivery.elapsed()).toBeLessThanOrEqual(Math.max(limit, 0));
			expect(delivery.outcomes).toHaveLength(items.length);
			for (const [index, outcome] of delivery.outcomes.entries()) {
				if (outcome.kind === 'failed' && outcome.failure.notSent)
					expect(left.has(index)).toBe(false);
				if (outcome.kind === 'accepted') expect(left.has(index)).toBe(true);
			}
		}),
		{ numRuns: 1000 },
	);
});
