import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { isPlainObject } from '../../../nodes/shared/values';
import type { NamedCase } from '../../cases';

/** A parameter of a panel that an expression can give a value to. */
export interface PanelOption {
	/** As messages name it: without its unit. */
	readonly label: string;
	/** Of the collection that it is in; null if it is on the panel itself. */
	readonly collection: string | null;
	/** The collection of one row inside that collection; null if it is not in one. */
	readonly row: string | null;
	readonly property: INodeProperties;
	/** Parameters without which the panel does not show it. */
	readonly shownWith: INodeParameters;
}

const collections = ['options', 'additionalFields'];

/** Everything on a node's panel that has a value of its own. */
export function optionsOf({ description }: NamedCase): readonly PanelOption[] {
	return description.properties.flatMap((property): readonly PanelOption[] => {
		if (property.type === 'notice' || isForTools(property)) return [];
		if (!collections.includes(property.name)) return [toOption(property, null)];
		const inside = (property.options ?? []).filter(isProperty);
		return inside.flatMap((each) => {
			if (each.type !== 'fixedCollection') return [toOption(each, property)];
			// What is not a collection of rows, n8n drops before the node sees it.
			return each.typeOptions?.multipleValues === true ? [] : optionsOfRow(each, property);
		});
	});
}

function optionsOfRow(row: INodeProperties, collection: INodeProperties): readonly PanelOption[] {
	const fields = (row.options ?? []).flatMap((each) => ('values' in each ? each.values : []));
	return fields.map((field) => ({
		...toOption(field, collection),
		label: `'${field.displayName}' of '${row.displayName}'`,
		row: row.name,
	}));
}

function toOption(property: INodeProperties, collection: INodeProperties | null): PanelOption {
	return {
		label: `'${property.displayName.replace(/ \(.*\)$/, '')}'`,
		collection: collection?.name ?? null,
		row: null,
		property,
		shownWith: { ...(collection && shownWith(collection)), ...shownWith(property) },
	};
}

function shownWith({ displayOptions }: INodeProperties): INodeParameters {
	return Object.fromEntries(
		Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [
			name.replace('/', ''),
			String(values?.[0]),
		]),
	);
}

function isForTools({ displayOptions }: INodeProperties): boolean {
	return displayOptions?.show?.['@tool'] !== undefined;
}

/** The events, products or bodies themselves, which have tests of their own. */
export function isContent({ type, required }: INodeProperties): boolean {
	return type === 'json' && required === true;
}

function isProperty(option: unknown): option is INodeProperties {
	return isPlainObject(option) && 'type' in option;
}
