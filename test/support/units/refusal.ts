import { InputError } from '../../../nodes/shared/failure';

/** The InputError with which a check refuses. It never says that there is nothing to do. */
export function refusalOf(check: () => unknown): InputError {
	try {
		check();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		expect(error.explanation.advice).not.toBe('');
		return error;
	}
	throw new Error('It was not refused');
}

export const messageOf = (check: () => unknown) => refusalOf(check).message;

/** What a check returns; null if it refuses. */
export function taken<Value>(check: () => Value): Value | null {
	try {
		return check();
	} catch (error) {
		if (error instanceof InputError) return null;
		throw error;
	}
}
