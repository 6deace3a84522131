import { failureKinds, type FailureCode } from './failure-codes';

export { failureKinds, isFailureCode, type FailureCode } from './failure-codes';

/** Why something did not succeed, and what is known of its fate. Its fields are those of `json.error`. */
export interface Failure {
	readonly code: FailureCode;
	readonly message: string;
	readonly description: string;
	/** The HTTP status of the last answer; null where none came. */
	readonly httpCode: number | null;
	/** How many requests were tried for it. */
	readonly attempts: number;
	/** True where no request was tried, so that it can be queued again without a doubt. */
	readonly notSent: boolean;
	/** True where Kainic may have taken it although no confirmation came. */
	readonly mayBeAccepted: boolean;
}

/** A failure found before anything was sent. `advice` says more than the code's own where it can. */
export function notSentFailure(code: FailureCode, message: string, advice?: string): Failure {
	return {
		code,
		message,
		description: advice ?? failureKinds[code].advice,
		httpCode: null,
		attempts: 0,
		notSent: true,
		mayBeAccepted: false,
	};
}

/** What is reported of everything that an earlier failure made pointless to send: the same code, not sent. */
export function spared(cause: Failure): Failure {
	return {
		...cause,
		message: `Not sent, because an earlier request ended like this: ${cause.message}`,
		httpCode: null,
		attempts: 0,
		notSent: true,
		mayBeAccepted: false,
	};
}

/** One failure of two that ended the same item: the first, with what is known of both. */
export function mergeFailures(first: Failure, second: Failure): Failure {
	return {
		...first,
		attempts: first.attempts + second.attempts,
		notSent: first.notSent && second.notSent,
		mayBeAccepted: first.mayBeAccepted || second.mayBeAccepted,
	};
}

/** Thrown by checks of items and parameters; whoever plans catches it and gives its item this failure. */
export class InputProblem extends Error {
	readonly failure: Failure;

	constructor(message: string, options: { advice?: string; code?: FailureCode } = {}) {
		super(message);
		this.name = 'InputProblem';
		this.failure = notSentFailure(options.code ?? 'invalid_input', message, options.advice);
	}
}

/** What a check, or n8n while it resolved an expression or the credential, found wrong. */
export function problemOf(error: unknown, place: string): Failure {
	if (error instanceof InputProblem) return error.failure;
	const [reason] = reasonOf(error).split('\n');
	return notSentFailure('invalid_input', `${place}: ${reason}`);
}

/** Whatever was thrown: not everything can be turned into text. */
function reasonOf(error: unknown): string {
	const text = error instanceof Error ? error.message : error;
	return typeof text === 'string' ? text : 'it failed without a reason';
}
