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
	{ ...sessionId, description: 'ID of the visit that the event belongs to. Left out if empty.' },
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
		{ name: 'Input Items', value: 'items', description: 'Each input item with its result' },
		{
			name: 'Summary',
			value: 'summary',
			description: 'One item with the figures of the run. Failed items are output as well.',
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
			'ID of the tracker that collects the events, from the Kainic Console. With an expression, events are grouped by tracker.',
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
				description: 'Each input item becomes one event, mapped field by field',
			},
			{
				name: 'Input Item',
				value: 'inputItem',
				description: 'Each input item is an event as it is',
				displayOptions: { hide: { '@tool': [true] } },
			},
			{
				name: 'JSON',
				value: 'json',
				description: 'Events written as JSON, one or several per input item',
			},
		],
	},
	anonUidProperty(withFields),
	{
		displayName: "Upper box: Kainic's field name. Lower box: the value.",
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
			'What happened, to which products, when: any further field of the event, under the name that Kainic expects. Drag input fields here. The type says how the value is sent.',
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
			'One event as an object, or several as an array of objects. Each needs "platform" (web, mobile or pos) and "anon_uid". One invalid event fails its whole item.',
		displayOptions: { show: { eventSource: ['json'] } },
	},
	output,
	additionalFields(eventIds, withFields),
	{
		displayName:
			'When Kainic accepts a part of a batch that it refuses, Isolate Rejected sends that part again with each smaller batch. Kainic does not document whether it does.',
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
			'How large the body of one request may be, in kilobytes of 1,024 bytes.',
		),
		runNumber('batchSize', 'Batch Size', 100, 'How many events go into one request at most.'),
		...pacingOptions(eventDefaults, 'batches'),
		headersOption,
		{
			displayName: 'Isolate Rejected',
			name: 'isolateRejected',
			type: 'boolean',
			noDataExpression: true,
			default: true,
			description:
				'Whether to split a batch that Kainic refuses for its data, until the bad items are found and the others are accepted. The events of one item stay together. If Kainic accepts a part of a refused batch, that part is sent with each smaller batch again. The same for the whole run.',
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
				'Whether to check the events and send nothing. The output shows what would be sent, in kainic.event. With an expression, each item decides for itself.',
		},
	]),
];
