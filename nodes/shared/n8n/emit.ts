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
import type { Operation } from './operation';
import type { Parameters } from './parameters';
import { summaryJson } from './report';

export interface Emission {
	readonly output: 0 | 1;
	readonly accepted: boolean;
	readonly item: INodeExecutionData;
}

export interface EmissionSource {
	readonly items: readonly INodeExecutionData[];
	readonly parameters: Parameters;
	/** How long the run took. */
	readonly milliseconds: number;
	/** Whether a failure item holds its input: on the error branch n8n adds it itself. */
	readonly mergesInput: boolean;
}

export function hasErrorBranch(context: IExecuteFunctions): boolean {
	return context.getNode().onError === 'continueErrorOutput';
}

/** All items that a run puts out, in the order of the input. */
export function emissionsOf<Data>(
	operation: Operation<Data>,
	{ settled, figures }: Delivered<Data>,
	source: EmissionSource,
): Emission[] {
	const { items, parameters, milliseconds, mergesInput } = source;
	const summarizes = operation.summarizes(parameters);
	const emissions: Emission[] = [];
	for (const { indexes, outcome } of settled) {
		const itemIndex = indexes[0] ?? 0;
		const item = items[itemIndex];
		if (outcome.kind === 'failed') {
			const failed = failureItem(outcome.failure, indexes, mergesInput ? items : null);
			emissions.push({ output: 0, accepted: false, item: failed });
		} else if (item !== undefined && !summarizes) {
			const presented = operation.present({ item, itemIndex, accepted: outcome, parameters });
			for (const part of presented.items) {
				const pairedItem = pairing(indexes);
				emissions.push({ output: presented.output, accepted: true, item: { ...part, pairedItem } });
			}
		}
	}
	if (!summarizes) return emissions;
	const json = summaryJson(figures, operation.words, milliseconds);
	const pairedItem = pairing(Array.from(items.keys()));
	const summary: Emission = { output: 0, accepted: true, item: { json, pairedItem } };
	return figures.accepted + figures.checked > 0 ? [summary, ...emissions] : [...emissions, summary];
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
export function failureItem(
	failure: Failure,
	indexes: readonly number[],
	inputs: readonly INodeExecutionData[] | null,
): INodeExecutionData {
	const input: IDataObject = inputs?.[indexes[0] ?? 0]?.json ?? {};
	return { json: { ...input, error: { ...failure } }, pairedItem: pairing(indexes) };
}

/**
 * Puts emissions into the node's outputs in their order. With *Retry On Fail*, n8n runs the node
 * again for all items when the first item of the first output has an `error`; what was accepted
 * would be sent twice. So an accepted item comes first wherever there is one.
 */
export function arrange(
	node: INode,
	emissions: readonly Emission[],
	outputs: 1 | 2,
	anythingAccepted: boolean,
): INodeExecutionData[][] {
	const lanes: INodeExecutionData[][] = Array.from({ length: outputs }, () => []);
	const first = emissions.findIndex(({ output, accepted }) => output === 0 && accepted);
	const front = anythingAccepted ? emissions[first] : undefined;
	if (front !== undefined) lanes[0]?.push(front.item);
	for (const emission of emissions) {
		if (emission !== front) lanes[emission.output]?.push(emission.item);
	}
	if (anythingAccepted && front === undefined) shieldFromRetry(node, lanes[0]);
	return lanes;
}

/**
 * Where something was accepted, but no accepted item leaves by the first output (an item whose
 * events went out in part; control groups alone), the first failure is handed over as `item.error`.
 * n8n looks for it only after it decided whether to run the node again, and then makes
 * `json.error` of its message; the item's input is lost on the way, but not the link to it.
 */
function shieldFromRetry(node: INode, lane: INodeExecutionData[] | undefined): void {
	const first = lane?.[0];
	if (lane === undefined || first === undefined) return;
	const { error: failure, ...json } = first.json;
	const error = Object.assign(new NodeOperationError(node, 'Not accepted'), { message: failure });
	lane[0] = { ...first, json, error };
}
