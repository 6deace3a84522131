import fc from 'fast-check';
import { attemptTimeout, decideRetry, parseRetryAfter } from '../../../nodes/shared/delivery/retry';

const now = Date.parse('2026-11-25T12:00:00Z');

test('a Retry-After of more digits than a number has is longer than any budget', () => {
	expect(parseRetryAfter('9'.repeat(400), 0)).toBe(Number.MAX_SAFE_INTEGER);
});

describe('reading Retry-After', () => {
	test.each([
		['2', 2000],
		['0', 0],
		[' 7 ', 7000],
		['Wed, 25 Nov 2026 12:00:30 GMT', 30_000],
		['Wed, 25 Nov 2026 11:00:00 GMT', 0],
		['1.5', 1500],
		['12.25', 12_250],
		['Wednesday, 25-Nov-26 12:00:30 GMT', 30_000],
		['Wed Nov 25 12:00:30 2026', 30_000],
		['Tue Dec  1 12:00:00 2026', 6 * 24 * 3_600_000],
		['Wed, 25 Nov 2026 12:00:00 GMT', 0],
		['.5', null],
		['1.', null],
		['x1', null],
		['1x', null],
		['soon 1', null],
		['may 1', null],
		['Wed, 25 Nov 2026 12:00:30 CET', null],
		['x Wed, 25 Nov 2026 12:00:30 GMT', null],
		['Wed, 25 Nov 2026 12:60:00 GMT', null],
		['Wed, 00 Nov 2026 12:00:00 GMT', null],
		['2026-11-25T12:00:30Z', null],
		['-5', null],
		['soon', null],
		['2, 3', null],
		['', null],
		[undefined, null],
	])('%p is %p ms', (header, milliseconds) => {
		expect(parseRetryAfter(header, now)).toBe(milliseconds);
	});

	test.each(['Asia/Kathmandu', 'America/New_York'])(
		'asctime is UTC, not the time of %s where n8n runs',
		(zone) => {
			const before = process.env['TZ'];
			process.env['TZ'] = zone;
			expect(parseRetryAfter('Wed Nov 25 12:00:30 2026', now)).toBe(30_000);
			if (before === undefined) delete process.env['TZ'];
			else process.env['TZ'] = before;
		},
	);

	test('every second is read in all three forms', () => {
		const dates = fc.date({
			min: new Date(now),
			max: new Date(now + 20 * 365 * 24 * 3_600_000),
			noInvalidDate: true,
		});
		fc.assert(
			fc.property(dates, (date) => {
				date.setUTCMilliseconds(0);
				const utc = date.toUTCString();
				const [, day = '', dd = '', month = '', year = '', time = ''] =
					/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/.exec(utc) ?? [];
				const weekday = date.toLocaleDateString('en', { weekday: 'long', timeZone: 'UTC' });
				for (const header of [
					utc,
					`${weekday}, ${dd}-${month}-${year.slice(2)} ${time} GMT`,
					`${day} ${month} ${dd.replace(/^0/, ' ')} ${time} ${year}`,
				]) {
					expect(parseRetryAfter(header, now)).toBe(Math.max(0, date.getTime() - now));
				}
			}),
		);
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

	const tried = { attempts: 1, elapsed: 0, retryable: true, retryAfter: null, random: 0.5 };
	const limits = { maxAttempts: 3, timeout: 100, timeBudget: 10_000 };

	test.each([
		[1, 250],
		[2, 500],
		[3, 1000],
		[7, 15_000],
	])(
		'after attempt %i the wait is a random part of a ceiling that doubles: %i ms',
		(attempts, delay) => {
			const policy = { maxAttempts: 9, timeout: 1, timeBudget: 1e9 };
			expect(decideRetry({ ...tried, attempts }, policy)).toEqual({ kind: 'retry', delay });
		},
	);

	test('Retry-After is a minimum', () => {
		expect(decideRetry({ ...tried, retryAfter: 249 }, limits)).toEqual({
			kind: 'retry',
			delay: 250,
		});
		expect(decideRetry({ ...tried, retryAfter: 251 }, limits)).toEqual({
			kind: 'retry',
			delay: 251,
		});
	});

	test('what may not be tried again, or was tried often enough, stops', () => {
		expect(decideRetry({ ...tried, retryable: false }, limits)).toEqual({ kind: 'stop' });
		expect(decideRetry({ ...tried, attempts: 2 }, limits).kind).toBe('retry');
		expect(decideRetry({ ...tried, attempts: 3 }, limits)).toEqual({ kind: 'stop' });
	});

	test('a wait that reaches the end of the budget stops, and tells what was asked for', () => {
		expect(decideRetry({ ...tried, elapsed: 9749 }, limits).kind).toBe('retry');
		expect(decideRetry({ ...tried, elapsed: 9750 }, limits)).toEqual({
			kind: 'stop_for_budget',
			retryAfter: null,
		});
		expect(decideRetry({ ...tried, retryAfter: 10_000 }, limits)).toEqual({
			kind: 'stop_for_budget',
			retryAfter: 10_000,
		});
	});

	test.each([
		[0, 100],
		[9900, 100],
		[9901, 99],
		[10_000, 1],
		[20_000, 1],
	])('%i ms after the start an attempt may take %i ms', (elapsed, milliseconds) => {
		expect(attemptTimeout(elapsed, limits)).toBe(milliseconds);
	});
});
