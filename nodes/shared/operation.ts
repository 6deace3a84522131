import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inputFailure } from './failure';
import type { FailureCode } from './failure-codes';
import type { Connection, KeyType } from './kainic/connection';
import type { ItemParameters } from './panel/item-parameters';
import type { Parameters } from './panel/parameters';
import { yieldToN8n } from './wait';
import {
	failedItems,
	type Job,
	type Outcome,
	type OutputItem,
	type Plan,
	type Receipt,
	type Settled,
} from './send/job';

/**
 * What differs between nodes: how items become requests, and how responses become items. `Details`
 * is what the node needs to know about a request when the response arrives.
 */
export interface Operation<Details> {
	/** Number of outputs without the error branch. */
	readonly outputs: 1 | 2;
	/** Seconds in which Kainic accepts nothing, after which the run stops. *Run Budget* replaces them. */
	readonly patience: number;
	/** The kind of API key that the endpoint needs. */
	readonly keyType: KeyType;
	readonly labels: {
		/** What the run counts, in the singular, e.g. "event". */
		readonly unit: string;
		/** Past participle for messages about successes, e.g. "accepted". */
		readonly done: string;
		/** Replaces `done` if no request was made. */
		readonly unsent?: string;
		/** Past participle for messages about successes that may have happened twice. Left out if that does no harm. */
		readonly twice?: string;
		/** For messages about the items of the second output, e.g. "in the control group". */
		readonly secondOutput?: string;
	};
	/** Replaces the default advice of some failure codes, and of a response that is too large. */
	readonly advice: Partial<Readonly<Record<FailureCode | 'large_response', string>>>;
	outputMode(runParameters: ItemParameters): OutputMode;
	/** Turns items into requests, one by one. Throws an InputError if no item can be planned. */
	plan(run: RunContext): Plan<Details>;
	/** The output items for one response. In the mode `each`, every input item of the job gets these items. Throws an InputError if the data is unreadable. */
	show(job: Job<Details>, data: unknown, receipt: Receipt): readonly OutputItem[];
	/** Called when a request has ended. Must not throw. */
	ended?(context: IExecuteFunctions, job: Job<Details>, outcome: Outcome): void;
}

/** `each`: items for each input item. `joined`: items for each request. `summary`: one item for all successes. */
export type OutputMode = 'each' | 'joined' | 'summary';

/** What a node works with in one run. */
export interface RunContext {
	/** n8n's context, for what only one node needs. */
	readonly context: IExecuteFunctions;
	readonly items: readonly INodeExecutionData[];
	readonly parameters: Parameters;
	/** The parameters of the first item, for values that the whole run shares. */
	readonly runParameters: ItemParameters;
	readonly connection: Connection;
	/** True if an AI agent runs the node as its tool. */
	readonly runsAsTool: boolean;
	/** Aborts when the execution is canceled. */
	readonly cancel: AbortSignal | undefined;
}

/** Plans item by item until the run is canceled. If planning an item throws, only this item fails. */
export async function* eachItem<Details>(
	run: Pick<RunContext, 'items' | 'cancel'>,
	planItem: (itemIndex: number) => ReadonlyArray<Job<Details> | Settled>,
): Plan<Details> {
	for (let index = 0; index < run.items.length; index += 1) {
		await yieldToN8n();
		if (run.cancel?.aborted === true) return;
		try {
			const steps = planItem(index);
			// Most items only fill a batch, and iterating an empty list is not free.
			if (steps.length > 0) yield* steps;
		} catch (error) {
			yield failedItems([index], inputFailure(error, `item ${index}`), 1);
		}
	}
}
