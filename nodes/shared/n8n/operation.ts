import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import {
	type Accepted,
	pause,
	type Plan,
	refuse,
	type Step,
	type TimeSlice,
} from '../delivery/job';
import { InputError, inputFailure } from '../failure';
import type { Connection, KeyType } from '../kainic/connection';
import { formatNumber } from '../values';
import type { Files } from './binary';
import type { EarlierRuns } from './earlier-runs';
import type { ItemParameters, Parameters } from './parameters';

/** What a node adds to its panel: how items become requests, and responses become items. */
export interface Operation<Data> {
	readonly defaults: Defaults;
	/** Number of regular outputs. */
	readonly outputs: 1 | 2;
	/** The kind of API key that its endpoint needs. */
	readonly keyType: KeyType;
	/** Maximum bytes of a response. */
	readonly longestResponse: number;
	/** What the run counts, and what it says of a unit that succeeded. */
	readonly words: Words;
	/** True if the user asked for one item that stands for all successes. */
	summarizes?(options: ItemParameters): boolean;
	/** True if items that ended together are one output item. Without this method each is its own. */
	joinsItems?(options: ItemParameters): boolean;
	/** Turns items into requests, lazily. Throws an InputError if no item can be planned. */
	plan(run: RunContext): Plan<Data>;
	/** The output items that a success becomes. */
	present(
		success: Success<Data>,
		run: RunContext,
	): readonly OutputItem[] | Generator<OutputItem, void>;
}

export interface Defaults {
	readonly concurrency: number;
	readonly maxAttempts: number;
	/** Seconds, as on the panel. */
	readonly timeout: number;
	/** Seconds, as on the panel. */
	readonly timeBudget: number;
}

export interface Words {
	readonly unit: string;
	readonly units: string;
	readonly done: string;
}

/** What a node works with in one run. */
export interface RunContext {
	readonly items: readonly INodeExecutionData[];
	readonly parameters: Parameters;
	/** The options that have one value for the whole run. */
	readonly options: ItemParameters;
	/** The credential of an item. Throws an InputError if it cannot be used. */
	connectionOf(itemIndex: number): Connection;
	/** The binary data of the items. */
	readonly files: Files;
	/** True if an AI agent runs the node as its tool. */
	readonly runsAsTool: boolean;
	/** Of the workflow, e.g. Europe/Berlin. */
	readonly timezone: string;
	/** True if n8n runs the node for its first input item alone. */
	readonly executesOnce: boolean;
	readonly earlierRuns: EarlierRuns;
	readonly timeSlice: TimeSlice;
	/** Sentences that planning adds to the line above the output, after the figures. */
	readonly remarks: string[];
	/** Writes a line to n8n's log. */
	log(message: string): void;
}

export interface Success<Data> {
	/** The first input item that it stands for. */
	readonly item: INodeExecutionData;
	readonly itemIndex: number;
	readonly accepted: Accepted<Data>;
}

export interface OutputItem {
	readonly output: 0 | 1;
	readonly json: IDataObject;
	readonly binary?: INodeExecutionData['binary'];
}

/** What an operation says of the options, or `otherwise`: an expression that fails must not escape. */
export function ask<Value>(read: () => Value | undefined, otherwise: Value): Value {
	try {
		return read() ?? otherwise;
	} catch {
		return otherwise;
	}
}

/** What is planned for an item that completes no request. */
export const nothing: readonly never[] = [];

/**
 * Plans item by item, and yields a pause whenever one is due. An item whose check throws is refused
 * alone, with a failure that names it.
 */
export function* eachItem<Data>(
	run: Pick<RunContext, 'items' | 'timeSlice'>,
	planItem: (itemIndex: number) => Iterable<Step<Data>>,
): Generator<Step<Data>, void> {
	for (let index = 0; index < run.items.length; index += 1) {
		if (run.timeSlice.isOver()) yield pause;
		try {
			const steps = planItem(index);
			// Most items complete no batch, and even to go through an empty list costs something.
			if (steps !== nothing) yield* steps;
		} catch (error) {
			yield refuse([index], inputFailure(error, `Item ${index}`));
		}
	}
}

/**
 * Items that one response becomes at most: beside an error branch, n8n takes time quadratic in the
 * number of items to hand them on.
 */
const mostItems = 10_000;

/**
 * Throws an InputError if a response would become too many items. `what` names what becomes an item,
 * in the plural; `remedy` is a sentence.
 */
export function refuseTooMany(count: number, what: string, remedy?: string): void {
	if (count <= mostItems) return;
	const [found, most] = [count, mostItems].map((number) => formatNumber(number));
	const problem = `The response has ${found} ${what}, but at most ${most} become items.`;
	throw new InputError(remedy === undefined ? problem : `${problem} ${remedy}`);
}
