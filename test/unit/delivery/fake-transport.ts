import type { AttemptResult, Job, TimeSlice, Transport } from '../../../nodes/shared/delivery/job';
import { createRedactor } from '../../../nodes/shared/delivery/redact';
import type { RetryPolicy } from '../../../nodes/shared/delivery/retry';
import { Turns } from '../../../nodes/shared/delivery/turns';
import { readResponse } from '../../../nodes/shared/kainic/response';

export const apiKey = 'sentinel-key-0001';

export interface FakeOptions {
	readonly policy?: Partial<RetryPolicy>;
	readonly random?: () => number;
	readonly canceled?: () => boolean;
	readonly timeSlice?: Partial<TimeSlice>;
	/** What is waited for before the clock moves; by default nothing. */
	readonly beforeWaits?: () => Promise<void>;
	/** Result of an attempt, and the milliseconds of the fake clock that it takes. */
	answer(
		job: Job<unknown>,
		attempt: number,
	): { readonly result: AttemptResult; readonly takes?: number };
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
	const timeSlice: TimeSlice = {
		isOver: () => false,
		yieldToEventLoop: async () => await Promise.resolve(),
		renew: () => undefined,
		...options.timeSlice,
	};
	const transport: Transport = {
		policy: { maxAttempts: 4, timeout: 10_000, timeBudget: 120_000, ...options.policy },
		redactor: createRedactor([apiKey], async () => {
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		}),
		timeSlice,
		readings: new Turns(),
		request: async (job, timeout, onResponse) => {
			attempts.push({ at: time, timeout });
			const { result, takes = 0 } = options.answer(job, attempts.length);
			if (takes > timeout) {
				time += timeout;
				return {
					kind: 'no_response',
					code: 'timeout',
					sent: true,
					retryable: true,
					problem: 'No response.',
				};
			}
			time += takes;
			if (result.kind !== 'no_response') onResponse();
			return result;
		},
		readResponse,
		now: () => epoch + time,
		random: options.random ?? (() => 0.5),
		sleep: async (milliseconds) => {
			waits.push(milliseconds);
			if (options.beforeWaits !== undefined) await options.beforeWaits();
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
		unsent: null,
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
	retryable: true,
	problem: 'The connection broke.',
};

export const refusedConnection: AttemptResult = { ...reset, sent: false };

export const account = { credential: {} };

export function fakeJob(change: Partial<Job<unknown>> = {}): Job<unknown> {
	return {
		kind: 'job',
		indexes: [0],
		account,
		target: null,
		units: 1,
		url: 'http://127.0.0.1/',
		headers: {},
		body: () => ({ kind: 'json', bytes: Buffer.from('[]') }),
		read: (data) => data,
		...change,
	};
}
