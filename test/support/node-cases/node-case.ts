import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Emulator } from '../../../tools/emulator';

/** An item that Kainic took, and the request that brought it. */
export interface Taken {
	readonly item: number;
	/** Counts from 1. */
	readonly request: number;
}

/** A node with work for it: two requests, one after the other. */
export interface NodeCase {
	readonly keyType: 'project' | 'experiment';
	readonly items: readonly IDataObject[];
	/** The items of each request. */
	readonly jobs: readonly [readonly number[], readonly number[]];
	readonly parameters: INodeParameters;
	/** What it has as options, beside those that say how often and how long it tries. */
	readonly options: INodeParameters;
	/** What its panel needs besides, whatever source an option is tried with. */
	readonly otherSources: INodeParameters;
	/** What makes the answer hold all that n8n's preview of the output shows. */
	readonly fullAnswer: INodeParameters;
	/** What a user sets on it as an AI tool, and what a model calls it with. */
	readonly tool: { readonly parameters: INodeParameters; readonly arguments: IDataObject };
	/** Failures of this scope concern both requests. */
	readonly sharedScope: 'tracker' | 'model' | 'experiment' | null;
	readonly successData: object;
	/** Whether it fails if a success holds no data. */
	readonly needsData: boolean;
	/** Whether each accepted item leaves as one item with all that it had. */
	readonly keepsItems: boolean;
	/** What the emulator took, item by item. */
	taken(emulator: Emulator): Taken[];
}

export const visitorId = (index: number) => `visitor-${index}`;

/** The item of a visitor: what is behind the last hyphen. */
export const itemOf = (id: unknown) => Number(String(id).replace(/^.*-/, ''));
