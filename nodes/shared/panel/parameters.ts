import { InputError, within } from '../failure';
import { identifier, isAbsent, isQuoted, listOf, nameOf, pasteProblem } from '../values';
import { plainReader, type ParameterSource } from './expressions';
import { findExpressions, findProperty, type Panel, type Parameter } from './panel';

/** The parameters of a node: their values are the workflow's; titles, defaults and limits are the panel's. */
export class Parameters {
	private readonly known = new Map<string, Parameter>();

	constructor(
		private readonly source: ParameterSource,
		private readonly panel: Panel,
	) {}

	/** The parameters as one input item gives them. */
	at(itemIndex: number): ItemParameters {
		return new ItemParameters(this, itemIndex);
	}

	/** A parameter by its path, e.g. `options.timeout`. */
	get(name: string): Parameter {
		const found = this.known.get(name) ?? this.find(name);
		this.known.set(name, found);
		return found;
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
		if (names.some((name) => this.get(name).holdsExpression))
			return (index) => read(this.at(index));
		let known: { readonly value: Value } | undefined;
		return (itemIndex) => {
			known ??= { value: read(this.at(itemIndex)) };
			return known.value;
		};
	}

	private find(name: string): Parameter {
		const shown = findProperty(this.panel, name.split('.'));
		const raw = this.raw(name, null);
		const found = findExpressions(raw, shown.title);
		const read = found.holdsExpression
			? plainReader(raw, this.source, (index) => this.source.getNodeParameter(name, index, null))
			: () => raw;
		return { ...shown, ...found, read };
	}

	private raw(name: string, fallback: unknown): unknown {
		return this.source.getNodeParameter(name, 0, fallback, { rawExpressions: true });
	}
}

/** A workflow can hold `null`, but not this. */
const notGiven = Symbol('not given');

/**
 * The parameters for one input item. Methods throw an InputError that names the parameter by its title on
 * the panel. An expression is refused in a parameter that has one value for the whole run: the panel
 * allows none there, but a workflow can hold $fromAI() all the same.
 */
export class ItemParameters {
	constructor(
		private readonly parameters: Parameters,
		readonly itemIndex: number,
	) {}

	/** As n8n gives it, unchecked; `null` if the panel does not show it. */
	value(name: string): unknown {
		return this.parameters.get(name).read(this.itemIndex);
	}

	titleOf(name: string): string {
		return this.parameters.get(name).title;
	}

	holdsExpression(name: string): boolean {
		return this.parameters.get(name).holdsExpression;
	}

	/** The value. Refuses an expression that fails, and one that was typed in Fixed mode. */
	given(name: string): unknown {
		const {
			title,
			property,
			holdsExpression,
			typedExpression: typed,
			read,
		} = this.parameters.get(name);
		if (typed !== null) {
			throw new InputError(`${typed} contains an expression, but the field is set to Fixed.`, {
				advice: 'Switch the field to Expression.',
			});
		}
		if (holdsExpression && property?.noDataExpression === true) {
			throw new InputError(`${title} takes no expression.`, {
				advice: 'All items have the same value. Enter a value, or use one node for each value.',
			});
		}
		return holdsExpression ? within(title, () => read(this.itemIndex)) : read(this.itemIndex);
	}

	/**
	 * A value that may be left out on the panel: undefined if it is empty there. An expression that gives
	 * undefined, null or "" is refused.
	 */
	optional(name: string): unknown {
		const found = this.given(name);
		if (!isAbsent(found)) return found;
		const { title, holdsExpression } = this.parameters.get(name);
		if (holdsExpression) throw empty(title);
		return undefined;
	}

	/** A value that must be filled in. */
	required(name: string): unknown {
		const found = this.given(name);
		if (isAbsent(found)) throw empty(this.titleOf(name));
		return found;
	}

	/** Text that may be left out on the panel, with the rules of an ID. */
	optionalText(name: string): string | undefined {
		const found = this.optional(name);
		return found === undefined ? undefined : identifier(found, this.titleOf(name));
	}

	/** An ID: text that is not empty. */
	id(name: string): string {
		const found = this.optionalId(name);
		if (found === undefined) throw empty(this.titleOf(name));
		return found;
	}

	/**
	 * An ID that people copy from the Kainic Console, perhaps with more than itself. What is wrong is not
	 * shown: it may be an address with the API key in it.
	 */
	consoleId(name: string): string {
		const id = this.id(name);
		const problem = pasteProblem(id);
		if (problem === null) return id;
		const title = this.titleOf(name);
		throw new InputError(`${title} ${problem}.`, {
			advice: `Enter the ${title} as the Kainic Console shows it, without an address.`,
		});
	}

	/** An ID that an expression may leave out as well: undefined, null and "" count as left out. */
	optionalId(name: string): string | undefined {
		const found = this.given(name);
		if (isAbsent(found)) return undefined;
		const title = this.titleOf(name);
		const id = identifier(found, title);
		if (!isQuoted(id)) return id;
		throw new InputError(`${title} is within quotation marks.`, {
			advice: `Enter the ${title} without quotation marks, or correct its expression.`,
		});
	}

	/** One of the choices on the panel; its default if it is left out. */
	choice<Choice extends string>(name: string): Choice {
		const { title, property } = this.parameters.get(name);
		const choices = (property?.options ?? []).flatMap((option) =>
			'value' in option ? [String(option.value)] : [],
		);
		const found = this.optional(name) ?? property?.default;
		if (isOneOf<Choice>(found, choices)) return found;
		throw new InputError(`${title} is ${nameOf(found)}, but it must be ${listOf(choices)}.`);
	}

	/** True or false, also as text; undefined if it is left out. */
	optionalFlag(name: string): boolean | undefined {
		const found = this.optional(name);
		if (found === undefined || typeof found === 'boolean') return found;
		if (found === 'true') return true;
		if (found === 'false') return false;
		throw new InputError(
			`${this.titleOf(name)} is ${nameOf(found)}, but it must be true or false.`,
		);
	}

	/** True or false, also as text; false if it is left out, since n8n fills in the default when it is added. */
	flag(name: string): boolean {
		return this.optionalFlag(name) ?? false;
	}

	/** A whole number, also as text, of at least the panel's minimum. `absent` is the value if the panel has no such option. */
	wholeNumber(name: string, absent = 1): number {
		const { title, property } = this.parameters.get(name);
		const least = property?.typeOptions?.minValue ?? 0;
		const found = this.number(name, absent);
		if (Number.isInteger(found) && found >= least) return found;
		throw new InputError(
			`${title} is ${found}, but it must be a whole number of at least ${least}.`,
		);
	}

	/** Seconds on the panel, above zero; returns milliseconds. */
	milliseconds(name: string): number {
		const seconds = this.number(name);
		if (seconds > 0) return seconds * 1000;
		throw new InputError(
			`${this.titleOf(name)} is ${seconds}, but it must be more than 0 seconds.`,
		);
	}

	/** A finite number, also as text; the panel's default if it is left out. */
	number(name: string, absent?: number): number {
		const { title, property } = this.parameters.get(name);
		const found = this.optional(name) ?? property?.default ?? absent;
		const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		throw new InputError(`${title} is ${nameOf(found)}, but it must be a number.`);
	}
}

function isOneOf<Choice extends string>(
	value: unknown,
	choices: readonly string[],
): value is Choice {
	return choices.some((choice) => choice === value);
}

function empty(title: string): InputError {
	return new InputError(`${title} is empty.`, {
		advice: `Fill in ${title}, or check what its expression gives for this item.`,
	});
}
