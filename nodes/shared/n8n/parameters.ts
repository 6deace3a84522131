import type { IGetNodeParameterOptions, INodeProperties } from 'n8n-workflow';
import type { TimeSlice } from '../delivery/job';
import { InputError } from '../failure';
import { copied, identifier, isAbsent, listOf, nameOf } from '../values';

/** The part of n8n's context that gives parameters. */
export interface ParameterSource {
	getNodeParameter(
		name: string,
		itemIndex: number,
		fallback: unknown,
		options?: IGetNodeParameterOptions,
	): unknown;
}

/** The parameters of a node. Those without an expression are resolved once for all items. */
export class Parameters {
	private readonly constants = new Map<string, unknown>();

	/** Whether a parameter holds an expression, by its name. */
	private readonly expressions = new Map<string, boolean>();

	private last: ItemParameters | null = null;

	constructor(private readonly context: ParameterSource) {}

	/** The parameters as one input item gives them. */
	at(itemIndex: number): ItemParameters {
		if (this.last?.itemIndex !== itemIndex) this.last = new ItemParameters(this, itemIndex);
		return this.last;
	}

	/** `null` if the panel does not show it. */
	value(name: string, itemIndex: number): unknown {
		if (this.holdsExpression(name)) return this.resolve(name, itemIndex);
		if (!this.constants.has(name)) this.constants.set(name, this.resolve(name, itemIndex));
		return this.constants.get(name);
	}

	/** True if the user added this option to the panel, whatever its value or expression gives. */
	isGiven(name: string): boolean {
		return this.raw(name, notGiven) !== notGiven;
	}

	/** True if the value may depend on the item. */
	holdsExpression(name: string): boolean {
		const known = this.expressions.get(name);
		if (known !== undefined) return known;
		const holds = holdsExpression(this.raw(name));
		this.expressions.set(name, holds);
		return holds;
	}

	private resolve(name: string, itemIndex: number): unknown {
		return this.context.getNodeParameter(name, itemIndex, null);
	}

	private raw(name: string, fallback: unknown = null): unknown {
		return this.context.getNodeParameter(name, 0, fallback, { rawExpressions: true });
	}
}

/** Unlike `null`, no workflow can hold it. */
const notGiven = Symbol('not given');

/**
 * The parameters for one input item. Methods throw an InputError that names the parameter by
 * `label`, or n8n's own error for an expression.
 */
export class ItemParameters {
	constructor(
		private readonly parameters: Parameters,
		readonly itemIndex: number,
	) {}

	/** `null` if the panel does not show it. */
	value(name: string): unknown {
		return this.parameters.value(name, this.itemIndex);
	}

	isGiven(name: string): boolean {
		return this.parameters.isGiven(name);
	}

	/** An ID: text that is not empty. */
	id(name: string, label: string): string {
		const found = this.optionalId(name, label);
		if (found !== undefined) return found;
		throw new InputError(`${label} is empty.`, {
			advice: `Fill in ${label}, or check what its expression gives for this item.`,
		});
	}

	/** An ID that people copy from the Kainic Console. */
	copiedId(name: string, label: string): string {
		return copied(this.id(name, label), label);
	}

	/** An ID that may be left out: undefined, null and "" count as left out. */
	optionalId(name: string, label: string): string | undefined {
		const found = this.value(name);
		return isAbsent(found) ? undefined : identifier(found, label);
	}

	/** One of a list of choices; the first if the parameter is absent. */
	choice<Choice extends string>(
		name: string,
		label: string,
		choices: readonly [Choice, ...Choice[]],
	): Choice {
		const found = this.value(name);
		if (isAbsent(found)) return choices[0];
		const choice = choices.find((known) => known === found);
		if (choice !== undefined) return choice;
		throw new InputError(`${label} is ${nameOf(found)}, but it must be ${listOf(choices)}.`);
	}

	/** True or false, also as text; undefined if absent. */
	optionalFlag(name: string, label: string): boolean | undefined {
		const found = this.value(name);
		if (isAbsent(found)) return undefined;
		if (typeof found === 'boolean') return found;
		if (found === 'true') return true;
		if (found === 'false') return false;
		throw new InputError(`${label} is ${nameOf(found)}, but it must be true or false.`);
	}

	/**
	 * True or false, also as text; false if absent. An expression that gives nothing is refused: what
	 * the flag holds back must not be sent by accident.
	 */
	flag(name: string, label: string): boolean {
		const found = this.optionalFlag(name, label);
		if (found !== undefined || !this.parameters.holdsExpression(name)) return found ?? false;
		throw new InputError(`${label} is ${nameOf(this.value(name))}, but it must be true or false.`, {
			advice: `Check what the expression of ${label} gives for this item.`,
		});
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
		const found = this.value(name);
		if (isAbsent(found)) return fallback;
		const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw new InputError(`${label} is ${nameOf(found)}, but it must be a number.`);
	}
}

/** n8n marks an expression by a leading "=", at any depth of a collection. */
function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (typeof raw !== 'object' || raw === null) return false;
	return Object.values(raw).some(holdsExpression);
}

/**
 * The options that have one value for the whole run: those for which the panel allows no expression. If
 * one stands there all the same, it must give the same for every item: an InputError names the option.
 */
export async function readRunOptions(
	parameters: Parameters,
	panel: readonly INodeProperties[],
	itemCount: number,
	timeSlice: TimeSlice,
): Promise<ItemParameters> {
	const first = parameters.at(0);
	for (const { name, label } of runOptions(panel, '')) {
		if (!parameters.holdsExpression(name)) continue;
		const expected = JSON.stringify(first.value(name));
		for (let index = 1; index < itemCount; index += 1) {
			if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
			const found = JSON.stringify(parameters.at(index).value(name));
			if (found === expected) continue;
			throw new InputError(
				`${label} holds for the whole run, but its expression gives ${expected} for item 0 and ${found} for item ${index}.`,
				{ advice: `Enter one value for ${label}, or split the items before this node.` },
			);
		}
	}
	return first;
}

/** Parameters without expressions, those in collections included, by their full names. */
function* runOptions(
	properties: ReadonlyArray<NonNullable<INodeProperties['options']>[number]>,
	prefix: string,
): Generator<{ readonly name: string; readonly label: string }> {
	for (const property of properties) {
		// The options of a collection are parameters; those of other types are choices.
		if (!('type' in property)) continue;
		const name = prefix + property.name;
		// Units in parentheses are no part of a title.
		const label = property.displayName.replace(/ \(.*\)$/, '');
		if (property.noDataExpression === true) yield { name, label };
		if (property.type === 'collection') yield* runOptions(property.options ?? [], `${name}.`);
	}
}
