import {
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type IPairedItemData,
} from 'n8n-workflow';
import type { Delivered } from '../delivery/deliver';
import type { Failure } from '../failure';
import type { Operation, Outlet, Success } from './operation';
import type { Parameters } from './parameters';
import { summaryJson } from './report';

export interface EmissionSource {
	readonly items: readonly INodeExecutionData[];
	readonly parameters: Parameters;
	/** When the run began, in milliseconds since the epoch. */
	readonly start: number;
}

/** On the error branch n8n adds the input to a failure item itself. */
function hasErrorBranch(context: IExecuteFunctions): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}

/** All items that a run puts out, in the order of the input, by output. */
export function emit<Data>(
	context: IExecuteFunctions,
	operation: Operation<Data>,
	{ settled, figures }: Delivered<Data>,
	source: EmissionSource,
): INodeExecutionData[][] {
	const { items, parameters, start } = source;
	const merged = hasErrorBranch(context) ? null : items;
	const summarizes = operation.summarizes(parameters);
	const lanes = new Lanes(operation.outputs);
	const summarize = () => {
		const json = summaryJson(figures, operation.words, Date.now() - start);
		lanes.add(0, true, { json, pairedItem: pairing(Array.from(items.keys())) });
	};
	const succeeded = figures.accepted + figures.checked > 0;
	if (summarizes && succeeded) summarize();
	for (const { indexes, outcome } of settled) {
		const item = items[indexes[0] ?? 0];
		if (outcome.kind === 'failed') {
			const failed = failureItem(outcome.failure, indexes, merged);
			lanes.add(0, false, failed);
		} else if (item !== undefined && !summarizes) {
			operation.present({ item, indexes, accepted: outcome }, lanes);
		}
	}
	if (summarizes && !succeeded) summarize();
	return lanes.close(context.getNode(), figures.accepted > 0);
}

/**
 * How n8n is to link an output item to its input: an object for one item, since n8n merges the
 * input into an error item for that form alone; an array for many.
 */
function pairing(indexes: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first] = indexes;
	if (first !== undefined && indexes.length === 1) return { item: first };
	return indexes.map((item) => ({ item }));
}

/**
 * A failure as n8n routes it. On the error branch any key beside `error` would keep the item among
 * the successes; elsewhere the item holds its input as well.
 */
function failureItem(
	failure: Failure,
	indexes: readonly number[],
	inputs: readonly INodeExecutionData[] | null,
): INodeExecutionData {
	const input: IDataObject = inputs?.[indexes[0] ?? 0]?.json ?? {};
	return { json: { ...input, error: { ...failure } }, pairedItem: pairing(indexes) };
}

/**
 * Collects items by output. With *Retry On Fail*, n8n runs the node again for all items when the
 * first item of the first output has an `error`; what was accepted would be sent twice. So an
 * accepted item comes first wherever there is one.
 */
class Lanes implements Outlet {
	private readonly lanes: INodeExecutionData[][];

	/** Where the first accepted item of the first output stands; -1 while there is none. */
	private firstAccepted = -1;

	constructor(outputs: 1 | 2) {
		this.lanes = Array.from({ length: outputs }, () => []);
	}

	put(
		{ indexes }: Success<unknown>,
		output: 0 | 1,
		json: IDataObject,
		binary?: INodeExecutionData['binary'],
	): void {
		const pairedItem = pairing(indexes);
		this.add(output, true, binary ? { json, binary, pairedItem } : { json, pairedItem });
	}

	add(output: 0 | 1, accepted: boolean, item: INodeExecutionData): void {
		const lane = this.lanes[output];
		if (lane === undefined) return;
		if (output === 0 && accepted && this.firstAccepted === -1) this.firstAccepted = lane.length;
		lane.push(item);
	}

	close(node: INode, anythingAccepted: boolean): INodeExecutionData[][] {
		const [first] = this.lanes;
		if (first === undefined || !anythingAccepted) return this.lanes;
		if (this.firstAccepted === -1) shieldFromRetry(node, first);
		else if (this.firstAccepted > 0) first.unshift(...first.splice(this.firstAccepted, 1));
		return this.lanes;
	}
}

/**
 * Where something was accepted, but no accepted item leaves by the first output (an item whose
 * events went out in part; control groups alone), the first failure is handed over as `item.error`.
 * n8n looks for it only after it decided whether to run the node again, and then makes
 * `json.error` of its message; the item's input is lost on the way, but not the link to it.
 */
function shieldFromRetry(node: INode, lane: INodeExecutionData[]): void {
	const [first] = lane;
	if (first === undefined) return;
	const { error: failure, ...json } = first.json;
	const error = Object.assign(new NodeOperationError(node, 'Not accepted'), { message: failure });
	lane[0] = { ...first, json, error };
}
