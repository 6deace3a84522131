import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import {
	additionalFields,
	anonUidProperty,
	headersOption,
	optionsOf,
	pacingOptions,
	platformProperty,
	retryOptions,
	runBudgetOption,
	userId,
	type AdditionalField,
	type Defaults,
} from '../panel/properties';

/** Few attempts and short times, because a visitor waits for the response. */
export const predictionDefaults: Defaults = {
	concurrency: 50,
	maxAttempts: 2,
	timeout: 5,
	timeBudget: 8,
};

/** Shows a parameter if the request is made of the fields of the panel. */
export const withFields: IDisplayOptions = { show: { bodySource: ['fields'] } };

/** The same for an option. */
const optionWithFields: IDisplayOptions = { show: { '/bodySource': ['fields'] } };

const optionForEach: IDisplayOptions = { show: { '/output': ['eachRecommendation'] } };

/** The panel of a node that asks for predictions, with what is its own. */
export function predictionProperties(own: {
	/** The model, or the experiment and its session. */
	readonly target: readonly INodeProperties[];
	readonly additionalFields: readonly AdditionalField[];
	/** An example of the whole body, with every field that it needs. */
	readonly exampleBody: string;
}): INodeProperties[] {
	return [
		bodySource,
		bodyJson(own.exampleBody),
		...own.target,
		anonUidProperty(withFields),
		itemIds,
		type,
		platformProperty('Where the recommendations are shown', withFields),
		output,
		additionalFields(own.additionalFields, withFields),
		optionsOf(options),
	];
}

/** Additional fields of both nodes. */
export const sharedFields: readonly AdditionalField[] = [userId];

const itemIds: INodeProperties = {
	displayName: 'Item IDs',
	name: 'itemIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. sku-17, sku-42',
	hint: 'Fill in Item IDs or Type',
	description:
		'IDs of the products to find recommendations for, separated by commas, or an expression that gives an array. Item IDs or Type must be filled in.',
	displayOptions: withFields,
};

const type: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'string',
	default: '',
	placeholder: 'e.g. trending',
	description:
		'Type of recommendations as Kainic names it. Item IDs or Type must be filled in. Left out if empty.',
	displayOptions: withFields,
};

const bodySource: INodeProperties = {
	displayName: 'Specify Request',
	name: 'bodySource',
	type: 'options',
	noDataExpression: true,
	default: 'fields',
	description: 'How the request is filled in. The same for the whole run.',
	options: [
		{
			name: 'Fields Below',
			value: 'fields',
			description: 'The request is made of the fields below',
		},
		{
			name: 'JSON',
			value: 'json',
			description: 'The whole body of the request, written as JSON and sent as it is',
		},
	],
};

function bodyJson(example: string): INodeProperties {
	return {
		displayName: 'Request JSON',
		name: 'bodyJson',
		type: 'json',
		required: true,
		default: example,
		description:
			'The body of the request as Kainic expects it, project ID included. Only its form is checked: it must be an object.',
		displayOptions: { show: { bodySource: ['json'] } },
	};
}

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	default: 'eachRecommendation',
	description: 'What to output for a response. The same for the whole run.',
	options: [
		{
			name: 'Each Recommendation',
			value: 'eachRecommendation',
			description: 'An item for each recommendation; its rank is its position in the response',
		},
		{
			name: 'Response',
			value: 'response',
			description: 'An item for each request, with all that Kainic answered',
		},
	],
};

const options: readonly INodeProperties[] = [
	{
		displayName: 'Additional Body Fields',
		name: 'additionalBodyFields',
		type: 'json',
		default: '{}',
		description:
			'JSON object of further fields under the names that Kainic expects. They win over the fields of the panel; null removes a field from the request.',
		displayOptions: optionWithFields,
	},
	headersOption,
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: optionForEach,
	},
	...pacingOptions(predictionDefaults, 'requests'),
	...retryOptions(predictionDefaults),
	runBudgetOption,
	{
		displayName: 'Return Full Items Data',
		name: 'returnFullItemsData',
		type: 'boolean',
		default: true,
		description: 'Whether to get the title and other fields of the products, not only their IDs',
		displayOptions: optionWithFields,
	},
	{
		displayName: 'When Empty',
		name: 'whenEmpty',
		type: 'options',
		noDataExpression: true,
		default: 'emptyItem',
		description:
			'What to output for a response without recommendations. The same for the whole run.',
		displayOptions: optionForEach,
		options: [
			{
				name: 'Empty Item',
				value: 'emptyItem',
				description: 'An item with an empty list, so that a webhook is still answered',
			},
			{ name: 'Nothing', value: 'nothing', description: 'No item at all' },
		],
	},
];
