import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Accepted, Plan } from '../delivery/job';
import type { Connection } from '../kainic/connection';
import type { Files } from './binary';
import type { Parameters } from './parameters';

/** What a node is beside its panel: how items become requests, and answers become items. */
export interface Operation<Data> {
	readonly defaults: {
		readonly concurrency: number;
		readonly maxAttempts: number;
		/** Seconds, as on the panel. */
		readonly timeout: number;
		/** Seconds, as on the panel. */
		readonly timeBudget: number;
	};
	/** How many regular outputs the node has. */
	readonly outputs: 1 | 2;
	/** Whether every item ends on its own, or every request once for all its items. */
	readonly endsBy: 'item' | 'request';
	/** What is counted: one, many, and what becomes of it when all goes well. */
	readonly words: { readonly unit: string; readonly units: string; readonly done: string };
	/** Whether a line above the output says what the run did. */
	readonly givesHint: boolean;
	/** Turns items into requests, lazily. Throws an InputProblem where no item can be planned at all. */
	plan(setup: Setup): Plan<Data>;
	/** Puts out the items that a success becomes. */
	present(success: Success<Data>, outlet: Outlet): void;
	/** What the line above the output says beside the figures; empty where there is nothing to say. */
	remark(parameters: Parameters): string;
	/** Whether one item that sums the run up stands for all successes. */
	summarizes(parameters: Parameters): boolean;
}

export interface Setup {
	readonly items: readonly INodeExecutionData[];
	readonly parameters: Parameters;
	readonly connection: Connection;
	/** The binary data of the items. */
	readonly files: Files;
	/** Whether an AI agent runs the node as its tool. */
	readonly runsAsTool: boolean;
	/** True when planning has held the process long enough and is to yield a pause. */
	pauseIsDue(): boolean;
	/** Lets everything else in the process have its turn, where a step itself takes long. */
	breathe(): Promise<void>;
	/** Says where a long run is, in n8n's log. */
	log(message: string): void;
}

export interface Success<Data> {
	/** The first input item that it stands for. */
	readonly item: INodeExecutionData;
	/** All input items that it stands for. */
	readonly indexes: readonly number[];
	readonly accepted: Accepted<Data>;
}

export interface Outlet {
	/** Puts out an item of a success by one of the regular outputs, linked to its input items. */
	put(
		success: Success<unknown>,
		output: 0 | 1,
		json: IDataObject,
		binary?: INodeExecutionData['binary'],
	): void;
}
