import type { IDataObject, INode, INodeExecutionData, IPairedItemData } from 'n8n-workflow';
import type { Outcome, OutputItem } from '../send/job';
import { notSentFailure, type Failure } from '../failure';
import { errorOf } from '../items';
import type { OutputForm } from '../operation';
import { pause } from '../pause';

/** Adds the output items of each outcome, in input order; of a summary, only the failures. */
export async function emit(
	outputs: Outputs,
	outcomes: readonly Outcome[],
	form: OutputForm,
): Promise<void> {
	const joined = form === 'joined' ? indexesByOutcome(outcomes) : null;
	for (const [index, outcome] of outcomes.entries()) {
		const indexes = joined?.get(outcome) ?? [index];
		// Items that are joined come at the place of the first one.
		if (indexes[0] !== index) continue;
		await pause();
		if (outcome.kind === 'failed') {
			outputs.fail(indexes, outcome.failure);
			continue;
		}
		if (form === 'summary') continue;
		try {
			for (const item of outcome.present(index, outcome)) {
				outputs.succeed(indexes, item);
				await pause();
			}
		} catch {
			const { attempts } = outcome;
			const message = 'Kainic accepted the request, but the response could not be shown.';
			const failure = notSentFailure(message, { code: 'bad_response' });
			outputs.fail(indexes, { ...failure, attempts, notSent: false, mayBeAccepted: true });
		}
	}
}

/** The items that have the very same outcome. */
function indexesByOutcome(outcomes: readonly Outcome[]): ReadonlyMap<Outcome, readonly number[]> {
	const found = new Map<Outcome, number[]>();
	for (const [index, outcome] of outcomes.entries()) {
		const indexes = found.get(outcome) ?? [];
		indexes.push(index);
		found.set(outcome, indexes);
	}
	return found;
}

/** Collects items by output, each as n8n routes it. */
export class Outputs {
	private readonly outputs: INodeExecutionData[][];

	constructor(
		private readonly node: INode,
		count: 1 | 2,
		private readonly inputs: readonly INodeExecutionData[],
	) {
		this.outputs = Array.from({ length: count }, () => []);
	}

	succeed(indexes: readonly number[], item: OutputItem): void {
		const pairedItem = pairing(indexes);
		if (item.kind === 'new_item') {
			this.outputs[item.output]?.push({ json: renamed(item.json, 'error', '$error'), pairedItem });
			return;
		}
		const input = this.inputs[indexes[0] ?? 0];
		const kept: IDataObject = { ...input?.json, kainic: item.kainic };
		delete kept.error;
		const binary = input?.binary;
		const json = renamed(kept, '$error');
		this.outputs[0]?.push(binary ? { json, binary, pairedItem } : { json, pairedItem });
	}

	/**
	 * n8n moves an item to the error branch only if `error` is its only key; n8n then adds the JSON of the
	 * input. Without an error branch, the item keeps the JSON of its input.
	 */
	fail(indexes: readonly number[], failure: Failure): void {
		const input = this.inputs[indexes[0] ?? 0];
		const inputJson = this.hasErrorBranch() ? {} : renamed(input?.json ?? {}, '$error');
		const json = { ...inputJson, error: errorOf(failure, indexes.length, input?.json) };
		const pairedItem = pairing(indexes);
		const binary = indexes.length === 1 ? input?.binary : undefined;
		const item = binary ? { json, binary, pairedItem } : { json, pairedItem };
		if (binary && this.hasErrorBranch()) markAsFailure(item);
		this.outputs[0]?.push(item);
	}

	/** Ends with one item that represents all inputs, before or after the failures. */
	closeWithSummary(json: IDataObject, comesFirst: boolean): INodeExecutionData[][] {
		const item = { json, pairedItem: pairing([...this.inputs.keys()]) };
		if (comesFirst) this.outputs[0]?.unshift(item);
		else this.outputs[0]?.push(item);
		return this.outputs;
	}

	/**
	 * With *Retry On Fail*, n8n runs the node again for all items if the first item of the first
	 * output has an `error`; what was accepted would be sent twice. So an accepted item comes first.
	 */
	close(): INodeExecutionData[][] {
		const [first, second] = this.outputs;
		if (this.node.retryOnFail !== true || first === undefined) return this.outputs;
		const accepted = first.findIndex(({ json }) => !('error' in json));
		if (accepted > 0) first.unshift(...first.splice(accepted, 1));
		// n8n moves the failures of every output to the error branch.
		const isElsewhere = accepted === -1 && second !== undefined && second.length > 0;
		if (isElsewhere && this.hasErrorBranch()) second.push(...first.splice(0));
		return this.outputs;
	}

	private hasErrorBranch(): boolean {
		return this.node.onError === 'continueErrorOutput';
	}
}

/**
 * With `binaryMode: combined` n8n moves files into the JSON, so that `error` is not its only key. n8n also
 * takes an item for a failure if the item has a property `error`. If the item still has this property
 * afterwards, n8n replaces its JSON by `{ error: error.message }`. The property is not enumerable, so that
 * n8n's copy of the item does not have it. If n8n makes no copy, the message is the same error.
 */
function markAsFailure(item: INodeExecutionData): void {
	Object.defineProperty(item, 'error', { value: { message: item.json.error }, enumerable: false });
}

/** Gives other names to fields by which n8n takes an item for a failure: `error`, and `$error` with `$json`. */
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

/** Always true: n8n's type for JSON does not know that a value of it can be anything. */
function isDataObject(fields: Readonly<Record<string, unknown>>): fields is IDataObject {
	return !Array.isArray(fields);
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
