import fc from 'fast-check';
import { newFailure, type Failure } from '../../../../nodes/shared/failure';
import type { RetryRule } from '../../../../nodes/shared/failure-codes';
import { parseRetryAfter } from '../../../../nodes/shared/send/attempt';
import { Traffic } from '../../../../nodes/shared/send/traffic';
import { startBudget, Tries } from '../../../../nodes/shared/send/tries';
import { forAll } from '../../../support/for-all';
import { useFakeClock } from './fake-transport';

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

describe('the next step after a failed attempt', () => {
	const advice = 'Wait.';

	interface Given {
		readonly retryAfter?: number;
		/** How the earlier attempts failed. */
		readonly earlier?: readonly RetryRule[];
		/** Run budget in milliseconds. */
		readonly budget?: number;
		/** Milliseconds since Kainic accepted something. */
		readonly since?: number;
	}

	/** Milliseconds to wait, or the advice of a request that is given up. */
	function step(rule: RetryRule, given: Given = {}) {
		const { retryAfter = 0, earlier = [], budget = Infinity, since = 0 } = given;
		useFakeClock();
		const start = performance.now();
		const policy = { maxAttempts: 4, timeout: 10_000, giveUpAfter: 40_000 };
		const sleep = async () => {};
		const traffic = new Traffic({ maxRequests: 1, deadline: Infinity, sleep, ...policy });
		const failureOf = (retry: RetryRule, asked: number) =>
			newFailure('No', { code: 'network', advice }, { retry, retryAfter: asked });
		const tries = new Tries(policy, startBudget(budget, start), null);
		const next = (failure: Failure, milliseconds: number) => {
			const endedAt = performance.now();
			const times = { sentAt: endedAt - milliseconds, endedAt };
			traffic.note({ request: 1, attempt: { kind: 'failure', failure }, ...times });
			return tries.next(failure, times, traffic, 0.5);
		};
		for (const each of earlier) next(failureOf(each, 0), 0);
		jest.advanceTimersByTime(since);
		const found = next(failureOf(rule, retryAfter), since);
		return found.kind === 'wait' ? found.milliseconds : found.failure.description;
	}

	const times = (count: number, rule: RetryRule) => Array.from({ length: count }, () => rule);

	test.each([
		[0, 250],
		[2, 1000],
		[6, 15_000],
		[8, 15_000],
	])('after %i refusals is half of a ceiling that doubles up to 30 s: %i ms', (count, wait) => {
		expect(step('attempt', { earlier: times(count, 'load') })).toBe(wait);
	});

	const day = 24 * 3_600_000;
	const asked = 'Kainic asked the node to wait';
	const tooLong = 'The node waits at most 40 seconds. Wait.';
	const noTime =
		"left no time for another attempt. Raise 'Run Budget' under 'Options', or send fewer items in one run.";

	test.each<[string, RetryRule, Given, string | number]>([
		['no other failure is tried again', 'never', {}, advice],
		['the third of four attempts', 'attempt', { earlier: times(2, 'attempt') }, 1000],
		['the last attempt', 'attempt', { earlier: times(3, 'attempt') }, advice],
		['a refusal uses up no attempt', 'load', { earlier: times(3, 'attempt') }, 2000],
		['Retry-After is a minimum', 'attempt', { retryAfter: 5000 }, 5000],
		['the longest Retry-After', 'load', { retryAfter: 40_000 }, 40_000],
		['a longer Retry-After', 'load', { retryAfter: 40_001 }, `${asked} 40 seconds. ${tooLong}`],
		['Retry-After of a day', 'attempt', { retryAfter: day }, `${asked} 86400 seconds. ${tooLong}`],
		['refused for long', 'load', { since: 39_900 }, 100],
		[
			'refused for too long',
			'load',
			{ since: 40_000 },
			'Kainic has accepted nothing for 40 seconds. Wait.',
		],
		[
			'no response for too long',
			'attempt',
			{ since: 40_000 },
			'Kainic has accepted nothing for 40 seconds. Wait.',
		],
		['time left', 'attempt', { budget: 251 }, 250],
		['no time left', 'attempt', { budget: 250 }, `'Run Budget' (0.25 seconds) ${noTime}`],
		[
			'too long for the run',
			'load',
			{ retryAfter: 1000, budget: 1000 },
			`${asked} 1 second. 'Run Budget' (1 second) ${noTime}`,
		],
	])('%s', (_, rule, given, expected) => expect(step(rule, given)).toEqual(expected));
});
