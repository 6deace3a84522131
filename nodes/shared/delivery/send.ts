import { failureKinds, type Failure, type FailureCode } from '../failure';
import type { Answer, Exchange, FailureVerdict, Verdict } from './exchange';
import type { Job, Outcome } from './job';
import type { Redactor } from './redact';
import { attemptTimeout, decideRetry, parseRetryAfter, type RetryPolicy } from './retry';

/** Everything that getting a request through needs from outside. */
export interface Delivery {
	readonly policy: RetryPolicy;
	readonly redactor: Redactor;
	/** Makes one attempt of at most `timeout` milliseconds. Never throws. */
	request(job: Job<unknown>, timeout: number): Promise<Exchange>;
	/** Says what an answer means. */
	read(answer: Answer): Verdict;
	/** Milliseconds of a clock that only goes forward in use. */
	now(): number;
	random(): number;
	/** Waits that many milliseconds; ends early when the run is cancelled. */
	sleep(milliseconds: number): Promise<void>;
	canceled(): boolean;
	/** Told of each attempt that is followed by another. */
	retrying(attempts: number, delay: number, message: string): void;
}

const longestMessage = 500;

/**
 * Sends a job until it is accepted, refused, out of attempts or out of time. Never throws: whatever
 * happens is an outcome. `mayBeAccepted` holds as soon as any attempt's fate is not known.
 */
export async function send<Data>(job: Job<Data>, delivery: Delivery): Promise<Outcome<Data>> {
	const start = delivery.now();
	let mayBeAccepted = false;
	for (let attempts = 1; ; attempts += 1) {
		const timeout = attemptTimeout(delivery.now() - start, delivery.policy);
		const exchange = await delivery.request(job, timeout);
		const verdict = judge(exchange, delivery);
		if (verdict.kind === 'success') return readData(job, verdict.data, attempts, exchange);
		mayBeAccepted ||= verdict.mayBeAccepted;
		const retryAfter = askedToWait(exchange, delivery.now());
		const decision = decideRetry(
			{
				attempts,
				elapsed: delivery.now() - start,
				retryable: mayRetry(verdict, retryAfter),
				retryAfter,
				random: delivery.random(),
			},
			delivery.policy,
		);
		const failure = describe(verdict, exchange, attempts, mayBeAccepted);
		if (decision.kind === 'stop_for_budget') {
			return { kind: 'failed', failure: outOfTime(failure, decision.retryAfter, delivery.policy) };
		}
		if (decision.kind === 'stop') return { kind: 'failed', failure };
		delivery.retrying(attempts, decision.delay, failure.message);
		await delivery.sleep(decision.delay);
		if (delivery.canceled()) return { kind: 'failed', failure: canceledWhileWaiting(failure) };
	}
}

function judge(exchange: Exchange, delivery: Delivery): Verdict {
	const verdict = understand(exchange, delivery);
	if (verdict.kind === 'success') return { ...verdict, data: delivery.redactor.data(verdict.data) };
	const message = delivery.redactor.text(verdict.message);
	return { ...verdict, message: shorten(message) };
}

function understand(exchange: Exchange, delivery: Delivery): Verdict {
	switch (exchange.kind) {
		case 'answer':
			return delivery.read(exchange);
		case 'silence':
			return failed(exchange.cause, exchange.problem, exchange.sent);
		case 'broken_answer':
			// A refusal is one even where its text got lost; only of a 2xx the body says whether it worked.
			if (exchange.status >= 300) return delivery.read({ ...exchange, kind: 'answer', body: '' });
			if (exchange.cause === 'unreadable') return failed('bad_response', exchange.problem, true);
			return failed(exchange.cause, exchange.problem, true);
	}
}

function failed(code: FailureCode, message: string, mayBeAccepted: boolean): FailureVerdict {
	const retry = code === 'timeout' || code === 'network' ? 'always' : 'never';
	return { kind: 'failure', code, message, retry, mayBeAccepted };
}

function mayRetry(verdict: FailureVerdict, retryAfter: number | null): boolean {
	return verdict.retry === 'always' || (verdict.retry === 'when_invited' && retryAfter !== null);
}

function askedToWait(exchange: Exchange, now: number): number | null {
	if (exchange.kind === 'silence') return null;
	return parseRetryAfter(exchange.headers['retry-after'], now);
}

function readData<Data>(
	job: Job<Data>,
	data: unknown,
	attempts: number,
	exchange: Exchange,
): Outcome<Data> {
	const reading = job.read(data);
	if (reading.kind === 'read') return { kind: 'accepted', data: reading.data, attempts };
	const verdict = failed('bad_response', reading.problem, true);
	return { kind: 'failed', failure: describe(verdict, exchange, attempts, true) };
}

function describe(
	verdict: FailureVerdict,
	exchange: Exchange,
	attempts: number,
	mayBeAccepted: boolean,
): Failure {
	return {
		code: verdict.code,
		message: verdict.message,
		description: failureKinds[verdict.code].advice,
		httpCode: exchange.kind === 'silence' ? null : exchange.status,
		attempts,
		notSent: false,
		mayBeAccepted,
	};
}

function outOfTime(failure: Failure, retryAfter: number | null, policy: RetryPolicy): Failure {
	const budget = `${policy.timeBudget / 1000} seconds`;
	const reason =
		retryAfter === null
			? `The time budget of ${budget} leaves no room for another attempt.`
			: `Kainic asked to wait ${Math.ceil(retryAfter / 1000)} seconds, which is beyond the time budget of ${budget}.`;
	return { ...failure, description: `${reason} ${failure.description}` };
}

function canceledWhileWaiting(failure: Failure): Failure {
	const { advice } = failureKinds.canceled;
	const message = `Cancelled while waiting to try again after: ${failure.message}`;
	return { ...failure, code: 'canceled', message, description: advice };
}

function shorten(message: string): string {
	return message.length <= longestMessage ? message : `${message.slice(0, longestMessage - 1)}…`;
}
