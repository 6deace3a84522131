import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runOperation } from '../shared/run';
import { getRecommendations, experimentProperties } from './experiment-prediction';

export class KainicExperiment implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kainic Experiment',
		name: 'kainicExperiment',
		icon: {
			light: 'file:../../icons/experiment.svg',
			dark: 'file:../../icons/experiment.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ $parameter.experimentId ? "Experiment: " + $parameter.experimentId : "Get Recommendations" }}',
		description: 'Get product recommendations for a visitor from a Kainic A/B experiment',
		defaults: { name: 'Kainic Experiment' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Model', 'Control'],
		usableAsTool: {
			replacements: {
				description:
					'Get product recommendations for a visitor of the shop from a Kainic A/B experiment. Needs the anonymous user ID and the session ID of the visitor. Also needs item IDs or a type of recommendations. Item IDs are product IDs separated by commas, to find products that go with them. Returns one entry for each product, with item_id, title, score and rank. The best product has the rank 1. An entry with group "control" means that this visitor is to get no recommendations.',
			},
		},
		builderHint: {
			searchHint:
				'Use Kainic Experiment instead of Kainic Predict for an A/B experiment. It has two outputs: Model for recommendations, Control for visitors who must get no recommendations. Its credential needs the API key of the experiment.',
		},
		credentials: [{ name: 'kainicApi', required: true }],
		properties: experimentProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(
			this,
			experimentProperties,
			getRecommendations,
			this.continueOnFail(),
		);
	}
}
