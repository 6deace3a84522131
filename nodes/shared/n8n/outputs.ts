import {
	NodeOperationError,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type IPairedItemData,
} from 'n8n-workflow';
import type { Failure } from '../failure';
import { errorOf, ofSeveral } from './leftovers';

/** Collects items by output, each as n8n routes it. */
export class Outputs {
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
		const shown = withoutError(json);
		items?.push(binary ? { json: shown, binary, pairedItem } : { json: shown, pairedItem });
	}

	/**
	 * On the error branch any key beside `error` would keep the item among the successes, and n8n adds
	 * the input's JSON itself; elsewhere the item holds its input as well.
	 */
	fail(indexes: readonly number[], failure: Failure): void {
		const input = this.inputs[indexes[0] ?? 0];
		const inputJson = this.hasErrorBranch() ? {} : input?.json;
		const error = errorOf(ofSeveral(failure, indexes.length), input?.json);
		const json = { ...inputJson, error };
		const pairedItem = pairing(indexes);
		const binary = indexes.length === 1 ? input?.binary : undefined;
		const item = binary ? { json, binary, pairedItem } : { json, pairedItem };
		if (binary && this.hasErrorBranch()) markAsFailure(item);
		this.outputs[0]?.push(item);
	}

	/** Adds an item that stands for all inputs. */
	summarize(json: IDataObject, comesFirst: boolean): void {
		const item = { json, pairedItem: pairing([...this.inputs.keys()]) };
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
	 * failure comes first. n8n skips a hole in front of the error branch's items, but not while it moves
	 * binary data into the JSON. In the regular output the failure is handed over as `item.error`, which
	 * n8n moves into the JSON after its decision.
	 */
	private hideFailureFromRetry(items: INodeExecutionData[]): void {
		const [first] = items;
		if (first === undefined) return;
		if (this.hasErrorBranch()) {
			items.unshift(first);
			Reflect.deleteProperty(items, 0);
			Object.defineProperty(items, Symbol.iterator, { value: () => Object.values(items).values() });
		} else {
			items[0] = withLateError(this.node, first);
		}
	}

	private hasErrorBranch(): boolean {
		return this.node.onError === 'continueErrorOutput';
	}
}

/**
 * With `binaryMode: combined` n8n moves files into the JSON, where they make an item look like a success.
 * n8n asks for `item.error` first. It is not enumerable, because n8n would replace the JSON of a copy
 * that has it by its message; if n8n makes no copy, the message is the failure.
 */
function markAsFailure(item: INodeExecutionData): void {
	Object.defineProperty(item, 'error', { value: { message: item.json.error }, enumerable: false });
}

/** Renames a field `error` of a success: n8n takes an item that has one for a failure. */
function withoutError(json: IDataObject): IDataObject {
	if (!('error' in json)) return json;
	const { error, ...rest } = json;
	let name = 'kainic_error';
	while (Object.hasOwn(rest, name)) name += '_';
	return { ...rest, [name]: error };
}

/**
 * How n8n is to link an output item to its input: an object for one item, an array for several. n8n
 * merges the JSON of the first one into an item of the error branch.
 */
function pairing(indexes: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first] = indexes;
	if (first !== undefined && indexes.length === 1) return { item: first };
	return indexes.map((item) => ({ item }));
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
			current = { ...current, ...replacement };
		},
	});
}
