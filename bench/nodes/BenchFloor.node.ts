import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/**
 * What n8n itself costs: one check and one `JSON.stringify` an item, requests through n8n's own
 * helper, and the items out, with nothing else around.
 */
export class BenchFloor implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bench Floor',
		name: 'benchFloor',
		group: ['output'],
		version: 1,
		description: 'The least that a node can do',
		defaults: { name: 'Bench Floor' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'kainicApi', required: true }],
		properties: [
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Batch Size', name: 'batchSize', type: 'number', default: 100 },
			{ displayName: 'Concurrency', name: 'concurrency', type: 'number', default: 1 },
			{ displayName: 'Body', name: 'body', type: 'json', default: '' },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = String(this.getNodeParameter('url', 0));
		const body = String(this.getNodeParameter('body', 0));
		if (body === '') {
			return [await sendBatches(this, url, Number(this.getNodeParameter('batchSize', 0)))];
		}
		return [await sendEach(this, url, body, Number(this.getNodeParameter('concurrency', 0)))];
	}
}

async function sendBatches(
	context: IExecuteFunctions,
	url: string,
	size: number,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const out: INodeExecutionData[] = [];
	for (let first = 0; first < items.length; first += size) {
		const batch = items.slice(first, first + size);
		const texts: string[] = [];
		for (const { json } of batch) {
			if (typeof json.platform !== 'string' || typeof json.anon_uid !== 'string') {
				throw new Error('This is no event.');
			}
			texts.push(JSON.stringify(json));
		}
		await post(context, url, Buffer.from(`[${texts.join(',')}]`));
		for (const { json } of batch) out.push({ json, pairedItem: { item: out.length } });
	}
	return out;
}

async function sendEach(
	context: IExecuteFunctions,
	url: string,
	body: string,
	concurrency: number,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const out: INodeExecutionData[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let item = next++; item < items.length; item = next++) {
			const request: unknown = JSON.parse(body);
			const answer = await post(context, url, Buffer.from(JSON.stringify(request)));
			out[item] = { json: answer, pairedItem: { item } };
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return out;
}

async function post(context: IExecuteFunctions, url: string, body: Buffer): Promise<IDataObject> {
	const options = {
		method: 'POST',
		url,
		body,
		headers: { 'Content-Type': 'application/json' },
		disableFollowRedirect: true,
	} as const;
	const { helpers } = context;
	const request = helpers.httpRequestWithAuthentication.bind(context);
	const answer: unknown = await request('kainicApi', options);
	const parsed: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
	if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
	throw new Error('The answer is no object.');
}
