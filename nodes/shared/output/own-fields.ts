import type { IDataObject } from 'n8n-workflow';
import { failureJson, isFailureCode, type Failure } from '../failure';
import { isPlainObject } from '../values';

/**
 * An item that comes back from an error branch carries what this package added to it: an `error` whose
 * `code` is one of ours beside a boolean `notSent`, and perhaps a `kainic` with our `status`. They are not
 * part of the event or product. A user's own fields of these names stay, and an `error` of the user that
 * was kept as `original` is restored.
 */
export function withoutOwnFields(json: unknown): unknown {
	if (!isPlainObject(json) || !('error' in json || 'kainic' in json)) return json;
	const fields: Record<string, unknown> = { ...json };
	if (isOwnResult(fields.kainic)) delete fields.kainic;
	if (!isOwnError(fields.error)) return fields;
	if (fields.error.original === undefined) delete fields.error;
	else fields.error = fields.error.original;
	return fields;
}

/**
 * The `error` of a failed item. `items` is how many input items it stands for, or stood for when it failed
 * before. An `error` of the user is kept inside as `original`: n8n leaves room for one `error` only.
 */
export function errorOf(
	failure: Failure,
	itemCount: number,
	input: IDataObject | undefined,
): IDataObject {
	const earlier = input?.error;
	const items = Math.max(itemCount, countItems(earlier));
	const original = isOwnError(earlier) ? earlier.original : earlier;
	return {
		...failureJson(failure),
		...(items > 1 ? { items } : {}),
		...(original === undefined ? {} : { original }),
	};
}

/**
 * True for an item that comes back from an error branch and stands for several. n8n gave it the JSON of
 * the first one only.
 */
export function standsForSeveral(json: unknown): boolean {
	return isPlainObject(json) && countItems(json.error) > 1;
}

function countItems(error: unknown): number {
	return isOwnError(error) && typeof error.items === 'number' ? error.items : 1;
}

function isOwnError(value: unknown): value is IDataObject {
	return isPlainObject(value) && isFailureCode(value.code) && typeof value.notSent === 'boolean';
}

function isOwnResult(value: unknown): boolean {
	return isPlainObject(value) && (value.status === 'accepted' || value.status === 'valid');
}
