import type { INodeProperties } from 'n8n-workflow';
import { InputError, within } from '../failure';
import { identifier, isAbsent, isQuoted, listOf, nameOf } from '../values';

export type PanelOption = NonNullable<INodeProperties['options']>[number];

/** A parameter on the panel. */
export interface PanelField {
	/** The name in messages, e.g. `'File Field' of 'Form Names'`. */
	readonly title: string;
	/** Undefined if the panel does not have the parameter. */
	readonly property: INodeProperties | undefined;
}

/** A parameter on the panel and in the workflow. */
export interface Parameter extends PanelField {
	readonly holdsExpression: boolean;
	/** True if an expression may return different values for different items. */
	readonly differsByItem: boolean;
	/** The title of a field in Fixed mode that contains an expression; otherwise null. */
	readonly typedExpression: string | null;
	/** The value for an item, as n8n returns it, unchecked; `null` if the panel does not show the parameter. */
	read(itemIndex: number): unknown;
}

/**
 * The parameters for one input item. Methods throw an InputError that names the parameter by its title on
 * the panel. They refuse an expression that returns undefined, null or "". They also refuse expressions in
 * parameters that allow only fixed values. A workflow can contain one, e.g. $fromAI().
 */
export class ItemParameters {
	/** True if a method has read a parameter that may differ by item. */
	dependsOnItem = false;

	constructor(
		private readonly parameters: { readonly nodeName: string; get(name: string): Parameter },
		private readonly itemIndex: number,
	) {}

	get nodeName(): string {
		return this.parameters.nodeName;
	}

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
		const { minValue = 0, maxValue = Infinity, numberPrecision } = property?.typeOptions ?? {};
		const kind = numberPrecision === 0 ? 'a whole number' : 'a number';
		if (typeof number !== 'number' || !Number.isFinite(number)) {
			return refuse(title, nameOf(value), kind);
		}
		if (number > maxValue) return refuse(title, `${number}`, `${kind} of at most ${maxValue}`);
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
		const hasExpression = holdsExpression || typedExpression !== null;
		if (hasExpression && property?.noDataExpression === true) {
			throw new InputError(`${title} cannot be an expression.`, {
				advice: 'Enter a fixed value. If items need different values, use one node for each value.',
			});
		}
		if (typedExpression !== null) {
			throw new InputError(
				`${typedExpression} contains an expression, but the field is set to 'Fixed'.`,
				{ advice: "Switch the field to 'Expression'." },
			);
		}
		this.dependsOnItem ||= parameter.differsByItem;
		const value = within(title, () => parameter.read(this.itemIndex));
		if (!isAbsent(value)) return { title, property, value };
		if (holdsExpression && !mayReturnNothing) return refuseEmpty(title);
		return { title, property, value: undefined };
	}
}

function isChoice<Choice extends string>(
	option: PanelOption,
	value: unknown,
): option is PanelOption & { readonly value: Choice } {
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
