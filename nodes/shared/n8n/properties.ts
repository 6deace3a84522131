import type { IDisplayOptions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { Defaults } from './operation';

/** Platform of an event, a prediction or a user. Kainic requires it everywhere. */
export function platformProperty(
	description: string,
	displayOptions?: IDisplayOptions,
): INodeProperties {
	return {
		displayName: 'Platform',
		name: 'platform',
		type: 'options',
		default: 'web',
		description,
		...(displayOptions === undefined ? {} : { displayOptions }),
		options: [
			{ name: 'Mobile', value: 'mobile' },
			{ name: 'Point of Sale', value: 'pos' },
			{ name: 'Web', value: 'web' },
		],
	};
}

export function anonUidProperty(displayOptions?: IDisplayOptions): INodeProperties {
	return {
		displayName: 'Anonymous User ID',
		name: 'anonUid',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. visitor-4711',
		description:
			'ID that your shop gives a visitor before and after they log in. Kainic recognises visitors by it.',
		...(displayOptions === undefined ? {} : { displayOptions }),
	};
}

export const userId: INodeProperties = {
	displayName: 'User ID',
	name: 'uid',
	type: 'string',
	default: '',
	placeholder: 'e.g. customer-42',
	description: 'ID of the user who is logged in. Left out if empty.',
};

/** Rows of a name and a value, for headers and form fields. */
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

/** Sorts options by name, which people look for. */
export function byName(options: readonly INodeProperties[]): INodeProperties[] {
	return [...options].sort((left, right) => (left.displayName < right.displayName ? -1 : 1));
}

export const headersOption: INodeProperties = {
	displayName: 'Headers',
	name: 'headers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Header',
	description:
		'Headers to send, for example an Origin or Referer that the tracker accepts. Each item can have its own.',
	options: nameValueRows('Header'),
};

/** Options for the pace of requests. They hold for all items of a run. */
export function pacingOptions({ concurrency }: Defaults, requests: string): INodeProperties[] {
	return [
		{
			displayName: 'Batch Interval (Ms)',
			name: 'batchInterval',
			type: 'number',
			typeOptions: { minValue: 0 },
			noDataExpression: true,
			default: 0,
			description:
				'Milliseconds from the start of one request to the start of the next, at least. Holds for all items.',
		},
		{
			displayName: 'Concurrency',
			name: 'concurrency',
			type: 'number',
			typeOptions: { minValue: 1 },
			noDataExpression: true,
			default: concurrency,
			description: `How many ${requests} are under way at once. Holds for all items.`,
		},
	];
}

/** Options for the number and the time of attempts. They hold for all items of a run. */
export function retryOptions({ maxAttempts, timeout, timeBudget }: Defaults): INodeProperties[] {
	return [
		{
			displayName: 'Max Attempts',
			name: 'maxAttempts',
			type: 'number',
			typeOptions: { minValue: 1 },
			noDataExpression: true,
			default: maxAttempts,
			description:
				'How often a request is tried, the first attempt included. Only server errors, timeouts, broken connections and what Kainic asks to send later (Retry-After) are tried again, with growing waits. A request that Kainic accepted without confirming can arrive twice. Holds for all items.',
		},
		{
			displayName: 'Time Budget (Seconds)',
			name: 'timeBudget',
			type: 'number',
			typeOptions: { minValue: 1 },
			noDataExpression: true,
			default: timeBudget,
			description:
				'How long all attempts of one request may take together, with the waits between them. Holds for all items.',
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			noDataExpression: true,
			default: timeout,
			description:
				'How long one attempt may take, until the last byte of its response. Holds for all items.',
		},
	];
}
