import fc from 'fast-check';
import { pause } from '../../../nodes/shared/pause';
import { parseRetryAfter, retryDelay, sleepUnlessAborted } from '../../../nodes/shared/send/timing';
import { forAll } from '../support/for-all';

const now = Date.parse('2026-11-25T12:00:00Z');

describe('reading Retry-After', () => {
	test.each([
		['2', 2000],
		['9'.repeat(400), Number.MAX_SAFE_INTEGER],
		['0', 0],
		[' 7 ', 7000],
		['Wed, 25 Nov 2026 11:00:00 GMT', 0],
		['1.5', null],
		['1e3', null],
		['-5', null],
		['1x', null],
		['may 1', null],
		['Wed, 25 Nov 2026 12:00:30 CET', null],
		['x Wed, 25 Nov 2026 12:00:30 GMT', null],
		['Wed, 25 Nov 2026 12:60:00 GMT', null],
		['Wed, 00 Nov 2026 12:00:00 GMT', null],
		['2026-11-25T12:00:30Z', null],
		['2, 3', null],
		[undefined, null],
	])('%p is %p ms', (header, milliseconds) => {
		expect(parseRetryAfter(header, now)).toBe(milliseconds);
	});

	test('asctime is UTC, also if n8n runs in another time zone', () => {
		const { parse } = Date;
		// Inside Jest, a change of TZ does not change the time zone.
		const inKathmandu = (text: string) => parse(text.endsWith(' GMT') ? text : `${text} +0545`);
		const local = jest.spyOn(Date, 'parse').mockImplementation(inKathmandu);
		const milliseconds = parseRetryAfter('Wed Nov 25 12:00:30 2026', now);
		local.mockRestore();
		expect(milliseconds).toBe(30_000);
	});

	test('every second is read in all three forms', async () => {
		const dates = fc.date({
			min: new Date(now),
			max: new Date(now + 20 * 365 * 24 * 3_600_000),
			noInvalidDate: true,
		});
		await forAll([dates], (date) => {
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
		});
	});

	test('any header gives null or a time that is not negative', () =>
		forAll([fc.string()], (header) => {
			expect(parseRetryAfter(header, now) ?? 0).toBeGreaterThanOrEqual(0);
		}));
});

describe('the wait before another attempt', () => {
	test.each([
		[1, 250],
		[3, 1000],
		[1000, 15_000],
	])('after attempt %i is half of a ceiling that doubles up to 30 s: %i ms', (attempts, delay) => {
		expect(retryDelay(attempts, 0, 0.5)).toBe(delay);
	});

	test('is never shorter than Retry-After, nor longer than that or the ceiling', async () => {
		const attempts = fc.integer({ min: 1, max: 50 });
		const asked = fc.integer({ min: 0, max: 100_000 });
		const random = fc.double({ min: 0, max: 0.999, noNaN: true });
		await forAll([attempts, asked, random], (count, retryAfter, share) => {
			const delay = retryDelay(count, retryAfter, share);
			expect(delay).toBeGreaterThanOrEqual(retryAfter);
			expect(delay).toBeLessThanOrEqual(Math.max(30_000, retryAfter));
		});
	});
});

const never = () => false;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('a wait', () => {
	test('lasts as long as it was told', async () => {
		const done = jest.fn();
		void sleepUnlessAborted(1000, undefined, never).then(done);
		await jest.advanceTimersByTimeAsync(999);
		expect(done).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1);
		expect(done).toHaveBeenCalled();
	});

	test('ends with an abort, before any timer', async () => {
		const controller = new AbortController();
		const wait = sleepUnlessAborted(60_000, controller.signal, never);
		await jest.advanceTimersByTimeAsync(500);
		controller.abort();
		await expect(wait).resolves.toBeUndefined();
	});

	test('does not begin after an abort', async () => {
		await sleepUnlessAborted(60_000, AbortSignal.abort(), never);
		expect(jest.getTimerCount()).toBe(0);
	});

	test('ends soon after it became pointless', async () => {
		let isPointless = false;
		const done = jest.fn();
		void sleepUnlessAborted(60_000, undefined, () => isPointless).then(done);
		await jest.advanceTimersByTimeAsync(1000);
		expect(done).not.toHaveBeenCalled();
		isPointless = true;
		await jest.advanceTimersByTimeAsync(200);
		expect(done).toHaveBeenCalled();
	});
});

describe('those who wait for the event loop', () => {
	test.each([
		[0, 1],
		[5, 2],
	])('go on one by one; if each works for %i ms, other work has %i turns', async (work, times) => {
		const waits = jest.spyOn(globalThis, 'setTimeout');
		jest.advanceTimersByTime(5);
		const order: string[] = [];
		for (const name of ['a', 'b']) {
			void pause()?.then(() => {
				order.push(name);
				jest.setSystemTime(Date.now() + work);
			});
		}
		await jest.advanceTimersByTimeAsync(10);
		expect(order).toEqual(['a', 'b']);
		expect(waits).toHaveBeenCalledTimes(times);
	});
});
