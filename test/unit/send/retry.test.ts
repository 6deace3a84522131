import fc from 'fast-check';
import { newFailure } from '../../../nodes/shared/failure';
import type { RetryRule } from '../../../nodes/shared/failure-codes';
import { parseRetryAfter } from '../../../nodes/shared/send/attempt';
import {
	nextStep,
	startBudget,
	type RunBudget,
	type Tries,
} from '../../../nodes/shared/send/retry';
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

describe('the next step after a failed attempt', () => {
	const policy = { maxAttempts: 4, timeout: 10_000 };
	const forever: RunBudget = { deadline: Infinity, name: 'Run Budget' };
	const advice = 'Wait.';
	const first = { start: now, counted: 1, refusals: 0, refusedSince: null };

	/** Milliseconds to wait, or the advice of a request that is given up. */
	function step(
		retry: RetryRule,
		retryAfter: number,
		tries: Partial<Tries> = {},
		budget = forever,
	) {
		const failure = { ...newFailure('No'), description: advice, retry, retryAfter };
		const next = nextStep(failure, { ...first, ...tries }, policy, budget, now, 0.5);
		return next.kind === 'wait' ? next.milliseconds : next.failure.description;
	}

	test.each([
		[1, 0, 250],
		[3, 0, 1000],
		[2, 1, 1000],
		[3, 997, 15_000],
	])(
		'after %i attempts and %i refusals is half of a ceiling that doubles up to 30 s: %i ms',
		(counted, refusals, wait) => {
			expect(step('attempt', 0, { counted, refusals })).toBe(wait);
		},
	);

	const day = 24 * 3_600_000;
	const asked = 'Kainic asked the node to wait';
	const tooLong = "The node waits at most 'Max Attempts' times 'Timeout'. Wait.";
	const noTime =
		"left no time for another attempt. Raise 'Run Budget' under 'Options', or send fewer items in one run.";
	const budget = (milliseconds: number) => startBudget(milliseconds, now);
	const soon = step('attempt', 0, {}, budget(250));
	const late = step('load', 1000, {}, budget(1000));

	test.each<[string, ReturnType<typeof step>, string | number]>([
		['no other failure is tried again', step('never', 0), advice],
		['the last attempt', step('attempt', 0, { counted: 4 }), advice],
		['refusals use up no attempt', step('load', 0, { counted: 3, refusals: 9 }), 15_000],
		['Retry-After is a minimum', step('attempt', 5000), 5000],
		['the longest Retry-After', step('load', 40_000), 40_000],
		['a longer Retry-After', step('load', 40_001), `${asked} 40 seconds. ${tooLong}`],
		['Retry-After of a day', step('attempt', day), `${asked} 86400 seconds. ${tooLong}`],
		['refused for long', step('load', 0, { refusedSince: now - 39_750 }), 250],
		[
			'refused for too long',
			step('load', 0, { refusedSince: now - 39_751 }),
			'Kainic was overloaded for 39.8 seconds. Wait.',
		],
		['time left', step('attempt', 0, {}, budget(251)), 250],
		['no time left', soon, `'Run Budget' (0.25 seconds) ${noTime}`],
		['too long for the run', late, `${asked} 1 second. 'Run Budget' (1 second) ${noTime}`],
	])('%s: %p', (_, found, expected) => expect(found).toEqual(expected));
});
