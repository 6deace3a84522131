import { InputError } from '../shared/failure';
import type { ItemParameters } from '../shared/n8n/parameters';
import { formatNumber, nameOf } from '../shared/values';

/** What keeps a full sync from replacing a catalog by a part of it. */
export interface Guards {
	readonly minProducts: number;
	/** Products of the last upload; 0 if there is nothing to compare with. */
	readonly previousProducts: number;
	/** Percent. */
	readonly maxShrink: number;
}

export const previousName = 'options.previousProducts';

export const guardParameters = ['minProducts', previousName, 'options.maxShrink'] as const;

/**
 * Reads the guards as one item gives them. Throws an InputError for one that is given but not a number,
 * since no guard may be off by accident.
 */
export function readGuards(parameters: ItemParameters): Guards {
	return {
		minProducts: guardNumber(parameters, 'minProducts', 'Minimum Products', 10, 1),
		previousProducts: guardNumber(parameters, previousName, 'Previous Products', 0, 0),
		maxShrink: guardNumber(parameters, 'options.maxShrink', 'Maximum Shrink', 50, 0),
	};
}

/** The guards of an upload whose items give several. */
export function strictest(one: Guards, other: Guards): Guards {
	return {
		minProducts: Math.max(one.minProducts, other.minProducts),
		previousProducts: Math.max(one.previousProducts, other.previousProducts),
		maxShrink: Math.min(one.maxShrink, other.maxShrink),
	};
}

/**
 * Throws an InputError if a full sync would leave the store with suspiciously few products. Of those
 * with the same ID only one would remain.
 */
export function guardCount(
	{ products, repeated }: { readonly products: number; readonly repeated: number },
	{ minProducts, previousProducts, maxShrink }: Guards,
	store: string,
): void {
	const different = products - repeated;
	const counted =
		repeated === 0
			? `${formatNumber(products)} products`
			: `${formatNumber(different)} different products (${formatNumber(repeated)} more repeat their IDs)`;
	if (different < minProducts) {
		throw suspicious(
			`${store} would have ${counted}, but Minimum Products is ${formatNumber(minProducts)}.`,
			'Look at the node that gives the products. If their number is right, lower Minimum Products.',
		);
	}
	if (previousProducts === 0) return;
	const shrink = ((previousProducts - different) / previousProducts) * 100;
	if (shrink <= maxShrink) return;
	throw suspicious(
		`${store} would shrink from ${formatNumber(previousProducts)} to ${counted}, by ${formatNumber(Math.ceil(shrink * 100) / 100)} %, but Maximum Shrink is ${maxShrink} %.`,
		'Look at the node that gives the products. If their number is right, raise Maximum Shrink under Options for this one run.',
	);
}

/** An error for a request that is larger than the host takes. */
export function tooLarge(bytes: number, limit: number, what: string, remedy: string): InputError {
	return new InputError(
		`${what} would have ${formatNumber(bytes)} bytes, but the limit is ${formatNumber(limit)} bytes.`,
		{
			code: 'too_large',
			advice: `${remedy} The host of Kainic takes at most 10 MB (1st generation) or 32 MB (2nd generation) per request; Maximum Megabytes under Options is for another host.`,
		},
	);
}

/** An error that says why a full sync is not sent for a store. */
export function suspicious(message: string, remedy: string): InputError {
	return new InputError(message, {
		code: 'suspicious_catalog',
		advice: `Not sent, since a full sync replaces the whole catalog of a store. ${remedy}`,
	});
}

/** An option that was added to the panel must hold a number; an empty one is refused as well. */
function guardNumber(
	parameters: ItemParameters,
	name: string,
	label: string,
	fallback: number,
	least: number,
): number {
	if (!parameters.isGiven(name)) return fallback;
	const value = parameters.value(name);
	const isNumeric = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value);
	const number = isNumeric ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number) && number >= least) return number;
	throw new InputError(
		`${label} is ${value === '' ? 'empty' : nameOf(value)}, but it must be a number of at least ${least}.`,
		{
			advice: `Not sent, since the guard would have been off. Correct what the expression of ${label} gives.`,
		},
	);
}
