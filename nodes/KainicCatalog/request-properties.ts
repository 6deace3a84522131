import type { INodeProperties } from 'n8n-workflow';
import { field } from '../shared/kainic/api';
import { nameValueRows } from '../shared/n8n/properties';
import { projectPlaceholder } from './destination';

const onlyListed = { show: { '/productSource': ['inputItems', 'json'] } };

/** Options that shape the request itself. */
export const requestOptions: INodeProperties[] = [
	{
		displayName: 'File Field',
		name: 'fileField',
		type: 'string',
		default: '',
		placeholder: `e.g. ${field.file}`,
		description: `Name of the form field that holds the file. Kainic does not document it; when this is empty it is "${field.file}", which is inferred.`,
	},
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		placeholder: 'e.g. products.json',
		description: 'Name that the file is sent under',
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
		description: `Fields that are sent with the file, in place of the usual ones, whose names are inferred. The value ${projectPlaceholder} stands for the project ID of the credential.`,
		options: nameValueRows('Field'),
	},
	{
		displayName: 'Maximum Megabytes',
		name: 'maxFileMegabytes',
		type: 'number',
		typeOptions: { minValue: 0.001, numberPrecision: 3 },
		default: 32,
		description:
			'How large a request may be, in megabytes of 1,048,576 bytes, the form around the file included. The host of Kainic takes 10 or 32, depending on its generation.',
	},
	{
		displayName: 'Split Stock',
		name: 'splitStock',
		type: 'boolean',
		default: false,
		description:
			'Whether to send stock that is larger than Maximum Megabytes in several uploads. It is inferred, not documented, that an upload leaves the stock of other products as it is.',
		displayOptions: { show: { '/productSource': ['inputItems'], '/syncMode': ['stock'] } },
	},
	{
		displayName: 'Validate Only',
		name: 'validateOnly',
		type: 'boolean',
		default: false,
		description: 'Whether to check all products and guards and send nothing',
	},
	{
		displayName: 'Wrap in Key',
		name: 'wrapInKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. products',
		description:
			'Name under which the array of products is put into an object. Leave it empty to send the array itself.',
		displayOptions: onlyListed,
	},
];
