import { createReadStream } from 'node:fs';
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { beginMeasurement, restingMemory } from './clock';
import { heapOf } from './heap';
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
			{ displayName: 'Heap', name: 'heap', type: 'string', default: 'as it is' },
			{ displayName: 'Profile File', name: 'profileFile', type: 'string', default: '' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const count = Number(this.getNodeParameter('count', 0));
		const heap = heapOf(this.getNodeParameter('heap', 0));
		const profileFile = String(this.getNodeParameter('profileFile', 0));
		const resident = await restingMemory(heap);
		const items = await makeItems(this, count);
		await beginMeasurement({ heap, profileFile, resident });
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
