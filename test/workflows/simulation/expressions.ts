import { DateTime } from 'luxon';
import { isObject } from '../../../tools/n8n/json';

/** Something that the simulation does not know. Whoever catches it, it is noted. */
export class UnknownError extends Error {
	static readonly noted: UnknownError[] = [];

	constructor(message: string) {
		super(message);
		UnknownError.noted.push(this);
	}
}

/** An error that n8n reports, unlike the other errors of an expression, which make it undefined. */
export class ExpressionError extends Error {}

/** n8n's variables in an expression. */
export interface Variables {
	readonly $json: unknown;
	readonly $: (node: string) => unknown;
	readonly $itemIndex: number;
	readonly $now: () => DateTime;
	readonly $workflow: unknown;
	readonly $pageCount?: number;
	readonly $response?: unknown;
	readonly $request?: unknown;
}

const names: ReadonlyArray<keyof Variables> = [
	...(['$json', '$', '$itemIndex', '$now', '$workflow'] as const),
	...(['$pageCount', '$response', '$request'] as const),
];

type Evaluate = (variables: Variables) => unknown;

/** How to evaluate parameters, which are the same in every run; null for those without an expression. */
const readers = new Map<unknown, Evaluate | null>();

/** The value of a parameter with its expressions, at any depth, evaluated. */
export function resolve(value: unknown, variables: Variables): unknown {
	const reader = readerOf(value);
	return reader === null ? value : reader(variables);
}

function readerOf(value: unknown): Evaluate | null {
	const known = readers.get(value);
	if (known !== undefined) return known;
	const reader = typeof value === 'string' ? textReader(value) : objectReader(value);
	readers.set(value, reader);
	return reader;
}

function objectReader(value: unknown): Evaluate | null {
	if (!isObject(value) && !Array.isArray(value)) return null;
	const fields = Object.entries(value).map(([name, each]) => [name, each, readerOf(each)] as const);
	if (fields.every(([, , reader]) => reader === null)) return null;
	return (variables) => {
		const result = Array.isArray(value) ? [] : {};
		for (const [name, each, reader] of fields)
			Reflect.set(result, name, reader === null ? each : reader(variables));
		return result;
	};
}

function textReader(text: string): Evaluate | null {
	if (!text.startsWith('=')) return null;
	// Text and code in turn.
	const parts = text.slice(1).split(/\{\{([\s\S]*?)\}\}/);
	const readers = parts.map((part, index) => (index % 2 === 1 ? codeReader(part) : () => part));
	const [, only] = parts.join('') === parts[1] ? readers : [];
	return only ?? ((variables) => readers.map((each) => each(variables)).join(''));
}

function codeReader(code: string): Evaluate {
	const used = names.filter((name) => code.includes(name));
	const call = compile([...used, 'DateTime'], `return (${code})`);
	return (variables) => {
		try {
			const values = used.map((name) => (name === '$now' ? variables.$now() : variables[name]));
			return call(...values, DateTime);
		} catch (error) {
			if (error instanceof ReferenceError) throw new UnknownError(`${code}: ${error.message}`);
			if (error instanceof UnknownError || error instanceof ExpressionError) throw error;
			return undefined;
		}
	};
}

/** A function of the source, which sees the virtual clock. */
export function compile(parameters: readonly string[], source: string) {
	const made: unknown = Reflect.construct(Function, [...parameters, source]);
	if (typeof made !== 'function') throw new TypeError('not a function');
	return (...given: readonly unknown[]): unknown => Reflect.apply(made, undefined, given);
}
