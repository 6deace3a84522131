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

export const sameForUpload =
	'If you use an expression, it must return the same value for all items of one upload';

export const uploadOptions: INodeProperties[] = [
	{
		displayName: 'Extra Form Fields',
		name: 'extraFormFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		default: {},
		placeholder: 'Add Field',
		description: `Additional form fields. An upload consists of the file with the products and a few named fields. You cannot add a field that the node sends itself. ${sameForUpload}.`,
		options: nameValueRows('Field'),
	},
	{
		displayName: 'Form Names',
		name: 'formNames',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add Names',
		description: `Names of the form fields, and the words for the two sync modes. Kainic does not document these names, so the preset names are guesses. If Kainic told you other names, enter the names here. ${sameForUpload}.`,
		options: [
			{
				name: 'values',
				displayName: 'Names',
				values: Object.entries(formNames).map(([name, { label, inferred }]) => ({
					displayName: label,
					name,
					type: 'string',
					default: inferred,
					description: `If you leave this field empty, the node uses "${inferred}"`,
				})),
			},
		],
	},
	{
		displayName: 'Maximum Megabytes',
		name: 'maxFileMegabytes',
		type: 'number',
		typeOptions: { minValue: 0.001 },
		noDataExpression: true,
		default: 32,
		description:
			"Maximum size of one request (the file and the form fields), in megabytes (1,048,576 bytes each). Kainic's servers accept at most 32 megabytes (older servers: 10).",
	},
	{
		displayName: 'Products Field',
		name: 'productsField',
		type: 'string',
		default: '',
		placeholder: 'e.g. data.products',
		description:
			'Name of the field that contains the list of products, e.g. products, or data.products for a field inside another field. If the whole file is a list, leave this option empty. With an expression, this field can have a different name in each file.',
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
	{
		displayName: 'Wrap in Field',
		name: 'wrapInKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. products',
		description: `If Kainic expects the list of products inside a field, enter the name of this field. If this option is empty, the node sends only the list. ${sameForUpload}.`,
		displayOptions: { show: { '/productSource': ['inputItems', 'json'] } },
	},
];
