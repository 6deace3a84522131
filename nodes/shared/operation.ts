import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { failed, type Plan, type Step } from './send/job';
import { inputFailure, type FailureCode } from './failure';
import { pause } from './pause';
import type { Connection, KeyType } from './kainic/connection';
import type { ItemParameters, Parameters } from './panel/parameters';

/** What a node adds to its panel: how items become requests, and responses become items. */
export interface Operation {
	/** Number of regular outputs. */
	readonly outputs: 1 | 2;
	/** The kind of API key that its endpoint needs. */
	readonly keyType: KeyType;
	/** Maximum bytes of a response. */
	readonly maxResponseBytes: number;
	readonly labels: {
		/** What the run counts, in the singular: event. */
		readonly unit: string;
		/** What happened to a success: accepted. */
		readonly done: string;
		/** Replaces `done` if no request was made. */
		readonly unsent?: string;
	};
	/** By code: what to do about a failure that the server reports, if this node's panel has more to say. */
	readonly advice: Partial<Readonly<Record<FailureCode, string>>>;
	outputForm(options: ItemParameters): OutputForm;
	/** Turns items into requests, lazily. Throws an InputError if no item can be planned. */
	plan(run: RunContext): Plan;
}

/**
 * `each`: an item for each input item. `joined`: one for all input items of a request. `summary`: one for
 * all successes.
 */
export type OutputForm = 'each' | 'joined' | 'summary';

/** What a node works with in one run. */
export interface RunContext {
	/** n8n's context, for what only one node uses. */
	readonly context: IExecuteFunctions;
	readonly items: readonly INodeExecutionData[];
	readonly parameters: Parameters;
	/** The options that have one value for the whole run. */
	readonly options: ItemParameters;
	readonly connection: Connection;
	/** True if an AI agent runs the node as its tool. */
	readonly runsAsTool: boolean;
	/** Aborts when the execution is canceled. */
	readonly cancel: AbortSignal | undefined;
	/** Sentences that planning adds to the line above the output, after the figures. */
	readonly remarks: string[];
}

/** Plans item by item until the run is canceled. If planning an item throws, only this item fails. */
export async function* eachItem(
	run: Pick<RunContext, 'items' | 'cancel'>,
	planItem: (itemIndex: number) => readonly Step[] | Promise<readonly Step[]>,
): Plan {
	for (let index = 0; index < run.items.length; index += 1) {
		await pause();
		if (run.cancel?.aborted === true) return;
		try {
			const planned = planItem(index);
			// Most plans are synchronous. Awaiting them would cost a promise for each item.
			const steps = planned instanceof Promise ? await planned : planned;
			// Most items only fill a batch, and iterating an empty list is not free.
			if (steps.length > 0) yield* steps;
		} catch (error) {
			yield failed([index], inputFailure(error, `Item ${index}`));
		}
	}
}
