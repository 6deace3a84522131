import type {
	AttemptResult,
	Job,
	Outcome,
	Present,
	Transport,
} from '../../../nodes/shared/send/job';
import type { Yielder } from '../../../nodes/shared/event-loop';
import { RateLimiter, startLimit, type RetryPolicy } from '../../../nodes/shared/send/timing';
import { send } from '../../../nodes/shared/send/send';
import { failureKinds } from '../../../nodes/shared/failure';
import { readResponse } from '../../../nodes/shared/kainic/response';

/** The time of a run that has no limit. */
export const endless = startLimit('run budget', Infinity, 0);

export const apiKey = 'sentinel-key-0001';

export interface FakeOptions {
	readonly policy?: Partial<RetryPolicy>;
	readonly random?: () => number;
	readonly canceled?: () => boolean;
	readonly yielder?: Partial<Yielder>;
	/** What is waited for before the clock moves; by default nothing. */
	readonly beforeWaits?: () => Promise<void>;
	/** Result of an attempt, and the milliseconds of the fake clock that it takes. */
	answer(job: Job, attempt: number): { readonly result: AttemptResult; readonly takes?: number };
}

export interface FakeTransport {
	readonly transport: Transport;
	/** The fake time in milliseconds at which each attempt began, with its time limit. */
	readonly attempts: Array<{ readonly at: number; readonly timeout: number }>;
	readonly waits: number[];
	/** Milliseconds of the fake clock since it began. */
	elapsed(): number;
	/** What was said of each retry: attempts, delay and message. */
	readonly retries: Array<readonly [attempts: number, delay: number, message: string]>;
}

/** When the fake clock begins, in milliseconds since 1970. */
const epoch = Date.parse('2026-11-25T12:00:00Z');

/** A transport whose clock moves only by what is waited for; no test waits for real. */
export function fakeTransport(options: FakeOptions): FakeTransport {
	let time = 0;
	const attempts: FakeTransport['attempts'] = [];
	const waits: number[] = [];
	const retries: FakeTransport['retries'] = [];
	const yielder: Yielder = {
		isDue: () => false,
		yieldToEventLoop: async () => await Promise.resolve(),
		renew: () => undefined,
		...options.yielder,
	};
	const transport: Transport = {
		policy: { maxAttempts: 4, timeout: 10_000, timeBudget: 120_000, ...options.policy },
		apiKeys: [apiKey],
		yielder,
		request: async (job, timeout, onResponse) => {
			attempts.push({ at: time, timeout });
			const { result, takes = 0 } = options.answer(job, attempts.length);
			if (takes > timeout) {
				time += timeout;
				return {
					kind: 'no_response',
					code: 'timeout',
					sent: true,
					retry: 'always',
					problem: 'No response.',
				};
			}
			time += takes;
			if (result.kind !== 'no_response') onResponse();
			return result;
		},
		readResponse,
		adviceFor: (code) => failureKinds[code].advice,
		now: () => epoch + time,
		random: options.random ?? (() => 0.5),
		sleep: async (milliseconds, isPointless) => {
			waits.push(milliseconds);
			if (options.beforeWaits !== undefined) await options.beforeWaits();
			if (options.beforeWaits !== undefined && isPointless()) return;
			time += milliseconds;
		},
		canceled: options.canceled ?? (() => false),
		onRetry: (...told) => retries.push(told),
	};
	return { transport, attempts, waits, retries, elapsed: () => time };
}

export function answer(
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): AttemptResult {
	return {
		kind: 'response',
		status,
		headers,
		body: typeof body === 'string' ? body : JSON.stringify(body),
		isCut: false,
		broken: null,
	};
}

export const success = answer(200, { status: 'success', data: { ok: true } });

export function fail(message: string, status = 400): AttemptResult {
	return answer(status, { status: 'fail', message });
}

export const reset: AttemptResult = {
	kind: 'no_response',
	code: 'network',
	sent: true,
	retry: 'always',
	problem: 'The connection broke.',
};

export const refusedConnection: AttemptResult = { ...reset, sent: false };

export const account = { credential: {} };

export function fakeJob(change: Partial<Job> = {}): Job {
	return {
		kind: 'job',
		indexes: [0],
		account,
		target: null,
		units: 1,
		url: 'http://127.0.0.1/',
		headers: {},
		body: () => ({ kind: 'json', bytes: Buffer.from('[]') }),
		read: presenting,
		split: () => [],
		...change,
	};
}

/** A job for each item. */
export function jobs(count: number, change: (index: number) => Partial<Job> = () => ({})): Job[] {
	return Array.from({ length: count }, (_, index) =>
		fakeJob({ indexes: [index], ...change(index) }),
	);
}

/** A job for several items, which can be split into one item and the others. */
export function splitting(...indexes: readonly number[]): Job {
	const [first, ...others] = indexes;
	const parts = first === undefined || others.length === 0 ? [] : [[first], others];
	const split = () => parts.map((part) => splitting(...part));
	return fakeJob({ indexes, units: indexes.length, split });
}

/** Puts out one item, which holds the data. */
export function presenting(data: unknown): Present {
	return () => [{ kind: 'new_item', output: 0, json: { data } }];
}

/** What an accepted outcome puts out for the first of its items. */
export function shown(outcome: Outcome | undefined): unknown {
	if (outcome?.kind !== 'accepted') throw new Error('The job was not accepted');
	return [...outcome.present(0, outcome.attempts)];
}

/** Sends a job of a run that has nothing else to do. */
export async function sendAlone(job: Job, transport: Transport): Promise<Outcome> {
	return await send(job, transport, {
		budget: endless,
		limiter: new RateLimiter(0),
		isPointless: () => false,
		onResponse: () => undefined,
	});
}
