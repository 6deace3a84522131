import { failureKinds, sentence, type Failure } from '../failure';
import type { AttemptResult, Job, Outcome, Transport } from './job';
import { readAttempt, type FailedAttempt } from './read-attempt';
import {
	parseRetryAfter,
	retryDelay,
	startLimit,
	type RateLimiter,
	type TimeLimit,
} from './timing';

/** What the rest of a run has to say before another attempt. */
export interface SendControl {
	readonly budget: TimeLimit;
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
	const { maxAttempts, timeout, timeBudget } = transport.policy;
	const start = transport.now();
	const own = startLimit('time budget', timeBudget, start);
	const limit = budget.deadline < own.deadline ? budget : own;
	/** `reason` is why there is no further attempt, if time is the reason. */
	const end = (failure: Failure, reason: string): Outcome => {
		const advice = reason !== '' && limit === budget ? moreTime : failure.description;
		const message = `${durationOf(failure, transport.now() - start)}${failure.message}`;
		return { kind: 'failed', failure: { ...failure, message, description: `${reason}${advice}` } };
	};
	const noRoom = `The ${limit.name} leaves no room for another attempt. `;
	let known = { notSent: true, mayBeAccepted: false };
	for (let attempts = 1; ; attempts += 1) {
		const left = limit.deadline - transport.now();
		const attempt = await transport.request(
			job,
			Math.max(1, Math.min(timeout, left)),
			control.onResponse,
		);
		const result = await readAttempt(job, attempt, transport);
		if (result.kind === 'success') return { kind: 'accepted', present: result.present, attempts };
		known = {
			notSent: known.notSent && attempt.kind === 'no_response' && !attempt.sent,
			mayBeAccepted: known.mayBeAccepted || result.mayBeAccepted,
		};
		const failure = { ...describe(result, attempt, transport), ...known, attempts };
		const now = transport.now();
		const retryAfter =
			attempt.kind === 'no_response' ? null : parseRetryAfter(attempt.headers['retry-after'], now);
		const isInvited = result.retry === 'when_invited' && retryAfter !== null;
		if ((result.retry !== 'always' && !isInvited) || attempts >= maxAttempts) {
			return end(failure, now >= limit.deadline ? `The ${limit.name} was over. ` : '');
		}
		const delay = retryDelay(attempts, retryAfter, transport.random());
		if (now + delay >= limit.deadline) {
			return end(failure, retryAfter === null ? noRoom : askedToWait(retryAfter, limit));
		}
		transport.onRetry(attempts, delay, failure.message);
		await transport.sleep(delay, isPointless);
		// Reserved only now: a turn in the future would hold up all other requests.
		const ready = transport.now();
		const turn = limiter.reserve(ready, limit.deadline);
		if (turn !== null && turn > ready) await transport.sleep(turn - ready, isPointless);
		if (transport.canceled()) return { kind: 'failed', failure: canceledWhileWaiting(failure) };
		if (isPointless()) return { kind: 'failed', failure };
		if (turn === null || transport.now() >= limit.deadline) return end(failure, noRoom);
	}
}

const moreTime = 'Send the items again, or give the run more time.';

function describe(
	result: FailedAttempt,
	attempt: AttemptResult,
	{ adviceFor }: Pick<Transport, 'adviceFor'>,
) {
	return {
		code: result.code,
		headline: failureKinds[result.code].headline,
		message: result.message,
		quoted: result.quoted,
		description: result.advice ?? adviceFor(result.code),
		httpCode: attempt.kind === 'no_response' ? null : attempt.status,
		scope: result.scope,
	};
}

function askedToWait(milliseconds: number, { name }: TimeLimit): string {
	return `Kainic asked to wait ${Math.ceil(milliseconds / 1000)} seconds, which is beyond the ${name}. `;
}

/** The last of several attempts has only the time that the earlier ones left. */
function durationOf({ code, attempts }: Failure, elapsed: number): string {
	if (code !== 'timeout' || attempts === 1) return '';
	return `No answer in ${Math.round(elapsed / 100) / 10} seconds (${attempts} attempts). The last one: `;
}

function canceledWhileWaiting(failure: Failure): Failure {
	const { advice, headline, scope } = failureKinds.canceled;
	const message = `Canceled while waiting to try again. ${sentence(failure)}`;
	const quoted = false;
	return { ...failure, code: 'canceled', headline, message, quoted, description: advice, scope };
}
