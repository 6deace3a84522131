import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { endMeasurement } from './clock';

/** Ends the measurement, and gives it as its only item. */
export class BenchMark implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bench Mark',
		name: 'benchMark',
		group: ['output'],
		version: 1,
		description: 'Ends the measurement',
		defaults: { name: 'Bench Mark' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const measurement = await endMeasurement();
		return [[{ json: { ...measurement } }]];
	}
}
