import type { INodeProperties } from 'n8n-workflow';
import { InputError, within } from '../failure';
import { identifier, isAbsent, isQuoted, listOf, nameOf } from '../values';
import { analyse, leftToN8n, type ParameterSource } from './expressions';

type Panel = ReadonlyArray<NonNullable<INodeProperties['options']>[number]>;

/** A parameter on the panel. */
interface PanelField {
	/** The name in messages, e.g. `'File Field' of 'Form Names'`. */
	readonly title: string;
	/** Undefined if the panel does not have the parameter. */
	readonly property: INodeProperties | undefined;
}

/** A parameter on the panel and in the workflow. */
export interface Parameter extends PanelField {
	readonly holdsExpression: boolean;
	/** The title of a field in Fixed mode that contains an expression; otherwise null. */
	readonly typedExpression: string | null;
	/** The value in the saved workflow, with expressions; `null` if the panel does not show the parameter. */
	readonly raw: unknown;
	/** The value for an item, as n8n returns it, unchecked. */
	read(itemIndex: number): unknown;
}

/** The parameters of a node: values come from the workflow; titles, defaults and limits from the panel. */
export class Parameters {
	private readonly panelFields = new Map<string, PanelField>();

	private readonly parameters = new Map<string, Parameter>();

	constructor(
		private readonly source: ParameterSource,
		panel: Panel,
	) {
		this.addFields(panel, '', '');
	}

	/** The parameters for one input item. */
	at(itemIndex: number): ItemParameters {
		return new ItemParameters(this, itemIndex);
	}

	/** A parameter by its path, e.g. `options.timeout`. */
	get(name: string): Parameter {
		const known = this.parameters.get(name);
		if (known !== undefined) return known;
		const { source } = this;
		const field = this.panelFields.get(name) ?? { title: `'${name}'`, property: undefined };
		const raw = source.getNodeParameter(name, 0, null, { rawExpressions: true });
		const { reader, typedExpression } = analyse(raw, field.title, source);
		const read = (itemIndex: number) => {
			const value = reader === null ? raw : reader(itemIndex);
			return value === leftToN8n ? source.getNodeParameter(name, itemIndex, null) : value;
		};
		const parameter = { ...field, holdsExpression: reader !== null, typedExpression, raw, read };
		this.parameters.set(name, parameter);
		return parameter;
	}

	/** True if the option was added to the panel, even if its value is empty. */
	isAdded(name: string): boolean {
		return this.source.getNodeParameter(name, 0, notAdded, { rawExpressions: true }) !== notAdded;
	}

	/** Returns a function that reads a value for an item. `read` is called only once if it uses no expression. */
	reader<Value>(read: (item: ItemParameters) => Value): (itemIndex: number) => Value {
		let common: { readonly value: Value } | undefined;
		return (itemIndex) => {
			if (common !== undefined) return common.value;
			const item = this.at(itemIndex);
			const value = read(item);
			if (!item.dependsOnItem) common = { value };
			return value;
		};
	}

	/** If two parameters of the panel have the same name, the first one is used. */
	private addFields(panel: Panel, pathStart: string, titleEnd: string): void {
		for (const field of panel) {
			const path = pathStart + field.name;
			if ('values' in field) this.addFields(field.values, `${path}.`, titleEnd);
			if (!('type' in field) || this.panelFields.has(path)) continue;
			const title = `'${field.displayName.replace(/ \(.*\)$/, '')}'${titleEnd}`;
			this.panelFields.set(path, { title, property: field });
			const innerEnd = field.type === 'fixedCollection' ? ` of ${title}` : titleEnd;
			if (field.options !== undefined) this.addFields(field.options, `${path}.`, innerEnd);
		}
	}
}

/** A value that no saved workflow can contain. */
const notAdded = Symbol('not added');

/**
 * The parameters for one input item. Methods throw an InputError that names the parameter by its title on
 * the panel. They refuse an expression that returns undefined, null or "". They also refuse expressions in
 * parameters that allow only fixed values. A workflow can contain one, e.g. $fromAI().
 */
export class ItemParameters {
	/** True if a method has read a parameter that holds an expression. */
	dependsOnItem = false;

	constructor(
		private readonly parameters: Parameters,
		private readonly itemIndex: number,
	) {}

	/** A parameter by its path, e.g. `options.timeout`. */
	get(name: string): Parameter {
		return this.parameters.get(name);
	}

	/** A value of any type; undefined if empty. Throws if the value is empty and the panel requires the parameter. */
	value(name: string): unknown {
		const { title, property, value } = this.find(name);
		return value === undefined && property?.required === true ? refuseEmpty(title) : value;
	}

	/** A value of any type; undefined if empty, even if an expression returned nothing. */
	optionalValue(name: string): unknown {
		return this.find(name, true).value;
	}

	/** A text, or a whole number as text; undefined if left out. */
	text(name: string): string | undefined {
		const { title, value } = this.find(name);
		return value === undefined ? undefined : identifier(value, title);
	}

	/** An ID that must be filled in. */
	id(name: string): string {
		return this.optionalId(name) ?? refuseEmpty(this.get(name).title);
	}

	/** An ID; undefined if empty, even if an expression returned nothing. */
	optionalId(name: string): string | undefined {
		const { title, value } = this.find(name, true);
		if (value === undefined) return undefined;
		const id = identifier(value, title);
		if (!isQuoted(id)) return id;
		throw new InputError(`${title} is in quotation marks.`, {
			advice: `Enter ${title} without quotation marks, or correct its expression.`,
		});
	}

	/** The chosen value; the parameter's default if nothing was chosen. */
	choice<Choice extends string>(name: string): Choice {
		const { title, property, value = property?.default } = this.find(name);
		const options = property?.options ?? [];
		for (const option of options) if (isChoice<Choice>(option, value)) return option.value;
		const choices = options.map((option) => ('value' in option ? String(option.value) : ''));
		return refuse(title, nameOf(value), listOf(choices));
	}

	/** A boolean; undefined if the option was not added. Accepts the texts "true" and "false". */
	flag(name: string): boolean | undefined {
		const { title, value } = this.find(name);
		if (value === undefined || typeof value === 'boolean') return value;
		if (value === 'true' || value === 'false') return value === 'true';
		return refuse(title, nameOf(value), 'true or false');
	}

	/**
	 * A number within the limits of the panel; the parameter's default if left out. Accepts a number as text. If the
	 * panel does not have the parameter, returns `missing`.
	 */
	number(name: string, missing?: number): number {
		const { title, property, value = property?.default ?? missing } = this.find(name);
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		const { minValue = 0, numberPrecision } = property?.typeOptions ?? {};
		const kind = numberPrecision === 0 ? 'a whole number' : 'a number';
		if (typeof number !== 'number' || !Number.isFinite(number)) {
			return refuse(title, nameOf(value), kind);
		}
		const isAllowed = number >= minValue && (numberPrecision !== 0 || Number.isInteger(number));
		return isAllowed ? number : refuse(title, `${number}`, `${kind} of at least ${minValue}`);
	}

	/**
	 * The value; undefined if left out. Refuses an expression that fails or was typed in Fixed mode. If
	 * `mayReturnNothing` is false, also refuses an expression that returns nothing.
	 */
	private find(name: string, mayReturnNothing = false): PanelField & { readonly value: unknown } {
		const parameter = this.parameters.get(name);
		const { title, property, holdsExpression, typedExpression } = parameter;
		if (typedExpression !== null) {
			throw new InputError(
				`${typedExpression} contains an expression, but the field is set to 'Fixed'.`,
				{ advice: "Switch the field to 'Expression'." },
			);
		}
		if (holdsExpression && property?.noDataExpression === true) {
			throw new InputError(`${title} cannot be an expression.`, {
				advice: 'Enter a fixed value. If items need different values, use one node for each value.',
			});
		}
		this.dependsOnItem ||= holdsExpression;
		const value = holdsExpression
			? within(title, () => parameter.read(this.itemIndex))
			: parameter.raw;
		if (!isAbsent(value)) return { title, property, value };
		if (holdsExpression && !mayReturnNothing) return refuseEmpty(title);
		return { title, property, value: undefined };
	}
}

function isChoice<Choice extends string>(
	option: Panel[number],
	value: unknown,
): option is Panel[number] & { readonly value: Choice } {
	return 'value' in option && option.value === value;
}

function refuse(title: string, actual: string, wanted: string): never {
	throw new InputError(`${title} is ${actual}, but it must be ${wanted}.`);
}

function refuseEmpty(title: string): never {
	throw new InputError(`${title} is empty.`, {
		advice: `Fill in ${title}. If you use an expression, check its result for this item.`,
	});
}
