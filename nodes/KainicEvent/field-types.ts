import { validateFieldType } from 'n8n-workflow';
import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import { isDate, isoDate, nameOf } from '../shared/values';

/**
 * The value of a row of Event Fields, converted to the type that the row declares. Throws an InputError
 * for a value that is not of the type, also where n8n would make one of it.
 */
export function convertField(value: unknown, type: unknown, name: string): unknown {
	if (value === null || value === '') return value;
	if (isDate(value) && (type === 'string' || type === 'dateTime')) {
		return isoDate(value) ?? refuseField(name, 'is an invalid date');
	}
	switch (type) {
		case 'string':
			return textOf(value, name);
		case 'dateTime':
			return dateOf(value, name);
		case 'number':
			return isNumber(value) ? convert(value, type, name) : refuseType(value, type, name);
		case 'boolean':
		case 'array':
		case 'object':
			return convert(value, type, name);
		default:
			return refuseField(name, 'has a type that events cannot hold');
	}
}

export function refuseField(name: string, problem: string): never {
	throw new InputError(`the event field "${name}" ${problem}.`, {
		advice: 'Change the type of the field on the panel, or the value.',
	});
}

function convert(
	value: unknown,
	type: 'number' | 'boolean' | 'array' | 'object',
	name: string,
): unknown {
	const result = validateFieldType(name, value, type);
	return result.valid ? result.newValue : refuseType(value, type, name);
}

function refuseType(value: unknown, type: string, name: string): never {
	return refuseField(name, `is ${nameOf(value)}, which is not of the type ${type}`);
}

/** n8n makes 0 of white space and of an empty array, and the number itself of an array that holds one. */
function isNumber(value: unknown): boolean {
	return typeof value === 'string' ? value.trim() !== '' : typeof value !== 'object';
}

const dateForm =
	/^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<minute>\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** n8n guesses at text of other forms, in the time zone of its own process, and takes 31 February for 3 March. */
function dateOf(value: unknown, name: string): string {
	const written = dateForm.exec(String(value).trim())?.groups;
	const result = validateFieldType(name, value, 'dateTime');
	const date = result.valid ? isoDate(result.newValue) : null;
	if (written !== undefined && date !== null) {
		const { day = '', minute = '00:00' } = written;
		if (date.startsWith(`${day}T${minute}`)) return date;
	}
	return refuseField(
		name,
		`is ${nameOf(value)}, which is no date of the form 2026-12-31 or 2026-12-31T10:00:00Z`,
	);
}

/** A number that JavaScript does not hold exactly would be another text. */
function textOf(value: unknown, name: string): string {
	if (typeof value === 'string') return value;
	toJson({ [name]: value });
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
