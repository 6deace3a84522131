import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import type { Operation } from './operation';
import {
	anonUidProperty,
	concurrencyOption,
	headersOption,
	platformProperty,
	retryOptions,
} from './properties';

/** Shows a parameter of the panel where the request is made of fields. */
export const withFields: IDisplayOptions = { show: { bodySource: ['fields'] } };

/** Shows an option where the request is made of fields. */
export const optionWithFields: IDisplayOptions = { show: { '/bodySource': ['fields'] } };

const optionForEach: IDisplayOptions = { show: { '/output': ['eachRecommendation'] } };

/** What the panel of one prediction node has beside the other's. */
export interface PredictionPanelParts {
	readonly defaults: Operation<unknown>['defaults'];
	/** The model, or the experiment and its session. */
	readonly target: readonly INodeProperties[];
	/** Options of this node alone. */
	readonly options: readonly INodeProperties[];
	/** An example of the whole body, with every field that it needs. */
	readonly exampleBody: string;
}

/** The panel of a node that asks for predictions. */
export function predictionProperties(parts: PredictionPanelParts): INodeProperties[] {
	return [
		bodySource,
		...parts.target,
		platformProperty('Where the recommendations are shown', withFields),
		anonUidProperty(withFields),
		itemIds,
		type,
		bodyJson(parts.exampleBody),
		output,
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: byName([...commonOptions(parts.defaults), ...parts.options]),
		},
	];
}

/** People look options up by their names. */
function byName(options: readonly INodeProperties[]): INodeProperties[] {
	return [...options].sort((left, right) => (left.displayName < right.displayName ? -1 : 1));
}

const bodySource: INodeProperties = {
	displayName: 'Body Source',
	name: 'bodySource',
	type: 'options',
	noDataExpression: true,
	default: 'fields',
	description: 'Where the request comes from',
	options: [
		{
			name: 'Fields Below',
			value: 'fields',
			description: 'The request is made of the fields of this panel',
		},
		{
			name: 'JSON',
			value: 'json',
			description: 'The whole body of the request, written as JSON and sent as it is',
		},
	],
};

const itemIds: INodeProperties = {
	displayName: 'Item IDs',
	name: 'itemIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. sku-17, sku-42',
	description:
		'IDs of the products to find recommendations for, separated by commas, or an expression that gives an array. Item IDs or Type must be filled in.',
	displayOptions: withFields,
};

const type: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'string',
	default: '',
	description:
		'Type of recommendations as Kainic names it. Item IDs or Type must be filled in; empty means it is left out.',
	displayOptions: withFields,
};

function bodyJson(example: string): INodeProperties {
	return {
		displayName: 'Body JSON',
		name: 'bodyJson',
		type: 'json',
		required: true,
		default: example,
		description:
			'The body of the request as Kainic takes it, project ID included. Only its form is checked: it must be an object.',
		displayOptions: { show: { bodySource: ['json'] } },
	};
}

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	default: 'eachRecommendation',
	description: 'What the node puts out for an answer',
	options: [
		{
			name: 'Each Recommendation',
			value: 'eachRecommendation',
			description: 'An item per recommendation, best first, with its rank',
		},
		{
			name: 'Response',
			value: 'response',
			description: 'An item per request, with all that Kainic answered',
		},
	],
};

function commonOptions(defaults: PredictionPanelParts['defaults']): INodeProperties[] {
	return [
		{
			displayName: 'Additional Body Fields',
			name: 'additionalBodyFields',
			type: 'json',
			default: '{}',
			description:
				'JSON object of further fields under the names that Kainic expects. They win over the fields of the panel; null takes a field out of the request.',
			displayOptions: optionWithFields,
		},
		concurrencyOption(defaults, 'requests'),
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
		...retryOptions(defaults),
		{
			displayName: 'Return Full Items Data',
			name: 'returnFullItemsData',
			type: 'boolean',
			default: true,
			description: 'Whether to get the title and other fields of the products, not only their IDs',
			displayOptions: optionWithFields,
		},
		{
			displayName: 'User ID',
			name: 'uid',
			type: 'string',
			default: '',
			placeholder: 'e.g. customer-42',
			description: 'ID of the user who is logged in. Left out when empty.',
			displayOptions: optionWithFields,
		},
		{
			displayName: 'When Empty',
			name: 'whenEmpty',
			type: 'options',
			noDataExpression: true,
			default: 'emptyItem',
			description: 'What the node puts out for an answer without recommendations',
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
}
