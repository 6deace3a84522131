import { notSentFailure, sentence, type Failure } from '../failure';
import type { RunBudget } from './retry';

/** The last failure of a request, with the `attempts`, `notSent` and `mayBeAccepted` of all its attempts. */
export function withEarlier(last: Failure, earlier: Failure | null): Failure {
	if (earlier === null) return last;
	return {
		...last,
		attempts: earlier.attempts + last.attempts,
		notSent: earlier.notSent && last.notSent,
		mayBeAccepted: earlier.mayBeAccepted || last.mayBeAccepted,
	};
}

/** The failure of a job that is not sent because of `cause`. `batch`: the refused batch that contained the job. */
export function unsent(cause: Failure, batch: Failure | null): Failure {
	if (batch === null) return cause;
	return {
		...withEarlier(cause, batch),
		message: `Kainic refused a request that contained this item and other items. The node did not send this item separately. ${cause.message}`,
		description:
			'Send this item again. It is unknown which items of the refused request have bad data.',
	};
}

/** The advice for a batch that Isolate Rejected does not split any more. */
export const unsplitAdvice =
	'Some items of this request have bad data. The node did not find out which ones, because it has already found 20 bad items in this run. Correct the data, then send these items again.';

/** The failure of a request that is not tried again because of `cause`. Only a cancel replaces its code. */
export function interrupted(failure: Failure, cause: Failure): Failure {
	if (cause.code !== 'canceled') return failure;
	const { code, headline, description, scope } = cause;
	const message = `The execution was canceled before the next attempt. ${sentence(failure)}`;
	return { ...failure, code, headline, description, scope, message, quoted: false };
}

/** The failure of items that were not sent because the run budget was used up. */
export function outOfBudget({ name }: RunBudget): Failure {
	return notSentFailure(`${name} was used up before this item was sent.`, {
		code: 'timeout',
		headline: "The run took longer than 'Run Budget' allows",
		advice:
			"Items with 'notSent: true' were not sent. Send these items again, or raise 'Run Budget' under 'Options'.",
	});
}
