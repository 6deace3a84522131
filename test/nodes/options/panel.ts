import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { isPlainObject } from '../../../nodes/shared/values';
import type { NamedCase } from '../../support/node-cases';

/** A parameter of a panel that has a value of its own. */
export interface PanelOption {
	/** With the option that it is a row of: `headers.value`. */
	readonly name: string;
	/** As messages name it: without its unit. */
	readonly label: string;
	readonly property: INodeProperties;
	/** The parameters of a node on which it has this value. */
	write(value: INodeParameters[string]): INodeParameters;
	/** Whether the panel shows it next to these parameters. */
	isShown(parameters: INodeParameters): boolean;
}

const collections = ['options', 'additionalFields'];

/** Everything on a node's panel that has a value of its own. */
export function optionsOf({ description }: NamedCase): readonly PanelOption[] {
	return description.properties.filter(isForPeople).flatMap((property): PanelOption[] => {
		if (!collections.includes(property.name)) return [toOption(property, [])];
		return (property.options ?? []).filter(isProperty).flatMap((each) => {
			return each.type === 'fixedCollection'
				? rowsOf(each, property)
				: [toOption(each, [property])];
		});
	});
}

/** Each combination of the parameters that decide what else the panel shows. */
export function contextsOf({ description }: NamedCase): readonly INodeParameters[] {
	const switches = description.properties
		.filter(isForPeople)
		.filter(({ name, type, noDataExpression }) => {
			return type === 'options' && noDataExpression === true && name !== 'output';
		});
	return switches.reduce<INodeParameters[]>(
		(contexts, { name, options = [] }) =>
			contexts.flatMap((context) =>
				options.map((option) => ({ ...context, [name]: 'value' in option ? option.value : '' })),
			),
		[{}],
	);
}

/** The fields of the rows of a collection. */
function rowsOf(collection: INodeProperties, parent: INodeProperties): PanelOption[] {
	const fields = (collection.options ?? []).flatMap((row) => ('values' in row ? row.values : []));
	const isList = collection.typeOptions?.multipleValues === true;
	return fields.map((field) => {
		const others = isList ? { name: 'x-first', value: '1' } : {};
		const written = (value: INodeParameters[string]) => {
			const row = { ...others, [field.name]: value };
			return { values: isList ? [row] : row };
		};
		const option = toOption(collection, [parent]);
		return {
			...option,
			name: `${collection.name}.${field.name}`,
			label: isList ? option.label : `'${field.displayName}' of ${option.label}`,
			property: field,
			write: (value) => option.write(written(value)),
		};
	});
}

function toOption(property: INodeProperties, parents: readonly INodeProperties[]): PanelOption {
	const shown = [...parents, property].flatMap(({ displayOptions }) =>
		Object.entries(displayOptions?.show ?? {}),
	);
	return {
		name: property.name,
		label: `'${property.displayName.replace(/ \(.*\)$/, '')}'`,
		property,
		write: (value) =>
			[property, ...parents].reduce(
				(inner, { name }) => ({ [name]: inner }),
				value,
			) as INodeParameters,
		isShown: (parameters) =>
			shown.every(([name, values]) => {
				const value = parameters[name.replace('/', '')];
				return value === undefined || values?.some((each) => each === value) === true;
			}),
	};
}

/** AI tools have tests of their own. */
function isForPeople({ type, displayOptions }: INodeProperties): boolean {
	return type !== 'notice' && displayOptions?.show?.['@tool'] === undefined;
}

function isProperty(option: unknown): option is INodeProperties {
	return isPlainObject(option) && 'type' in option;
}
