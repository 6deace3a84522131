import { setImmediate as oneTurn } from 'node:timers/promises';
import { sleep } from 'n8n-workflow';
import type { Failure } from '../../../../nodes/shared/failure';
import { createKeyRemover } from '../../../../nodes/shared/send/api-key';
import { classify } from '../../../../nodes/shared/send/attempt';
import { createBody } from '../../../../nodes/shared/send/request-body';
import { deliver, type DeliverOptions } from '../../../../nodes/shared/send/deliver';
import {
	listJob,
	type Job,
	type Outcome,
	type Plan,
	type Settled,
} from '../../../../nodes/shared/send/job';
import type { Received } from '../../../../nodes/shared/send/request';
import { startBudget, type RetryPolicy } from '../../../../nodes/shared/send/tries';
import { sleepUnlessAborted } from '../../../../nodes/shared/wait';

export type Step = Job | Settled;

/** What comes of an attempt after `takes` milliseconds. */
export type Reply = Received & { readonly takes?: number };

/** The replies to all attempts, in order; the last one is repeated. */
export type Server = Reply | readonly Reply[] | ((job: Job, attempt: number) => Reply);

export interface Change extends Partial<Omit<DeliverOptions<unknown>, 'policy' | 'budget'>> {
	readonly policy?: Partial<RetryPolicy>;
	/** Run budget in milliseconds. */
	readonly budget?: number;
	readonly random?: () => number;
	readonly apiKey?: string;
}

export const apiKey = 'sentinel-key-0001';

/** When the fake clock begins. */
const epoch = Date.parse('2026-11-25T12:00:00Z');

let runStart = 0;

/** Milliseconds of the fake clock since the run began. */
export const elapsed = () => performance.now() - runStart;

/** Delivers steps on a fake clock: by default one request at a time, and generated steps of four items. */
export async function deliverAll(
	steps: readonly Step[] | Generator<Step> | AsyncGenerator<Step>,
	server: Server = success,
	change: Change = {},
) {
	const { policy, budget = Infinity, random = () => 0.5 } = change;
	useFakeClock();
	runStart = performance.now();
	jest.spyOn(Math, 'random').mockImplementation(random);
	const attempts: Array<{ at: number; timeout: number; index: number | undefined }> = [];
	const waits: number[] = [];
	const retries: Array<readonly [attempts: number, delay: number, message: string]> = [];
	const keyRemover = createKeyRemover(change.apiKey ?? apiKey);
	const delivery = await finish(
		deliver({
			itemCount: 'length' in steps ? 1 + Math.max(-1, ...steps.flatMap((step) => step.indexes)) : 4,
			concurrency: 1,
			stopsAtFailure: false,
			isCanceled: () => false,
			accept: (_job, { data }, { attempts: count, mayBeAcceptedTwice }): Outcome => {
				const json = { data, attempts: count };
				const items = [{ kind: 'new_item', output: 0, json } as const];
				return { kind: 'accepted', items, mayBeAcceptedTwice };
			},
			onEnd: () => undefined,
			onRetry: ({ attempts: count, message }: Failure, delay) =>
				void retries.push([count, delay, message]),
			...change,
			plan: planOf(steps),
			policy: { maxAttempts: 4, timeout: 10_000, giveUpAfter: 120_000, ...policy },
			budget: startBudget(budget, runStart),
			attempt: async (job, timeout) => {
				attempts.push({ at: elapsed(), timeout, index: job.indexes[0] });
				const { takes = 0, ...received } = replyOf(server, job, attempts.length);
				if (takes > 0) await sleep(Math.min(takes, timeout));
				return await classify(takes > timeout ? noResponse : received, { keyRemover, advice: {} });
			},
			sleep: async (milliseconds, isPointless) => {
				waits.push(milliseconds);
				// A fake timer of less than a millisecond does not move the clock.
				await sleepUnlessAborted(Math.ceil(milliseconds), undefined, isPointless);
			},
		}),
	);
	const outcomes = delivery.endings.map(({ outcome }) => outcome);
	const failures = outcomes.map((each) => (each.kind === 'failed' ? each.failure : null));
	return {
		...{ ...delivery, outcomes, failures, attempts, waits, retries, time: elapsed() },
		kinds: outcomes.map(({ kind }) => kind).join(),
		starts: attempts.map(({ at }) => at),
	};
}

export function useFakeClock(): void {
	jest.useFakeTimers({ now: epoch, doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
}

/** Moves the fake clock from timer to timer until the work has ended. */
async function finish<Value>(work: Promise<Value>): Promise<Value> {
	let isDone = false;
	const end = () => {
		isDone = true;
	};
	void work.then(end, end);
	for (;;) {
		await oneTurn();
		if (isDone) return await work;
		if (jest.getTimerCount() === 0) throw new Error('All wait, and nothing will wake them');
		jest.advanceTimersToNextTimer();
	}
}

function replyOf(server: Server, job: Job, attempt: number): Reply {
	if (typeof server === 'function') return server(job, attempt);
	const replies = [server].flat();
	return replies[attempt - 1] ?? replies.at(-1) ?? success;
}

async function* planOf(steps: Iterable<Step> | AsyncIterable<Step>): Plan<unknown> {
	yield* steps;
	return [];
}

export function answer(status: number, body: unknown, retryAfter?: string): Reply {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { kind: 'response', status, retryAfter, body: text, isCut: false, incomplete: null };
}

export const success = answer(200, { status: 'success', data: { ok: true } });

export function fail(message: string, status = 400): Reply {
	return answer(status, { status: 'fail', message });
}

/** A refusal for load: 429, or 503 with Retry-After. */
export function busy(retryAfter?: string, status = 429): Reply {
	return answer(status, 'busy', retryAfter);
}

export const reset: Reply = {
	...{ kind: 'no_response', code: 'network', problem: 'The connection broke.' },
	...{ sent: true, isPermanent: false },
};

const noResponse: Reply = { ...reset, code: 'timeout', problem: 'No response.' };

export const refusedConnection: Reply = { ...reset, sent: false };

const request = { target: null, url: 'http://127.0.0.1/', headers: {}, details: null };

export function fakeJob(change: Partial<Job> = {}): Job {
	const content = { kind: 'json', text: '{}' } as const;
	return { ...request, kind: 'job', indexes: [0], units: 1, content, ...change };
}

export function jobs(count: number, change: (index: number) => Partial<Job> = () => ({})): Job[] {
	return Array.from({ length: count }, (_, index) =>
		fakeJob({ indexes: [index], ...change(index) }),
	);
}

/** A batch of items with one event each, which is split if its data is refused. */
export function batch(...indexes: readonly number[]): Job {
	const entries = indexes.map((index) => ({ index, text: String(index), units: 1 }));
	return listJob(request, entries, true);
}

/** The JSON that a job sends. */
export function sentBy(job: Job): unknown {
	return JSON.parse(String(createBody(job.content).content));
}
