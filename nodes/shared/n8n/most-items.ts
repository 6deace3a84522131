import { InputError } from '../failure';
import { formatNumber } from '../values';

/**
 * Items that one response becomes at most: beside an error branch, n8n takes time quadratic in the
 * number of items to hand them on.
 */
const mostItems = 10_000;

/**
 * Throws an InputError if a response would become too many items. `what` names what becomes an item,
 * in the plural; `remedy` is a sentence.
 */
export function refuseTooMany(count: number, what: string, remedy?: string): void {
	if (count <= mostItems) return;
	const [found, most] = [count, mostItems].map((number) => formatNumber(number));
	const problem = `The response has ${found} ${what}, but at most ${most} become items.`;
	throw new InputError(remedy === undefined ? problem : `${problem} ${remedy}`);
}
