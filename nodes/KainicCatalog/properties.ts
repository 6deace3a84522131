import type { INodeProperties } from 'n8n-workflow';
import { headersOption, retryOptions } from '../shared/n8n/properties';
import { uploadCatalog } from './catalog';
import { requestOptions } from './request-properties';

const onlyFull = { show: { '/syncMode': ['full'] } };

/** Whole options first by their title, as the panel lists them. */
function byTitle(a: INodeProperties, b: INodeProperties): number {
	return a.displayName.localeCompare(b.displayName);
}

const guardOptions: INodeProperties[] = [
	{
		displayName: 'Maximum Shrink (Percent)',
		name: 'maxShrink',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 50,
		description:
			'By how many percent a catalog may be smaller than Previous Products says; more is not sent. 100 allows anything.',
		displayOptions: onlyFull,
	},
	{
		displayName: 'Previous Products',
		name: 'previousProducts',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many products the last upload had, e.g. from a data table that the workflow keeps. Compared with this upload; 0 means that there was none.',
		displayOptions: onlyFull,
	},
];

export const catalogProperties: INodeProperties[] = [
	{
		displayName: 'Sync Mode',
		name: 'syncMode',
		type: 'options',
		noDataExpression: true,
		default: 'stock',
		description: 'What Kainic does with the products',
		options: [
			{
				name: 'Full',
				value: 'full',
				description: 'Replaces the whole catalog of the store by these products',
				displayOptions: { hide: { '@tool': [true] } },
			},
			{ name: 'Stock', value: 'stock', description: 'Updates the inventory only' },
		],
	},
	{
		displayName:
			'A full sync replaces the whole catalog of the store: products that are missing here are gone afterwards.',
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
			'ID of the store in the Kainic Console. With an expression, products are grouped by store.',
	},
	{
		displayName: 'Minimum Products',
		name: 'minProducts',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description: 'A catalog with fewer products than this is never sent',
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
				description: 'Each input item brings a JSON file with products as binary data',
				displayOptions: { hide: { '@tool': [true] } },
			},
			{
				name: 'Input Items',
				value: 'inputItems',
				description: 'Each input item is a product as it is; one upload for each store',
				displayOptions: { hide: { '@tool': [true] } },
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Products written as JSON; one upload for each store',
			},
		],
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
		default: '[\n  { "item_id": "" }\n]',
		description: 'Products as an array of objects, or one product as an object',
		displayOptions: { show: { productSource: ['json'] } },
	},
	{
		displayName:
			'Split Stock sends one stock file as several uploads. Kainic does not document whether an upload leaves the stock of other products as it is.',
		name: 'splitStockNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/options.splitStock': [true] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			...guardOptions,
			...requestOptions,
			headersOption,
			...retryOptions(uploadCatalog.defaults),
		].sort(byTitle),
	},
];
