import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { KainicApi } from '../../../../credentials/KainicApi.credentials';
import { uploadCatalog } from '../../../../nodes/KainicCatalog/catalog';
import { catalogProperties } from '../../../../nodes/KainicCatalog/properties';
import { sendEvents } from '../../../../nodes/KainicEvent/event';
import { eventProperties } from '../../../../nodes/KainicEvent/properties';
import * as experiment from '../../../../nodes/KainicExperiment/experiment-prediction';
import * as predict from '../../../../nodes/KainicPredict/model-prediction';
import { runOperation } from '../../../../nodes/shared/run';

/** What each of the four nodes is here, with its only operation. */
export const resources = [
	{
		...{ name: 'Catalog', verb: 'Upload', action: 'Upload products' },
		...{ panel: catalogProperties, operation: uploadCatalog },
	},
	{
		...{ name: 'Event', verb: 'Send', action: 'Send events' },
		...{ panel: eventProperties, operation: sendEvents },
	},
	{
		name: 'Experiment',
		...{ verb: 'Get Recommendations', action: 'Get recommendations from an experiment' },
		...{ panel: experiment.experimentProperties, operation: experiment.getRecommendations },
	},
	{
		name: 'Prediction',
		...{ verb: 'Get Recommendations', action: 'Get recommendations from a model' },
		...{ panel: predict.predictProperties, operation: predict.getRecommendations },
	},
];

/** The value of a choice: `getRecommendations` for Get Recommendations. */
export function valueOf(name: string): string {
	return name.charAt(0).toLowerCase() + name.slice(1).replace(' ', '');
}

const resourceChoice: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	options: resources.map(({ name }) => ({ name, value: valueOf(name) })),
	default: 'event',
};

/** The panel of one resource: n8n shows each of its fields for this resource only. */
function panelOf({ name, verb, action, panel }: (typeof resources)[number]): INodeProperties[] {
	const shown = { resource: [valueOf(name)] };
	const value = valueOf(verb);
	const operation: INodeProperties = {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: shown },
		options: [{ name: verb, value, action }],
		default: value,
	};
	const fields = panel.map((property) => {
		const { show, ...rest } = property.displayOptions ?? {};
		return { ...property, displayOptions: { ...rest, show: { ...shown, ...show } } };
	});
	return [operation, ...fields];
}

/** Refuses all items, where a workflow file has another resource. */
const none: typeof sendEvents = { ...sendEvents, outputMode: (panel) => panel.choice('resource') };

export class Kainic implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kainic',
		name: 'kainic',
		icon: {
			light: 'file:../../../../icons/kainic.svg',
			dark: 'file:../../../../icons/kainic.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Send shop events to Kainic, get recommendations, run experiments and upload the product catalog',
		defaults: { name: 'Kainic' },
		inputs: [NodeConnectionTypes.Main],
		outputs:
			'={{ $parameter["resource"] === "experiment" ? [{ type: "main", displayName: "Model" }, { type: "main", displayName: "Control" }] : ["main"] }}',
		usableAsTool: {
			replacements: {
				description:
					'Work with Kainic, the personalization engine of a shop. Event records what a visitor did, for example a product view or a purchase. Prediction returns product recommendations for a visitor, one entry per product with item_id, title, score and rank. Experiment returns the same for an A/B experiment; an entry with group "control" means that this visitor is to get no recommendations. Catalog updates the stock of products.',
			},
		},
		builderHint: {
			searchHint:
				'Takes all input items at once: no loop before it. Resource event sends them in batches, prediction and experiment make one request for each item, catalog uploads all items of a store at once. Experiment has two outputs, Model and Control.',
		},
		// Only a literal name makes n8n's linter look for a second file of the credential beside this folder.
		credentials: [{ name: new KainicApi().name, required: true }],
		properties: [resourceChoice, ...resources.flatMap(panelOf)],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const given = this.getNodeParameter('resource', 0);
		const chosen = resources.find(({ name }) => valueOf(name) === given);
		const { panel, operation } = chosen ?? { panel: [resourceChoice], operation: none };
		return await runOperation<unknown>(this, panel, operation, this.continueOnFail());
	}
}
