import type { IGetNodeParameterOptions } from 'n8n-workflow';

/** The part of n8n's context that gives parameters. */
export interface ParameterSource {
	getNodeParameter(
		name: string,
		itemIndex: number,
		fallback: unknown,
		options?: IGetNodeParameterOptions,
	): unknown;
	evaluateExpression(expression: string, itemIndex: number): unknown;
	getInputData(): ReadonlyArray<{ readonly json: unknown }>;
}

/** The value for an item, or `leftToN8n`. */
type Reader = (itemIndex: number) => unknown;

/** Instead of a value: n8n has to evaluate the whole parameter for this item. */
export const leftToN8n = Symbol('left to n8n');

const leaveToN8n: Reader = () => leftToN8n;

/** What the workflow holds for a parameter. */
interface Content {
	/** Gives the values that n8n gives, faster; null if there is no expression. */
	readonly reader: Reader | null;
	/** If an expression was typed in Fixed mode: the title of its field. Otherwise null. */
	readonly typedExpression: string | null;
}

/**
 * Finds the expressions in a parameter, which n8n marks by a leading "=". `raw` is the parameter as the
 * workflow holds it. In a collection, rows are named by their own names.
 *
 * n8n takes half a millisecond for an expression. So a path into the item is read from the item, and an
 * expression that does not depend on the item is evaluated once. All others are left to n8n.
 */
export function contentOf(raw: unknown, title: string, source: ParameterSource): Content {
	if (typeof raw === 'string') {
		if (raw.startsWith('=')) {
			return { reader: expressionReader(raw.slice(1), source), typedExpression: null };
		}
		return { reader: null, typedExpression: raw.includes('{{') ? title : null };
	}
	if (typeof raw !== 'object' || raw === null) return { reader: null, typedExpression: null };
	const isRow = 'name' in raw && typeof raw.name === 'string' && !raw.name.startsWith('=');
	const own = isRow ? `"${String(raw.name)}" of ${title}` : title;
	const parts: Part[] = [];
	let typedExpression: string | null = null;
	for (const [name, value] of Object.entries(raw)) {
		const content = contentOf(value, own, source);
		typedExpression ??= content.typedExpression;
		parts.push({ name, value, reader: content.reader });
	}
	const isConstant = parts.every(({ reader }) => reader === null);
	return { reader: isConstant ? null : copyReader(parts, Array.isArray(raw)), typedExpression };
}

interface Part {
	readonly name: string;
	readonly value: unknown;
	readonly reader: Reader | null;
}

/** Builds an object or array as n8n does: a copy in which each expression is replaced by its value. */
function copyReader(parts: readonly Part[], isArray: boolean): Reader {
	return (itemIndex) => {
		const values: Array<readonly [string, unknown]> = [];
		for (const { name, value, reader } of parts) {
			const found = reader === null ? value : reader(itemIndex);
			if (found === leftToN8n) return leftToN8n;
			values.push([name, found]);
		}
		return isArray ? values.map(([, value]) => value) : Object.fromEntries(values);
	};
}

const step = String.raw`\.[A-Za-z_$][\w$]*|\["[^"\\{}]*"\]|\['[^'\\{}]*'\]|\[(?:0|[1-9]\d{0,8})\]`;
const nodeName = String.raw`"[^"\\{}]*"|'[^'\\{}]*'`;
const itemPath = new RegExp(String.raw`^\{\{ *\$json((?:${step})+) *\}\}$`);
/** As in the example workflows: `$('Settings').first().json.x`, perhaps with `.trim()` and ` ?? 0`. */
const nodePath = new RegExp(
	String.raw`^\{\{ *\$\((?:${nodeName})\)\.(?:first|last)\(\)\.json(?:${step})+(?:\.trim\(\))?(?: \?\? \d{1,9})? *\}\}$`,
);

function expressionReader(expression: string, context: ParameterSource): Reader {
	if (nodePath.test(expression)) return onceReader(expression, context);
	const path = itemPath.exec(expression)?.[1];
	return path === undefined ? leaveToN8n : pathReader(expression, path, context);
}

/** n8n evaluates it for the first item that asks. An object or an error is left to n8n. */
function onceReader(expression: string, context: ParameterSource): Reader {
	let known: { readonly value: unknown } | undefined;
	return (itemIndex) => {
		known ??= { value: evaluate(expression, itemIndex, context) };
		return known.value === undefined || isPlain(known.value) ? known.value : leftToN8n;
	};
}

/** Compares with n8n's value for the first item that has one. If they differ, n8n evaluates all items. */
function pathReader(expression: string, path: string, context: ParameterSource): Reader {
	const steps = stepsOf(path);
	const items = context.getInputData();
	let isEqual: boolean | undefined;
	return (itemIndex) => {
		const value = read(items[itemIndex]?.json, steps);
		if (value === leftToN8n) return leftToN8n;
		isEqual ??= Object.is(evaluate(expression, itemIndex, context), value);
		return isEqual ? value : leftToN8n;
	};
}

function evaluate(expression: string, itemIndex: number, context: ParameterSource): unknown {
	try {
		return context.evaluateExpression(expression, itemIndex);
	} catch {
		// n8n reports it when it evaluates the parameter.
		return leftToN8n;
	}
}

/** A step in brackets without quotes is an index. */
function stepsOf(path: string): readonly string[] {
	return Array.from(path.matchAll(new RegExp(step, 'g')), ([text]) => {
		if (text.startsWith('.')) return text.slice(1);
		return text.slice(1, -1).replace(/^["']|["']$/g, '');
	});
}

const index = /^(?:0|[1-9]\d{0,8})$/;

/** Only through own data properties of plain objects, and elements of arrays. */
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
