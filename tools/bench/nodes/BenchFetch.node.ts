import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** A bare loop of `fetch` over ready-made bodies, one item each. */
export class BenchFetch implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bench Fetch',
		name: 'benchFetch',
		group: ['output'],
		version: 1,
		description: 'A bare loop of fetch',
		defaults: { name: 'Bench Fetch' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const url = String(this.getNodeParameter('url', 0));
		const headers = { 'Content-Type': 'application/json' };
		const items = this.getInputData();
		for (const { json } of items) {
			const answer = await fetch(url, { method: 'POST', headers, body: String(json.body) });
			if (!answer.ok) throw new Error(`The answer is ${answer.status}.`);
			await answer.text();
		}
		return [items];
	}
}
