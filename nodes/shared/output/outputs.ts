import type { IDataObject, INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import type { Failure } from '../failure';
import { errorOf, withoutAddedFields } from '../items';
import type { OutputMode } from '../operation';
import { pause } from '../wait';
import type { OutputItem } from '../send/job';
import type { Ending } from '../send/results';

/** Adds the output items of each outcome, in input order. In the mode `summary`, it adds only failures. */
export async function emit(
	outputs: Outputs,
	endings: readonly Ending[],
	mode: OutputMode,
): Promise<void> {
	for (const [index, { indexes: together, outcome }] of endings.entries()) {
		const indexes = mode === 'joined' ? together : [index];
		// Joined items are output once, at the position of the first one.
		if (indexes[0] !== index) continue;
		await pause();
		if (outcome.kind === 'failed') outputs.fail(indexes, outcome.failure);
		else if (mode !== 'summary') outputs.succeed(indexes, outcome.items);
	}
}

/** Collects the items of each output in the form that n8n needs to route them. */
export class Outputs {
	private readonly first: INodeExecutionData[] = [];

	private readonly second: INodeExecutionData[] = [];

	private readonly hasErrorBranch: boolean;

	constructor(
		private readonly node: INode,
		private readonly count: 1 | 2,
		private readonly inputs: readonly INodeExecutionData[],
		private readonly runsAsTool: boolean,
	) {
		this.hasErrorBranch = node.onError === 'continueErrorOutput';
	}

	/** Number of successes in the second output. */
	get inSecond(): number {
		return this.second.length;
	}

	succeed(indexes: readonly number[], items: readonly OutputItem[]): void {
		const pairedItem = pairing(indexes);
		for (const item of items) {
			if (item.kind === 'new_item') {
				const output = item.output === 0 ? this.first : this.second;
				output.push({ json: renamed(item.json, 'error', '$error'), pairedItem });
				continue;
			}
			const { json: input = {}, binary } = this.inputs[indexes[0] ?? 0] ?? {};
			const json = renamed(
				{ ...withoutAddedFields(input), kainic: item.kainic },
				'error',
				'$error',
			);
			this.first.push(binary ? { json, binary, pairedItem } : { json, pairedItem });
		}
	}

	/**
	 * n8n moves an item to the error branch only if `error` is its only key; n8n then adds the JSON of the
	 * input. Without an error branch, the item keeps the JSON of its input. A tool shows its items to a model,
	 * which must not see the headers of a visitor's request.
	 */
	fail(indexes: readonly number[], failure: Failure): void {
		const { json: input = {}, binary } = this.inputs[indexes[0] ?? 0] ?? {};
		const kept = this.hasErrorBranch || this.runsAsTool ? {} : renamed(input, '$error');
		const json = { ...kept, error: errorOf(failure, indexes.length, input) };
		const pairedItem = pairing(indexes);
		if (!binary || indexes.length > 1 || this.runsAsTool) {
			this.first.push({ json, pairedItem });
			return;
		}
		const item = { json, binary, pairedItem };
		if (this.hasErrorBranch) markAsFailure(item);
		this.first.push(item);
	}

	/** Ends with one item that represents all inputs, before or after the failures. */
	closeWithSummary(json: IDataObject, comesFirst: boolean): INodeExecutionData[][] {
		const item = { json, pairedItem: pairing([...this.inputs.keys()]) };
		return [comesFirst ? [item, ...this.first] : [...this.first, item]];
	}

	/**
	 * With *Retry On Fail*, n8n runs the node again for all items if the first item of the first
	 * output has an `error`; what was accepted would be sent twice. So an accepted item comes first.
	 */
	close(): INodeExecutionData[][] {
		const { first, second, count } = this;
		if (this.node.retryOnFail === true) {
			const accepted = first.findIndex(({ json }) => !('error' in json));
			if (accepted > 0) first.unshift(...first.splice(accepted, 1));
			// Only the second output has successes. n8n moves failures from there to the error branch too, and the first item is a success.
			if (accepted === -1 && second.length > 0 && this.hasErrorBranch)
				return [[], [...second, ...first]];
		}
		return count === 1 ? [first] : [first, second];
	}
}

/**
 * With `binaryMode: combined`, n8n moves files into the JSON, so `error` is not the only key of the JSON. n8n
 * also moves an item to the error branch if the item itself has a property `error`. n8n would then replace the
 * JSON by `{ error: error.message }`. The property is not enumerable, so the copy that n8n makes of the item does
 * not have it, and keeps its JSON. If n8n makes no copy, `message` is the same error.
 */
function markAsFailure(item: INodeExecutionData): void {
	Object.defineProperty(item, 'error', { value: { message: item.json.error }, enumerable: false });
}

/** Renames fields that make n8n treat an item as failed: `error`, and `$error` together with `$json`. */
function renamed(
	json: Readonly<Record<string, unknown>>,
	...names: ReadonlyArray<'error' | '$error'>
): IDataObject {
	let fields = json;
	for (const from of names) {
		if (!(from in fields)) continue;
		const { [from]: value, ...rest } = fields;
		let name = 'kainic_error';
		while (Object.hasOwn(rest, name)) name += '_';
		fields = { ...rest, [name]: value };
	}
	return isDataObject(fields) ? fields : {};
}

/** Always true here. The compiler needs it, because n8n's IDataObject does not allow values of any type. */
function isDataObject(fields: Readonly<Record<string, unknown>>): fields is IDataObject {
	return !Array.isArray(fields);
}

/**
 * Tells n8n which input an output item comes from: an object for one item, an array for several. n8n
 * merges the JSON of the first one into an item of the error branch.
 */
function pairing(indexes: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first] = indexes;
	if (first !== undefined && indexes.length === 1) return { item: first };
	return indexes.map((item) => ({ item }));
}
