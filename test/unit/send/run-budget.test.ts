import fc from 'fast-check';
import type { DeliverOptions } from '../../../nodes/shared/send/deliver';
import { failed, type Job, type Step } from '../../../nodes/shared/send/job';
import { notSentFailure } from '../../../nodes/shared/failure';
import { forAll } from '../support/for-all';
import {
	answer,
	budgetOf,
	deliverAll,
	fail,
	fakeJob,
	jobs,
	refusedConnection,
	reset,
	splitting,
	success,
	type Fake,
} from './fake-transport';

const deliverWithin = async (
	limit: number,
	steps: readonly Step[],
	fake: Fake,
	change: Partial<DeliverOptions> = {},
) => await deliverAll(steps, fake, { budget: budgetOf(limit), ...change });

const second = { ...success, takes: 1000 };

const hanging = { ...success, takes: Infinity };

describe('when the run budget is over', () => {
	test('what is left is not sent, and fails as timeout with the budget and what to do', async () => {
		const { kinds, failures, stats, attempts } = await deliverWithin(2500, jobs(5), second);
		expect(attempts).toHaveLength(3);
		expect(kinds).toBe('accepted,accepted,failed,failed,failed');
		// The last two are not even planned.
		expect(stats).toMatchObject({ accepted: 2, notSent: 2, itemsNotSent: 2, unknown: 1 });
		expect(failures[4]).toMatchObject({
			...{ code: 'timeout', notSent: true, mayBeAccepted: false, attempts: 0 },
			message: 'Run Budget (2.5 seconds) was used up before this item was sent.',
			headline: 'The run took longer than Run Budget allows',
			description:
				'Items with notSent: true in their error were not sent. Send these items again, or raise Run Budget under Options.',
		});
	});

	test('an attempt under way ends with it, and no other one follows', async () => {
		const { failures, attempts, elapsed } = await deliverWithin(15_000, jobs(3), hanging);
		expect(attempts).toEqual([
			{ at: 0, timeout: 10_000 },
			{ at: 10_250, timeout: 4750 },
		]);
		expect(elapsed()).toBe(15_000);
		expect(failures[0]).toMatchObject({
			...{ code: 'timeout', notSent: false, mayBeAccepted: true, attempts: 2 },
			message: expect.stringMatching(
				/^Kainic did not answer in 15 seconds \(2 attempts\)\. Last attempt: ./,
			),
			description: expect.stringMatching(
				/^Run Budget \(15 seconds\) left no time for another attempt\. /,
			),
		});
		expect(failures[2]).toMatchObject({ notSent: true, attempts: 0 });
	});

	const hung = (policy: object) => ({ answer: hanging, policy });
	const asked = /^Kainic asked .+ 20 seconds\. .+ Run Budget \(2 s.+\)\. Send the items again/;

	test.each<[string, Fake, RegExp]>([
		['an attempt cut short', hanging, /^Run Budget \(2 s.+ left no time .+\. Send the items/],
		['the only attempt', hung({ maxAttempts: 1 }), /^Run Budget \(2 s.+ was used up\. Send the/],
		['its timeout', hung({ maxAttempts: 1, timeout: 1000 }), /^Run .+ later, or raise Timeout/],
		['a wait beyond it', answer(503, 'busy', '20'), asked],
		['a time budget', hung({ timeBudget: 1000 }), /^Time Budget \(1 s.+ left no .+\. Run the/],
	])('what ended a request is said: %s', async (_, fake, description) => {
		const { failures, waits } = await deliverWithin(2000, jobs(1), fake);
		expect(failures[0]?.description).toMatch(description);
		expect(waits).toEqual([]);
	});

	test('parts of a refused batch that were not tried by themselves are to be sent again', async () => {
		const refused = { ...fail('Bad', 400), takes: 1000 };
		const { failures } = await deliverWithin(1500, [splitting(0, 1, 2)], refused);
		expect(failures[2]).toMatchObject({
			...{ code: 'timeout', notSent: false },
			description:
				'Send this item again. It is unknown which items of the refused request have bad data.',
		});
	});

	test('a turn that would come after it is not waited for', async () => {
		const { waits, stats } = await deliverWithin(5000, jobs(3), second, { interval: 60_000 });
		expect(waits).toEqual([]);
		expect(stats).toMatchObject({ accepted: 1, notSent: 2 });
	});

	test('a node that stops at a failure has one', async () => {
		const stopping = { stopsAtFailure: true };
		for (const limit of [2500, 2000, 0]) {
			const { firstFailure } = await deliverWithin(limit, jobs(5), second, stopping);
			expect(firstFailure).toMatchObject({ failure: { code: 'timeout', notSent: limit < 2500 } });
		}
		const waiting = await deliverWithin(5000, jobs(2), second, { ...stopping, interval: 9000 });
		expect(waiting.firstFailure).toMatchObject({ indexes: [1], failure: { notSent: true } });
	});
});

const results = [
	...[success, success, reset, refusedConnection, answer(503, 'busy')],
	...[answer(503, 'busy', '2'), fail('no', 422), answer(429, '')],
];

const run = fc.record({
	limit: fc.integer({ min: 0, max: 60_000 }),
	concurrency: fc.integer({ min: 1, max: 4 }),
	interval: fc.constantFrom(0, 0, 700, 90_000),
	stopsAtFailure: fc.boolean(),
	items: fc.array(fc.constantFrom('job', 'job', 'pair', 'refused'), { maxLength: 25 }),
	script: fc.array(fc.record({ result: fc.constantFrom(...results), takes: fc.nat(12_000) }), {
		minLength: 1,
	}),
});

test('whatever happens, every item has one outcome, and nothing is sent after it', () =>
	forAll([run], 1000, async ({ limit, items, script, ...change }) => {
		const left = new Set<number>();
		const steps = items.map((kind, index): Step => {
			if (kind === 'refused') return failed([index], notSentFailure('bad'));
			const part = fakeJob({ indexes: [index] });
			return fakeJob({ indexes: [index], split: () => (kind === 'pair' ? [part, part] : []) });
		});
		const take = ({ indexes: [index = -1] }: Job, attempt: number) => {
			const { result = success, takes = 0 } = script[attempt % script.length] ?? {};
			if (result.kind !== 'no_response' || result.sent) left.add(index);
			return { ...result, takes };
		};
		const fake = { random: () => 0.9, answer: take };
		const delivery = await deliverWithin(limit, steps, fake, change);
		for (const { at, timeout } of delivery.attempts) {
			expect(at).toBeLessThan(limit);
			expect(at + timeout).toBeLessThanOrEqual(limit);
		}
		expect(delivery.elapsed()).toBeLessThanOrEqual(limit);
		expect(delivery.outcomes).toHaveLength(items.length);
		for (const [index, { kind }] of delivery.outcomes.entries()) {
			if (delivery.failures[index]?.notSent) expect(left.has(index)).toBe(false);
			if (kind === 'accepted') expect(left.has(index)).toBe(true);
		}
	}));
