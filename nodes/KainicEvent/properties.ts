import type { INodeProperties } from 'n8n-workflow';
import {
	additionalFields,
	anonUidProperty,
	headersOption,
	optionsOf,
	pacingOptions,
	platformProperty,
	retryOptions,
	runBudgetOption,
	runNumber,
	sessionId,
	userId,
	type AdditionalField,
	type Defaults,
} from '../shared/panel/properties';

export const eventDefaults: Defaults = {
	concurrency: 20,
	maxAttempts: 4,
	timeout: 10,
	timeBudget: 120,
};

export const eventIds: readonly AdditionalField[] = [
	{
		...sessionId,
		description: 'ID of the visit in which the event happened. An empty ID is not sent.',
	},
	userId,
];

const withFields = { show: { eventSource: ['fields'] } };

/** Workflows may have it among their options, where it was at first; n8n offers it there no more. */
const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	default: 'items',
	description: 'What to output for the accepted events. The same for the whole run.',
	options: [
		{ name: 'Input Items', value: 'items', description: 'Each input item, with its result' },
		{
			name: 'Summary',
			value: 'summary',
			description:
				'One item with the number of accepted, rejected and unsent events. Failed items are output as well.',
		},
	],
};

export const eventProperties: INodeProperties[] = [
	{
		displayName: 'Tracker ID',
		name: 'trackerId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. web-shop',
		description:
			'ID of the tracker in the Kainic Console. With an expression, each item can have another tracker.',
	},
	{
		displayName: 'Event Source',
		name: 'eventSource',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'Where the events come from. The same for the whole run.',
		options: [
			{
				name: 'Fields Below',
				value: 'fields',
				description: 'Each input item becomes one event. Fill in its fields below.',
			},
			{
				name: 'Input Item',
				value: 'inputItem',
				description:
					'Each input item already is an event, with the field names that Kainic expects',
				displayOptions: { hide: { '@tool': [true] } },
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Write one or several events for each input item as JSON',
			},
		],
	},
	anonUidProperty(withFields),
	{
		displayName:
			"In each row, enter Kainic's field name in the upper box and the value in the lower box.",
		name: 'eventFieldsNotice',
		type: 'notice',
		default: '',
		displayOptions: withFields,
	},
	{
		displayName: 'Event Fields',
		name: 'eventFields',
		type: 'assignmentCollection',
		default: {},
		description:
			'Further fields of the event, for example what happened and to which product. Use the names that Kainic expects.',
		displayOptions: withFields,
	},
	platformProperty('Where the event happened', withFields),
	{
		displayName: 'Event JSON',
		name: 'eventJson',
		type: 'json',
		default: '{\n  "platform": "web",\n  "anon_uid": ""\n}',
		required: true,
		description:
			'One event as an object, or several events as an array of objects. Each event needs "platform" (web, mobile or pos) and "anon_uid". If one event is invalid, the whole item fails.',
		displayOptions: { show: { eventSource: ['json'] } },
	},
	output,
	additionalFields(eventIds, withFields),
	{
		displayName:
			'Isolate Rejected can send events more than once. If Kainic keeps some events of a refused batch, these events are sent again with each smaller batch. Kainic does not document whether it keeps them.',
		name: 'isolateRejectedNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/options.isolateRejected': [true] } },
	},
	optionsOf([
		runNumber(
			'batchKilobytes',
			'Batch Kilobytes',
			450,
			'Maximum size of one request, in kilobytes of 1,024 bytes.',
		),
		runNumber('batchSize', 'Batch Size', 100, 'Maximum number of events in one request.'),
		...pacingOptions(eventDefaults, 'batches'),
		headersOption,
		{
			displayName: 'Isolate Rejected',
			name: 'isolateRejected',
			type: 'boolean',
			noDataExpression: true,
			default: true,
			description:
				'Whether to split a batch that Kainic refuses because of bad data, until the bad items are found and the good items are accepted. The events of one item stay together. Caution: if Kainic keeps some events of a refused batch, these events are sent again with each smaller batch. The same for the whole run.',
		},
		{ ...output, type: 'hidden' },
		...retryOptions(eventDefaults),
		runBudgetOption,
		{
			displayName: 'Validate Only',
			name: 'validateOnly',
			type: 'boolean',
			default: true,
			description:
				'Whether to check the events without sending them. In the output, kainic.event shows the event that would be sent. With an expression, each item can have its own setting.',
		},
	]),
];
