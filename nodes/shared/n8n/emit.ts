import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IPairedItemData,
} from 'n8n-workflow';
import type { Delivery } from '../delivery/deliver';
import type { Outcome } from '../delivery/job';
import { failureJson, notSentFailure, type Failure } from '../failure';
import type { Operation, OutputItem, RunContext, Success } from './operation';
import { summaryJson } from './report';

export interface Emission<Data> {
	readonly node: INode;
	readonly operation: Operation<Data>;
	readonly delivery: Delivery<Data>;
	readonly run: RunContext;
	/** True if one item stands for all successes. */
	readonly summarizes: boolean;
	/** When the run began, in milliseconds since the epoch. */
	readonly start: number;
}

/** All items that a run puts out, in the order of the input, by output. Yields to the event loop. */
export async function emit<Data>(emission: Emission<Data>): Promise<INodeExecutionData[][]> {
	const { node, operation, delivery, run, summarizes, start } = emission;
	const outputs = new Outputs(node, operation.outputs, run.items);
	const steps = fill(outputs, emission);
	while (steps.next().done !== true) await run.timeSlice.yieldToEventLoop();
	if (summarizes) {
		const json = summaryJson(delivery.stats, operation.words, Date.now() - start);
		const all = Array.from(run.items.keys());
		outputs.summarize(json, all, delivery.stats.accepted + delivery.stats.checked > 0);
	}
	return outputs.close(delivery.stats.accepted > 0);
}

/** Yields whenever the event loop should have its turn. */
function* fill<Data>(outputs: Outputs, emission: Emission<Data>): Generator<void, void> {
	const { operation, delivery, run, summarizes } = emission;
	for (const indexes of groups(operation.endsBy, delivery.outcomes)) {
		if (run.timeSlice.isOver()) yield;
		const outcome = delivery.outcomes[indexes[0] ?? 0];
		const item = run.items[indexes[0] ?? 0];
		if (outcome === undefined || item === undefined) continue;
		if (outcome.kind === 'failed') outputs.fail(indexes, outcome.failure);
		else if (!summarizes) {
			const steps = present(outputs, emission, indexes, { item, accepted: outcome });
			if (steps !== null) yield* steps;
		}
	}
}

/** Puts out the items of a success; those that are made one by one are left to the steps. */
function present<Data>(
	outputs: Outputs,
	{ operation, run }: Emission<Data>,
	indexes: readonly number[],
	success: Success<Data>,
): Generator<void, void> | null {
	try {
		const items = operation.present(success, run);
		if ('next' in items) return presentLazily(outputs, run, indexes, items, success);
		for (const { output, json, binary } of items) outputs.succeed(output, indexes, json, binary);
	} catch {
		failToShow(outputs, indexes, success);
	}
	return null;
}

function* presentLazily(
	outputs: Outputs,
	{ timeSlice }: RunContext,
	indexes: readonly number[],
	items: Iterable<OutputItem>,
	success: Success<unknown>,
): Generator<void, void> {
	try {
		for (const { output, json, binary } of items) {
			outputs.succeed(output, indexes, json, binary);
			if (timeSlice.isOver()) yield;
		}
	} catch {
		failToShow(outputs, indexes, success);
	}
}

/** What was accepted and cannot be shown is a failure of its own: an error must not escape. */
function failToShow(
	outputs: Outputs,
	indexes: readonly number[],
	{ accepted: { attempts } }: Success<unknown>,
): void {
	const message = 'Kainic accepted the request, but its response could not be shown.';
	const failure = notSentFailure(message, { code: 'bad_response' });
	outputs.fail(indexes, { ...failure, attempts, notSent: false, mayBeAccepted: true });
}

/** The indexes of items that ended together: by themselves, or with the very same outcome. */
function groups<Data>(
	endsBy: 'item' | 'request',
	outcomes: ReadonlyArray<Outcome<Data>>,
): Iterable<readonly number[]> {
	if (endsBy === 'item') return alone(outcomes.length);
	const byOutcome = new Map<Outcome<Data>, number[]>();
	for (const [index, outcome] of outcomes.entries()) {
		const indexes = byOutcome.get(outcome);
		if (indexes === undefined) byOutcome.set(outcome, [index]);
		else indexes.push(index);
	}
	return byOutcome.values();
}

function* alone(itemCount: number): Generator<readonly number[]> {
	for (let index = 0; index < itemCount; index += 1) yield [index];
}

/**
 * How n8n is to link an output item to its input: an object for one item, since n8n merges the
 * input into an error item for that form alone; an array for several.
 */
function pairing(indexes: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first] = indexes;
	if (first !== undefined && indexes.length === 1) return { item: first };
	return indexes.map((item) => ({ item }));
}

/** Collects items by output, each as n8n routes it. */
class Outputs {
	private readonly outputs: INodeExecutionData[][];

	/** Place of the first success of the first output; -1 if there is none. */
	private firstSuccess = -1;

	constructor(
		private readonly node: INode,
		count: 1 | 2,
		private readonly inputs: readonly INodeExecutionData[],
	) {
		this.outputs = Array.from({ length: count }, () => []);
	}

	succeed(
		output: 0 | 1,
		indexes: readonly number[],
		json: IDataObject,
		binary: INodeExecutionData['binary'],
	): void {
		const items = this.outputs[output];
		if (output === 0 && this.firstSuccess === -1) this.firstSuccess = items?.length ?? -1;
		const pairedItem = pairing(indexes);
		items?.push(binary ? { json, binary, pairedItem } : { json, pairedItem });
	}

	/**
	 * On the error branch any key beside `error` would keep the item among the successes, and n8n adds
	 * the input's JSON itself; elsewhere the item holds its input as well.
	 */
	fail(indexes: readonly number[], failure: Failure): void {
		const input = this.inputs[indexes[0] ?? 0];
		const inputJson = this.hasErrorBranch() ? {} : input?.json;
		const json = { ...inputJson, error: failureJson(failure) };
		const pairedItem = pairing(indexes);
		const binary = indexes.length === 1 ? input?.binary : undefined;
		this.outputs[0]?.push(binary ? { json, binary, pairedItem } : { json, pairedItem });
	}

	summarize(json: IDataObject, indexes: readonly number[], comesFirst: boolean): void {
		const item = { json, pairedItem: pairing(indexes) };
		if (comesFirst) {
			this.outputs[0]?.unshift(item);
			this.firstSuccess = 0;
		} else this.outputs[0]?.push(item);
	}

	/**
	 * With *Retry On Fail*, n8n runs the node again for all items if the first item of the first
	 * output has an `error`; what was accepted would be sent twice. So an accepted item comes first.
	 */
	close(anythingAccepted: boolean): INodeExecutionData[][] {
		const [first] = this.outputs;
		if (this.node.retryOnFail !== true || !anythingAccepted || first === undefined) {
			return this.outputs;
		}
		if (this.firstSuccess > 0) first.unshift(...first.splice(this.firstSuccess, 1));
		else if (this.firstSuccess === -1) this.hideFailureFromRetry(first);
		return this.outputs;
	}

	/**
	 * Everything that was accepted left by another output, or in parts of failed items, so that a
	 * failure comes first. n8n skips a hole in front of the error branch's items. In the regular output
	 * the failure is handed over as `item.error`, which n8n moves into the JSON after its decision.
	 */
	private hideFailureFromRetry(items: INodeExecutionData[]): void {
		const [first] = items;
		if (first === undefined) return;
		if (this.hasErrorBranch()) {
			items.unshift(first);
			Reflect.deleteProperty(items, 0);
		} else {
			items[0] = withLateError(this.node, first);
		}
	}

	private hasErrorBranch(): boolean {
		return this.node.onError === 'continueErrorOutput';
	}
}

/** n8n replaces the JSON of an item that has an `error` by that error; the item adds its input to it. */
function withLateError(node: INode, { json, ...item }: INodeExecutionData): INodeExecutionData {
	const { error: failure, ...input } = json;
	const error = Object.assign(new NodeOperationError(node, 'Not accepted'), { message: failure });
	let current: IDataObject = input;
	return Object.defineProperty({ ...item, error, json: current }, 'json', {
		enumerable: true,
		configurable: true,
		get: () => current,
		set: (replacement: IDataObject) => {
			current = { ...input, ...replacement };
		},
	});
}
