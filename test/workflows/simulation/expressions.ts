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
const names = [
	...(['$json', '$', '$itemIndex', '$now', '$workflow'] as const),
	...(['$pageCount', '$response', '$request'] as const),
];
export type Variables = Readonly<Partial<Record<(typeof names)[number], unknown>>>;

/** The value of a parameter with its expressions, at any depth, evaluated. */
export function resolve(value: unknown, variables: Variables): unknown {
	if (typeof value === 'string' && value.startsWith('='))
		return evaluate(value.slice(1), variables);
	if (Array.isArray(value)) return value.map((each) => resolve(each, variables));
	if (!isObject(value)) return value;
	const fields = Object.entries(value).map(([name, each]) => [name, resolve(each, variables)]);
	return Object.fromEntries(fields);
}

function evaluate(text: string, variables: Variables): unknown {
	// Text and code in turn.
	const parts = text.split(/\{\{([\s\S]*?)\}\}/);
	const values = parts.map((part, index) => (index % 2 === 1 ? run(part, variables) : part));
	return parts.join('') === parts[1] ? values[1] : values.join('');
}

function run(code: string, variables: Variables): unknown {
	const used = names.filter((name) => code.includes(name));
	const call = compile([...used, 'DateTime'], `return (${code})`);
	try {
		return call(...used.map((name) => variables[name]), DateTime);
	} catch (error) {
		if (error instanceof ReferenceError) throw new UnknownError(`${code}: ${error.message}`);
		if (error instanceof UnknownError || error instanceof ExpressionError) throw error;
		return undefined;
	}
}

type Call = (...given: readonly unknown[]) => unknown;
const compiled = new Map<string, Call>();

/** A function of the source, which sees the virtual clock. */
export function compile(parameters: readonly string[], source: string): Call {
	const known = compiled.get(source);
	if (known !== undefined) return known;
	const made = Reflect.construct(Function, [...parameters, source]);
	const call = (...given: readonly unknown[]): unknown => Reflect.apply(made, undefined, given);
	compiled.set(source, call);
	return call;
}
