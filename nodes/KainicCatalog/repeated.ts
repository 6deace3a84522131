import { pause, type Pause, type TimeSlice } from '../shared/delivery/job';
import { field } from '../shared/kainic/api';
import { formatNumber, isPlainObject } from '../shared/values';
import type { Product } from './products';

/**
 * The number of products that have the ID of an earlier one. The IDs are in memory already, as a part of
 * the products.
 */
export function* countRepeated(
	products: readonly Product[],
	timeSlice: Pick<TimeSlice, 'isOver'>,
): Generator<Pause, number> {
	const known = new Set<string>();
	let repeated = 0;
	for (const { value } of products) {
		if (timeSlice.isOver()) yield pause;
		const id = idOf(value);
		if (id === null) continue;
		if (known.has(id)) repeated += 1;
		else known.add(id);
	}
	return repeated;
}

/** A number and its text are the same ID. */
function idOf(product: unknown): string | null {
	const id = isPlainObject(product) ? product[field.itemId] : null;
	if (typeof id === 'number') return String(id);
	return typeof id === 'string' && id !== '' ? id : null;
}

/** Says how many products repeat an ID; empty if none does. */
export function repeatedRemark(repeated: number): string {
	if (repeated === 0) return '';
	const products = repeated === 1 ? 'product repeats' : 'products repeat';
	return `${formatNumber(repeated)} ${products} the ${field.itemId} of another one.`;
}

/** Said of files: to keep all their IDs would take memory that grows with the file. */
export const uncountedRemark = `Repeated values of ${field.itemId} are not counted in files.`;
