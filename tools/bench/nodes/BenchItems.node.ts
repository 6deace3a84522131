import { createReadStream } from 'node:fs';
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { beginMeasurement, residentMemory } from './clock';
import { collectGarbage } from './heap';
import { bodiesOf, eventOf } from './material';

/** Hands on the items of a work, and begins to measure. */
export class BenchItems implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bench Items',
		name: 'benchItems',
		group: ['input'],
		version: 1,
		description: 'Hands on the items of a work',
		defaults: { name: 'Bench Items' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Kind', name: 'kind', type: 'string', default: 'events' },
			{ displayName: 'Count', name: 'count', type: 'number', default: 1 },
			{ displayName: 'Size', name: 'size', type: 'number', default: 100 },
			{ displayName: 'File', name: 'file', type: 'string', default: '' },
			{ displayName: 'Collect', name: 'collect', type: 'boolean', default: false },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const count = Number(this.getNodeParameter('count', 0));
		const collect = this.getNodeParameter('collect', 0) === true;
		if (collect) collectGarbage();
		const resident = residentMemory();
		const items = await makeItems(this, count);
		if (collect) collectGarbage();
		await beginMeasurement(resident);
		return [items];
	}
}

async function makeItems(context: IExecuteFunctions, count: number): Promise<INodeExecutionData[]> {
	const kind = context.getNodeParameter('kind', 0);
	switch (kind) {
		case 'events':
			return Array.from({ length: count }, (_, index) => ({ json: eventOf(index) }));
		case 'visitors':
			return Array.from({ length: count }, (_, index) => ({ json: { visitor: `v-${index}` } }));
		case 'bodies':
			return bodiesOf(count, Number(context.getNodeParameter('size', 0))).map((json) => ({ json }));
		case 'file': {
			const content = createReadStream(String(context.getNodeParameter('file', 0)));
			const data = await context.helpers.prepareBinaryData(content, 'products.json');
			return [{ json: {}, binary: { data } }];
		}
		default:
			throw new Error(`There are no items of the kind ${String(kind)}.`);
	}
}
