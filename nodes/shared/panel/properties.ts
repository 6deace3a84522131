import type { IDisplayOptions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import type { field } from '../kainic/api';

/** Platform of an event, a prediction or a user. Kainic requires this field everywhere. */
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
			'ID of the visitor in your shop. Use the same ID before and after the visitor logs in, because Kainic recognises visitors by this ID.',
		displayOptions,
	};
}

export const sessionId: AdditionalField = {
	displayName: 'Session ID',
	name: 'sid',
	type: 'string',
	default: '',
	placeholder: 'e.g. session-0815',
	description: 'ID of the visit to your shop. An empty ID is not sent.',
};

export const userId: AdditionalField = {
	displayName: 'User ID',
	name: 'uid',
	type: 'string',
	default: '',
	placeholder: 'e.g. customer-42',
	description: 'ID of the customer who is logged in. An empty ID is not sent.',
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
					description: 'Name that Kainic expects',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					description: 'Value to send',
				},
			],
		},
	];
}

/** The options of a node, sorted by name. */
export function optionsOf(options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options].sort((left, right) => (left.displayName < right.displayName ? -1 : 1)),
	};
}

/** An optional ID. The name of the parameter is a key of `field`. */
export type AdditionalField = INodeProperties & { readonly name: keyof typeof field };

export function additionalFields(
	options: readonly AdditionalField[],
	displayOptions: IDisplayOptions,
): INodeProperties {
	return {
		displayName: 'Additional Fields',
		name: 'additionalFields',
		type: 'collection',
		placeholder: 'Add Field',
		default: {},
		displayOptions,
		options: [...options],
	};
}

export const headersOption: INodeProperties = {
	displayName: 'Headers',
	name: 'headers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add Header',
	description: 'Additional HTTP headers to send with each request',
	options: nameValueRows('Header'),
};

const count = { minValue: 1, numberPrecision: 0 };

/** n8n's timers count milliseconds. */
const seconds = { minValue: 0.001 };

/** A number that takes no expression. Must be a whole number unless `limits` allow fractions. */
export function runNumber(
	name: string,
	displayName: string,
	fallback: number,
	description: string,
	limits: INodeProperties['typeOptions'] = count,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: limits,
		noDataExpression: true,
		default: fallback,
		description,
	};
}

export const runBudgetOption = runNumber(
	'runBudget',
	'Run Budget (Seconds)',
	30,
	'Maximum time for all items together, for example if a visitor waits. When the time is up, the unsent items fail. Without this option, the node continues as long as Kainic accepts requests.',
	seconds,
);

export function concurrencyOption(maxRequests: number): INodeProperties {
	return runNumber(
		'concurrency',
		'Concurrency',
		maxRequests,
		'Maximum number of requests at the same time. The node starts with half of this number, and sends fewer when Kainic is overloaded. With 1, the node sends one request after another, in order.',
	);
}

/** Options for the number and the time of attempts. `timeout`: seconds. */
export function retryOptions(maxAttempts: number, timeout: number): INodeProperties[] {
	return [
		runNumber(
			'maxAttempts',
			'Maximum Attempts',
			maxAttempts,
			'Maximum number of attempts for a request. While Kainic is overloaded or down, attempts are not counted. If Kainic accepted a request but the answer was lost, a further attempt sends the request twice: enter 1 to avoid this.',
		),
		runNumber(
			'timeout',
			'Timeout (Seconds)',
			timeout,
			'Maximum time from the start of an attempt to the end of the response',
			seconds,
		),
	];
}
