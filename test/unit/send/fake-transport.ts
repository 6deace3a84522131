import type { Attempt, Job, Outcome, Present, Transport } from '../../../nodes/shared/send/job';
import type { Yielder } from '../../../nodes/shared/operation';
import { startLimit, type RetryPolicy } from '../../../nodes/shared/send/timing';
import { jsonBody } from '../../../nodes/shared/send/request';
import { send, type SendOptions } from '../../../nodes/shared/send/send';
import { canceledUnsent } from '../../../nodes/shared/failure';
import {
	readAttempt,
	failedAttempt,
	type ReceivedResponse,
} from '../../../nodes/shared/send/attempt';

/** The time of a run that has no limit. */
export const endless = startLimit('Run Budget', Infinity, 0);

export const apiKey = 'sentinel-key-0001';

export interface FakeOptions {
	readonly policy?: Partial<RetryPolicy>;
	readonly random?: () => number;
	readonly apiKey?: string;
	readonly canceled?: () => boolean;
	readonly yielder?: Yielder;
	/** What is waited for before the clock moves; by default nothing. */
	readonly beforeWaits?: () => Promise<void>;
	/** Result of an attempt, and the milliseconds of the fake clock that it takes. */
	answer(job: Job, attempt: number): { readonly result: Result; readonly takes?: number };
}

/** What a server does with an attempt: it answers, or no answer comes. */
export type Result =
	| (ReceivedResponse & { readonly kind: 'response' })
	| {
			readonly kind: 'no_response';
			readonly code: 'timeout' | 'network';
			readonly problem: string;
			readonly sent: boolean;
			readonly isPermanent: boolean;
	  };

export interface FakeTransport {
	readonly transport: Transport;
	readonly policy: RetryPolicy;
	readonly yielder: Yielder;
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
	const yielder: Yielder = options.yielder ?? { pause: () => undefined };
	const reading = {
		apiKey: options.apiKey ?? apiKey,
		yielder,
		advice: {},
	};
	jest.spyOn(Math, 'random').mockImplementation(options.random ?? (() => 0.5));
	jest.spyOn(Date, 'now').mockImplementation(() => epoch + time);
	const transport: Transport = {
		attempt: async (job, timeout) => {
			attempts.push({ at: time, timeout });
			const { result, takes = 0 } = options.answer(job, attempts.length);
			time += Math.min(takes, timeout);
			return await toAttempt(job, takes > timeout ? noAnswer : result, reading);
		},
		now: () => epoch + time,
		sleep: async (milliseconds, isPointless) => {
			waits.push(milliseconds);
			if (options.beforeWaits !== undefined) await options.beforeWaits();
			if (options.beforeWaits !== undefined && isPointless()) return;
			time += milliseconds;
		},
		canceled: options.canceled ?? (() => false),
	};
	const policy = { maxAttempts: 4, timeout: 10_000, timeBudget: 120_000, ...options.policy };
	return { transport, policy, yielder, attempts, waits, retries, elapsed: () => time };
}

/** What an attempt that got this came to. */
export async function attemptOf(result: Result): Promise<Attempt> {
	return await fakeTransport({ answer: () => ({ result }) }).transport.attempt(fakeJob(), 1000);
}

const noAnswer: Result = {
	kind: 'no_response',
	code: 'timeout',
	sent: true,
	isPermanent: false,
	problem: 'No response.',
};

async function toAttempt(
	job: Job,
	result: Result,
	reading: Parameters<typeof readAttempt>[2],
): Promise<Attempt> {
	if (result.kind === 'response') return await readAttempt(job, result, reading);
	const { code, problem, sent, isPermanent } = result;
	const own = { notSent: !sent, mayBeAccepted: sent };
	return failedAttempt(code, problem, own, isPermanent ? null : undefined);
}

export function answer(
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): Result {
	return {
		kind: 'response',
		status,
		retryAfter: headers['retry-after'],
		body: typeof body === 'string' ? body : JSON.stringify(body),
		isCut: false,
		broken: null,
	};
}

export const success = answer(200, { status: 'success', data: { ok: true } });

export function fail(message: string, status = 400): Result {
	return answer(status, { status: 'fail', message });
}

export const reset: Result = {
	kind: 'no_response',
	code: 'network',
	sent: true,
	isPermanent: false,
	problem: 'The connection broke.',
};

export const refusedConnection: Result = { ...reset, sent: false };

export function fakeJob(change: Partial<Job> = {}): Job {
	return {
		kind: 'job',
		indexes: [0],
		target: null,
		units: 1,
		url: 'http://127.0.0.1/',
		headers: {},
		body: () => jsonBody(Buffer.from('[]')),
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
	if (outcome === undefined || outcome.kind === 'failed') throw new Error('The job failed');
	return [...outcome.present(0, outcome)];
}

/** Sends a job of a run that has nothing else to do. */
export async function sendAlone(job: Job, fake: FakeTransport): Promise<Outcome> {
	const { transport, policy, retries } = fake;
	const causeToSkip = () => (transport.canceled() ? canceledUnsent : null);
	const onRetry: SendOptions['onRetry'] = ({ attempts, message }, delay) =>
		retries.push([attempts, delay, message]);
	return await send(
		job,
		{ transport, policy, budget: endless, onRetry },
		{
			takeTurn: async () => ({ request: 1, isLate: false, cause: causeToSkip() }),
			endTurn: () => undefined,
			causeToSkip,
		},
	);
}
