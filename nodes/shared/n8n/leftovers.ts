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
 * `original`, because n8n leaves room for one `error` only. What an earlier failure of the item said of
 * the items that it stands for is said again.
 */
export function errorOf(failure: Failure, input: IDataObject | undefined): IDataObject {
	const error = failureJson(withSentence(failure, sentenceOf(input)));
	const earlier = input?.error;
	const original = isOwnError(earlier) ? earlier.original : earlier;
	return original === undefined ? error : { ...error, original };
}

/** The same failure for an output item that stands for several input items. */
export function ofSeveral(failure: Failure, itemCount: number): Failure {
	if (itemCount < 2) return failure;
	return withSentence(failure, `${standsFor} ${formatNumber(itemCount)} input items.`);
}

const standsFor = 'To send it again, take the items before this node: this one stands for';

/**
 * True for an item that comes back from an error branch and stands for several. n8n gave it the JSON of
 * the first one alone.
 */
export function standsForSeveral(json: unknown): boolean {
	return sentenceOf(json) !== '';
}

/** What the failure of an item says of the items that it stands for; empty if it stands for itself. */
function sentenceOf(json: unknown): string {
	if (!isPlainObject(json) || !isOwnError(json.error)) return '';
	const description = String(json.error.description);
	const start = description.lastIndexOf(standsFor);
	return start < 0 ? '' : description.slice(start);
}

function withSentence(failure: Failure, sentence: string): Failure {
	if (sentence === '' || failure.description.includes(standsFor)) return failure;
	return { ...failure, description: `${failure.description} ${sentence}` };
}

const fieldsWithOriginal = [...failureFields, 'original'];

function isOwnError(value: unknown): value is IDataObject {
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

const eventResultWithFields = [...eventResultFields, 'fields'];

function isOwnResult(value: unknown): boolean {
	return (
		(hasExactly(value, eventResultFields) ||
			(hasExactly(value, eventResultWithFields) && isListOfText(value.fields))) &&
		(value.status === 'accepted' || value.status === 'valid') &&
		typeof value.trackerId === 'string' &&
		typeof value.requestEvents === 'number' &&
		typeof value.attempts === 'number'
	);
}

function isListOfText(value: unknown): boolean {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** The fields of an item that Kainic Catalog puts out, beside the response. */
const uploadResultFields = ['status', 'storeId', 'syncMode', 'products', 'bytes', 'attempts'];

/** True for an item that Kainic Catalog put out for an upload. */
export function isUploadResult(json: unknown): boolean {
	return (
		(hasExactly(json, uploadResultFields) ||
			hasExactly(json, [...uploadResultFields, 'response'])) &&
		(json.status === 'accepted' || json.status === 'valid') &&
		typeof json.products === 'number' &&
		typeof json.bytes === 'number' &&
		typeof json.attempts === 'number'
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
