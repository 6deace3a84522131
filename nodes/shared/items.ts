import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { failureJson, type Failure } from './failure';
import { isFailureCode } from './failure-codes';
import { isPlainObject } from './values';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of an item. n8n's HTTP Request also makes items of texts, numbers and lists: these become the field `value`. */
export function fieldsOf(json: unknown): Fields {
	return isPlainObject(json) ? json : { value: json };
}

/**
 * Moves an item's files out of the JSON into `binary`. With the workflow's setting `binaryMode: combined`, n8n keeps
 * files in the JSON. The node would not find the files there, and would send them as data.
 */
export function withFilesBeside(item: INodeExecutionData): INodeExecutionData {
	if (!isPlainObject(item.json)) return item;
	const { _files: files, ...json } = item.json;
	return holdsFiles(files) ? { ...item, json, binary: { ...item.binary, ...files } } : item;
}

/** False for a user's own field `_files`. */
function holdsFiles(value: unknown): value is IBinaryKeyData {
	const files = isPlainObject(value) ? Object.values(value) : [];
	const names = ['mimeType', 'data', 'id'];
	return (
		files.length > 0 &&
		files.every(
			(file) => isPlainObject(file) && names.every((name) => typeof file[name] === 'string'),
		)
	);
}

/**
 * Removes the fields `error` and `kainic` that a node of this package added to an item. Our `error` has one of our
 * codes and a boolean `notSent`, and our `kainic` has our `status`. A user's own fields of these names stay. If our
 * field kept the user's field as `original`, the user's field is restored.
 */
export function withoutAddedFields<Value>(json: Value): Value | Fields {
	if (!isPlainObject(json) || !('error' in json || 'kainic' in json)) return json;
	const fields: Record<string, unknown> = { ...json };
	if (isKainicError(fields.error)) restore(fields, 'error', fields.error.original);
	if (isResult(fields.kainic)) restore(fields, 'kainic', fields.kainic.original);
	return fields;
}

function restore(fields: Record<string, unknown>, name: string, original: unknown): void {
	if (original === undefined) delete fields[name];
	else fields[name] = original;
}

/**
 * The `kainic` of an accepted item. Each item gets an object of its own, because a later node may change it.
 * `original` keeps the user's own `kainic`.
 */
export function resultOf(added: Fields, own: unknown): Fields {
	return own === undefined ? { ...added } : { ...added, original: own };
}

/**
 * The `error` of a failed item. `itemCount`: how many input items failed together. `original` keeps the user's own
 * `error`, because an item can have only one `error`.
 */
export function errorOf(failure: Failure, itemCount: number, earlier: unknown): IDataObject {
	const original = isKainicError(earlier) ? earlier.original : earlier;
	const error: IDataObject = failureJson(failure);
	if (itemCount > 1) error.items = itemCount;
	if (original !== undefined) error.original = original;
	return error;
}

function isResult(value: unknown): value is Fields {
	return isPlainObject(value) && (value.status === 'accepted' || value.status === 'valid');
}

function isKainicError(value: unknown): value is IDataObject {
	return isPlainObject(value) && isFailureCode(value.code) && typeof value.notSent === 'boolean';
}
