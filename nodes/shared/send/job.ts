import type { Failure, FailureCode, FailureScope, ResponseResult } from '../failure';
import type { RetryRule } from '../failure-codes';
import type { Yielder } from '../event-loop';
import type { RetryPolicy } from './timing';

/** One request and the input items it serves. */
export interface Job {
	readonly kind: 'job';
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	/** What it is authenticated with, as it was when the run began. Jobs of one account share its failures. */
	readonly account: { readonly credential: Readonly<Record<string, unknown>> };
	/** The tracker, model or experiment whose failures stop this job as well. */
	readonly target: { readonly scope: FailureScope; readonly id: string } | null;
	/** Number of events, predictions or products. */
	readonly units: number;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Makes the body anew for each attempt. The signal ends a body that is still being read. */
	body(signal: AbortSignal): RequestBody;
	/** Reads the response's data. Throws an InputError if it is unreadable. */
	read(data: unknown): Present;
	/** The halves to try if the request is refused for its data; none if it cannot be divided. */
	split(): readonly Job[];
}

/** What a success becomes for one of its input items. `attempts` is 0 if it was only checked, as asked. */
export type Present = (itemIndex: number, attempts: number) => Iterable<OutputItem>;

/** The input item with a field `kainic`, or a new item. */
export type OutputItem =
	| { readonly kind: 'input_item'; readonly kainic: Readonly<Record<string, unknown>> }
	| {
			readonly kind: 'new_item';
			readonly output: 0 | 1;
			readonly json: Readonly<Record<string, unknown>>;
	  };

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

export type Outcome =
	| { readonly kind: 'accepted'; readonly present: Present; readonly attempts: number }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Input items that end without a request: refused by a check, or valid and not to be sent. */
export interface Settled {
	readonly kind: 'settled';
	readonly indexes: readonly number[];
	readonly units: number;
	readonly outcome: Outcome;
}

export type Step = Job | Settled;

/** What input items become, lazily. */
export type Plan = AsyncGenerator<Step, void>;

export function failed(indexes: readonly number[], failure: Failure, units = 1): Settled {
	return { kind: 'settled', indexes, units, outcome: { kind: 'failed', failure } };
}

/** Items that are valid and, as asked, not sent. */
export function checked(indexes: readonly number[], present: Present, units: number): Settled {
	return { kind: 'settled', indexes, units, outcome: { kind: 'accepted', present, attempts: 0 } };
}

/** Result of one attempt. */
export type AttemptResult =
	| {
			readonly kind: 'response';
			readonly status: number;
			/** By lower-case name. */
			readonly headers: Readonly<Record<string, string>>;
			/** May repeat the API key. */
			readonly body: string;
			/** True if the body is the beginning of a longer one. It may end inside a character or a key. */
			readonly isCut: boolean;
			/** Why a success under it does not count; null if the whole request went and the whole body came. */
			readonly broken: {
				readonly code: 'timeout' | 'network' | 'canceled' | 'bad_response';
				readonly problem: string;
			} | null;
	  }
	| NoResponse;

export interface NoResponse {
	readonly kind: 'no_response';
	readonly code: FailureCode;
	readonly problem: string;
	/** True if bytes of the request may have left this machine. */
	readonly sent: boolean;
	readonly retry: RetryRule;
}

/** Everything that delivery needs from outside. */
export interface Transport {
	readonly policy: RetryPolicy;
	/** All that the run sends. They are replaced in responses. */
	readonly apiKeys: readonly string[];
	readonly yielder: Yielder;
	/**
	 * Makes one attempt of at most `timeout` milliseconds. Calls `onResponse` when the head of a response
	 * has come. Never throws.
	 */
	request(job: Job, timeout: number, onResponse: () => void): Promise<AttemptResult>;
	/** Says what a response means; of one that is not a success, the beginning of its body is enough. */
	readResponse(response: { readonly status: number; readonly body: string }): ResponseResult;
	/** Milliseconds of a clock. */
	now(): number;
	random(): number;
	/** Waits, or returns early if the run is canceled or the wait has become pointless. */
	sleep(milliseconds: number, isPointless: () => boolean): Promise<void>;
	canceled(): boolean;
	/** What a person can do about a failure that came from the server. */
	adviceFor(code: FailureCode): string;
	/** Called before each retry. */
	onRetry(attempts: number, delay: number, message: string): void;
}
