import { createKeyRemover } from '../../../nodes/shared/send/api-key';
import { setImmediate as oneTurn } from 'node:timers/promises';
import type { Attempt, Job, Outcome, Plan, Present, Step } from '../../../nodes/shared/send/job';
import type { Transport } from '../../../nodes/shared/send/job';
import { startLimit, type RetryPolicy } from '../../../nodes/shared/send/timing';
import { deliver, type DeliverOptions } from '../../../nodes/shared/send/deliver';
import { jsonBody } from '../../../nodes/shared/send/request';
import type { Failure } from '../../../nodes/shared/failure';
import {
	readAttempt,
	failedAttempt,
	type ReceivedResponse,
} from '../../../nodes/shared/send/attempt';

export const apiKey = 'sentinel-key-0001';

export interface FakeOptions {
	readonly policy?: Partial<RetryPolicy>;
	readonly random?: () => number;
	readonly apiKey?: string;
	readonly canceled?: () => boolean;
	/** What is waited for before an answer comes; by default nothing. */
	readonly beforeAnswers?: () => Promise<void>;
	readonly answer: Results | ((job: Job, attempt: number) => Result);
}

/** What a server does with an attempt: it answers, or no answer comes. */
export type Result = (
	| (ReceivedResponse & { readonly kind: 'response' })
	| {
			readonly kind: 'no_response';
			readonly code: 'timeout' | 'network';
			readonly problem: string;
			readonly sent: boolean;
	  }
) & {
	/** Milliseconds of the fake clock. */
	readonly takes?: number;
};

/** The results of the attempts, in order. The last result is repeated. */
type Results = Result | readonly Result[];

export type Fake = FakeOptions | Results;

/** When the fake clock begins, in milliseconds since 1970. */
const epoch = Date.parse('2026-11-25T12:00:00Z');

/** The time of a run that has so many milliseconds. */
export const budgetOf = (milliseconds: number) => startLimit('Run Budget', milliseconds, epoch);

/** A transport whose clock moves only by what is waited for, after answers that have come were read. */
export function fakeTransport(fake: Fake) {
	const options: FakeOptions = 'answer' in fake ? fake : { answer: fake };
	const { answer: given } = options;
	const results = typeof given === 'function' ? [] : [given].flat();
	const take = (job: Job, attempt: number) =>
		typeof given === 'function' ? given(job, attempt) : (results[attempt - 1] ?? results.at(-1));
	let time = 0;
	/** The fake time in milliseconds at which each attempt began, with its time limit. */
	const attempts: Array<{ readonly at: number; readonly timeout: number }> = [];
	const waits: number[] = [];
	/** What `onRetry` reported for each retry: attempts, delay and message. */
	const retries: Array<readonly [attempts: number, delay: number, message: string]> = [];
	const reading = { keyRemover: createKeyRemover(options.apiKey ?? apiKey), advice: {} };
	jest.spyOn(Math, 'random').mockImplementation(options.random ?? (() => 0.5));
	jest.spyOn(Date, 'now').mockImplementation(() => epoch + time);
	const transport: Transport = {
		attempt: async (job, timeout) => {
			attempts.push({ at: time, timeout });
			const result = take(job, attempts.length) ?? success;
			const { takes = 0 } = result;
			time += Math.min(takes, timeout);
			await options.beforeAnswers?.();
			return await toAttempt(job, takes > timeout ? noAnswer : result, reading);
		},
		now: () => epoch + time,
		sleep: async (milliseconds, isPointless) => {
			waits.push(milliseconds);
			const end = time + milliseconds;
			await oneTurn();
			if (!isPointless()) time = Math.max(time, end);
		},
		canceled: options.canceled ?? (() => false),
	};
	const policy = { maxAttempts: 4, timeout: 10_000, timeBudget: 120_000, ...options.policy };
	const onRetry = ({ attempts: count, message }: Failure, delay: number) =>
		void retries.push([count, delay, message]);
	const seen = { attempts, waits, retries, elapsed: () => time };
	return { run: { transport, policy, budget: budgetOf(Infinity), onRetry }, seen };
}

async function toAttempt(
	job: Job,
	result: Result,
	reading: Parameters<typeof readAttempt>[2],
): Promise<Attempt> {
	if (result.kind === 'response') return await readAttempt(job, result, reading);
	const { code, problem, sent } = result;
	return failedAttempt(code, problem, { notSent: !sent, mayBeAccepted: sent });
}

export function answer(status: number, body: unknown, retryAfter?: string): Result {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { kind: 'response', status, retryAfter, body: text, isCut: false, broken: null };
}

export const success = answer(200, { status: 'success', data: { ok: true } });

export function fail(message: string, status = 400): Result {
	return answer(status, { status: 'fail', message });
}

export const reset = {
	kind: 'no_response',
	code: 'network',
	sent: true,
	problem: 'The connection broke.',
} as const;

const noAnswer: Result = { ...reset, code: 'timeout', problem: 'No response.' };

export const refusedConnection = { ...reset, sent: false } as const;

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

export function presenting(data: unknown): Present {
	return () => [{ kind: 'new_item', output: 0, json: { data } }];
}

/** What an accepted outcome puts out for the first of its items. */
export function shown(outcome: Outcome | undefined): unknown {
	if (outcome === undefined || outcome.kind === 'failed') throw new Error('The job failed');
	return [...outcome.present(0, outcome)];
}

/** Delivers steps, by default one request at a time; generated ones are of four items. */
export async function deliverAll(
	steps: readonly Step[] | Generator<Step> | AsyncGenerator<Step>,
	fake: Fake = success,
	change: Partial<DeliverOptions> = {},
) {
	const { run, seen } = fakeTransport(fake);
	const delivery = await deliver({
		...run,
		plan: planOf(steps),
		itemCount: 'length' in steps ? 1 + Math.max(-1, ...steps.flatMap((step) => step.indexes)) : 4,
		concurrency: 1,
		interval: 0,
		stopsAtFailure: false,
		...change,
	});
	const failures = delivery.outcomes.map((each) => (each.kind === 'failed' ? each.failure : null));
	const kinds = delivery.outcomes.map(({ kind }) => kind).join();
	return { ...delivery, ...seen, failures, kinds, starts: seen.attempts.map(({ at }) => at) };
}

async function* planOf(steps: Iterable<Step> | AsyncIterable<Step>): Plan {
	yield* steps;
}
