import { pause, type Pause } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import type { RunContext } from '../shared/n8n/operation';
import type { ItemParameters } from '../shared/n8n/parameters';
import { formatNumber, nameOf } from '../shared/values';

/** What keeps a full sync from replacing a catalog by a part of it. */
export interface Guards {
	readonly minProducts: number;
	/** Products of the last upload; null if there is nothing to compare with. */
	readonly previousProducts: number | null;
	/** Percent. */
	readonly maxShrink: number;
}

export const previousName = 'options.previousProducts';

/**
 * Reads the guards of one upload. Throws an InputError for one that is given but not a number, since
 * no guard may be off by accident, and for one whose value differs between the upload's items.
 */
export function* readGuards(
	run: Pick<RunContext, 'parameters' | 'timeSlice'>,
	indexes: readonly number[],
): Generator<Pause, Guards> {
	const read = (name: string, label: string, fallback: number, least: number) =>
		readSame(run, indexes, name, label, (parameters) =>
			guardNumber(parameters, name, label, fallback, least),
		);
	const previous = yield* read(previousName, 'Previous Products', 0, 0);
	return {
		minProducts: yield* read('minProducts', 'Minimum Products', 1, 1),
		previousProducts: previous === 0 ? null : previous,
		maxShrink: yield* read('options.maxShrink', 'Maximum Shrink', 50, 0),
	};
}

/**
 * The value that a parameter has for all items of an upload. Throws an InputError if it differs
 * between them. A parameter without an expression is read once.
 */
export function* readSame<Value>(
	{ parameters, timeSlice }: Pick<RunContext, 'parameters' | 'timeSlice'>,
	indexes: readonly number[],
	name: string,
	label: string,
	read: (parameters: ItemParameters) => Value,
): Generator<Pause, Value> {
	const [first = 0, ...others] = indexes;
	const value = read(parameters.at(first));
	if (!parameters.holdsExpression(name)) return value;
	for (const index of others) {
		if (timeSlice.isOver()) yield pause;
		const other = read(parameters.at(index));
		if (other === value) continue;
		throw new InputError(
			`${label} is ${nameOf(value)} for item ${first} and ${nameOf(other)} for item ${index}, but one upload has one value.`,
			{ advice: `Check what the expression of ${label} gives for each item.` },
		);
	}
	return value;
}

/**
 * Throws an InputError if a full sync would leave the store with suspiciously few products. Of those
 * with the same ID only one would remain.
 */
export function guardCount(
	{ products, repeated }: { readonly products: number; readonly repeated: number },
	guards: Guards,
	store: string,
): void {
	const { minProducts, previousProducts, maxShrink } = guards;
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
	if (previousProducts === null) return;
	const shrink = ((previousProducts - different) / previousProducts) * 100;
	if (shrink <= maxShrink) return;
	throw suspicious(
		`${store} would shrink from ${formatNumber(previousProducts)} to ${counted}, by ${formatNumber(Math.ceil(shrink * 100) / 100)} %, but Maximum Shrink is ${maxShrink} %.`,
		'Look at the node that gives the products. If their number is right, raise Maximum Shrink under Options for this one run.',
	);
}

/** Throws an InputError if a request is larger than the host takes. */
export function guardSize(bytes: number, limit: number, what: string, remedy: string): void {
	if (bytes > limit) throw tooLargeError(bytes, limit, what, remedy);
}

/** An error for a request that is larger than the host takes. */
export function tooLargeError(
	bytes: number,
	limit: number,
	what: string,
	remedy: string,
): InputError {
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

/** An error for a full sync that an AI agent asks for. */
export function fullByAgent(): InputError {
	return new InputError('An AI agent may not replace a whole catalog.', {
		advice: 'Choose the sync mode Stock for the tool, and no other mode in Form Fields.',
	});
}

/** A full sync that only Form Fields make: the guards are on the panel for the sync mode Full alone. */
export function unguarded(runsAsTool: boolean): InputError {
	if (runsAsTool) return fullByAgent();
	return suspicious(
		'Form Fields make a full sync, or one that no row calls stock, but the guards of a full sync are on the panel for the Sync Mode Full alone.',
		'Choose Full as Sync Mode and look at its guards. For a stock sync, let the row for the mode say stock.',
	);
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
