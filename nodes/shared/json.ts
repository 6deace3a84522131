import { InputError } from './failure';
import { formatNumber, isInvalidDate, isoDate, isPlainObject, nameOf, shortened } from './values';

/** Maximum levels of nested arrays and objects. Deeper data could overflow the stack of JSON.stringify. */
const maxDepth = 500;

/** Maximum characters of a JSON text, because n8n does nothing else while the text is parsed. */
const maxLength = 4 * 1024 * 1024;

/** Returns a value as JSON. Throws an InputError if JSON would change the value. */
export function toJson(value: unknown): string {
	refuseLoss(value);
	return JSON.stringify(value);
}

/**
 * Throws an InputError if JSON or a double would change the value: NaN, infinities, whole numbers beyond 2^53,
 * holes in an array, and invalid dates. The texts "Invalid Date" and "Invalid DateTime" are invalid dates too. The
 * message names the place inside the value. `isSentAsWritten`: numbers are not checked, because the value was parsed
 * from a text that is sent unchanged.
 */
export function refuseLoss(value: unknown, isSentAsWritten = false): void {
	const loss = lossIn(value, isSentAsWritten, 0);
	if (loss === null) return;
	const { path, problem, advice } = loss;
	const what = path.length === 0 ? 'The value' : `The field "${shortened(path.join('.'), 100)}"`;
	throw new InputError(`${what} ${problem}.`, { advice });
}

interface Loss {
	/** Names of the fields that lead to the value, the outermost field first. */
	readonly path: readonly string[];
	readonly problem: string;
	readonly advice: string;
}

function lossOf(problem: string, advice = 'Check the expression of this field.'): Loss {
	return { path: [], problem, advice };
}

function lossIn(value: unknown, isSentAsWritten: boolean, depth: number): Loss | null {
	switch (typeof value) {
		case 'string':
			if (!isInvalidDate(value)) return null;
			return lossOf(`is "${value}": this date does not exist`);
		case 'bigint':
			return lossOf('has the type BigInt, which cannot be sent', 'Send the number as text.');
		case 'number':
			if (isSentAsWritten) return null;
			if (!Number.isFinite(value)) return lossOf(`is not a valid number (${value})`);
			if (!Number.isInteger(value) || Number.isSafeInteger(value)) return null;
			return lossOf(
				`is ${nameOf(value)}, which is too large`,
				'Send numbers with more than 15 digits as text.',
			);
		case 'object':
			return value === null ? null : lossInObject(value, isSentAsWritten, depth);
		default:
			return null;
	}
}

function lossInObject(value: object, isSentAsWritten: boolean, depth: number): Loss | null {
	if (depth === maxDepth) {
		return lossOf(
			`has lists or objects that are more than ${maxDepth} levels deep`,
			'Send data with fewer levels.',
		);
	}
	if (Array.isArray(value)) return lossInArray(value, isSentAsWritten, depth);
	if ('toJSON' in value && typeof value.toJSON === 'function') {
		return isoDate(value) === null ? lossOf('is an invalid date') : null;
	}
	// Most objects have this prototype. For other objects, toString() returns their kind, e.g. Map or Set.
	const isPlain = Object.getPrototypeOf(value) === Object.prototype;
	const kind = isPlain ? 'Object' : Object.prototype.toString.call(value).slice(8, -1);
	if (kind !== 'Object' || !isPlainObject(value)) {
		return lossOf(
			`has the type ${kind}, which cannot be sent`,
			'Convert the value to text, an array or an object.',
		);
	}
	// This runs for every event. Unlike Object.keys(), for...in allocates nothing.
	for (const name in value) {
		const loss = lossIn(value[name], isSentAsWritten, depth + 1);
		if (loss !== null) return { ...loss, path: [name, ...loss.path] };
	}
	return null;
}

function lossInArray(
	values: readonly unknown[],
	isSentAsWritten: boolean,
	depth: number,
): Loss | null {
	for (let index = 0; index < values.length; index += 1) {
		const value = values[index];
		const loss =
			value === undefined
				? lossOf('has no value (undefined)', 'Remove this element from the array, or send null.')
				: lossIn(value, isSentAsWritten, depth + 1);
		if (loss !== null) return { ...loss, path: [String(index), ...loss.path] };
	}
	return null;
}

/** Parses JSON that a user wrote. Throws an InputError, which calls the JSON `what`. */
export function parseJson(text: string, what: string): unknown {
	if (text.length > maxLength) {
		throw new InputError(`${what} has more than ${formatNumber(maxLength)} characters.`, {
			code: 'too_large',
			advice: 'Split the data into several items before this node.',
		});
	}
	try {
		return JSON.parse(text);
	} catch (error) {
		throw invalidJson(text, what, error);
	}
}

function invalidJson(text: string, what: string, error: unknown): InputError {
	const problem = error instanceof Error ? error.message : String(error);
	return new InputError(
		`${what} is not valid JSON: ${problem.replace(/(\.\.\.)? is not valid JSON$/, '')}.`,
		{ advice: adviceFor(text) },
	);
}

function adviceFor(text: string): string {
	if (/[\u201c\u201d\u201e]/.test(text)) {
		return 'The text contains curly quotes. JSON needs straight quotes: ".';
	}
	if (/^\s*(undefined|NaN|\[object \w+\])\s*$/.test(text)) {
		return 'An expression returned this text instead of JSON. Convert the value to JSON: {{ JSON.stringify($json.field) }}.';
	}
	return 'Look for an extra comma before } or ], and for single quotes instead of double quotes. You can also use an expression that returns an object or an array.';
}
