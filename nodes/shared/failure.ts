import { failureKinds, type FailureCode, type FailureScope, type RetryRule } from './failure-codes';

/** Why a request or an item failed, and whether Kainic may have accepted it. */
export interface Failure {
	readonly code: FailureCode;
	/** What happened, in our own words, even if `message` is Kainic's. */
	readonly headline: string;
	readonly message: string;
	/** Where a check failed, e.g. "item 0, event 2". The first item is 0, as in n8n. Null for a request. */
	readonly where: string | null;
	/** True if the message is Kainic's, word for word. */
	readonly quoted: boolean;
	/** What the user can do about the failure. */
	readonly description: string;
	/** HTTP status of the last attempt; null if the last attempt got no response. */
	readonly httpCode: number | null;
	/** Number of requests, including those that Kainic refused because of load. */
	readonly attempts: number;
	/** True if no byte was sent, so sending again cannot make a duplicate. */
	readonly notSent: boolean;
	/** True if Kainic may have accepted the request without confirming it. */
	readonly mayBeAccepted: boolean;
	/** Which other requests would fail for the same reason. */
	readonly scope: FailureScope;
	readonly retry: RetryRule;
	/** Milliseconds that Kainic asked us to wait; 0 if it did not ask. */
	readonly retryAfter: number;
}

/** The fields of `json.error` in a failure item. Workflows branch on these fields, so their names must not change. */
export function failureJson(failure: Failure) {
	const { code, description, httpCode, attempts, notSent, mayBeAccepted } = failure;
	const message = withWhere(failure.message, failure.where);
	return { code, message, description, httpCode, attempts, notSent, mayBeAccepted };
}

/** n8n's own form for naming an item: "The field is empty. [item 0]". */
export function withWhere(message: string, where: string | null): string {
	return where === null ? message : `${message} [${where}]`;
}

/** Returns the message as a sentence, with Kainic's own words in quotation marks. */
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
	/** The part of the item, e.g. "event 0" for the first event. */
	readonly within?: string;
}

/**
 * A failure before anything was sent, with the headline, advice, scope and retry rule of the code.
 * `explanation` and `change` replace fields.
 */
export function newFailure(
	message: string,
	explanation: Explanation = {},
	change: Partial<Failure> = {},
): Failure {
	const { code = 'invalid_input' } = explanation;
	const { headline, advice, scope, retry } = failureKinds[code];
	return {
		code,
		headline: explanation.headline ?? headline,
		message,
		where: null,
		quoted: false,
		description: explanation.advice ?? advice,
		httpCode: null,
		attempts: 0,
		notSent: true,
		mayBeAccepted: false,
		scope,
		retry,
		retryAfter: 0,
		...change,
	};
}

/** The failure of items that were not sent because the execution was canceled. */
export const canceledUnsent = newFailure('The execution was canceled before this item was sent.', {
	code: 'canceled',
});

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

/** The failure for an unexpected exception. Kainic may have accepted the request. */
export function unforeseen(error: unknown, attempts: number): Failure {
	const message = `Something unexpected happened: ${reasonOf(error)}`;
	const change = { attempts, notSent: false, mayBeAccepted: true };
	return newFailure(message, { code: 'bad_response' }, change);
}

/** Thrown by checks of items, parameters and the credential. The message does not name the item. */
export class InputError extends Error {
	constructor(
		message: string,
		readonly explanation: Explanation = {},
	) {
		super(message);
		this.name = 'InputError';
	}
}

/** Runs `check` on a part of an item. If `check` throws, the new error names the part. */
export function within<Value>(part: string, check: () => Value): Value {
	try {
		return check();
	} catch (error) {
		throw inPart(part, error);
	}
}

/** n8n's linter allows no `new InputError` in a `catch`, but a function that returns one. */
function inPart(part: string, error: unknown): InputError {
	const explanation = error instanceof InputError ? error.explanation : {};
	return new InputError(reasonOf(error), { ...explanation, within: part });
}

/** The failure for an error of a check, or for n8n's error about an expression or the credential. */
export function inputFailure(error: unknown, item: string | null): Failure {
	const explanation = error instanceof InputError ? error.explanation : {};
	const parts = [item, explanation.within].filter((part) => typeof part === 'string');
	const reason = reasonOf(error);
	const message = reason.charAt(0).toUpperCase() + reason.slice(1);
	return newFailure(message, explanation, {
		where: parts.length === 0 ? null : parts.join(', '),
	});
}

/** Not every value that can be thrown can be converted to text. */
function reasonOf(error: unknown): string {
	if (error instanceof InputError) return error.message;
	const text = error instanceof Error ? error.message : error;
	const [reason = ''] = typeof text === 'string' ? text.split('\n') : [];
	return reason === '' ? 'Unknown reason' : reason;
}
