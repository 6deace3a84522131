import type { INodeProperties } from 'n8n-workflow';
import { formNames } from '../shared/kainic/api';
import { headersOption, nameValueRows, optionsOf, retryOptions } from '../shared/panel/properties';

/** The rows of *Form Names*. */
const formLabels = [
	['file', 'File Field'],
	['projectId', 'Project ID Field'],
	['storeId', 'Store ID Field'],
	['syncMode', 'Sync Mode Field'],
	['full', 'Word for Full'],
	['stock', 'Word for Stock'],
] as const;

/** Options that shape an upload. They take no expression, because all items of an upload share their values. */
const requestOptions: INodeProperties[] = [
	{
		displayName: 'Additional Form Fields',
		name: 'extraFormFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Field',
		description:
			'Additional form fields. An upload consists of the file with the products and a few named fields. You cannot add a field that the node sends itself.',
		options: nameValueRows('Field'),
	},
	{
		displayName: 'Form Names',
		name: 'formNames',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Names',
		description:
			'Names of the form fields, and the words for the two sync modes. Kainic does not document these names, so the preset names are guesses. If Kainic told you other names, enter the names here.',
		options: [
			{
				name: 'values',
				displayName: 'Names',
				values: formLabels.map(([name, displayName]) => {
					const inferred = formNames[name];
					const description = `If you leave this field empty, the node uses "${inferred}"`;
					return { displayName, name, type: 'string', default: inferred, description };
				}),
			},
		],
	},
];

const otherOptions: INodeProperties[] = [
	{
		displayName: 'Products Field',
		name: 'productsField',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.products',
		description:
			'Name of the field that contains the list of products, e.g. products, or data.products for a field inside another field. If the whole file is a list, leave this option empty.',
		displayOptions: { show: { '/productSource': ['file'] } },
	},
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to check all products without sending them. The output shows the number of products in each upload. The field firstProduct contains the first product. To send the products, switch this option off.',
	},
];

/** The property, and the fields of its rows, without expressions. */
function withoutExpressions(property: INodeProperties): INodeProperties {
	const options = property.options?.map((row) =>
		'values' in row ? { ...row, values: row.values.map(withoutExpressions) } : row,
	);
	return { ...property, noDataExpression: true, ...(options && { options }) };
}

const jsonSource = {
	name: 'JSON',
	value: 'json',
	description: 'Enter the products as JSON. All products of a store go into one upload.',
};

export const catalogProperties: INodeProperties[] = [
	{
		displayName: 'Sync Mode',
		name: 'syncMode',
		type: 'options',
		noDataExpression: true,
		default: 'stock',
		description:
			'What Kainic does with the products. If you need both modes, add a second Kainic Catalog node.',
		builderHint: {
			propertyHint:
				'Use "stock" unless the user asked to replace the whole catalog: "full" removes all other products.',
		},
		options: [
			{
				name: 'Full',
				value: 'full',
				description: 'Replaces the whole catalog of the store with these products',
				displayOptions: { hide: { '@tool': [true] } },
			},
			{ name: 'Stock', value: 'stock', description: 'Updates only the stock of these products' },
		],
	},
	{
		displayName:
			"A full sync replaces the whole catalog of the store. Products that you do not send are removed. If one item is invalid, the node uploads nothing, not even for other stores. To try a full sync without sending, add 'Validate Only' under 'Options'.",
		name: 'fullNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { syncMode: ['full'] } },
	},
	{
		displayName: 'Store ID',
		name: 'storeId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. YOUR-STORE-ID',
		description:
			'ID of the store in the Kainic Console. With an expression, each item can go to a different store.',
	},
	{
		displayName: 'Minimum Products',
		name: 'minProducts',
		type: 'number',
		required: true,
		typeOptions: { minValue: 1 },
		default: 10,
		description:
			'The node never sends a catalog with fewer products than this number. An expression can return, for example, half the product count of the last upload. Of different numbers for one store, the highest counts.',
		displayOptions: { show: { syncMode: ['full'] } },
	},
	{
		displayName: 'Source',
		name: 'productSource',
		type: 'options',
		noDataExpression: true,
		default: 'inputItems',
		description: 'Where the products come from',
		options: [
			{
				name: 'File',
				value: 'file',
				description: 'Each input item contains a JSON file (binary data) with a list of products',
			},
			{
				name: 'Input Items',
				value: 'inputItems',
				description: 'Each input item is a product. All products of a store go into one upload.',
			},
			jsonSource,
		],
		displayOptions: { hide: { '@tool': [true] } },
	},
	{
		// In a tool, the only input item is the agent's call, not a product.
		displayName: 'Source',
		name: 'productSource',
		type: 'options',
		noDataExpression: true,
		default: 'json',
		description: 'Where the products come from',
		options: [jsonSource],
		displayOptions: { show: { '@tool': [true] } },
	},
	{
		displayName: 'Input Data Field Name',
		name: 'binaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the input field containing the binary file data to be uploaded',
		displayOptions: { show: { productSource: ['file'] } },
	},
	{
		displayName: 'Products JSON',
		name: 'productsJson',
		type: 'json',
		required: true,
		default: '',
		placeholder: 'e.g. [{ "item_id": "p-1", "stock": 3 }]',
		description:
			'Products as an array of objects, or one product as an object. An expression must return the same products for all input items.',
		displayOptions: { show: { productSource: ['json'] } },
	},
	optionsOf([
		...[...requestOptions, headersOption].map(withoutExpressions),
		...otherOptions,
		...retryOptions(4, 120),
	]),
];
