import type { INodeProperties } from 'n8n-workflow';
import { field } from '../shared/kainic/api';
import { nameValueRows } from '../shared/n8n/properties';

/** In a value of Form Fields this stands for the project ID, which expressions cannot reach. */
export const projectPlaceholder = '{projectId}';

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
			'By how many percent a catalog may be smaller than Previous Products. A catalog that shrank by more is not sent; 100 allows anything. May differ between stores, not within one.',
		displayOptions: onlyFull,
	},
	{
		displayName: 'Previous Products',
		name: 'previousProducts',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many products the last upload had, for example from a data table that the workflow keeps. 0 means that there was none. May differ between stores, not within one.',
		displayOptions: onlyFull,
	},
	{
		displayName: 'Form File Field',
		name: 'fileField',
		type: 'string',
		default: '',
		placeholder: `e.g. ${field.file}`,
		description: `Name of the form field that holds the file. Kainic does not document it; if this is empty it is "${field.file}", which is inferred. Items that differ in it go in different uploads.`,
	},
	{
		displayName: 'Form File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. products.json',
		description:
			'Name under which the file is sent. Items that differ in it go in different uploads.',
	},
	{
		displayName: 'Form Fields',
		name: 'formFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {
			values: [
				{ name: field.projectId, value: projectPlaceholder },
				{ name: field.storeId, value: '={{ $parameter.storeId }}' },
				{ name: field.syncMode, value: '={{ $parameter.syncMode }}' },
			],
		},
		placeholder: 'Add Field',
		description: `Fields to send with the file, in place of the usual ones, whose names are inferred. The value ${projectPlaceholder} stands for the project ID of the credential. The guards of a full sync go by these fields, and apply unless one of them says stock. Items that differ in them go in different uploads.`,
		options: nameValueRows('Field'),
	},
	{
		displayName: 'Maximum Megabytes',
		name: 'maxFileMegabytes',
		type: 'number',
		typeOptions: { minValue: 0.001, numberPrecision: 3 },
		noDataExpression: true,
		default: 32,
		description:
			'How large a request may be, in megabytes of 1,048,576 bytes, the form around the file included. The host of Kainic takes 10 or 32, depending on its generation. Holds for all items.',
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
		displayName: 'Split Stock',
		name: 'splitStock',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to send stock that is larger than Maximum Megabytes in several uploads. It is inferred, not documented, that an upload leaves the stock of other products as it is. Holds for all items.',
		displayOptions: { show: { '/productSource': ['inputItems'], '/syncMode': ['stock'] } },
	},
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description: 'Whether to check all products and guards and send nothing. Holds for all items.',
	},
	{
		displayName: 'Wrap in Field',
		name: 'wrapInKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. products',
		description:
			'Name under which the array of products is put into an object. If it is empty, the array itself is sent. May differ between uploads, not within one.',
		displayOptions: { show: { '/productSource': ['inputItems', 'json'] } },
	},
];
