import type { INodeProperties } from 'n8n-workflow';
import { field } from '../shared/kainic/api';
import { nameValueRows } from '../shared/panel/properties';

/** What Form Names can rename: the fields of the form, and the words for the two modes. */
export const formNames = {
	file: { label: 'File Field', inferred: field.file },
	projectId: { label: 'Project ID Field', inferred: field.kainicPid },
	storeId: { label: 'Store ID Field', inferred: field.storeId },
	syncMode: { label: 'Sync Mode Field', inferred: field.syncMode },
	full: { label: 'Word for Full', inferred: 'full' },
	stock: { label: 'Word for Stock', inferred: 'stock' },
} as const;

const onlyFull = { show: { '/syncMode': ['full'] } };

/** The guards of a full sync, and what shapes the request. */
export const uploadOptions: INodeProperties[] = [
	{
		displayName: 'Maximum Shrink (Percent)',
		name: 'maxShrink',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 50,
		description:
			'By how many percent a catalog may be smaller than Previous Products. A catalog that shrank by more is not sent; 100 allows anything. Of several values for a store the lowest counts.',
		displayOptions: onlyFull,
	},
	{
		displayName: 'Previous Products',
		name: 'previousProducts',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many products the last upload had, for example from a data table that the workflow keeps. 0 means that there was none. Of several values for a store the highest counts.',
		displayOptions: onlyFull,
	},
	{
		displayName: 'Extra Form Fields',
		name: 'extraFormFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Field',
		description:
			'Further fields to send with the file. They cannot repeat those that the node sends itself. The items of one upload must agree in them.',
		options: nameValueRows('Field'),
	},
	{
		displayName: 'Form File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. products.json',
		description: 'Name under which the file is sent. The items of one upload must agree in it.',
	},
	{
		displayName: 'Form Names',
		name: 'formNames',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Names',
		description:
			'Other names for the fields of the form, and other words for the two modes. Kainic does not document them; those that you see are inferred. The items of one upload must agree in them.',
		options: [
			{
				name: 'values',
				displayName: 'Names',
				values: Object.entries(formNames).map(([name, { label, inferred }]) => ({
					displayName: label,
					name,
					type: 'string',
					default: inferred,
					description: `If it is empty, "${inferred}" is sent`,
				})),
			},
		],
	},
	{
		displayName: 'Maximum Megabytes',
		name: 'maxFileMegabytes',
		type: 'number',
		typeOptions: { minValue: 0.001, numberPrecision: 3 },
		noDataExpression: true,
		default: 32,
		description:
			'How large a request may be, in megabytes of 1,048,576 bytes, the form around the file included. The host of Kainic takes 10 or 32, depending on its generation. The same for the whole run.',
	},
	{
		displayName: 'Products Field',
		name: 'productsField',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.products',
		description:
			'Name of the list in the file that holds the products, with dots if it is nested. Needed if the file is an object; leave it out if the file is an array. May differ between items.',
		displayOptions: { show: { '/productSource': ['file'] } },
	},
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to check all products and guards and send nothing. The output has the first product of each upload. The same for the whole run.',
	},
	{
		displayName: 'Wrap in Field',
		name: 'wrapInKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. products',
		description:
			'Name under which the array of products is put into an object. If it is empty, the array itself is sent. The items of one upload must agree in it.',
		displayOptions: { show: { '/productSource': ['inputItems', 'json'] } },
	},
];
