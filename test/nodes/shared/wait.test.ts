import { setImmediate as oneTurn } from 'node:timers/promises';
import { withDeadline, yieldToN8n, sleepUnlessAborted } from '../../../nodes/shared/wait';

const never = () => false;

beforeEach(() => jest.useFakeTimers());
afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

describe('a wait', () => {
	test('lasts as long as it was told', async () => {
		const done = jest.fn();
		void sleepUnlessAborted(1000, undefined, never).then(done);
		await jest.advanceTimersByTimeAsync(999);
		expect(done).not.toHaveBeenCalled();
		await jest.advanceTimersByTimeAsync(1);
		expect(done).toHaveBeenCalled();
	});

	test('lasts no longer if somebody sets back the clock of the machine', async () => {
		const done = jest.fn();
		void sleepUnlessAborted(1000, undefined, never).then(done);
		await jest.advanceTimersByTimeAsync(300);
		jest.setSystemTime(Date.now() - 3_600_000);
		await jest.advanceTimersByTimeAsync(700);
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

test('work that n8n ends with an error because of a cancel is canceled, not failed', async () => {
	const controller = new AbortController();
	const { signal } = controller;
	const work = new Promise((_, reject) => {
		signal.addEventListener('abort', () => reject(new Error('The request was aborted')));
	});
	const ended = withDeadline(work, 60_000, signal);
	controller.abort();
	await expect(ended).resolves.toEqual({ kind: 'canceled' });
});

test('a deadline never comes too early, although a timer of Node.js does', async () => {
	jest.useRealTimers();
	const work = new Promise(() => {});
	const deadlines: Array<Promise<number>> = [];
	const one = async (timeout: number) => {
		const end = performance.now() + timeout;
		await withDeadline(work, timeout, undefined);
		return performance.now() - end;
	};
	// They begin at any time within a millisecond.
	for (let index = 0; index < 2000; index++) {
		deadlines.push(one(5 + (index % 10) / 10));
		await oneTurn();
	}
	expect(Math.min(...(await Promise.all(deadlines)))).toBeGreaterThanOrEqual(0);
});

describe('callers of yieldToN8n()', () => {
	let clock = 0;
	test.each([
		[0, 1],
		[5, 2],
	])(
		'continue one after another; if each works for %i ms, other work runs %i times',
		async (work, times) => {
			const waits = jest.spyOn(globalThis, 'setTimeout');
			// Each time further on, in any order: yieldToN8n() remembers the clock of the test before.
			clock += 10_000;
			jest.spyOn(performance, 'now').mockImplementation(() => clock);
			const order: string[] = [];
			for (const name of ['a', 'b']) {
				void yieldToN8n()?.then(() => {
					order.push(name);
					clock += work;
				});
			}
			await jest.advanceTimersByTimeAsync(10);
			expect(order).toEqual(['a', 'b']);
			expect(waits).toHaveBeenCalledTimes(times);
		},
	);
});
