import type { IGetNodeParameterOptions } from 'n8n-workflow';

/** The part of n8n's context that has the parameters. */
export interface ParameterSource {
	getNodeParameter(
		name: string,
		itemIndex: number,
		fallback: unknown,
		options?: IGetNodeParameterOptions,
	): unknown;
	evaluateExpression(expression: string, itemIndex: number): unknown;
	getInputData(): ReadonlyArray<{ readonly json: unknown }>;
	getNode(): { readonly name: string };
}

/** Returns the value for an item, or `leftToN8n`. */
type Reader = (itemIndex: number) => unknown;

/** Replaces a value if n8n has to evaluate the whole parameter for an item. */
export const leftToN8n = Symbol('left to n8n');

const leaveToN8n: Reader = () => leftToN8n;

/** A parameter as it is saved in the workflow. */
interface SavedValue {
	/** Returns the same values as n8n, but faster; null if there is no expression. */
	readonly reader: Reader | null;
	/** True if an expression may return different values for different items. */
	readonly differsByItem: boolean;
	/** The title of a field in Fixed mode that contains an expression; otherwise null. */
	readonly typedExpression: string | null;
}

const fixed: SavedValue = { reader: null, differsByItem: false, typedExpression: null };

/** Ordinary text may contain `{{` without a `$`, for example placeholders of newsletters. */
const typedExpression = /\{\{\s*\$/;

/**
 * Finds the expressions in `raw`, a parameter in the saved workflow. n8n marks an expression by a leading "=".
 * Messages name a row of a collection by its field `name`.
 *
 * n8n takes half a millisecond for an expression. So the reader reads a path such as `$json.id` from the item, and
 * evaluates an expression once if nothing in it depends on the item, on time or on chance. If an expression depends
 * on time or chance alone, n8n evaluates this expression for each item. All other parameters are left to n8n.
 */
export function analyse(raw: unknown, title: string, source: ParameterSource): SavedValue {
	if (typeof raw === 'string') {
		if (raw.startsWith('=')) {
			const reader = expressionReader(raw.slice(1), source);
			const differsByItem = variesByItem.test(raw) || variesByCall.test(raw);
			return { reader, differsByItem, typedExpression: null };
		}
		return { ...fixed, typedExpression: typedExpression.test(raw) ? title : null };
	}
	if (typeof raw !== 'object' || raw === null) return fixed;
	const isRow = 'name' in raw && typeof raw.name === 'string' && !raw.name.startsWith('=');
	const innerTitle = isRow ? `"${String(raw.name)}" of ${title}` : title;
	const fields = Object.entries(raw).map(([name, value]): Field => {
		return { name, value, ...analyse(value, innerTitle, source) };
	});
	const isFixed = fields.every(({ reader }) => reader === null);
	return {
		reader: isFixed ? null : copyReader(fields, Array.isArray(raw)),
		differsByItem: fields.some(({ differsByItem }) => differsByItem),
		typedExpression:
			fields.find((field) => field.typedExpression !== null)?.typedExpression ?? null,
	};
}

interface Field extends SavedValue {
	readonly name: string;
	readonly value: unknown;
}

/** Builds an object or array as n8n does: a copy in which each expression is replaced by its value. */
function copyReader(fields: readonly Field[], isArray: boolean): Reader {
	return (itemIndex) => {
		const entries: Array<readonly [string, unknown]> = [];
		for (const { name, value, reader } of fields) {
			const result = reader === null ? value : reader(itemIndex);
			if (result === leftToN8n) return leftToN8n;
			entries.push([name, result]);
		}
		return isArray ? entries.map(([, value]) => value) : Object.fromEntries(entries);
	};
}

const step = String.raw`\.[A-Za-z_$][\w$]*|\["[^"\\{}]*"\]|\['[^'\\{}]*'\]|\[(?:0|[1-9]\d{0,8})\]`;
const itemPath = new RegExp(String.raw`^\{\{ *\$json((?:${step})+) *\}\}$`);

/** n8n's variables depend on the item, except the variables that are listed here. Users often call a parameter `item`. */
const variesByItem =
	/\$(?!\(|(?:env|execution|input\.(?:all|first|last)|mode|now|prevNode|runIndex|today|vars|workflow)\b)|(?<!\.\.)\.\s*item\b|["'`{,]\s*item\s*["'`},:=]|\b(?:itemMatching|pairedItem)\b/i;

/** What JavaScript, Luxon and n8n call the current time, or functions that use it or chance. */
const variesByCall = /Date|[Nn]ow\b|\$today\b|Relative|isInLast|[Rr]andom/;

function expressionReader(expression: string, source: ParameterSource): Reader {
	if (!variesByItem.test(expression)) {
		return variesByCall.test(expression)
			? eachReader(expression, source)
			: onceReader(expression, source);
	}
	const path = itemPath.exec(expression)?.[1];
	return path === undefined ? leaveToN8n : pathReader(expression, path, source);
}

/** n8n evaluates the expression for each item. After an object or an error, all items are left to n8n. */
function eachReader(expression: string, source: ParameterSource): Reader {
	let isLeft = false;
	return (itemIndex) => {
		const value = isLeft ? leftToN8n : evaluate(expression, itemIndex, source);
		isLeft = value !== undefined && !isPlain(value);
		return isLeft ? leftToN8n : value;
	};
}

/** n8n evaluates the expression once, for the first item. An object or an error is left to n8n. */
function onceReader(expression: string, source: ParameterSource): Reader {
	let result: { readonly value: unknown } | undefined;
	return (itemIndex) => {
		result ??= { value: evaluate(expression, itemIndex, source) };
		const { value } = result;
		return value === undefined || isPlain(value) ? value : leftToN8n;
	};
}

/** Compares our value with n8n's for the first item with a value. If the values differ, n8n evaluates all items. */
function pathReader(expression: string, path: string, source: ParameterSource): Reader {
	const steps = stepsOf(path);
	const items = source.getInputData();
	let isEqual: boolean | undefined;
	return (itemIndex) => {
		const value = read(items[itemIndex]?.json, steps);
		if (value === leftToN8n) return leftToN8n;
		isEqual ??= Object.is(evaluate(expression, itemIndex, source), value);
		return isEqual ? value : leftToN8n;
	};
}

function evaluate(expression: string, itemIndex: number, source: ParameterSource): unknown {
	try {
		return source.evaluateExpression(expression, itemIndex);
	} catch {
		// n8n reports this error later, when n8n evaluates the parameter.
		return leftToN8n;
	}
}

/** The names and indexes of a path. A step in brackets without quotes is an index. */
function stepsOf(path: string): readonly string[] {
	return Array.from(path.matchAll(new RegExp(step, 'g')), ([text]) => {
		if (text.startsWith('.')) return text.slice(1);
		return text.slice(1, -1).replace(/^["']|["']$/g, '');
	});
}

const index = /^(?:0|[1-9]\d{0,8})$/;

/** Reads only own data properties of plain objects, and elements of arrays. */
function read(start: unknown, steps: readonly string[]): unknown {
	let current = start;
	for (const name of steps) {
		if (typeof current !== 'object' || current === null) return leftToN8n;
		const prototype: unknown = Object.getPrototypeOf(current);
		const isPossible = Array.isArray(current)
			? index.test(name)
			: prototype === Object.prototype || prototype === null;
		const property = isPossible ? Object.getOwnPropertyDescriptor(current, name) : undefined;
		if (property === undefined || !('value' in property)) return leftToN8n;
		current = property.value;
	}
	return isPlain(current) ? current : leftToN8n;
}

function isPlain(value: unknown): boolean {
	return ['string', 'boolean'].includes(typeof value) || value === null || Number.isFinite(value);
}
