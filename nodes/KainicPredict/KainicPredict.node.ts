import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runOperation } from '../shared/run';
import { getRecommendations, predictProperties } from './model-prediction';

export class KainicPredict implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kainic Predict',
		name: 'kainicPredict',
		icon: { light: 'file:../../icons/predict.svg', dark: 'file:../../icons/predict.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter.modelId ? "Model: " + $parameter.modelId : "Get Recommendations" }}',
		description: 'Get product recommendations for a visitor from a Kainic model',
		defaults: { name: 'Kainic Predict' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: {
			replacements: {
				description:
					'Get product recommendations for a visitor of the shop from Kainic. Needs the anonymous user ID of the visitor. Also needs item IDs or a type of recommendations. Item IDs are product IDs separated by commas, to find products that go with them. Returns one entry for each product, with item_id, title, score and rank. The best product has the rank 1. An empty list means that there is nothing to recommend.',
			},
		},
		builderHint: {
			searchHint:
				'One request for each input item. Needs itemIds or type. Outputs an item for each recommendation; set output to response for a webhook that returns one JSON object. For an A/B experiment use Kainic Experiment.',
		},
		credentials: [{ name: 'kainicApi', required: true }],
		properties: predictProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, predictProperties, getRecommendations, this.continueOnFail());
	}
}
