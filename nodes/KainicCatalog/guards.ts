import { InputProblem } from '../shared/failure';
import type { Parameters } from '../shared/n8n/parameters';
import { nameOf } from '../shared/values';

export type SyncMode = 'full' | 'stock';

/** What keeps a full sync from replacing a catalog by a part of it. */
export interface Guards {
	readonly minProducts: number;
	/** Products of the last upload; null where there is nothing to compare with. */
	readonly previousProducts: number | null;
	/** Percent. */
	readonly maxShrink: number;
}

const previousName = 'options.previousProducts';

/**
 * Reads the guards of one upload. Throws an InputProblem for one that is given but not a number,
 * since a guard must never be off by accident.
 */
export function readGuards(parameters: Parameters, itemIndex: number): Guards {
	const read = (name: string, label: string, least: number) =>
		guardNumber(parameters.value(name, itemIndex), itemIndex, label, least);
	const isCompared = parameters.isGiven(previousName);
	const previous = isCompared ? read(previousName, 'Previous Products', 0) : 0;
	return {
		minProducts: read('minProducts', 'Minimum Products', 1),
		previousProducts: previous === 0 ? null : previous,
		maxShrink: parameters.isGiven('options.maxShrink')
			? read('options.maxShrink', 'Maximum Shrink', 0)
			: 50,
	};
}

/** What the line above the output says where a full sync was not compared with anything. */
export function comparisonRemark(parameters: Parameters, syncMode: SyncMode): string {
	if (syncMode === 'stock' || parameters.isGiven(previousName)) return '';
	return 'The number of products was not compared with an earlier one, since the option Previous Products is not set.';
}

/** Throws an InputProblem where a full sync would leave the shop with suspiciously few products. */
export function guardCount(products: number, guards: Guards, store: string): void {
	const { minProducts, previousProducts, maxShrink } = guards;
	if (products < minProducts) {
		throw suspicious(
			`${store} would have ${format(products)} products, but Minimum Products is ${format(minProducts)}.`,
			'lower Minimum Products',
		);
	}
	if (previousProducts === null) return;
	const shrink = ((previousProducts - products) / previousProducts) * 100;
	if (shrink <= maxShrink) return;
	throw suspicious(
		`${store} would shrink from ${format(previousProducts)} to ${format(products)} products, by ${Math.floor(shrink)} %, but Maximum Shrink is ${maxShrink} %.`,
		'raise Maximum Shrink under Options for this one run',
	);
}

/** Throws an InputProblem where a request is larger than the host takes. */
export function guardSize(bytes: number, limit: number, store: string): void {
	if (bytes <= limit) return;
	throw new InputProblem(
		`The request for ${store} would have ${format(bytes)} bytes, but the limit is ${format(limit)} bytes.`,
		{
			code: 'too_large',
			advice:
				'Send fewer or shorter products. The host of Kainic takes at most 10 MB (1st generation) or 32 MB (2nd generation) per request; Maximum Megabytes under Options is for another host. For a stock sync from input items there is Split Stock.',
		},
	);
}

/** Says that several uploads of one full sync are for the same store. */
export function rivalsProblem(storeId: string, itemIndexes: readonly number[]): InputProblem {
	const [first, second] = itemIndexes;
	return suspicious(
		`${itemIndexes.length} uploads are for the store "${storeId}" (from the items ${first} and ${second}${itemIndexes.length > 2 ? ' and others' : ''}), but in a full sync only the last one would remain.`,
		'join the products into one upload for each store',
	);
}

function suspicious(message: string, remedy: string): InputProblem {
	return new InputProblem(message, {
		code: 'suspicious_catalog',
		advice: `Nothing was sent for this store: a full sync replaces its whole catalog. Check where the products come from; if they are right, ${remedy}.`,
	});
}

function guardNumber(value: unknown, itemIndex: number, label: string, least: number): number {
	const isNumeric = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value);
	const number = isNumeric ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number) && number >= least) return number;
	throw new InputProblem(
		`Item ${itemIndex}: ${label} is ${value === '' ? 'empty' : nameOf(value)}, but it must be a number of at least ${least}.`,
		{
			advice: `Nothing was sent, since the guard would have been off. Correct what the expression of ${label} gives.`,
		},
	);
}

function format(number: number): string {
	return number.toLocaleString('en-US');
}
