import { InputError } from './failure';
import { JsonMeter, type JsonLimits } from './json-meter';
import { type JsonPath, shownPath } from './json-path';
import { formatNumber, isDate, isInvalidDate, isoDate, isPlainObject, nameOf } from './values';

const checkExpression = 'Check the expression that gives it.';

/** Deeper nesting could overflow the stack of its reader. */
const deepest = 500;

/** What one JSON text may hold: it is parsed in one go, during which n8n does nothing else. */
const limits: JsonLimits = { values: 200_000, names: 2000, depth: deepest };

/** Characters of one JSON text. */
const longest = 4 * 1024 * 1024;

/**
 * Serialises a value without changing it. Throws an InputError, which names the place inside the
 * value, for what JSON or a double cannot carry unchanged: NaN, infinities, whole numbers beyond 2^53,
 * holes in an array, and invalid dates, also as the text "Invalid Date" or "Invalid DateTime".
 */
export function toJson(value: unknown): string {
	const loss = findLoss(value, 0);
	if (loss === null) return JSON.stringify(value);
	const place = loss.path.length === 0 ? 'The value' : `The field "${shownPath(loss.path)}"`;
	throw new InputError(`${place} ${loss.problem}.`, { advice: loss.advice });
}

/**
 * Parses JSON that a user wrote. Throws an InputError, which calls it `what`, for a text that is too much
 * to parse in one go, and for one that is not JSON.
 */
export function parseJson(text: string, what: string): unknown {
	const excess = excessOf(text);
	if (excess !== null) {
		throw new InputError(`${what} has more than ${excess}, the limit for one text.`, {
			code: 'too_large',
			advice: 'Split it into several items before this node.',
		});
	}
	let problem: string;
	try {
		return JSON.parse(text);
	} catch (error) {
		problem = error instanceof Error ? error.message : String(error);
	}
	throw new InputError(
		`${what} is not valid JSON: ${problem.replace(/(\.\.\.)? is not valid JSON$/, '')}.`,
		{
			advice: adviceFor(text),
		},
	);
}

function excessOf(text: string): string | null {
	if (text.length > longest) return `${formatNumber(longest)} characters`;
	const meter = new JsonMeter(limits);
	meter.write(Buffer.from(text));
	return meter.excess();
}

interface Loss {
	readonly path: JsonPath;
	readonly problem: string;
	readonly advice: string;
}

function findLoss(value: unknown, depth: number): Loss | null {
	switch (typeof value) {
		case 'number':
			return lossOfNumber(value);
		case 'string':
			return lossOfText(value);
		case 'bigint':
			return loss('is a BigInt, which JSON does not have', 'Send it as text.');
		case 'object':
			return value === null ? null : lossOfObject(value, depth);
		default:
			return null;
	}
}

function lossOfNumber(value: number): Loss | null {
	if (Number.isSafeInteger(value)) return null;
	if (!Number.isFinite(value)) {
		return loss(`is ${value}, which JSON does not have`, checkExpression);
	}
	if (!Number.isInteger(value)) return null;
	return loss(
		`is ${nameOf(value)}, which is too large to be sent exactly`,
		'Send whole numbers beyond 9,007,199,254,740,991 as text.',
	);
}

function lossOfText(value: string): Loss | null {
	if (!isInvalidDate(value)) return null;
	return loss(`is "${value}", the text of a date that does not exist`, checkExpression);
}

function lossOfObject(value: object, depth: number): Loss | null {
	if (depth === deepest) {
		return loss(`is nested deeper than ${deepest} levels`, 'Send less nested data.');
	}
	if (Array.isArray(value)) return lossOfArray(value, depth);
	if ('toJSON' in value && typeof value.toJSON === 'function') {
		if (!isDate(value) || isoDate(value) !== null) return null;
		return loss('is an invalid date', checkExpression);
	}
	// Most objects are plain ones of this realm, which need no closer look.
	const kind = Object.getPrototypeOf(value) === Object.prototype ? 'Object' : kindOf(value);
	if (kind !== 'Object' || !isPlainObject(value)) {
		return loss(
			`is a ${kind}, which JSON does not have`,
			'Send an object, an array or text made of it.',
		);
	}
	// Unlike Object.keys(), this allocates nothing, and events are many.
	for (const name in value) {
		const inner = value[name];
		const found = typeof inner === 'string' ? lossOfText(inner) : findLoss(inner, depth + 1);
		if (found !== null) return within(name, found);
	}
	return null;
}

/** "Map", "Set" or "Date", say; "Object" for a plain object of any realm. */
function kindOf(value: object): string {
	return Object.prototype.toString.call(value).slice(8, -1);
}

function lossOfArray(values: readonly unknown[], depth: number): Loss | null {
	for (let index = 0; index < values.length; index += 1) {
		const inner = values[index];
		const found =
			inner === undefined
				? loss('is undefined, which JSON does not have', 'Send null, or leave the entry out.')
				: findLoss(inner, depth + 1);
		if (found !== null) return within(String(index), found);
	}
	return null;
}

function loss(problem: string, advice: string): Loss {
	return { path: [], problem, advice };
}

function within(name: string, { path, ...rest }: Loss): Loss {
	return { path: [name, ...path], ...rest };
}

function adviceFor(text: string): string {
	if (/[\u201c\u201d\u201e]/.test(text)) {
		return 'It holds curly quotes, which word processors write. JSON needs straight ones: ".';
	}
	if (/^\s*(undefined|NaN|\[object \w+\])\s*$/.test(text)) {
		return 'An expression gave it in place of JSON. Make JSON of the value: {{ JSON.stringify($json.field) }}.';
	}
	return 'Often it is an extra comma before } or ], or single quotes instead of double ones. Correct it there, or build the value with an expression, which needs no quotes.';
}
