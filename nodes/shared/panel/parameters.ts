import type { INodeProperties } from 'n8n-workflow';
import { InputError, within } from '../failure';
import { identifier, isAbsent, isQuoted, listOf, nameOf } from '../values';
import { contentOf, leftToN8n, type ParameterSource } from './expressions';

type Panel = ReadonlyArray<NonNullable<INodeProperties['options']>[number]>;

/** A parameter as the panel shows it. */
interface Shown {
	/** Without a unit in parentheses, and with the title of the collection of rows that it is in. */
	readonly title: string;
	/** Undefined if the node's panel does not have it. */
	readonly property: INodeProperties | undefined;
}

/** A parameter as the panel shows it and as the workflow holds it. */
export interface Parameter extends Shown {
	readonly holdsExpression: boolean;
	/** If an expression was typed in Fixed mode: the title of its field. Otherwise null. */
	readonly typedExpression: string | null;
	/** As the workflow holds it, with expressions; `null` if the panel does not show it. */
	readonly raw: unknown;
	/** As n8n gives it for an item, unchecked. */
	read(itemIndex: number): unknown;
}

/** The parameters of a node: values come from the workflow; titles, defaults and limits from the panel. */
export class Parameters {
	private readonly shown = new Map<string, Shown>();

	private readonly known = new Map<string, Parameter>();

	constructor(
		private readonly source: ParameterSource,
		panel: Panel,
	) {
		this.index(panel, '', '');
	}

	/** The parameters as one input item gives them. */
	at(itemIndex: number): ItemParameters {
		return new ItemParameters(this, itemIndex);
	}

	/** A parameter by its path, e.g. `options.timeout`. */
	get(name: string): Parameter {
		const known = this.known.get(name);
		if (known !== undefined) return known;
		const shown = this.shown.get(name) ?? { title: name, property: undefined };
		const raw = this.source.getNodeParameter(name, 0, null, { rawExpressions: true });
		const { reader, typedExpression } = contentOf(raw, shown.title, this.source);
		const read = (itemIndex: number) => {
			const value = reader === null ? raw : reader(itemIndex);
			return value === leftToN8n ? this.source.getNodeParameter(name, itemIndex, null) : value;
		};
		const found = { ...shown, holdsExpression: reader !== null, typedExpression, raw, read };
		this.known.set(name, found);
		return found;
	}

	/** True if the option was added to the panel, also with an empty value. */
	isGiven(name: string): boolean {
		const raw = this.source.getNodeParameter(name, 0, notGiven, { rawExpressions: true });
		return raw !== notGiven;
	}

	/** Returns a function that calls `read` once for all items if no parameter in it holds an expression. */
	reader<Value>(read: (item: ItemParameters) => Value): (itemIndex: number) => Value {
		let known: { readonly value: Value } | undefined;
		return (itemIndex) => {
			if (known !== undefined) return known.value;
			const item = this.at(itemIndex);
			const value = read(item);
			if (!item.dependsOnItem) known = { value };
			return value;
		};
	}

	/** Finds the properties by their paths. If the panel has a name twice, the first one counts. */
	private index(panel: Panel, start: string, end: string): void {
		for (const found of panel) {
			const path = start + found.name;
			if ('values' in found) this.index(found.values, `${path}.`, end);
			if (!('type' in found) || this.shown.has(path)) continue;
			const title = found.displayName.replace(/ \(.*\)$/, '') + end;
			this.shown.set(path, { title, property: found });
			const innerEnd = found.type === 'fixedCollection' ? ` of ${title}` : end;
			if (found.options !== undefined) this.index(found.options, `${path}.`, innerEnd);
		}
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
	/** True if a parameter that was read holds an expression. */
	dependsOnItem = false;

	constructor(
		private readonly parameters: Parameters,
		private readonly itemIndex: number,
	) {}

	/** A parameter by its path, e.g. `options.timeout`. */
	get(name: string): Parameter {
		return this.parameters.get(name);
	}

	/** A value that may be empty in any way. */
	given(name: string): unknown {
		return this.find(name, true).found;
	}

	/** Undefined if it is empty on the panel. An expression that gives undefined, null or "" is refused. */
	optional(name: string): unknown {
		return this.find(name).found;
	}

	/** A value that must be filled in. */
	required(name: string): unknown {
		const { title, found } = this.find(name);
		return found ?? refuseEmpty(title);
	}

	/** Text that may be left out on the panel, with the rules of an ID. */
	optionalText(name: string): string | undefined {
		const { title, found } = this.find(name);
		return found === undefined ? undefined : identifier(found, title);
	}

	/** An ID: text that is not empty. */
	id(name: string): string {
		return this.optionalId(name) ?? refuseEmpty(this.get(name).title);
	}

	/**
	 * An ID from the Kainic Console: an ID that is no web address. Kainic documents no form of its IDs.
	 * The address is not shown: it may have the API key in it.
	 */
	consoleId(name: string): string {
		const id = this.id(name);
		if (!id.includes('://')) return id;
		const { title } = this.get(name);
		throw new InputError(`${title} is a web address.`, {
			advice: `Enter the ${title} as the Kainic Console shows it.`,
		});
	}

	/** An ID that an expression may leave out as well: undefined, null and "" count as left out. */
	optionalId(name: string): string | undefined {
		const { title, found } = this.find(name, true);
		if (isAbsent(found)) return undefined;
		const id = identifier(found, title);
		if (!isQuoted(id)) return id;
		throw new InputError(`${title} is in quotation marks.`, {
			advice: `Enter the ${title} without quotation marks, or correct its expression.`,
		});
	}

	/** One of the choices on the panel; its default if it is left out. */
	choice<Choice extends string>(name: string): Choice {
		const { title, property, found = property?.default } = this.find(name);
		const options = property?.options ?? [];
		for (const option of options) if (isChoice<Choice>(option, found)) return option.value;
		const choices = options.map((option) => ('value' in option ? String(option.value) : ''));
		return refuse(title, nameOf(found), listOf(choices));
	}

	/** True or false, also as text; undefined if it is left out. */
	optionalFlag(name: string): boolean | undefined {
		const { title, found } = this.find(name);
		if (found === undefined || typeof found === 'boolean') return found;
		if (found === 'true' || found === 'false') return found === 'true';
		return refuse(title, nameOf(found), 'true or false');
	}

	/** True or false, also as text; false if the option was not added (an added option has its default). */
	flag(name: string): boolean {
		return this.optionalFlag(name) ?? false;
	}

	/** A whole number, also as text, of at least the panel's minimum. `absent` is the value if the panel has no such option. */
	wholeNumber(name: string, absent = 1): number {
		const number = this.number(name, absent);
		const { title, property } = this.get(name);
		const minValue = property?.typeOptions?.minValue ?? 0;
		if (Number.isInteger(number) && number >= minValue) return number;
		return refuse(title, `${number}`, `a whole number of at least ${minValue}`);
	}

	/** Seconds on the panel, above zero; returns milliseconds. */
	milliseconds(name: string): number {
		const seconds = this.number(name);
		if (seconds > 0) return seconds * 1000;
		return refuse(this.get(name).title, `${seconds}`, 'more than 0 seconds');
	}

	/** A finite number, also as text; the panel's default if it is left out. */
	number(name: string, absent?: number): number {
		const { title, property, found = property?.default ?? absent } = this.find(name);
		const number = typeof found === 'string' && found.trim() !== '' ? Number(found) : found;
		if (typeof number === 'number' && Number.isFinite(number)) return number;
		return refuse(title, nameOf(found), 'a number');
	}

	/**
	 * Reads a value: undefined if it is left out on the panel. Refuses an expression that fails, one that
	 * was typed in Fixed mode, and one that gives nothing, unless that is allowed.
	 */
	private find(name: string, mayBeNothing = false) {
		const { title, property, holdsExpression, typedExpression, raw, read } =
			this.parameters.get(name);
		if (typedExpression !== null) {
			throw new InputError(
				`${typedExpression} contains an expression, but the field is set to Fixed.`,
				{ advice: 'Switch the field to Expression.' },
			);
		}
		if (holdsExpression && property?.noDataExpression === true) {
			throw new InputError(`${title} cannot be an expression.`, {
				advice: 'Enter a fixed value. If items need different values, use one node for each value.',
			});
		}
		this.dependsOnItem ||= holdsExpression;
		const found = holdsExpression ? within(title, () => read(this.itemIndex)) : raw;
		if (mayBeNothing || !isAbsent(found)) return { title, property, found };
		return holdsExpression ? refuseEmpty(title) : { title, property, found: undefined };
	}
}

function isChoice<Choice extends string>(
	option: Panel[number],
	value: unknown,
): option is Panel[number] & { readonly value: Choice } {
	return 'value' in option && option.value === value;
}

function refuse(title: string, found: string, wanted: string): never {
	throw new InputError(`${title} is ${found}, but it must be ${wanted}.`);
}

function refuseEmpty(title: string): never {
	throw new InputError(`${title} is empty.`, {
		advice: `Fill in ${title}. If you use an expression, check its result for this item.`,
	});
}
