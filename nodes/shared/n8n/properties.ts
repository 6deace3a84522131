import type { IDisplayOptions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Operation } from './operation';

type Defaults = Operation<unknown>['defaults'];

/** Where something happens or is shown, which Kainic wants to know of everything. */
export function platformProperty(
	description: string,
	displayOptions: IDisplayOptions,
): INodeProperties {
	return {
		displayName: 'Platform',
		name: 'platform',
		type: 'options',
		default: 'web',
		description,
		displayOptions,
		options: [
			{ name: 'Mobile', value: 'mobile' },
			{ name: 'Point of Sale', value: 'pos' },
			{ name: 'Web', value: 'web' },
		],
	};
}

export function anonUidProperty(displayOptions: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Anonymous User ID',
		name: 'anonUid',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. visitor-4711',
		description:
			'ID that your shop gives a visitor before and after logging in. Kainic recognises visitors by it.',
		displayOptions,
	};
}

/** Rows of a name and a value, as headers and form fields are entered. */
export function nameValueRows(row: string): INodePropertyCollection[] {
	return [
		{
			name: 'values',
			displayName: row,
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					description: 'Name as Kainic expects it',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'Value that is sent under this name',
				},
			],
		},
	];
}

export const headersOption: INodeProperties = {
	displayName: 'Headers',
	name: 'headers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Header',
	description:
		'Headers to send with every request, for example an Origin or Referer that the tracker accepts',
	options: nameValueRows('Header'),
};

export function concurrencyOption({ concurrency }: Defaults, requests: string): INodeProperties {
	return {
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: concurrency,
		description: `How many ${requests} are under way at once`,
	};
}

/** The options that say how long and how often a request is tried. */
export function retryOptions({ maxAttempts, timeout, timeBudget }: Defaults): INodeProperties[] {
	return [
		{
			displayName: 'Max Attempts',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: maxAttempts,
			description:
				'How often a request is tried at most, the first attempt included. Only server errors, timeouts and broken connections are tried again, with growing waits; a request that Kainic took without confirming it can arrive twice.',
		},
		{
			displayName: 'Time Budget (Seconds)',
			name: 'timeBudget',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: timeBudget,
			description:
				'How long all attempts of one request may take together, with the waits between them',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: timeout,
			description: 'How long one attempt may take until the last byte of its answer',
		},
	];
}
