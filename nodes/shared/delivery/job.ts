import type { Failure } from '../failure';

/** The bytes of a JSON request, or a form whose file is streamed. */
export type RequestBody = Buffer | FormData;

/** One request and the input items it serves. */
export interface Job<Data> {
	readonly kind: 'job';
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	/** False while further jobs follow for the same items; they succeed only when all of them do. */
	readonly completes: boolean;
	/** The tracker, model, experiment or store: what a failure that reaches its group stops. */
	readonly group: string;
	/** How many events, predictions or products it carries. */
	readonly units: number;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Makes the body anew for each attempt. The signal ends a body that is still being streamed. */
	body(signal: AbortSignal): RequestBody;
	/** Turns the answer's data into the job's result, or says what is wrong with it. */
	read(data: unknown): Reading<Data>;
	/** The halves to try when the request is refused for its data; none where that cannot help. */
	split(): ReadonlyArray<Job<Data>>;
}

export type Reading<Data> =
	| { readonly kind: 'read'; readonly data: Data }
	| { readonly kind: 'unreadable'; readonly problem: string };

export type Outcome<Data> = Accepted<Data> | Failed;

export interface Accepted<Data> {
	readonly kind: 'accepted';
	readonly data: Data;
	/** 0 where it was checked and, as asked for, not sent. */
	readonly attempts: number;
}

export interface Failed {
	readonly kind: 'failed';
	readonly failure: Failure;
}

/** Input items that never get into a job. */
export interface Refused {
	readonly kind: 'refused';
	readonly indexes: readonly number[];
	readonly units: number;
	readonly failure: Failure;
}

/** Input items that are fine and are not to be sent. */
export interface Checked<Data> {
	readonly kind: 'checked';
	readonly indexes: readonly number[];
	readonly units: number;
	readonly data: Data;
}

/** A moment at which planning gives way to the rest of the process. */
export interface Pause {
	readonly kind: 'pause';
}

export type Step<Data> = Job<Data> | Refused | Checked<Data> | Pause;

/** What planning makes of the input items, lazily; asynchronous where it has to read files. */
export type Plan<Data> = Iterable<Step<Data>, unknown> | AsyncIterable<Step<Data>, unknown>;

export const pause: Pause = { kind: 'pause' };

export function refuse(indexes: readonly number[], failure: Failure, units = 1): Refused {
	return { kind: 'refused', indexes, units, failure };
}
