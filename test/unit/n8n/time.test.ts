import { sleepUnlessAborted, startTimeSlice } from '../../../nodes/shared/n8n/time';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('a wait', () => {
	test('lasts as long as it was told', async () => {
		const done = jest.fn();
		void sleepUnlessAborted(1000, undefined).then(done);
		await jest.advanceTimersByTimeAsync(999);
		expect(done).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1);
		expect(done).toHaveBeenCalled();
	});

	test('ends with an abort, before any timer, and leaves no listener', async () => {
		const controller = new AbortController();
		const removed = jest.spyOn(controller.signal, 'removeEventListener');
		const wait = sleepUnlessAborted(60_000, controller.signal);
		await jest.advanceTimersByTimeAsync(500);
		controller.abort();
		await wait;
		expect(removed).toHaveBeenCalledTimes(1);
	});

	test('does not begin after an abort', async () => {
		await sleepUnlessAborted(60_000, AbortSignal.abort());
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

describe('a time slice', () => {
	/** What a slice says to questions, each so many milliseconds after the one before. */
	const answersAfter = (...milliseconds: number[]) => {
		const slice = startTimeSlice();
		return milliseconds.map((time) => {
			jest.advanceTimersByTime(time);
			return slice.isOver();
		});
	};

	test('is over after five milliseconds of work', () => {
		expect(answersAfter(1, 1, 1, 1, 1, 1)).toEqual([false, false, false, false, true, true]);
		expect(answersAfter(30)).toEqual([true]);
	});

	test('is found over at most three questions late, if the work before them was quick', () => {
		expect(answersAfter(0, 5, 0, 0, 0)).toEqual([false, false, false, false, true]);
	});

	test('begins anew when it is renewed or the event loop had its turn', async () => {
		const slice = startTimeSlice();
		jest.advanceTimersByTime(5);
		slice.renew();
		expect(slice.isOver()).toBe(false);
		jest.advanceTimersByTime(5);
		expect(slice.isOver()).toBe(true);
		const yielded = slice.yieldToEventLoop();
		await jest.advanceTimersByTimeAsync(1);
		await yielded;
		expect(slice.isOver()).toBe(false);
	});

	test('looks at the clock for every fourth of many quick questions', () => {
		const now = jest.spyOn(Date, 'now');
		const slice = startTimeSlice();
		for (let question = 0; question < 400; question += 1) slice.isOver();

		expect(now.mock.calls.length).toBeLessThanOrEqual(102);
	});
});
