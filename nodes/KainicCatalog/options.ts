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
			'Maximum percentage by which a catalog may be smaller than Previous Products. A catalog that shrank by more is not sent. Caution: 100 allows every catalog. If the items of a store give several values, the lowest value counts.',
		displayOptions: onlyFull,
	},
	{
		displayName: 'Previous Products',
		name: 'previousProducts',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Number of products of the last upload, for example from a data table. Caution: with 0 nothing is compared, and a faulty list of few products could replace the catalog. If the items of a store give several values, the highest value counts.',
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
			'Additional form fields to send with the file. They cannot replace the fields of the node. All items of one upload must give the same values.',
		options: nameValueRows('Field'),
	},
	{
		displayName: 'Form File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. products.json',
		description:
			'Name of the file in the request. All items of one upload must give the same name.',
	},
	{
		displayName: 'Form Names',
		name: 'formNames',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Names',
		description:
			'Other names for the form fields, and other words for the two sync modes. Kainic does not document these names; the names that you see are our best guess. All items of one upload must give the same names.',
		options: [
			{
				name: 'values',
				displayName: 'Names',
				values: Object.entries(formNames).map(([name, { label, inferred }]) => ({
					displayName: label,
					name,
					type: 'string',
					default: inferred,
					description: `If this field is empty, "${inferred}" is sent`,
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
			'Maximum size of one request, in megabytes of 1,048,576 bytes. The size includes the form around the file. The host of Kainic accepts at most 10 or 32 megabytes. The same for the whole run.',
	},
	{
		displayName: 'Products Field',
		name: 'productsField',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.products',
		description:
			'Name of the list with the products in the file, such as products or data.products. Leave it empty if the file itself is a list. Each item can have its own name.',
		displayOptions: { show: { '/productSource': ['file'] } },
	},
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		noDataExpression: true,
		default: true,
		description:
			'Whether to check all products without sending them. In the output, firstProduct shows the first product of each upload. The same for the whole run.',
	},
	{
		displayName: 'Wrap in Field',
		name: 'wrapInKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. products',
		description:
			'Name of the field in which the array of products is sent. If this option is empty, the array itself is sent. All items of one upload must give the same name.',
		displayOptions: { show: { '/productSource': ['inputItems', 'json'] } },
	},
];
