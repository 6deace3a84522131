import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { runOperation } from '../shared/run';
import { uploadCatalog } from './catalog';
import { catalogProperties } from './properties';

export class KainicCatalog implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kainic Catalog',
		name: 'kainicCatalog',
		icon: { light: 'file:../../icons/catalog.svg', dark: 'file:../../icons/catalog.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle:
			'={{ ($parameter.syncMode === "full" ? "Full" : "Stock") + " Sync" + ($parameter.storeId ? ": " + $parameter.storeId : "") }}',
		description: 'Upload the product catalog of a shop to Kainic',
		defaults: { name: 'Kainic Catalog' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: {
			replacements: {
				description:
					'Update the stock of products of a shop in Kainic. Needs the products as a JSON array of objects, each with its ID and its stock. Returns how many products were uploaded.',
			},
		},
		builderHint: {
			searchHint:
				'Uploads all input items of a store at once: needs no loop before it. syncMode full replaces the whole catalog, stock updates the given products. productSource file uploads a JSON file.',
		},
		credentials: [{ name: 'kainicApi', required: true }],
		properties: catalogProperties,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, catalogProperties, uploadCatalog, this.continueOnFail());
	}
}
