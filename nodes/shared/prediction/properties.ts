import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { field } from '../kainic/api';
import {
	additionalFields,
	anonUidProperty,
	headersOption,
	optionsOf,
	concurrencyOption,
	platformProperty,
	retryOptions,
	runBudgetOption,
	userId,
	type AdditionalField,
} from '../panel/properties';
import type { PredictionEndpoint } from './request';

/** Shows a parameter if *Source* is *Fields Below*. */
export const withFields: IDisplayOptions = { show: { bodySource: ['fields'] } };

/** Shows an option if *Source* is *Fields Below*. */
const optionWithFields: IDisplayOptions = { show: { '/bodySource': ['fields'] } };

const optionForEach: IDisplayOptions = { show: { '/output': ['eachRecommendation'] } };

/** The panel of a node that asks for predictions. `target`: the model, or the experiment and its session. */
export function predictionProperties(
	endpoint: PredictionEndpoint,
	target: readonly INodeProperties[],
): INodeProperties[] {
	return [
		bodySource,
		bodyJson(endpoint),
		...target,
		anonUidProperty(withFields),
		itemIds,
		type,
		platformProperty('Where the recommendations are shown', withFields),
		output,
		additionalFields(endpoint.additionalFields, withFields),
		optionsOf(options),
	];
}

export const sharedFields: readonly AdditionalField[] = [userId];

const itemIds: INodeProperties = {
	displayName: 'Item IDs',
	name: 'itemIds',
	type: 'string',
	default: '',
	placeholder: 'e.g. sku-17, sku-42',
	hint: "Fill in 'Item IDs', 'Type' or both",
	description:
		'IDs of one or more products, for example the product that the visitor is looking at. Kainic recommends products that go with these products. Separate IDs with commas, or use an expression that returns an array.',
	displayOptions: withFields,
};

const type: INodeProperties = {
	displayName: 'Type',
	name: 'type',
	type: 'string',
	default: '',
	placeholder: 'e.g. trending',
	description: 'Type of the recommendations. Ask Kainic which types your model knows.',
	displayOptions: withFields,
};

const bodySource: INodeProperties = {
	displayName: 'Source',
	name: 'bodySource',
	type: 'options',
	noDataExpression: true,
	default: 'fields',
	description: 'Where the request comes from',
	options: [
		{
			name: 'Fields Below',
			value: 'fields',
			description: 'Fill in the fields below',
		},
		{
			name: 'JSON',
			value: 'json',
			description: 'Enter the complete request as JSON. The node sends this JSON unchanged.',
		},
	],
};

/** The default is an example with every field that the request needs. */
function bodyJson({ scope, idField }: PredictionEndpoint): INodeProperties {
	const example = {
		[field.kainicPid]: '',
		[idField]: '',
		[field.platform]: 'web',
		[field.anonUid]: '',
		...(scope === 'experiment' && { [field.sid]: '' }),
		[field.items]: [],
	};
	return {
		displayName: 'Request JSON',
		name: 'bodyJson',
		type: 'json',
		required: true,
		default: JSON.stringify(example, null, 2),
		description:
			'The complete request, including the project ID, with the field names that Kainic expects. The node only checks that the request is a JSON object.',
		displayOptions: { show: { bodySource: ['json'] } },
	};
}

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	default: 'eachRecommendation',
	description: 'What to output for each response',
	options: [
		{
			name: 'Each Recommendation',
			value: 'eachRecommendation',
			description:
				'One item for each recommendation. The field "rank" contains the position of the recommendation (1 is the best).',
		},
		{
			name: 'Response',
			value: 'response',
			description: 'One item for each request, with the complete data of the response',
		},
	],
};

const options: readonly INodeProperties[] = [
	{
		displayName: 'Override Fields',
		name: 'additionalBodyFields',
		type: 'json',
		default: '{}',
		description:
			'Fields of the request that replace those of the panel, as a JSON object with the field names that Kainic expects. To leave out a field, enter null as its value.',
		displayOptions: optionWithFields,
	},
	headersOption,
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: optionForEach,
	},
	concurrencyOption(100),
	// Few attempts and short times, because a visitor waits for the response.
	...retryOptions(2, 5),
	runBudgetOption,
];
