import fc from 'fast-check';
import { decideRetry, parseRetryAfter } from '../../../nodes/shared/delivery/retry';

const now = Date.parse('2026-11-25T12:00:00Z');

describe('reading Retry-After', () => {
	test.each([
		['2', 2000],
		['0', 0],
		[' 7 ', 7000],
		['1e9', 1e12],
		['Wed, 25 Nov 2026 12:00:30 GMT', 30_000],
		['Wed, 25 Nov 2026 11:00:00 GMT', 0],
		['-5', null],
		['soon', null],
		['2, 3', null],
		['', null],
		[undefined, null],
	])('%p is %p ms', (header, milliseconds) => {
		expect(parseRetryAfter(header, now)).toBe(milliseconds);
	});

	test('any header gives null or a time that is not negative', () => {
		fc.assert(
			fc.property(fc.string(), (header) => {
				const read = parseRetryAfter(header, now);
				return read === null || read >= 0;
			}),
		);
	});
});

describe('deciding about another attempt', () => {
	const attempted = fc.record({
		attempts: fc.integer({ min: 1, max: 50 }),
		elapsed: fc.integer({ min: 0, max: 200_000 }),
		retryable: fc.boolean(),
		retryAfter: fc.option(fc.integer({ min: 0, max: 100_000 })),
		random: fc.double({ min: 0, max: 0.999, noNaN: true }),
	});
	const policy = fc.record({
		maxAttempts: fc.integer({ min: 1, max: 20 }),
		timeout: fc.integer({ min: 1, max: 60_000 }),
		timeBudget: fc.integer({ min: 1, max: 200_000 }),
	});

	test('never beyond the attempts, the budget or what may not be tried again', () => {
		fc.assert(
			fc.property(attempted, policy, (before, limits) => {
				const decision = decideRetry(before, limits);
				if (decision.kind !== 'retry') return true;
				return (
					before.retryable &&
					before.attempts < limits.maxAttempts &&
					before.elapsed + decision.delay < limits.timeBudget &&
					decision.delay >= (before.retryAfter ?? 0)
				);
			}),
		);
	});

	test('the longest backoff is half a minute, however often it was tried', () => {
		const before = { attempts: 40, elapsed: 0, retryable: true, retryAfter: null, random: 0.999 };
		const limits = { maxAttempts: 50, timeout: 1, timeBudget: 1e9 };
		expect(decideRetry(before, limits)).toEqual({ kind: 'retry', delay: 29_970 });
	});
});
