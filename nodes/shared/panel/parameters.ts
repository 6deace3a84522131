import { analyse, leftToN8n, type ParameterSource } from './expressions';
import {
	ItemParameters,
	type PanelField,
	type PanelOption,
	type Parameter,
} from './item-parameters';

/** The parameters of a node: values come from the workflow; titles, defaults and limits from the panel. */
export class Parameters {
	private readonly panelFields = new Map<string, PanelField>();

	private readonly parameters = new Map<string, Parameter>();

	constructor(
		private readonly source: ParameterSource,
		panel: readonly PanelOption[],
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
		const { reader, ...saved } = analyse(raw, field.title, source);
		const read = (itemIndex: number) => {
			const value = reader === null ? raw : reader(itemIndex);
			return value === leftToN8n ? source.getNodeParameter(name, itemIndex, null) : value;
		};
		const parameter = { ...field, ...saved, holdsExpression: reader !== null, read };
		this.parameters.set(name, parameter);
		return parameter;
	}

	get nodeName(): string {
		return this.source.getNode().name;
	}

	/** True if the option was added to the panel, even if its value is empty. */
	isAdded(name: string): boolean {
		return this.source.getNodeParameter(name, 0, notAdded, { rawExpressions: true }) !== notAdded;
	}

	/** Returns a function that reads a value for an item. `read` is called only once if its value cannot differ by item. */
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
	private addFields(panel: readonly PanelOption[], pathStart: string, titleEnd: string): void {
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
