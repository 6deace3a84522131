import { setTimeout as wait } from 'node:timers/promises';

/**
 * How a server in trouble answers the request of a visitor: a status, and seconds for `Retry-After`. It breaks the
 * connection, or answers nothing, if it returns that word.
 */
export type Behaviour = (visitor: number) => Promise<Answer | 'break' | 'silence'>;

interface Answer {
	readonly status: number;
	readonly retryAfter?: number;
}

/** Answers each request after 350 ms. */
export function slow(statusOf: (visitor: number) => number): Behaviour {
	return async (visitor) => await wait(350, { status: statusOf(visitor) });
}

/** Takes so many requests at once, for 100 ms each, and refuses the others. */
export function atOnce(places: number): Behaviour {
	let taken = 0;
	return async () => {
		if (taken === places) return { status: 429 };
		taken += 1;
		await wait(100);
		taken -= 1;
		return { status: 200 };
	};
}

/** Takes ten requests in each second of the clock, and refuses the others. */
export function tenASecond(): Behaviour {
	let [second, requests] = [0, 0];
	return async () => {
		const now = Math.floor(Date.now() / 1000);
		[second, requests] = [now, now === second ? requests + 1 : 1];
		return requests > 10 ? { status: 429, retryAfter: 1 } : { status: 200 };
	};
}

/** Takes so many requests in each period of the clock, and refuses the others. */
export function quota(requests: number, milliseconds: number): Behaviour {
	let [period, count] = [0, 0];
	return async () => {
		const now = Math.floor(Date.now() / milliseconds);
		[period, count] = [now, now === period ? count + 1 : 1];
		return { status: count > requests ? 429 : 200 };
	};
}

/** Takes all requests of 50 ms, but refuses one of them, and asks the client to wait for a minute. */
export function oneRefused(number: number): Behaviour {
	let requests = 0;
	return async () => {
		const isRefused = ++requests === number;
		await wait(50);
		return isRefused ? { status: 429, retryAfter: 60 } : { status: 200 };
	};
}

/** Takes all requests of 50 ms, but fails for some seconds after the first 0.3 seconds. */
export function away(seconds: number, failure: Answer | 'break'): Behaviour {
	let start = 0;
	return async () => {
		start ||= performance.now();
		const since = performance.now() - start;
		await wait(50);
		return since > 300 && since < 300 + seconds * 1000 ? failure : { status: 200 };
	};
}

export const silent = (): Behaviour => async () => 'silence';

/** Takes all requests, and works at one after the other for 300 ms each. */
export function oneAtATime(): Behaviour {
	let last = Promise.resolve({ status: 200 });
	return async () => await (last = last.then(async (answer) => await wait(300, answer)));
}
