import type { FailureCode } from '../failure';

/** What came back of one attempt. */
export type Exchange = Answer | BrokenAnswer | Silence;

export interface Answer {
	readonly kind: 'answer';
	readonly status: number;
	/** By lower-case name. */
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** The status and the headers came, but not the whole body. */
export interface BrokenAnswer {
	readonly kind: 'broken_answer';
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly cause: 'timeout' | 'network' | 'canceled' | 'unreadable';
	readonly problem: string;
}

/** No answer. `sent` says whether the request may have reached the server. */
export interface Silence {
	readonly kind: 'silence';
	readonly cause: 'timeout' | 'network' | 'canceled';
	readonly sent: boolean;
	readonly problem: string;
}

/** What an exchange means: the data, or a failure with what is known about trying it again. */
export type Verdict = { readonly kind: 'success'; readonly data: unknown } | FailureVerdict;

export interface FailureVerdict {
	readonly kind: 'failure';
	readonly code: FailureCode;
	readonly message: string;
	readonly retry: 'never' | 'always' | 'when_invited';
	/** True where the request may have been carried out all the same. */
	readonly mayBeAccepted: boolean;
}
