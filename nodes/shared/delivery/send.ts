import { failureKinds, sentence, type Failure } from '../failure';
import type { AttemptResult, Job, Outcome, Transport } from './job';
import type { RateLimiter } from './rate-limiter';
import { readAttempt, type FailedAttempt, type Read } from './read-attempt';
import {
	attemptTimeout,
	budgetName,
	decideRetry,
	parseRetryAfter,
	withinRun,
	type FinalDecision,
	type RunBudget,
} from './retry';

/** What is known of all attempts so far. */
type History = Pick<Failure, 'attempts' | 'notSent' | 'mayBeAccepted'>;

/** What the rest of a run has to say before another attempt. */
export interface SendControl {
	readonly budget: RunBudget;
	readonly limiter: RateLimiter;
	/** True if the run has stopped, or another failure concerns this job. */
	isPointless(): boolean;
	/** Called when the head of a response has come. */
	onResponse(): void;
}

/**
 * Sends a job until it is accepted, refused, out of attempts or out of time. Never throws: whatever
 * happens is an outcome. If Kainic may have accepted one attempt, it may have accepted the job, even
 * if a later attempt is refused.
 */
export async function send(job: Job, transport: Transport, control: SendControl): Promise<Outcome> {
	const { budget, limiter, isPointless } = control;
	const start = transport.now();
	const policy = withinRun(transport.policy, budget, start);
	const deadline = start + policy.timeBudget;
	const end = (failure: Failure, decision: FinalDecision): Outcome => {
		const now = transport.now();
		const name = budgetName(budget, transport.policy, start);
		const reason = reasonOf(decision, now >= deadline, name);
		const endsWithRun = reason !== '' && policy.timeBudget < transport.policy.timeBudget;
		const advice = endsWithRun ? moreTime : failure.description;
		const description = `${reason}${advice}`;
		const message = `${failure.message}${durationOf(failure, now - start)}`;
		return { kind: 'failed', failure: { ...failure, message, description } };
	};
	let history: History = { attempts: 0, notSent: true, mayBeAccepted: false };
	for (;;) {
		const timeout = attemptTimeout(transport.now() - start, policy);
		const attempt = await transport.request(job, timeout, control.onResponse);
		const result = await readAttempt(job, attempt, transport);
		history = extend(history, attempt, result);
		if (result.kind === 'success') {
			return { kind: 'accepted', present: result.present, attempts: history.attempts };
		}
		const failure = describe(result, attempt, history, transport);
		const now = transport.now();
		const retryAfter =
			attempt.kind === 'no_response' ? null : parseRetryAfter(attempt.headers['retry-after'], now);
		const isInvited = result.retry === 'when_invited' && retryAfter !== null;
		const decision = decideRetry(
			{
				attempts: history.attempts,
				elapsed: now - start,
				retryable: result.retry === 'always' || isInvited,
				retryAfter,
				random: transport.random(),
			},
			policy,
		);
		if (decision.kind !== 'retry') return end(failure, decision);
		transport.onRetry(history.attempts, decision.delay, failure.message);
		await transport.sleep(decision.delay, isPointless);
		// Reserved only now: a turn in the future would hold up all other requests.
		const ready = transport.now();
		const turn = limiter.reserve(ready, deadline);
		if (turn !== null && turn > ready) await transport.sleep(turn - ready, isPointless);
		if (transport.canceled()) return { kind: 'failed', failure: canceledWhileWaiting(failure) };
		if (isPointless()) return { kind: 'failed', failure };
		if (turn === null || transport.now() >= deadline) return end(failure, noRoom);
	}
}

const moreTime = 'Send the items again, or give the run more time.';

const noRoom: FinalDecision = { kind: 'stop_for_budget', retryAfter: null };

function extend(history: History, attempt: AttemptResult, result: Read): History {
	return {
		attempts: history.attempts + 1,
		notSent: history.notSent && attempt.kind === 'no_response' && !attempt.sent,
		mayBeAccepted: history.mayBeAccepted || (result.kind === 'failure' && result.mayBeAccepted),
	};
}

function describe(
	result: FailedAttempt,
	attempt: AttemptResult,
	history: History,
	{ adviceFor }: Pick<Transport, 'adviceFor'>,
): Failure {
	return {
		code: result.code,
		headline: failureKinds[result.code].headline,
		message: result.message,
		quoted: result.quoted,
		description: result.advice ?? adviceFor(result.code),
		httpCode: attempt.kind === 'no_response' ? null : attempt.status,
		...history,
		scope: result.scope,
	};
}

/** Why there is no further attempt, if time is the reason; as a sentence before the advice. */
function reasonOf(decision: FinalDecision, isOver: boolean, budget: string): string {
	if (decision.kind === 'stop') return isOver ? `The ${budget} was over. ` : '';
	return decision.retryAfter === null
		? `The ${budget} leaves no room for another attempt. `
		: `Kainic asked to wait ${Math.ceil(decision.retryAfter / 1000)} seconds, which is beyond the ${budget}. `;
}

/** The last of several attempts has only the time that the earlier ones left. */
function durationOf({ code, attempts }: Failure, elapsed: number): string {
	if (code !== 'timeout' || attempts === 1) return '';
	return ` All ${attempts} attempts took ${Math.round(elapsed / 100) / 10} seconds.`;
}

function canceledWhileWaiting(failure: Failure): Failure {
	const { advice, headline, scope } = failureKinds.canceled;
	const message = `Canceled while waiting to try again. ${sentence(failure)}`;
	const quoted = false;
	return { ...failure, code: 'canceled', headline, message, quoted, description: advice, scope };
}
