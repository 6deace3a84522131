import { failureFields, isFailureCode } from '../failure';
import { isPlainObject } from '../values';

/**
 * An item that comes back from an error branch carries what this package added to it: its `error`,
 * and perhaps `kainic`. They are not part of the event or product. A user's own fields of these names
 * are, so only a field with exactly the shape that this package gives it is left out.
 */
export function withoutResult(json: unknown): unknown {
	if (!isPlainObject(json)) return json;
	const ownError = isOwnError(json.error);
	const ownResult = isOwnResult(json.kainic);
	if (!ownError && !ownResult) return json;
	return Object.fromEntries(
		Object.entries(json).filter(
			([name]) => !(ownError && name === 'error') && !(ownResult && name === 'kainic'),
		),
	);
}

function isOwnError(value: unknown): boolean {
	return (
		hasExactly(value, failureFields) &&
		isFailureCode(value.code) &&
		typeof value.message === 'string' &&
		typeof value.description === 'string' &&
		(value.httpCode === null || typeof value.httpCode === 'number') &&
		typeof value.attempts === 'number' &&
		typeof value.notSent === 'boolean' &&
		typeof value.mayBeAccepted === 'boolean'
	);
}

/** The fields of `kainic` in an item that Kainic Event hands on. */
export const eventResultFields = ['status', 'trackerId', 'requestEvents', 'attempts'] as const;

function isOwnResult(value: unknown): boolean {
	return (
		hasExactly(value, eventResultFields) &&
		(value.status === 'accepted' || value.status === 'valid') &&
		typeof value.trackerId === 'string' &&
		typeof value.requestEvents === 'number' &&
		typeof value.attempts === 'number'
	);
}

function hasExactly(
	value: unknown,
	names: readonly string[],
): value is Readonly<Record<string, unknown>> {
	if (!isPlainObject(value)) return false;
	const found = Object.keys(value);
	return found.length === names.length && names.every((name) => Object.hasOwn(value, name));
}
