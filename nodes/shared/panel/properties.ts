import type { IDisplayOptions, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { field, type Fields } from '../kainic/api';
import type { Operation } from '../operation';
import type { ItemParameters } from './parameters';

/** Defaults of the options that nodes share. */
export interface Defaults {
	readonly concurrency: number;
	readonly maxAttempts: number;
	/** Seconds, as on the panel. */
	readonly timeout: number;
	/** Seconds, as on the panel. */
	readonly timeBudget: number;
}

/** Platform of an event, a prediction or a user. Kainic requires it everywhere. */
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
			'ID that your shop gives a visitor before and after they log in. Kainic recognises visitors by it.',
		displayOptions,
	};
}

export const sessionId: AdditionalField = {
	displayName: 'Session ID',
	name: 'sid',
	type: 'string',
	default: '',
	placeholder: 'e.g. session-0815',
	description: 'ID of the visit. Left out if empty.',
};

export const userId: AdditionalField = {
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

/** The options of a node, sorted by name, which people look for; Validate Only comes first, as the safe way to begin. */
export function optionsOf(options: readonly INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...options].sort((left, right) => (sortKey(left) < sortKey(right) ? -1 : 1)),
	};
}

function sortKey({ name, displayName }: INodeProperties): string {
	return name === 'validateOnly' ? '' : displayName;
}

/** An ID that may be left out. Its name is that of the API in `field`. */
export type AdditionalField = INodeProperties & { readonly name: keyof typeof field };

/** Those that an item gives, under Kainic's names. */
export function readAdditionalFields(
	parameters: ItemParameters,
	fields: readonly AdditionalField[],
): Fields {
	const given: Record<string, string> = {};
	for (const { name } of fields) {
		const id = parameters.optionalId(`additionalFields.${name}`);
		if (id !== undefined) given[field[name]] = id;
	}
	return given;
}

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
	description:
		'Headers to send, for example an Origin or Referer that the tracker accepts. Each item can have its own.',
	options: nameValueRows('Header'),
};

/** An option that is a number, at least `least`, and takes no expression. */
export function runNumber(
	name: string,
	displayName: string,
	fallback: number,
	description: string,
	least = 1,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: least },
		noDataExpression: true,
		default: fallback,
		description: [description, 'The same for the whole run.'].join(' '),
	};
}

export const runBudgetOption = runNumber(
	'runBudget',
	'Run Budget (Seconds)',
	30,
	'How long the node may take for all items together. What is left then is not sent, and fails with notSent. Without this option there is no limit. Add it behind a webhook, whose caller waits.',
);

/** Options for the pace of requests. */
export function pacingOptions({ concurrency }: Defaults, requests: string): INodeProperties[] {
	const concurrencyText = `How many ${requests} are under way at once.`;
	const intervalText =
		'Milliseconds from the start of one request to the start of the next, at least.';
	return [
		runNumber('batchInterval', 'Batch Interval (Ms)', 0, intervalText, 0),
		runNumber('concurrency', 'Concurrency', concurrency, concurrencyText),
	];
}

/** Options for the number and the time of attempts. */
export function retryOptions({ maxAttempts, timeout, timeBudget }: Defaults): INodeProperties[] {
	return [
		runNumber(
			'maxAttempts',
			'Max Attempts',
			maxAttempts,
			'How often a request is tried, the first attempt included. Only server errors, timeouts, broken connections and what Kainic asks to send later (Retry-After) are tried again, with growing waits. A request that Kainic accepted without confirming can arrive twice.',
		),
		runNumber(
			'timeBudget',
			'Time Budget (Seconds)',
			timeBudget,
			'How long all attempts of one request may take together, with the waits between them.',
		),
		runNumber(
			'timeout',
			'Timeout (Seconds)',
			timeout,
			'How long one attempt may take, until the last byte of its response.',
		),
	];
}

/** What to do about a failure, if the options of retryOptions can help. */
export const retryAdvice: Operation['advice'] = {
	timeout: 'Run the workflow again later, or raise Timeout and Time Budget under Options.',
};
