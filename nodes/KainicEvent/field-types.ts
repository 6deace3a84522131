import { validateFieldType } from 'n8n-workflow';
import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import { isDate, isoDate, nameOf } from '../shared/values';

interface TypedField {
	readonly name: string;
	readonly type: unknown;
	readonly value: unknown;
}

/**
 * The value of a row of Event Fields, converted to the type that the row declares. A date without an
 * offset is one of `timezone`, e.g. Europe/Berlin. Throws an InputError for a value that is not of the
 * type, also where n8n would make one of it.
 */
export function convertField({ value, type, name }: TypedField, timezone: string): unknown {
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

/** n8n converts white space and an empty array to 0, and an array of one number to that number. */
function isNumber(value: unknown): boolean {
	return typeof value === 'string' ? value.trim() !== '' : typeof value !== 'object';
}

const dateForm =
	/^(?<day>\d{4}-\d\d-\d\d)(?:[T ](?<minute>\d\d:\d\d)(?<second>:\d\d(?:[.,]\d+)?)?(?<offset>Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?)?$/i;

/**
 * Converts text to a date in ISO 8601. Accepts no other forms, because n8n guesses at them, and takes
 * 31 February for 3 March. Passes the time zone, because n8n would use the zone of the workflow that
 * evaluated an expression last.
 */
function dateOf(value: unknown, name: string, timezone: string): string {
	const { day, minute, second = '', offset } = dateForm.exec(textIn(value))?.groups ?? {};
	if (day !== undefined) {
		const written = `${day}T${minute ?? '00:00'}${second}${offset ?? 'Z'}`;
		const result = validateFieldType(name, written, 'dateTime');
		const moment = result.valid ? result.newValue : undefined;
		const date = isoDate(offset === undefined ? inZone(moment, timezone) : moment);
		if (date?.startsWith(minute === undefined ? day : `${day}T${minute}`) === true) return date;
	}
	return refuseField(
		name,
		`is ${nameOf(value)}, which is no date of the form 2026-12-31 or 2026-12-31T10:00:00Z`,
	);
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/** The same day and time in a time zone. */
function inZone(moment: unknown, timezone: string): unknown {
	return hasZone(moment) ? moment.setZone(timezone, { keepLocalTime: true }) : moment;
}

/** True for a date of Luxon. */
function hasZone(
	value: unknown,
): value is { setZone(zone: string, options: { keepLocalTime: boolean }): unknown } {
	return (
		typeof value === 'object' &&
		value !== null &&
		'setZone' in value &&
		typeof value.setZone === 'function'
	);
}

/** A number that JavaScript does not hold exactly would be another text. */
function textOf(value: unknown, name: string): string {
	if (typeof value === 'string') return value;
	toJson({ [name]: value });
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
