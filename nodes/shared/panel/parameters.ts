import type { IGetNodeParameterOptions, INodeProperties } from 'n8n-workflow';
import { InputError, within } from '../failure';
import {
	identifier,
	isAbsent,
	isPlainObject,
	isQuoted,
	listOf,
	nameOf,
	pasteProblem,
} from '../values';

/** The part of n8n's context that gives parameters. */
export interface ParameterSource {
	getNodeParameter(
		name: string,
		itemIndex: number,
		fallback: unknown,
		options?: IGetNodeParameterOptions,
	): unknown;
}

/** The parameters of a node. */
export class Parameters {
	private readonly expressions = new Map<string, boolean>();

	private readonly typed = new Map<string, string | null>();

	constructor(private readonly source: ParameterSource) {}

	/** The parameters as one input item gives them. */
	at(itemIndex: number): ItemParameters {
		return new ItemParameters(this, itemIndex);
	}

	/** `null` if the panel does not show it. */
	value(name: string, itemIndex: number): unknown {
		return this.source.getNodeParameter(name, itemIndex, null);
	}

	/** True if the user added this option to the panel, whatever its value or expression gives. */
	isGiven(name: string): boolean {
		return this.raw(name, notGiven) !== notGiven;
	}

	/** Makes a reader of what depends on some parameters. It reads once for all items if none of them holds an expression. */
	reader<Value>(
		names: readonly string[],
		read: (item: ItemParameters) => Value,
	): (itemIndex: number) => Value {
		if (names.some((name) => this.holdsExpression(name))) return (index) => read(this.at(index));
		let known: { readonly value: Value } | undefined;
		return (itemIndex) => {
			known ??= { value: read(this.at(itemIndex)) };
			return known.value;
		};
	}

	/** True if the value may depend on the item. */
	holdsExpression(name: string): boolean {
		const found = this.expressions.get(name) ?? holdsExpression(this.raw(name, null));
		this.expressions.set(name, found);
		return found;
	}

	/** The label of a text that was typed in Fixed mode and holds an expression; null if there is none. */
	typedExpression(name: string, label: string): string | null {
		const known = this.typed.get(name);
		const found = known === undefined ? typedExpression(this.raw(name, null), label) : known;
		this.typed.set(name, found);
		return found;
	}

	private raw(name: string, fallback: unknown): unknown {
		return this.source.getNodeParameter(name, 0, fallback, { rawExpressions: true });
	}
}

/** A workflow can hold `null`, but not this. */
const notGiven = Symbol('not given');

/**
 * The parameters for one input item. Methods throw an InputError that names the parameter by
 * `label`.
 */
export class ItemParameters {
	constructor(
		private readonly parameters: Parameters,
		readonly itemIndex: number,
	) {}

	/** As n8n gives it, unchecked; `null` if the panel does not show it. */
	value(name: string): unknown {
		return this.parameters.value(name, this.itemIndex);
	}

	holdsExpression(name: string): boolean {
		return this.parameters.holdsExpression(name);
	}

	/** The same. Throws an InputError for an expression that fails, or that is no expression in Fixed mode. */
	given(name: string, label: string): unknown {
		const typed = this.parameters.typedExpression(name, label);
		if (typed === null) return within(label, () => this.value(name));
		throw new InputError(`${typed} holds an expression as text.`, {
			advice: 'Switch the field to Expression.',
		});
	}

	/**
	 * A value that may be left out on the panel: undefined if it is empty there. An expression that gives
	 * undefined, null or "" is refused.
	 */
	optional(name: string, label: string): unknown {
		const found = this.given(name, label);
		if (!isAbsent(found)) return found;
		if (this.parameters.holdsExpression(name)) throw empty(label);
		return undefined;
	}

	/** A value that must be filled in. */
	required(name: string, label: string): unknown {
		const found = this.given(name, label);
		if (isAbsent(found)) throw empty(label);
		return found;
	}

	/** Text that may be left out on the panel, with the rules of an ID. */
	optionalText(name: string, label: string): string | undefined {
		const found = this.optional(name, label);
		return found === undefined ? undefined : identifier(found, label);
	}

	/** An ID: text that is not empty. */
	id(name: string, label: string): string {
		const found = this.optionalId(name, label);
		if (found === undefined) throw empty(label);
		return found;
	}

	/**
	 * An ID that people copy from the Kainic Console, perhaps with more than itself. What is wrong is not
	 * shown: it may be an address with the API key in it.
	 */
	consoleId(name: string, label: string): string {
		const id = this.id(name, label);
		const problem = pasteProblem(id);
		if (problem === null) return id;
		throw new InputError(`${label} ${problem}.`, {
			advice: `Enter the ${label} as the Kainic Console shows it, without an address.`,
		});
	}

	/** An ID that an expression may leave out as well: undefined, null and "" count as left out. */
	optionalId(name: string, label: string): string | undefined {
		const found = this.given(name, label);
		if (isAbsent(found)) return undefined;
		const id = identifier(found, label);
		if (!isQuoted(id)) return id;
		throw new InputError(`${label} is within quotation marks.`, {
			advice: `Enter the ${label} without them, or correct the expression that gives it.`,
		});
	}

	/** One of a list of choices; the first if it is left out. */
	choice<Choice extends string>(
		name: string,
		label: string,
		choices: readonly [Choice, ...Choice[]],
	): Choice {
		const found = this.optional(name, label);
		if (found === undefined) return choices[0];
		const choice = choices.find((known) => known === found);
		if (choice !== undefined) return choice;
		throw new InputError(`${label} is ${nameOf(found)}, but it must be ${listOf(choices)}.`);
	}

	/** True or false, also as text; undefined if it is left out. */
	optionalFlag(name: string, label: string): boolean | undefined {
		const found = this.optional(name, label);
		if (found === undefined || typeof found === 'boolean') return found;
		if (found === 'true') return true;
		if (found === 'false') return false;
		throw new InputError(`${label} is ${nameOf(found)}, but it must be true or false.`);
	}

	/** True or false, also as text; false if it is left out. */
	flag(name: string, label: string): boolean {
		return this.optionalFlag(name, label) ?? false;
	}

	/** A whole number of at least `least`, also as text. */
	wholeNumber(name: string, label: string, fallback: number, least = 1): number {
		const found = this.number(name, label, fallback);
		if (Number.isInteger(found) && found >= least) return found;
		throw new InputError(
			`${label} is ${found}, but it must be a whole number of at least ${least}.`,
		);
	}

	/** Seconds on the panel, above zero; returns milliseconds. */
	milliseconds(name: string, label: string, fallbackSeconds: number): number {
		const seconds = this.number(name, label, fallbackSeconds);
		if (seconds > 0) return seconds * 1000;
		throw new InputError(`${label} is ${seconds}, but it must be more than 0 seconds.`);
	}

	/** A finite number, also as text. */
	number(name: string, label: string, fallback: number): number {
		const found = this.optional(name, label);
		if (found === undefined) return fallback;
		const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw new InputError(`${label} is ${nameOf(found)}, but it must be a number.`);
	}
}

function empty(label: string): InputError {
	return new InputError(`${label} is empty.`, {
		advice: `Fill in ${label}, or check what its expression gives for this item.`,
	});
}

/** n8n marks an expression by a leading "=", at any depth of a collection. */
function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(holdsExpression);
}

/** Rows of a collection are named by their own names. */
function typedExpression(raw: unknown, label: string): string | null {
	if (typeof raw === 'string') return !raw.startsWith('=') && raw.includes('{{') ? label : null;
	if (typeof raw !== 'object' || raw === null) return null;
	const isRow = isPlainObject(raw) && typeof raw.name === 'string' && !raw.name.startsWith('=');
	const own = isRow ? `"${String(raw.name)}" of ${label}` : label;
	const found = Object.values(raw).map((inner) => typedExpression(inner, own));
	return found.find((name) => name !== null) ?? null;
}

/**
 * Throws an InputError for an expression in a parameter that has one value for the whole run. The panel
 * allows none there, but a workflow can hold $fromAI() all the same.
 */
export function refuseExpressions(
	parameters: Parameters,
	panel: ReadonlyArray<NonNullable<INodeProperties['options']>[number]>,
	prefix = '',
): void {
	for (const property of panel) {
		// The options of a collection are parameters; those of other types are choices.
		if (!('type' in property)) continue;
		const name = prefix + property.name;
		if (property.type === 'collection') {
			refuseExpressions(parameters, property.options ?? [], `${name}.`);
		}
		if (property.noDataExpression !== true || !parameters.holdsExpression(name)) continue;
		// The label has no unit in parentheses.
		const label = property.displayName.replace(/ \(.*\)$/, '');
		throw new InputError(`${label} takes no expression.`, {
			advice: 'It is the same for the whole run. Enter a value, or use one node for each value.',
		});
	}
}
