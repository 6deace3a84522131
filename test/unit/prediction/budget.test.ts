import fc from 'fast-check';
import type { AttemptResult } from '../../../nodes/shared/delivery/job';
import {
	answer,
	fakeTransport,
	fakeJob,
	reset,
	sendAlone as send,
	success,
} from '../delivery/fake-transport';

const policy = { maxAttempts: 2, timeout: 5000, timeBudget: 8000 };
const busy = (retryAfter: string) => answer(503, 'busy', { 'retry-after': retryAfter });
const silent: AttemptResult = {
	kind: 'no_response',
	code: 'timeout',
	sent: true,
	retryable: true,
	problem: 'No answer came.',
};

describe('a prediction within its budget, on a fake clock', () => {
	test('a server that hangs gets 5 seconds, and then what is left of 8', async () => {
		const fake = fakeTransport({
			policy,
			random: () => 1,
			answer: () => ({ result: silent, takes: 60_000 }),
		});
		await expect(send(fakeJob(), fake.transport)).resolves.toMatchObject({
			failure: { code: 'timeout', attempts: 2 },
		});
		expect(fake.attempts).toEqual([
			{ at: 0, timeout: 5000 },
			{ at: 5500, timeout: 2500 },
		]);
		expect(fake.elapsed()).toBe(8000);
	});

	test('a Retry-After of 60 seconds ends it at once', async () => {
		const fake = fakeTransport({ policy, answer: () => ({ result: busy('60'), takes: 20 }) });
		await expect(send(fakeJob(), fake.transport)).resolves.toMatchObject({
			failure: {
				code: 'server_error',
				attempts: 1,
				description: expect.stringContaining('Kainic asked to wait 60 seconds'),
			},
		});
		expect(fake.elapsed()).toBe(20);
	});

	test('a Retry-After of 2 seconds is waited for, and the second attempt serves', async () => {
		const fake = fakeTransport({
			policy,
			answer: (_job, attempt) => ({ result: attempt === 1 ? busy('2') : success, takes: 100 }),
		});
		await expect(send(fakeJob(), fake.transport)).resolves.toMatchObject({ attempts: 2 });
		expect(fake.elapsed()).toBe(2200);
	});

	test('no run of answers, delays and waits outlasts the budget', async () => {
		const exchanges = fc.constantFrom(silent, reset, busy('1'), busy('7'), answer(500, ''));
		const attempts = fc.array(fc.tuple(exchanges, fc.integer({ min: 0, max: 20_000 })), {
			minLength: 6,
			maxLength: 6,
		});
		const budget = fc.integer({ min: 100, max: 20_000 });
		await fc.assert(
			fc.asyncProperty(
				attempts,
				budget,
				fc.double({ min: 0, max: 0.999, noNaN: true }),
				async (...run) => {
					const [plan, timeBudget, random] = run;
					const fake = fakeTransport({
						policy: { maxAttempts: 6, timeout: 5000, timeBudget },
						random: () => random,
						answer: (_job, attempt) => {
							const [result, takes] = plan[attempt - 1] ?? [reset, 0];
							return { result, takes };
						},
					});
					await send(fakeJob(), fake.transport);
					// `attemptTimeout` gives at least one millisecond.
					expect(fake.elapsed()).toBeLessThanOrEqual(timeBudget + 1);
				},
			),
		);
	});
});
