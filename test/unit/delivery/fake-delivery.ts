import type { Exchange } from '../../../nodes/shared/delivery/exchange';
import type { Job } from '../../../nodes/shared/delivery/job';
import { createRedactor } from '../../../nodes/shared/delivery/redact';
import type { RetryPolicy } from '../../../nodes/shared/delivery/retry';
import type { Delivery } from '../../../nodes/shared/delivery/send';
import { readAnswer } from '../../../nodes/shared/kainic/envelope';

export const apiKey = 'sentinel-key-0001';

export interface FakeOptions {
	readonly policy?: Partial<RetryPolicy>;
	readonly random?: () => number;
	readonly canceled?: () => boolean;
	/** What an attempt brings, and after how many milliseconds of the fake clock. */
	answer(
		job: Job<unknown>,
		attempt: number,
	): { readonly exchange: Exchange; readonly takes?: number };
}

export interface FakeDelivery {
	readonly delivery: Delivery;
	/** The fake time in milliseconds at which each attempt began, with its time limit. */
	readonly attempts: Array<{ readonly at: number; readonly timeout: number }>;
	readonly waits: number[];
}

/** A delivery whose clock moves only by what is waited for; no test waits for real. */
export function fakeDelivery(options: FakeOptions): FakeDelivery {
	let time = 0;
	const attempts: FakeDelivery['attempts'] = [];
	const waits: number[] = [];
	const delivery: Delivery = {
		policy: { maxAttempts: 4, timeout: 10_000, timeBudget: 120_000, ...options.policy },
		redactor: createRedactor(apiKey),
		request: async (job, timeout) => {
			attempts.push({ at: time, timeout });
			const { exchange, takes = 0 } = options.answer(job, attempts.length);
			if (takes > timeout) {
				time += timeout;
				return { kind: 'silence', cause: 'timeout', sent: true, problem: 'No answer.' };
			}
			time += takes;
			return exchange;
		},
		read: readAnswer,
		now: () => time,
		random: options.random ?? (() => 0.5),
		sleep: async (milliseconds) => {
			waits.push(milliseconds);
			time += milliseconds;
		},
		canceled: options.canceled ?? (() => false),
		retrying: () => undefined,
	};
	return { delivery, attempts, waits };
}

export function answer(
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): Exchange {
	return {
		kind: 'answer',
		status,
		headers,
		body: typeof body === 'string' ? body : JSON.stringify(body),
	};
}

export const success = answer(200, { status: 'success', data: { ok: true } });

export function fail(message: string, status = 400): Exchange {
	return answer(status, { status: 'fail', message });
}

export const reset: Exchange = {
	kind: 'silence',
	cause: 'network',
	sent: true,
	problem: 'The connection broke.',
};

export const refusedConnection: Exchange = { ...reset, sent: false };

export function fakeJob(change: Partial<Job<unknown>> = {}): Job<unknown> {
	return {
		kind: 'job',
		indexes: [0],
		completes: true,
		group: 'group',
		units: 1,
		url: 'http://127.0.0.1/',
		headers: {},
		body: () => Buffer.from('[]'),
		read: (data) => ({ kind: 'read', data }),
		split: () => [],
		...change,
	};
}
