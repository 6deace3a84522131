import { InputError } from '../shared/failure';
import { formatNumber } from '../shared/values';

/** Runs a check of a product. Its InputError then names the product, counted from 1. */
export function inProduct<Value>(position: number, check: () => Value): Value {
	let problem: Error;
	try {
		return check();
	} catch (error) {
		problem = toError(error);
	}
	if (!(problem instanceof InputError)) throw problem;
	const within = `product ${formatNumber(position)}`;
	throw new InputError(problem.message, { ...problem.explanation, within });
}

export function toError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}
