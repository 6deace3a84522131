import type { INodeProperties } from 'n8n-workflow';
import { headersOption, optionsOf, retryOptions } from '../shared/panel/properties';
import { sameForUpload, uploadOptions } from './options';

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
		placeholder: 'e.g. store-1',
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
			'The node never sends a catalog with fewer products than this number. You can enter an expression, for example one that returns half the product count of the last upload. If an expression returns different numbers for the items of one store, the node uses the highest number.',
		displayOptions: { show: { syncMode: ['full'] } },
	},
	{
		displayName: 'Product Source',
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
		displayName: 'Product Source',
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
		...uploadOptions,
		{ ...headersOption, description: `${headersOption.description}. ${sameForUpload}.` },
		...retryOptions({ maxAttempts: 4, timeout: 120 }),
	]),
];
