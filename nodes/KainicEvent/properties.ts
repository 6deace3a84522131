import type { INodeProperties } from 'n8n-workflow';
import { field } from '../shared/kainic/api';
import {
	additionalFields,
	anonUidProperty,
	headersOption,
	optionsOf,
	concurrencyOption,
	platformProperty,
	retryOptions,
	runBudgetOption,
	runNumber,
	sessionId,
	userId,
	type AdditionalField,
} from '../shared/panel/properties';
import { maxSeparateFailures } from '../shared/send/deliver';

export const eventIds: readonly AdditionalField[] = [
	{
		...sessionId,
		description: 'ID of the visit during which the event happened. An empty ID is not sent.',
	},
	userId,
];

/** A row of Event Fields whose value the user fills in. The name is inferred. */
function emptyRow(name: string) {
	return { id: name, name, type: 'string', value: '' };
}

const withFields = { show: { eventSource: ['fields'] } };

export const eventProperties: INodeProperties[] = [
	{
		displayName: 'Tracker ID',
		name: 'trackerId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. web-shop',
		description:
			'ID of the tracker in the Kainic Console. A tracker receives the events of your shop. With an expression, each item can go to a different tracker.',
	},
	{
		displayName: 'Source',
		name: 'eventSource',
		type: 'options',
		noDataExpression: true,
		default: 'fields',
		description: 'Where the events come from',
		options: [
			{
				name: 'Fields Below',
				value: 'fields',
				description: 'Each input item becomes one event. Enter the fields of the event below.',
			},
			{
				name: 'Input Item',
				value: 'inputItem',
				description: 'Each input item is already an event with the field names that Kainic expects',
				displayOptions: { hide: { '@tool': [true] } },
			},
			{
				name: 'JSON',
				value: 'json',
				description:
					'Enter one or more events as JSON. The node sends these events once for each input item.',
			},
		],
	},
	anonUidProperty(withFields),
	{
		displayName: 'Event Fields',
		name: 'eventFields',
		type: 'assignmentCollection',
		default: { assignments: [emptyRow('event_name'), emptyRow(field.itemId)] },
		description:
			'Further fields of the event, for example what happened and the ID of the product. Use the field names that Kainic expects. The names of the first rows are guesses. A row without a value is not sent.',
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
			'One event as an object, or several events as an array of objects. Each event needs "platform" (web, mobile or pos) and "anon_uid" (the anonymous user ID). If one event is invalid, the item fails.',
		displayOptions: { show: { eventSource: ['json'] } },
	},
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		noDataExpression: true,
		default: 'items',
		description: 'What to output for the accepted events',
		options: [
			{ name: 'Input Items', value: 'items', description: 'Each input item, with its result' },
			{
				name: 'Summary',
				value: 'summary',
				description:
					'One item with the numbers of accepted, rejected and unsent events. The node also outputs each failed item.',
			},
		],
	},
	additionalFields(eventIds, withFields),
	{
		displayName:
			"If Kainic refuses a request, it may already have saved some of the events (Kainic does not document this). With 'Isolate Rejected', the node sends the events again, so Kainic may save an event twice.",
		name: 'isolateRejectedNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { '/options.isolateRejected': [true] } },
	},
	optionsOf([
		runNumber('batchSize', 'Batch Size', 100, 'Maximum number of events in one request'),
		concurrencyOption(50),
		{
			...headersOption,
			description: `${headersOption.description}. If the tracker accepts only certain domains, add a header with the name Origin and the address of your shop as the value, e.g. https://shop.example.`,
		},
		{
			displayName: 'Isolate Rejected',
			name: 'isolateRejected',
			type: 'boolean',
			noDataExpression: true,
			default: true,
			description: `Whether to split a request that Kainic refused, and send its parts, until the bad items are found. Only these items fail. After ${maxSeparateFailures} bad items without a good one between them, the node stops splitting.`,
		},
		...retryOptions(4, 10),
		runBudgetOption,
		{
			displayName: 'Validate Only',
			name: 'validateOnly',
			type: 'boolean',
			default: true,
			description:
				'Whether to check the events without sending them. In the output, the field kainic.event shows the event that the node would send. To send the events, switch this option off.',
		},
	]),
];
