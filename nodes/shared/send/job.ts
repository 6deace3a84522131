import type { Failure, FailureScope } from '../failure';

/** One request and the input items it serves. */
export interface Job {
	readonly kind: 'job';
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	/**
	 * The tracker, model or experiment of this job. A failure that concerns all of it stops this job too. All
	 * jobs of a run have the same scope: `deliver` compares only the IDs.
	 */
	readonly target: { readonly scope: FailureScope; readonly id: string } | null;
	/** Number of events, predictions or products. */
	readonly units: number;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Returns a new body for each attempt. When the signal aborts, reading the body stops. */
	body(signal: AbortSignal): RequestBody;
	/** Reads the response's data. Throws an InputError if it is unreadable. */
	read(data: unknown): Present;
	/** The halves to try if the request is refused for its data; none if it cannot be divided. */
	split(): readonly Job[];
}

/** What a success becomes for one of its input items. */
export type Present = (
	itemIndex: number,
	success: Pick<Success, 'kind' | 'attempts'>,
) => Iterable<OutputItem>;

/** The input item with a field `kainic`, or a new item. */
export type OutputItem =
	| { readonly kind: 'input_item'; readonly kainic: Readonly<Record<string, unknown>> }
	| {
			readonly kind: 'new_item';
			readonly output: 0 | 1;
			readonly json: Readonly<Record<string, unknown>>;
	  };

/** A body as n8n's request helper takes it. */
export interface RequestBody {
	readonly content: Buffer | FormData | File;
	progress(): UploadProgress;
}

/** How much of a body was read for sending. */
export interface UploadProgress {
	readonly bytes: number;
	readonly totalBytes: number;
	/** Why the file could not be read; null if it could. */
	readonly problem: string | null;
}

export interface Success {
	/** `accepted`: by Kainic. `valid`: checked and not sent, because Validate Only is on. */
	readonly kind: 'accepted' | 'valid';
	readonly present: Present;
	readonly attempts: number;
}

export type Outcome = Success | { readonly kind: 'failed'; readonly failure: Failure };

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

export function valid(indexes: readonly number[], present: Present, units: number): Settled {
	return { kind: 'settled', indexes, units, outcome: { kind: 'valid', present, attempts: 0 } };
}

export type Attempt =
	| { readonly kind: 'success'; readonly present: Present }
	| {
			readonly kind: 'failure';
			readonly failure: Failure;
			/** Minimum milliseconds before the next attempt; null if there must be none. */
			readonly retryAfter: number | null;
	  };

export interface Transport {
	/** Makes one attempt of at most `timeout` milliseconds. Never throws. */
	attempt(job: Job, timeout: number): Promise<Attempt>;
	/** Waits, or returns early if the run is canceled or the wait has become pointless. */
	sleep(milliseconds: number, isPointless: () => boolean): Promise<void>;
	/** Milliseconds of a clock. */
	now(): number;
	canceled(): boolean;
}
