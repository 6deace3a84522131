import { InputError } from './failure';

/** True if an optional parameter with this value counts as left out. */
export function isAbsent(value: unknown): boolean {
	return value === undefined || value === null || value === '';
}

/** An invalid date as text, as n8n's expressions and JavaScript write it. */
export function isInvalidDate(text: string): boolean {
	return text === 'Invalid DateTime' || text === 'Invalid Date';
}

/** Trimmed text, or the text of a whole number that JavaScript holds exactly. Null for any other value. */
export function idText(value: unknown): string | null {
	if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** The text of an ID parameter. Throws an InputError if the value is not an ID, or is the text of an invalid date. */
export function identifier(value: unknown, label: string): string {
	const text = idText(value);
	if (text === null) {
		const problem = typeof value === 'string' ? 'is empty' : `is ${nameOf(value)}`;
		throw new InputError(`${label} ${problem}, but it must be text.`, {
			advice: `Check the value of ${label} for this item. An ID is text, or a whole number of at most 15 digits.`,
		});
	}
	if (!isInvalidDate(text)) return text;
	throw new InputError(`${label} is "${text}": this date does not exist.`, {
		advice: `Check the expression of ${label}.`,
	});
}

/** A text of at most `length` characters. A longer text is cut and ends with `…`. */
export function shortened(text: string, length: number): string {
	if (text.length <= length) return text;
	// The cut may leave half of a surrogate pair.
	return `${text.slice(0, length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

export function isQuoted(text: string): boolean {
	return text.length > 1 && quotationMarks.has(`${text[0]}${text.at(-1)}`);
}

/** Pairs of straight quotation marks, and of the curly quotation marks that word processors write. */
const quotationMarks = new Set(['""', "''", '``', '“”', '„“', '‘’', '«»']);

/** Describes a value for messages, e.g. `the text "abc"` or `an array`. */
export function nameOf(value: unknown): string {
	if (typeof value === 'string') return `the text "${shortened(value, 40)}"`;
	if (typeof value === 'number' || typeof value === 'boolean')
		return `the ${typeof value} ${value}`;
	if (value === undefined || value === null) return `empty (${value})`;
	if (Array.isArray(value)) return 'an array';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Names as messages show them: `web, mobile or pos`. */
export function listOf(names: readonly string[], conjunction: 'or' | 'and' = 'or'): string {
	const last = names.at(-1) ?? '';
	return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** A number as messages show it: 12,345. */
export function formatNumber(number: number): string {
	return number.toLocaleString('en-US');
}

/** Rounded for messages, e.g. "1 second" or "2.5 seconds". */
export function inSeconds(milliseconds: number): string {
	const isShort = milliseconds < 1000;
	const seconds = isShort ? Math.ceil(milliseconds) / 1000 : Math.round(milliseconds / 100) / 10;
	return `${seconds} ${seconds === 1 ? 'second' : 'seconds'}`;
}

/**
 * Returns a Date, or a Luxon date of an expression, as ISO 8601 with offset. Returns null for an invalid date, and
 * undefined for any other value.
 */
export function isoDate(value: unknown): string | null | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
	if (!isPlainObject(value) || typeof value.toISO !== 'function') return undefined;
	const iso: unknown = Reflect.apply(value.toISO, value, []);
	return typeof iso === 'string' ? iso : null;
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses an ID that would change the path of a request. */
export function pathId(id: string, label: string): string {
	if (id !== '.' && id !== '..' && id.isWellFormed()) return id;
	throw new InputError(`${label} "${id}" is not a valid ID.`, {
		advice: `Enter ${label} as the Kainic Console shows it.`,
	});
}
