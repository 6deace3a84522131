import { failureKinds, type FailureCode, type FailureScope } from './failure-codes';

export * from './failure-codes';

/** Why something did not succeed, and whether Kainic may have accepted it. */
export interface Failure {
	readonly code: FailureCode;
	/** What happened, in our own words: explains what Kainic said. */
	readonly headline: string;
	readonly message: string;
	/** True if the message is what Kainic said, word for word. */
	readonly quoted: boolean;
	/** What the person at the panel can do about it. */
	readonly description: string;
	/** HTTP status of the last attempt; null if that got no response. */
	readonly httpCode: number | null;
	readonly attempts: number;
	/** True if no byte was sent. Sending again cannot make a duplicate. */
	readonly notSent: boolean;
	/** True if Kainic may have accepted it without confirming. */
	readonly mayBeAccepted: boolean;
	/** What else this failure makes pointless to send. */
	readonly scope: FailureScope;
}

/** The fields of `json.error` in a failure item. Workflows branch on them: they are an interface. */
export function failureJson(failure: Failure) {
	const { code, message, description, httpCode, attempts, notSent, mayBeAccepted } = failure;
	return { code, message, description, httpCode, attempts, notSent, mayBeAccepted };
}

/** The message as a sentence: what Kainic said stands in quotation marks. */
export function sentence({ message, quoted }: Pick<Failure, 'message' | 'quoted'>): string {
	const text = message.trim();
	const end = /[.!?…]$/.test(text) ? '' : '.';
	return quoted ? `Kainic says: "${text}"${end}` : `${text}${end}`;
}

interface Explanation {
	readonly code?: FailureCode;
	/** Replaces the code's own advice. */
	readonly advice?: string;
	readonly headline?: string;
	/** The place inside the item, e.g. "event 0", counted as n8n counts items. */
	readonly within?: string;
}

/** A failure found before anything was sent. */
export function notSentFailure(message: string, explanation: Explanation = {}): Failure {
	const { code = 'invalid_input' } = explanation;
	const kind = failureKinds[code];
	return {
		code,
		headline: explanation.headline ?? kind.headline,
		message,
		quoted: false,
		description: explanation.advice ?? kind.advice,
		httpCode: null,
		attempts: 0,
		notSent: true,
		mayBeAccepted: false,
		scope: kind.scope,
	};
}

/** The failure of what was not sent because the execution was canceled. */
export const canceledUnsent = notSentFailure(
	'The execution was canceled before this item was sent.',
	{ code: 'canceled' },
);

/** The failure of items that were not sent because of `cause`. */
export function skipped(cause: Failure): Failure {
	return {
		...cause,
		message: `This item was not sent, because an earlier request failed. ${sentence(cause)}`,
		quoted: false,
		httpCode: null,
		attempts: 0,
		notSent: true,
		mayBeAccepted: false,
	};
}

/** After an attempt, nobody knows what Kainic did with the request. */
export function unforeseen(error: unknown, attempts: number): Failure {
	const wasSent = attempts > 0;
	const failure = notSentFailure(`An unexpected error happened: ${reasonOf(error)}`, {
		code: wasSent ? 'bad_response' : 'invalid_input',
	});
	return { ...failure, attempts, notSent: !wasSent, mayBeAccepted: wasSent };
}

/** Thrown by checks of items, parameters and the credential. Its message does not name the item. */
export class InputError extends Error {
	constructor(
		message: string,
		readonly explanation: Explanation = {},
	) {
		super(message);
		this.name = 'InputError';
	}
}

/** Runs a check of a part of an item, or n8n's work for it. An error then becomes an InputError that names the place. */
export function within<Value>(place: string, check: () => Value): Value {
	let problem: unknown;
	try {
		return check();
	} catch (error) {
		// n8n's linter allows no InputError to be thrown here.
		problem = error;
	}
	const explanation = problem instanceof InputError ? problem.explanation : {};
	throw new InputError(reasonOf(problem), { ...explanation, within: place });
}

/** The failure for an error of a check, or of n8n while it resolved an expression or the credential. */
export function inputFailure(error: unknown, place: string | null): Failure {
	const explanation = error instanceof InputError ? error.explanation : {};
	const places = [place, explanation.within].filter((part) => typeof part === 'string');
	const reason = reasonOf(error);
	const message = places.length === 0 ? reason : `${places.join(', ')}: ${reason}`;
	return notSentFailure(message.charAt(0).toUpperCase() + message.slice(1), explanation);
}

/** Some values that can be thrown cannot be turned into text. */
function reasonOf(error: unknown): string {
	if (error instanceof InputError) return error.message;
	const text = error instanceof Error ? error.message : error;
	const [reason = ''] = typeof text === 'string' ? text.split('\n') : [];
	return reason === '' ? 'Unknown error' : reason;
}
