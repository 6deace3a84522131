import type { IDataObject } from 'n8n-workflow';
import { failureFields, failureJson, isFailureCode, type Failure } from '../failure';
import { formatNumber, isPlainObject } from '../values';

/**
 * An item that comes back from an error branch carries what this package added to it: its `error`,
 * and perhaps `kainic`. They are not part of the event or product. A user's own fields of these names
 * are, so only a field with exactly the shape that this package gives it is left out; the `error` of
 * the user that it stands in for comes back.
 */
export function withoutResult(json: unknown): unknown {
	if (!isPlainObject(json) || !('error' in json || 'kainic' in json)) return json;
	const ownError = isOwnError(json.error);
	const ownResult = isOwnResult(json.kainic);
	if (!ownError && !ownResult) return json;
	return Object.fromEntries(
		Object.entries(json).flatMap(([name, value]): ReadonlyArray<[string, unknown]> => {
			if (ownResult && name === 'kainic') return [];
			if (!ownError || name !== 'error') return [[name, value]];
			return isPlainObject(value) && 'original' in value ? [[name, value.original]] : [];
		}),
	);
}

/**
 * The `error` of a failed item. If the input has an `error` of its own, it is kept inside as
 * `original`, because n8n leaves room for one `error` only.
 */
export function errorOf(failure: Failure, input: IDataObject | undefined): IDataObject {
	const error = failureJson(failure);
	if (input?.error === undefined) return error;
	const own = withoutResult(input);
	return isPlainObject(own) && 'error' in own ? { ...error, original: input.error } : error;
}

/** The same failure for an output item that stands for several input items. */
export function ofSeveral(failure: Failure, itemCount: number): Failure {
	if (itemCount < 2) return failure;
	const count = formatNumber(itemCount);
	return { ...failure, description: `${failure.description} ${standsFor} ${count} input items.` };
}

const standsFor = 'To send it again, take the items before this node: this one stands for';

/**
 * True for an item that comes back from an error branch and stands for several. n8n gave it the JSON of
 * the first one alone.
 */
export function standsForSeveral(json: unknown): boolean {
	if (!isPlainObject(json) || !isOwnError(json.error) || !isPlainObject(json.error)) return false;
	return String(json.error.description).includes(standsFor);
}

const fieldsWithOriginal = [...failureFields, 'original'];

function isOwnError(value: unknown): boolean {
	return (
		(hasExactly(value, failureFields) || hasExactly(value, fieldsWithOriginal)) &&
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
