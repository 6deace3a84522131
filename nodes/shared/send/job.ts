import type { Failure } from '../failure';
import type { FailureScope } from '../failure-codes';

/** What one input item adds to the JSON array of a request. `text`: the units as JSON, joined by commas. */
export interface Entry {
	readonly index: number;
	readonly text: string;
	readonly units: number;
}

/** The body of a request. Each attempt makes the bytes again. */
export type Content =
	/** A JSON array. `isDivisible`: if Kainic refuses the data, the node sends the two halves of the array. */
	| { readonly kind: 'list'; readonly entries: readonly Entry[]; readonly isDivisible: boolean }
	| { readonly kind: 'json'; readonly text: string }
	| { readonly kind: 'form'; readonly form: Form };

export interface Form {
	readonly fields: ReadonlyArray<{ readonly name: string; readonly value: string }>;
	readonly fileField: string;
	readonly fileName: string;
	readonly file: Blob;
}

/** One request and its input items. `Details` is what the node needs to show a success. */
export interface Job<Details = unknown> {
	readonly kind: 'job';
	/** Indexes of the input items, ascending. */
	readonly indexes: readonly number[];
	/** Number of events, predictions or products. */
	readonly units: number;
	/** The tracker, model or experiment; null for a catalog. All jobs of a run have the same scope. */
	readonly target: { readonly scope: FailureScope; readonly id: string } | null;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly content: Content;
	readonly details: Details;
}

/** The input item with a field `kainic`, or a new item. */
export type OutputItem =
	| { readonly kind: 'input_item'; readonly kainic: Readonly<Record<string, unknown>> }
	| {
			readonly kind: 'new_item';
			readonly output: 0 | 1;
			readonly json: Readonly<Record<string, unknown>>;
	  };

/** How Kainic accepted a request. */
export interface Receipt {
	/** Number of requests, the successful one included. */
	readonly attempts: number;
	/** True if Kainic may have accepted an earlier attempt too. */
	readonly mayBeAcceptedTwice: boolean;
}

/** The fields of a receipt in an output item. */
export function receiptJson({ attempts, mayBeAcceptedTwice }: Receipt) {
	return mayBeAcceptedTwice ? { attempts, mayBeAcceptedTwice } : { attempts };
}

/** How an input item ends. `valid`: checked and not sent, because Validate Only is on. */
export type Outcome =
	| {
			readonly kind: 'accepted';
			readonly items: readonly OutputItem[];
			readonly mayBeAcceptedTwice: boolean;
	  }
	| { readonly kind: 'valid'; readonly items: readonly OutputItem[] }
	| { readonly kind: 'failed'; readonly failure: Failure };

/** Input items that have ended. Without a request if a check refused them, or Validate Only is on. */
export interface Settled {
	readonly kind: 'settled';
	readonly indexes: readonly number[];
	readonly units: number;
	readonly outcome: Outcome;
}

/**
 * The steps of a run: requests, and items that end without a request. A step is made when a worker is free. At its end,
 * the plan returns sentences for the line above the output.
 */
export type Plan<Details> = AsyncGenerator<Job<Details> | Settled, readonly string[] | undefined>;

export function failedItems(indexes: readonly number[], failure: Failure, units: number): Settled {
	return { kind: 'settled', indexes, units, outcome: { kind: 'failed', failure } };
}

export function validItems(
	indexes: readonly number[],
	items: readonly OutputItem[],
	units: number,
): Settled {
	return { kind: 'settled', indexes, units, outcome: { kind: 'valid', items } };
}

type WithoutEntries<Details> = Omit<Job<Details>, 'kind' | 'indexes' | 'units' | 'content'>;

/** A request that sends the entries as one JSON array. */
export function listJob<Details>(
	request: WithoutEntries<Details>,
	entries: readonly Entry[],
	isDivisible: boolean,
): Job<Details> {
	return {
		...request,
		kind: 'job',
		indexes: entries.map(({ index }) => index),
		units: entries.reduce((sum, { units }) => sum + units, 0),
		content: { kind: 'list', entries, isDivisible },
	};
}

/** The two halves of a divisible list. Empty if the list is not divisible or has only one entry. */
export function halvesOf<Details>(job: Job<Details>): ReadonlyArray<Job<Details>> {
	const { content } = job;
	if (content.kind !== 'list' || !content.isDivisible || content.entries.length === 1) return [];
	const middle = Math.ceil(content.entries.length / 2);
	const halves = [content.entries.slice(0, middle), content.entries.slice(middle)];
	return halves.map((entries) => listJob(job, entries, true));
}
