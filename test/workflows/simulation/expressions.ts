import { DateTime } from 'luxon';
import type { JsonObject } from '../../../tools/n8n/json';

/** Something that the simulation does not know. It is never taken for a failure of the workflow. */
export class UnknownError extends Error {}

/** An error that n8n reports, unlike the other errors of an expression, which make it undefined. */
export class ExpressionError extends Error {}

/** n8n's variables in an expression. */
export interface Variables {
	readonly $json: unknown;
	readonly $: (node: string) => unknown;
	readonly $itemIndex: number;
	readonly $now: DateTime;
	readonly $workflow: { readonly id: string; readonly name: string };
	readonly $pageCount?: number;
	readonly $response?: unknown;
	readonly $request?: unknown;
}

const names: ReadonlyArray<keyof Variables> = [
	...(['$json', '$', '$itemIndex', '$now', '$workflow'] as const),
	...(['$pageCount', '$response', '$request'] as const),
];

type Evaluate = (variables: Variables) => unknown;

/** Parameters, which are the same in every run, with how to evaluate them; null if they have no expression. */
const readers = new WeakMap<object, Evaluate | null>();
const texts = new Map<string, Evaluate>();

/** The value of a parameter with its expressions, at any depth, evaluated. */
export function resolve(value: unknown, variables: Variables): unknown {
	const reader = readerOf(value);
	return reader === null ? value : reader(variables);
}

function readerOf(value: unknown): Evaluate | null {
	if (typeof value === 'string') return value.startsWith('=') ? textReader(value) : null;
	if (typeof value !== 'object' || value === null) return null;
	const known = readers.get(value);
	if (known !== undefined) return known;
	const fields = Object.entries(value).map(([name, each]) => [name, each, readerOf(each)] as const);
	const reader: Evaluate | null = fields.every(([, , each]) => each === null)
		? null
		: (variables) => {
				const result: JsonObject | unknown[] = Array.isArray(value) ? [] : {};
				for (const [name, own, each] of fields)
					Reflect.set(result, name, each === null ? own : each(variables));
				return result;
			};
	readers.set(value, reader);
	return reader;
}

function textReader(text: string): Evaluate {
	const known = texts.get(text);
	if (known !== undefined) return known;
	// Text and code in turn.
	const parts = text.slice(1).split(/\{\{([\s\S]*?)\}\}/);
	const readers = parts.map((part, index) => (index % 2 === 1 ? codeReader(part) : () => part));
	const [before, only, after] = readers;
	const isOne = readers.length === 3 && parts[0] === '' && parts[2] === '';
	const reader: Evaluate =
		isOne && before && only && after
			? only
			: (variables) => readers.map((each) => each(variables)).join('');
	texts.set(text, reader);
	return reader;
}

function codeReader(code: string): Evaluate {
	const used = names.filter((name) => code.includes(name));
	const call = compile([...used, 'DateTime'], `return (${code})`);
	return (variables) => {
		try {
			return call(...used.map((name) => variables[name]), DateTime);
		} catch (error) {
			if (error instanceof UnknownError || error instanceof ExpressionError) throw error;
			if (error instanceof ReferenceError) throw new UnknownError(`${code}: ${error.message}`);
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
