import { failureKinds, notSentFailure, sentence, type Failure } from '../failure';
import { withinRun, type FinalDecision, type RetryPolicy, type RunBudget } from './retry';

/** The failure of what was not sent because the execution was canceled. */
export const canceled = notSentFailure('The execution was canceled before this was sent.', {
	code: 'canceled',
});

/** The failure of what was not sent because the run had used up its time. */
export function outOfBudget(budget: RunBudget): Failure {
	return notSentFailure(`The ${nameOf(budget)} was over before this was sent.`, {
		code: 'timeout',
		headline: 'The run took longer than its budget',
		advice: 'Send the items marked notSent again, or raise Run Budget under Options.',
	});
}

/** The failure of a part of a request that was refused, if the part itself is not sent any more. */
export function afterRefusal(cause: Failure, earlier: number): Failure {
	const message = `Refused as a part of a larger request, and then not sent alone. ${sentence(cause)}`;
	const description = 'Send these items again: they were refused together, and not tried alone.';
	return withAttempts({ ...cause, message, quoted: false, description }, earlier);
}

/** The same failure with the attempts of the larger request that it was a part of. */
export function withAttempts(failure: Failure, earlier: number): Failure {
	if (earlier === 0) return failure;
	return { ...failure, attempts: failure.attempts + earlier, notSent: false };
}

/** What limits the time of a job. `start` and `now` are in milliseconds of the transport's clock. */
interface Budgets {
	readonly policy: RetryPolicy;
	readonly run: RunBudget;
	readonly start: number;
	readonly now: number;
}

/** The failure of a job that gets no further attempt. Names the budget if that is the reason. */
export function atEnd(
	failure: Failure,
	decision: FinalDecision,
	{ policy, run, start, now }: Budgets,
): Failure {
	const endsWithRun = withinRun(policy, run, start).timeBudget < policy.timeBudget;
	const wasCut = endsWithRun && failure.code === 'timeout' && now >= run.deadline;
	if (decision.kind === 'stop' && !wasCut) return failure;
	const budget = endsWithRun ? nameOf(run) : `time budget of ${policy.timeBudget / 1000} seconds`;
	const description = `${reasonOf(decision, budget)} ${failure.description}`;
	if (failure.code !== 'timeout' || failure.attempts === 1) return { ...failure, description };
	// The last attempt has only the time that the earlier ones left.
	const message = `${failure.message} This was attempt ${failure.attempts} within the ${budget}.`;
	return { ...failure, message, description };
}

function reasonOf(decision: FinalDecision, budget: string): string {
	if (decision.kind === 'stop') return `The ${budget} was over.`;
	return decision.retryAfter === null
		? `The ${budget} leaves no room for another attempt.`
		: `Kainic asked to wait ${Math.ceil(decision.retryAfter / 1000)} seconds, which is beyond the ${budget}.`;
}

function nameOf({ limit }: RunBudget): string {
	return `run budget of ${limit / 1000} seconds`;
}

/** The failure of a job whose next attempt was canceled. */
export function canceledWhileWaiting(failure: Failure): Failure {
	const { advice, headline, scope } = failureKinds.canceled;
	const message = `Canceled while waiting to try again. ${sentence(failure)}`;
	return {
		...failure,
		code: 'canceled',
		headline,
		message,
		quoted: false,
		description: advice,
		scope,
	};
}
