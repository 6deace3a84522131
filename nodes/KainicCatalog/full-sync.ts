import type { IExecuteFunctions } from 'n8n-workflow';
import { InputError, sentence, type Failure } from '../shared/failure';
import type { RunContext } from '../shared/operation';
import { yieldUnlessCanceled } from '../shared/wait';
import { formatNumber } from '../shared/values';
import type { ProductList } from './products';

/** Throws an InputError if n8n gives the node only the first item. */
export function refuseExecuteOnce({ context }: RunContext): void {
	if (context.getNode().executeOnce !== true) return;
	throw suspicious(
		"'Execute Once' is on, so this node gets only the first input item. A full sync would remove all other products.",
		"Switch 'Execute Once' off in the settings of this node.",
	);
}

/** Notes, for later runs of the node in this execution, that Kainic accepted or may have accepted a full sync. */
export function noteFullSync(context: IExecuteFunctions, storeId: string): void {
	const notes: Record<string, unknown> = context.getContext('node');
	notes[`full sync of ${storeId}`] = runIndexOf(context);
}

/** Throws an InputError if an earlier run of the node replaced the catalog, or may have replaced it. */
export function refuseSecondSync({ context }: RunContext, storeId: string): void {
	const notes: Record<string, unknown> = context.getContext('node');
	const earlier = notes[`full sync of ${storeId}`];
	// If n8n repeats a run (Retry On Fail), the run keeps its index.
	if (earlier === undefined || Number(earlier) >= runIndexOf(context)) return;
	throw suspicious(
		`An earlier run of this node in this execution sent a full sync for the store "${storeId}", and Kainic accepted it or may have accepted it. A second full sync would replace the products of the first full sync.`,
		'Send all products of a store in one full sync. After a loop: connect this node to the Done output of Loop Over Items. After several branches: add a Merge node before this node. To repeat a failed full sync, run the workflow again.',
	);
}

function runIndexOf(context: IExecuteFunctions): number {
	return Number(context.evaluateExpression('{{ $runIndex }}', 0));
}

/**
 * Stops the whole run if a check refused items of a full sync. A full sync replaces the catalog, so a full sync
 * without these items would delete products.
 */
export function refuseWithout([first, ...others]: readonly Failure[]): void {
	if (first === undefined) return;
	const { code, headline, where, description } = first;
	const counted = `${sentence(first)} Items with failures: ${others.length + 1}.`;
	const message = others.length === 0 ? first.message : counted;
	const advice = `${description} Nothing was uploaded, because the catalog would be incomplete without the failed items.`;
	const explanation = { code, headline, advice };
	throw new InputError(message, where === null ? explanation : { ...explanation, within: where });
}

export function refuseSeveralFiles(storeId: string): never {
	throw suspicious(
		`Several files are for the store "${storeId}". Each full sync would replace the products of the previous full sync.`,
		'Put all products of a store into one file.',
	);
}

/**
 * The highest value of Minimum Products for the items of one store. Throws an InputError for a value that is not a
 * number, because a faulty expression must not switch off the check.
 */
export async function readMinimum(
	{ parameters, cancel }: RunContext,
	indexes: readonly number[],
): Promise<number> {
	const name = 'minProducts';
	const { property } = parameters.get(name);
	if (!parameters.isAdded(name)) return Number(property?.default);
	const read = parameters.reader((item) => {
		// Refuses an empty value: `number` would return the default, which the panel does not show.
		item.value(name);
		return item.number(name);
	});
	let minimum = 0;
	for (const index of indexes) {
		await yieldUnlessCanceled(cancel);
		minimum = Math.max(minimum, read(index));
	}
	return minimum;
}

/** Throws an InputError if a full sync would leave the store with suspiciously few products. */
export function refuseTooFew(
	{ products, repeated, missingId }: Pick<ProductList, 'products' | 'repeated' | 'missingId'>,
	minimum: number,
	storeId: string,
): void {
	if (products >= minimum) return;
	// A missing ID field often explains the low number.
	const ids = missingId === '' ? '' : `${missingId} `;
	const counted = `${formatNumber(products)} ${products === 1 ? 'product' : 'products'}`;
	const same =
		repeated === 0
			? ''
			: ` Products that repeat an ID are not counted (${formatNumber(repeated)}).`;
	throw suspicious(
		`${ids}The upload for the store "${storeId}" has ${counted}, but 'Minimum Products' is ${formatNumber(minimum)}.${same}`,
		"Check the node that outputs the products. If your shop really has so few products, lower 'Minimum Products'.",
	);
}

function suspicious(message: string, remedy: string): InputError {
	return new InputError(message, {
		code: 'suspicious_catalog',
		advice: `The full sync was not sent. ${remedy}`,
	});
}
