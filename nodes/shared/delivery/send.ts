import { failureKinds, type FailedResult, type Failure } from '../failure';
import { atEnd, canceledWhileWaiting } from './endings';
import type { AttemptResult, Job, Outcome, Transport } from './job';
import { readAttempt, type Read } from './read-attempt';
import {
	attemptTimeout,
	decideRetry,
	parseRetryAfter,
	unlimited,
	withinRun,
	type FinalDecision,
	type RunBudget,
} from './retry';

const noRoom: FinalDecision = { kind: 'stop_for_budget', retryAfter: null };

/** What is known of all attempts so far. */
type History = Pick<Failure, 'attempts' | 'notSent' | 'mayBeAccepted'>;

/** What the rest of a run has to say before another attempt. */
export interface SendControl {
	readonly budget: RunBudget;
	/** Called when the head of a response has come. */
	onResponse(): void;
	/** Waits until the next attempt may begin. False, and at once, if that would be after `deadline`. */
	waitForTurn(deadline: number): Promise<boolean>;
	/** True if another request failed in a way that makes further attempts pointless. */
	isPointless(): boolean;
}

const alone: SendControl = {
	budget: unlimited,
	onResponse: () => undefined,
	waitForTurn: async () => await Promise.resolve(true),
	isPointless: () => false,
};

/**
 * Sends a job until it is accepted, refused, out of attempts or out of time. Never throws: whatever
 * happens is an outcome. If Kainic may have accepted one attempt, it may have accepted the job, even
 * if a later attempt is refused.
 */
export async function send<Data>(
	job: Job<Data>,
	transport: Transport,
	control: SendControl = alone,
): Promise<Outcome<Data>> {
	const start = transport.now();
	const policy = withinRun(transport.policy, control.budget, start);
	const deadline = start + policy.timeBudget;
	const end = (failure: Failure, decision: FinalDecision): Outcome<Data> => {
		const now = transport.now();
		const budgets = { policy: transport.policy, run: control.budget, start, now };
		return { kind: 'failed', failure: atEnd(failure, decision, budgets) };
	};
	let history: History = { attempts: 0, notSent: true, mayBeAccepted: false };
	for (;;) {
		const timeout = attemptTimeout(transport.now() - start, policy);
		const attempt = await transport.request(job, timeout, control.onResponse);
		const result = await readAttempt(job, attempt, transport);
		history = extend(history, attempt, result);
		if (result.kind === 'success') {
			return { kind: 'accepted', data: result.data, attempts: history.attempts };
		}
		const failure = describe(result, attempt, history);
		const now = transport.now();
		const retryAfter =
			attempt.kind === 'no_response' ? null : parseRetryAfter(attempt.headers['retry-after'], now);
		const decision = decideRetry(
			{
				attempts: history.attempts,
				elapsed: now - start,
				retryable:
					result.retry === 'when_invited' ? retryAfter !== null : result.retry === 'always',
				retryAfter,
				random: transport.random(),
			},
			policy,
		);
		if (decision.kind !== 'retry') return end(failure, decision);
		transport.onRetry(history.attempts, decision.delay, failure.message);
		await transport.sleep(decision.delay, control.isPointless);
		const hasTurn = await control.waitForTurn(deadline);
		if (transport.canceled()) return { kind: 'failed', failure: canceledWhileWaiting(failure) };
		if (control.isPointless()) return { kind: 'failed', failure };
		if (!hasTurn || transport.now() >= deadline) return end(failure, noRoom);
	}
}

function extend(history: History, attempt: AttemptResult, result: Read<unknown>): History {
	return {
		attempts: history.attempts + 1,
		notSent: history.notSent && attempt.kind === 'no_response' && !attempt.sent,
		mayBeAccepted: history.mayBeAccepted || (result.kind === 'failure' && result.mayBeAccepted),
	};
}

function describe(result: FailedResult, attempt: AttemptResult, history: History): Failure {
	const { headline, advice } = failureKinds[result.code];
	return {
		code: result.code,
		headline,
		message: result.message,
		quoted: result.quoted,
		description: advice,
		httpCode: attempt.kind === 'no_response' ? null : attempt.status,
		...history,
		scope: result.scope,
	};
}
