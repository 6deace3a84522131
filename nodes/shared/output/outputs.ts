import type { IDataObject, INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import type { Failure } from '../failure';
import { errorOf, fieldsOf, resultOf, withoutAddedFields } from '../items';
import type { OutputMode } from '../operation';
import { yieldToN8n } from '../wait';
import type { OutputItem, Settled } from '../send/job';

/** Adds the output items of each outcome, in input order. In the mode `summary`, adds only failures. */
export async function emit(
	outputs: Outputs,
	endings: readonly Settled[],
	mode: OutputMode,
): Promise<void> {
	for (const [index, { indexes: together, outcome }] of endings.entries()) {
		const indexes = mode === 'joined' ? together : [index];
		// Joined items are output once, at the position of the first one.
		if (indexes[0] !== index) continue;
		await yieldToN8n();
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
			const { json: input, binary } = this.inputs[indexes[0] ?? 0] ?? {};
			const own = withoutAddedFields(fieldsOf(input));
			const kainic = resultOf(item.kainic, own.kainic);
			const json = renamed({ ...own, kainic }, 'error', '$error');
			this.first.push(binary ? { json, binary, pairedItem } : { json, pairedItem });
		}
	}

	/**
	 * With an error branch, the JSON has only `error`: n8n then moves the item to the branch, and adds the JSON of the
	 * input. For a tool the item has only `error`: the AI model must not see request headers.
	 */
	fail(indexes: readonly number[], failure: Failure): void {
		const { json: input, binary } = this.inputs[indexes[0] ?? 0] ?? {};
		const fields = fieldsOf(input);
		const isAlone = this.hasErrorBranch || this.runsAsTool;
		const kept = isAlone ? {} : renamed(withoutAddedFields(fields), '$error');
		const json = { ...kept, error: errorOf(failure, indexes.length, fields.error) };
		const pairedItem = pairing(indexes);
		if (!binary || indexes.length > 1 || this.runsAsTool) {
			this.first.push({ json, pairedItem });
			return;
		}
		const item = { json, binary, pairedItem };
		if (this.hasErrorBranch) markAsFailure(item);
		this.first.push(item);
	}

	/** Adds one summary item, before or after the failed items. */
	closeWithSummary(json: IDataObject, comesFirst: boolean): INodeExecutionData[][] {
		const item = { json, pairedItem: pairing([...this.inputs.keys()]) };
		return [comesFirst ? [item, ...this.first] : [...this.first, item]];
	}

	/**
	 * With *Retry On Fail*, n8n runs the node again for all items if the first item of the first
	 * output has an `error`, and accepted items would be sent again. So an accepted item comes first.
	 */
	close(): INodeExecutionData[][] {
		const { first, second, count } = this;
		if (this.node.retryOnFail === true) {
			const accepted = first.findIndex(({ json }) => !('error' in json));
			if (accepted > 0) first.unshift(...first.splice(accepted, 1));
			// Only the second output has successes, so we put the failures behind them. n8n moves failures from any output to the error branch.
			if (accepted === -1 && second.length > 0 && this.hasErrorBranch)
				return [[], [...second, ...first]];
		}
		return count === 1 ? [first] : [first, second];
	}
}

/**
 * Marks an item with files as failed. With `binaryMode: combined`, n8n moves the files into the JSON, so `error` is
 * not the only key of the JSON. n8n also moves an item with a property `error` to the error branch, but then replaces
 * the JSON with `{ error: error.message }`. n8n copies the item without non-enumerable properties, so the copy keeps
 * its JSON. If n8n does not copy, it writes the same error object again.
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

/** IDataObject does not accept `unknown`, so the compiler needs this check. */
function isDataObject(fields: Readonly<Record<string, unknown>>): fields is IDataObject {
	return !Array.isArray(fields);
}

/**
 * Links an output item to its input items: an object for one item, an array for several. For the error branch,
 * n8n uses the JSON of the first input item.
 */
function pairing(indexes: readonly number[]): IPairedItemData | IPairedItemData[] {
	const [first] = indexes;
	if (first !== undefined && indexes.length === 1) return { item: first };
	return indexes.map((item) => ({ item }));
}
