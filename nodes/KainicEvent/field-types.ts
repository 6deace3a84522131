import { tryToParseDateTime, validateFieldType } from 'n8n-workflow';
import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import { isDate, isoDate, nameOf } from '../shared/values';

export interface FieldRow {
	readonly name: string;
	readonly type: unknown;
	readonly value: unknown;
}

/**
 * The value of a row of Event Fields, converted to the type that the row declares. A date without an
 * offset is one of `timezone`, e.g. Europe/Berlin. Throws an InputError for a value that is not of the
 * type, even if n8n would convert it.
 */
export function convertField({ value, type, name }: FieldRow, timezone: string): unknown {
	if (type === 'binary') {
		const advice = 'Choose the type String, and enter the address of the file, for example.';
		refuseField(name, 'has the type Binary Data, but an event cannot hold a file', advice);
	}
	if (value === null || value === '') return value;
	if (isDate(value) && (type === 'string' || type === 'dateTime')) {
		return isoDate(value) ?? refuseField(name, 'is an invalid date');
	}
	switch (type) {
		case 'string':
			return textOf(value, name);
		case 'dateTime':
			return dateOf(value, name, timezone);
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

export function refuseField(
	name: string,
	problem: string,
	advice = 'Change the type of the field on the panel, or the value.',
): never {
	throw new InputError(`the event field "${name}" ${problem}.`, { advice });
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

/** n8n converts white space and an empty array to 0, and an array of one number to that number. */
function isNumber(value: unknown): boolean {
	return typeof value === 'string' ? value.trim() !== '' : typeof value !== 'object';
}

const dateForm =
	/^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<minute>\d\d:\d\d)(?<second>:\d\d(?:[.,]\d+)?)?(?<offset>Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;

/**
 * Converts text to a date in ISO 8601. Accepts no other forms, because n8n guesses at them, and takes
 * 31 February for 3 March.
 */
function dateOf(value: unknown, name: string, timezone: string): string {
	const text = typeof value === 'string' ? value.trim() : '';
	const { day, minute, second = '', offset = '' } = dateForm.exec(text)?.groups ?? {};
	if (day !== undefined) {
		const date = parseDate(`${day}T${minute ?? '00:00'}${second}${offset}`, timezone);
		if (date?.startsWith(minute === undefined ? day : `${day}T${minute}`) === true) return date;
	}
	return refuseField(
		name,
		`is ${nameOf(value)}, which is not a date of the form 2026-12-31 or 2026-12-31T10:00:00Z`,
	);
}

function parseDate(text: string, timezone: string): string | null {
	try {
		return isoDate(tryToParseDateTime(text, timezone));
	} catch {
		return null;
	}
}

/** A number that JavaScript does not hold exactly would be another text. */
function textOf(value: unknown, name: string): string {
	if (typeof value === 'string') return value;
	toJson({ [name]: value });
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
