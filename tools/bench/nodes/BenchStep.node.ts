import { createReadStream } from 'node:fs';
import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { beginMeasurement, collectGarbage, endMeasurement, residentMemory } from './clock';

/** The bench's own steps: make the items and start the clock; a bare loop of fetch; stop the clock. */
export class BenchStep implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bench Step',
		name: 'benchStep',
		group: ['input'],
		version: 1,
		description: 'Makes items, sends them, or measures',
		defaults: { name: 'Bench Step' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{ displayName: 'Step', name: 'step', type: 'string', default: 'stop' },
			{ displayName: 'Kind', name: 'kind', type: 'string', default: 'events' },
			{ displayName: 'Count', name: 'count', type: 'number', default: 1 },
			{ displayName: 'File', name: 'file', type: 'string', default: '' },
			{ displayName: 'Collect', name: 'collect', type: 'boolean', default: false },
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		switch (this.getNodeParameter('step', 0)) {
			case 'start':
				return [await start(this)];
			case 'fetch':
				return [await sendAll(this)];
			default:
				return [[{ json: { ...(await endMeasurement()) } }]];
		}
	}
}

async function start(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const collect = context.getNodeParameter('collect', 0) === true;
	if (collect) collectGarbage();
	const resident = residentMemory();
	const items = await makeItems(context);
	if (collect) collectGarbage();
	await beginMeasurement(resident);
	return items;
}

async function makeItems(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const count = Number(context.getNodeParameter('count', 0));
	if (context.getNodeParameter('kind', 0) === 'file') {
		const content = createReadStream(String(context.getNodeParameter('file', 0)));
		const data = await context.helpers.prepareBinaryData(content, 'products.json');
		return [{ json: {}, binary: { data } }];
	}
	return Array.from({ length: count }, (_, index) => ({ json: eventOf(index) }));
}

/** An event of about 100 bytes, as a shop would have it. Kainic's reference says what `event_name` is called. */
function eventOf(index: number): IDataObject {
	return {
		platform: 'web',
		anon_uid: `visitor-${index % 1000}`,
		event_name: 'view',
		item_id: `sku-${index % 5000}`,
		price: (index % 500) + 0.99,
	};
}

/** The least that can be done: 100 events a body, one after the other, and no outcome for any. */
async function sendAll(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const url = String(context.getNodeParameter('url', 0));
	const headers = { 'Content-Type': 'application/json' };
	const items = context.getInputData();
	for (let first = 0; first < items.length; first += 100) {
		const body = JSON.stringify(items.slice(first, first + 100).map(({ json }) => json));
		const response = await fetch(url, { method: 'POST', headers, body });
		if (!response.ok) throw new Error(`The status is ${response.status}.`);
		await response.text();
	}
	return items;
}
