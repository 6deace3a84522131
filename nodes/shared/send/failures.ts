import { notSentFailure, sentence, type Failure } from '../failure';
import { inSeconds, type NextStep, type RunBudget } from './timing';

/** The last failure, with the `attempts`, `notSent` and `mayBeAccepted` of all attempts. */
export function withEarlier(last: Failure, earlier: Failure | null, attempts: number): Failure {
	const { notSent, mayBeAccepted } = earlier ?? { notSent: true, mayBeAccepted: false };
	return {
		...last,
		attempts,
		notSent: last.notSent && notSent,
		mayBeAccepted: last.mayBeAccepted || mayBeAccepted,
	};
}

/** The failure of a request that is not tried again. `milliseconds`: from its first attempt on. */
export function givenUp(
	failure: Failure,
	{ reason, isOutOfBudget }: Extract<NextStep, { kind: 'give_up' }>,
	milliseconds: number,
): Failure {
	const { code, attempts } = failure;
	// The last attempt may have been short, because the run budget left little time.
	const total =
		code === 'timeout' && attempts > 1
			? `Kainic did not answer in ${inSeconds(milliseconds)} (${attempts} attempts). Last attempt: `
			: '';
	const advice = isOutOfBudget ? moreTime : failure.description;
	const description = reason === '' ? advice : `${reason} ${advice}`;
	return { ...failure, message: `${total}${failure.message}`, description };
}

const moreTime = "Send the items again, or raise 'Run Budget' under 'Options'.";

/** The failure of a job that is not retried. If the run was canceled, its code is `canceled`. */
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

/** The failure of a split part, including the attempts and the `mayBeAccepted` of the batch. */
export function asPart(part: Failure, batch: Failure): Failure {
	const failure = {
		...part,
		attempts: part.attempts + batch.attempts,
		notSent: false,
		mayBeAccepted: part.mayBeAccepted || batch.mayBeAccepted,
	};
	if (part.attempts > 0) return failure;
	return {
		...failure,
		message: `Kainic refused a request that contained this item and other items. The node did not send this item separately. ${part.message}`,
		description:
			'Send this item again. It is unknown which items of the refused request have bad data.',
	};
}

/** The advice for a batch that Isolate Rejected does not split any more. */
export const unsplitAdvice =
	'Some items of this request have bad data. The node did not find out which ones, because it has already found 20 bad items in this run. Correct the data, then send these items again.';
