import { InputError } from '../failure';
import { refuseLoss } from '../json';
import { field, type Fields } from '../kainic/api';
import { isAbsent, isPlainObject, nameOf } from '../values';
import type { ItemParameters } from './item-parameters';
import type { AdditionalField } from './properties';

/** The filled-in *Additional Fields* of an item, under Kainic's names. */
export function readAdditionalFields(
	parameters: ItemParameters,
	fields: readonly AdditionalField[],
): Fields {
	const ids: Record<string, string> = {};
	for (const { name } of fields) {
		const id = parameters.optionalId(`additionalFields.${name}`);
		if (id !== undefined) ids[field[name]] = id;
	}
	return ids;
}

/**
 * An ID from the Kainic Console. Kainic does not document the form of its IDs, so only a web address and
 * the samples of the example workflows (`YOUR-TRACKER-ID`) are refused. The message does not repeat the
 * address, because the address may contain the API key.
 */
export function readConsoleId(parameters: ItemParameters, name: string): string {
	const id = parameters.id(name);
	const { title } = parameters.get(name);
	if (/^YOUR-/i.test(id)) {
		throw new InputError(
			`${title} of the node '${parameters.nodeName}' is still the sample ${id}.`,
			{
				advice: `Enter ${title} as the Kainic Console shows it. If the field has an expression, enter the ID in the node that the expression reads, for example 'Your Shop'.`,
			},
		);
	}
	if (!id.includes('://')) return id;
	throw new InputError(`${title} is a web address.`, {
		advice: `Enter ${title} as the Kainic Console shows it.`,
	});
}

/** The HTTP client sets these headers for the body and the connection. Other values would break the request. */
const reserved =
	/^(connection|content-encoding|content-length|content-type|host|trailer|transfer-encoding)$/;

const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/** Node.js refuses line breaks and other control characters in a header value. */
const headerValue = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;

/** The user's headers, by lower-case name. Throws an InputError for names and values that HTTP does not allow. */
export function readHeaders(parameters: ItemParameters): Readonly<Record<string, string>> {
	const headers = new Map<string, string>();
	for (const { name, value } of readRows(parameters, 'options.headers')) {
		const lower = name.toLowerCase();
		if (reserved.test(lower)) {
			throw new InputError(`The header "${name}" is set by the node and cannot be changed.`);
		}
		if (!headerName.test(lower)) throw new InputError(`"${name}" is not a valid header name.`);
		if (!headerValue.test(value)) {
			throw new InputError(
				`The header "${name}" contains a line break or another character that is not allowed.`,
			);
		}
		if (headers.has(lower)) throw new InputError(`The header "${lower}" is entered twice.`);
		headers.set(lower, value.trim());
	}
	return Object.fromEntries(headers);
}

export interface Row {
	readonly name: string;
	readonly value: string;
}

/**
 * The rows of names and values. A completely empty row is left out, unless the collection holds an expression.
 * Throws an InputError for any other row without a name, or without a value that can be sent.
 */
export function readRows(parameters: ItemParameters, parameterName: string): readonly Row[] {
	const { title, holdsExpression } = parameters.get(parameterName);
	const advice = `Fill in this row of ${title}, or remove the row. If you use an expression, check its result for this item.`;
	const rows: Row[] = [];
	for (const { name, value } of rowsOf(parameters.value(parameterName), 'values', title)) {
		if (!holdsExpression && name === '' && value === '') continue;
		if (typeof name !== 'string' || name.trim() === '') {
			throw new InputError(`A row of ${title} has no name.`, { advice });
		}
		if (isAbsent(value) || String(value).trim() === '') {
			throw new InputError(`"${name}" of ${title} is empty.`, { advice });
		}
		if (!['string', 'number', 'boolean'].includes(typeof value)) {
			throw new InputError(`"${name}" of ${title} is ${nameOf(value)}, but it must be text.`);
		}
		// If JavaScript cannot hold a number exactly, the text would be a different number.
		refuseLoss({ [name]: value });
		rows.push({ name: name.trim(), value: String(value) });
	}
	return rows;
}

/** The rows of a collection, which may be empty. Throws an InputError if an expression returned no rows. */
export function rowsOf(
	collection: unknown,
	name: string,
	title: string,
): ReadonlyArray<Readonly<Record<string, unknown>>> {
	if (isAbsent(collection)) return [];
	const isEmpty = isPlainObject(collection) && Object.keys(collection).length === 0;
	const rows: unknown = isEmpty ? [] : isPlainObject(collection) && collection[name];
	if (Array.isArray(rows) && rows.every(isPlainObject)) return rows;
	throw new InputError(`${title} is ${nameOf(collection)}, but it must be a list of rows.`, {
		advice: `Remove the expression of ${title}, and enter rows. You can use expressions inside the rows.`,
	});
}
