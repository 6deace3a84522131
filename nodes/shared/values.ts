import { InputProblem } from './failure';

/** What an optional parameter counts as left out for. */
export function isAbsent(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/**
 * Turns the value of an ID parameter into text: text without the white space around it, or a whole
 * number that JavaScript holds exactly. Throws an InputProblem that names the item and the field.
 */
export function identifier(value: unknown, itemIndex: number, label: string): string {
	if (typeof value === 'string' && value.trim() !== '') return value.trim();
	if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
	const problem = value === '' || typeof value === 'string' ? 'is empty' : `is ${nameOf(value)}`;
	throw new InputProblem(`Item ${itemIndex}: ${label} ${problem}, but it must be text.`, {
		advice: `Check what ${label} holds for this item. An ID is text, or a whole number below 2^53.`,
	});
}

/** What names an item, or a part of one, in messages: text, or what is spelled out only when needed. */
export interface Place {
	toString(): string;
}

/** How a value is spoken of in messages, with a short form of it where that helps. */
export function nameOf(value: unknown): string {
	if (value === undefined) return 'undefined';
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'an array';
	switch (typeof value) {
		case 'string':
			return `the text "${value.length > 40 ? `${value.slice(0, 39)}…` : value}"`;
		case 'number':
			return `the number ${value}`;
		case 'boolean':
			return `the boolean ${String(value)}`;
		case 'object':
			return 'an object';
		default:
			return `a ${typeof value}`;
	}
}

/** A date as ISO 8601 with its offset: of JavaScript, or of Luxon, which n8n's expressions give. */
export function isoDate(value: unknown): string | null {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (!isLuxonDate(value)) return null;
	const iso = value.toISO();
	return typeof iso === 'string' ? iso : null;
}

function isLuxonDate(value: unknown): value is { toISO(): unknown } {
	return (
		typeof value === 'object' &&
		value !== null &&
		'toISO' in value &&
		typeof value.toISO === 'function'
	);
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An ID that becomes part of a request's path: encoded there, and nothing that moves the path. */
export function pathId(id: string, itemIndex: number, label: string): string {
	if (id !== '.' && id !== '..' && isWellFormed(id)) return id;
	throw new InputProblem(`Item ${itemIndex}: ${label} "${id}" cannot be part of an address.`, {
		advice: `Enter the ${label} as the Kainic Console shows it.`,
	});
}

/** Half of a surrogate pair has no bytes in UTF-8, so no address can hold it. */
export function isWellFormed(text: string): boolean {
	return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

/** Parses JSON that a user wrote. Throws an InputProblem that says where it is broken. */
export function parseJson(text: string, itemIndex: number, what: string): unknown {
	const parsed = tryParse(text);
	if (parsed.kind === 'value') return parsed.value;
	throw new InputProblem(`Item ${itemIndex}: ${what} is not valid JSON. ${parsed.problem}`);
}

function tryParse(
	text: string,
):
	| { readonly kind: 'value'; readonly value: unknown }
	| { readonly kind: 'broken'; readonly problem: string } {
	try {
		return { kind: 'value', value: JSON.parse(text) };
	} catch (error) {
		return { kind: 'broken', problem: error instanceof Error ? error.message : String(error) };
	}
}
