import {
	NodeConnectionTypes,
	type ICredentialsDecrypted,
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
			{ displayName: 'Hands Over', name: 'handsOver', type: 'boolean', default: false },
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = String(this.getNodeParameter('url', 0));
		const body = String(this.getNodeParameter('body', 0));
		const post = await poster(this, url);
		if (body === '') {
			return [await sendBatches(this, post, Number(this.getNodeParameter('batchSize', 0)))];
		}
		return [await sendEach(this, post, body, Number(this.getNodeParameter('concurrency', 0)))];
	}
}

type Post = (body: Buffer) => Promise<IDataObject>;

async function sendBatches(
	context: IExecuteFunctions,
	post: Post,
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
		await post(Buffer.from(`[${texts.join(',')}]`));
		for (const { json } of batch) out.push({ json, pairedItem: { item: out.length } });
	}
	return out;
}

async function sendEach(
	context: IExecuteFunctions,
	post: Post,
	body: string,
	concurrency: number,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const out: INodeExecutionData[] = [];
	let next = 0;
	const worker = async (): Promise<void> => {
		for (let item = next++; item < items.length; item = next++) {
			const request: unknown = JSON.parse(body);
			const answer = await post(Buffer.from(JSON.stringify(request)));
			out[item] = { json: answer, pairedItem: { item } };
		}
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return out;
}

/** Posts with the credential, which n8n reads for each request unless it is read once and handed over. */
async function poster(context: IExecuteFunctions, url: string): Promise<Post> {
	const more = context.getNodeParameter('handsOver', 0) === true ? await readOnce(context) : {};
	const request = context.helpers.httpRequestWithAuthentication.bind(context);
	return async (body) => {
		const options = {
			method: 'POST',
			url,
			body,
			headers: { 'Content-Type': 'application/json' },
			disableFollowRedirect: true,
		} as const;
		const answer: unknown = await request('kainicApi', options, more);
		const parsed: unknown = typeof answer === 'string' ? JSON.parse(answer) : answer;
		if (typeof parsed === 'object' && parsed !== null) return { ...parsed };
		throw new Error('The answer is no object.');
	};
}

async function readOnce(
	context: IExecuteFunctions,
): Promise<{ credentialsDecrypted: ICredentialsDecrypted }> {
	const data = await context.getCredentials('kainicApi');
	return { credentialsDecrypted: { id: '', name: '', type: 'kainicApi', data } };
}
