import type { Failure, FailureCode, FailureScope, ResponseResult } from '../failure';
import type { Redactor } from './redact';
import type { RetryPolicy } from './retry';
import type { Turns } from './turns';

/** What requests are authenticated with. Requests of the same account share its failures. */
export interface Account {
	/** The credential as it was when the run began. */
	readonly credential: Readonly<Record<string, unknown>>;
}

/** One request and the input items it serves. */
export interface Job<Data> {
	readonly kind: 'job';
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	/** True if further jobs follow for the same items; they succeed only if all of them do. */
	readonly continues?: boolean;
	readonly account: Account;
	/** The tracker, model or experiment whose failures stop this job as well. */
	readonly target: { readonly scope: FailureScope; readonly id: string } | null;
	/** Number of events, predictions or products. */
	readonly units: number;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Makes the body anew for each attempt. The signal ends a body that is still being read. */
	body(signal: AbortSignal): RequestBody;
	/** Turns the response's data into the job's result. Throws an InputError if it is unreadable. */
	read(data: unknown): Data;
	/** Set if `read` ignores the data, which then need not be searched for the key. */
	readonly ignoresData?: true;
	/** The halves to try if the request is refused for its data. */
	split?(): ReadonlyArray<Job<Data>>;
}

export type RequestBody =
	| { readonly kind: 'json'; readonly bytes: Buffer }
	| { readonly kind: 'form'; readonly form: FormData; progress(): UploadProgress };

/** How much of a form's file was read for sending. */
export interface UploadProgress {
	readonly bytes: number;
	readonly totalBytes: number;
	/** Why the file could not be read; null if it could. */
	readonly problem: string | null;
}

export type Outcome<Data> = Accepted<Data> | Failed;

export interface Accepted<Data> {
	readonly kind: 'accepted';
	readonly data: Data;
	/** 0 if it was only checked, as asked. */
	readonly attempts: number;
}

export interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
}

/** Input items that end without a request: refused by a check, or valid and not to be sent. */
export interface Settled<Data> {
	readonly kind: 'settled';
	readonly indexes: readonly number[];
	readonly units: number;
	readonly outcome: Outcome<Data>;
}

/** A moment at which planning yields to the event loop. */
export interface Pause {
	readonly kind: 'pause';
}

export type Step<Data> = Job<Data> | Settled<Data> | Pause;

/** What input items become, lazily; asynchronous if files have to be read. */
export type Plan<Data> = Iterable<Step<Data>, unknown> | AsyncIterable<Step<Data>, unknown>;

export const pause: Pause = { kind: 'pause' };

export function refuse(indexes: readonly number[], failure: Failure, units = 1): Settled<never> {
	return { kind: 'settled', indexes, units, outcome: { kind: 'failed', failure } };
}

/** Items that are valid and, as asked, not sent. */
export function checked<Data>(
	indexes: readonly number[],
	data: Data,
	units: number,
): Settled<Data> {
	return { kind: 'settled', indexes, units, outcome: { kind: 'accepted', data, attempts: 0 } };
}

/** Keeps work from holding the event loop for too long. */
export interface TimeSlice {
	/** True if the work has held the event loop long enough. */
	isOver(): boolean;
	/** Yields to the event loop, and begins a new slice. */
	yieldToEventLoop(): Promise<void>;
	/** Begins a new slice, because the event loop was free anyway. */
	renew(): void;
}

/** Result of one attempt. */
export type AttemptResult =
	| {
			readonly kind: 'response';
			readonly status: number;
			/** By lower-case name. */
			readonly headers: Readonly<Record<string, string>>;
			readonly body: string;
			/** Why the request was not sent whole before the response came; null if it was. */
			readonly unsent: string | null;
	  }
	| BrokenResponse
	| NoResponse;

/** The status and the headers came, but not the whole body. */
export interface BrokenResponse {
	readonly kind: 'broken_response';
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly code: 'timeout' | 'network' | 'canceled' | 'bad_response';
	readonly problem: string;
	/** The beginning of a body that is too much to read. It may end inside a character or a key. */
	readonly start: string;
}

export interface NoResponse {
	readonly kind: 'no_response';
	readonly code: FailureCode;
	readonly problem: string;
	/** True if bytes of the request may have left this machine. */
	readonly sent: boolean;
	/** True if another attempt may end differently. */
	readonly retryable: boolean;
}

/** Everything that delivery needs from outside. */
export interface Transport {
	readonly policy: RetryPolicy;
	readonly redactor: Redactor;
	readonly timeSlice: TimeSlice;
	/** Reads responses one at a time, so that many at once do not hold the event loop. */
	readonly readings: Turns;
	/**
	 * Makes one attempt of at most `timeout` milliseconds. Calls `onResponse` when the head of a response
	 * has come. Never throws.
	 */
	request(job: Job<unknown>, timeout: number, onResponse: () => void): Promise<AttemptResult>;
	/** Says what a response means; of one that is not a success, the beginning of its body is enough. */
	readResponse(response: { readonly status: number; readonly body: string }): ResponseResult;
	/** Milliseconds of a clock. */
	now(): number;
	random(): number;
	/** Waits, or returns early if the run is canceled. */
	sleep(milliseconds: number, isPointless?: () => boolean): Promise<void>;
	canceled(): boolean;
	/** Called before each retry. */
	onRetry(attempts: number, delay: number, message: string): void;
}
