import { request } from 'node:http';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import type FormData from 'form-data';
import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

/** A file sent by `form-data` and Node's own client, with nothing of n8n in between. */
export class BenchForm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Bench Form',
		name: 'benchForm',
		group: ['output'],
		version: 1,
		description: 'A form sent by form-data',
		defaults: { name: 'Bench Form' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'URL', name: 'url', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { id } = this.helpers.assertBinaryData(0, 'data');
		if (id === undefined) throw new Error('The file is not stored on disk.');
		const { fileSize } = await this.helpers.getBinaryMetadata(id);
		const FormDataClass = formDataOfThisCheckout();
		const form = new FormDataClass();
		form.append('store_id', 'bench');
		form.append('file', await this.helpers.getBinaryStream(id), {
			filename: 'products.json',
			contentType: 'application/json',
			knownLength: fileSize,
		});
		await upload(form, String(this.getNodeParameter('url', 0)));
		return [this.getInputData()];
	}
}

/** n8n has no form-data for a node beside it; the environment names a folder that has. */
function formDataOfThisCheckout(): typeof FormData {
	const from = process.env.KAINIC_BENCH_MODULES;
	if (from === undefined) throw new Error('KAINIC_BENCH_MODULES is not set.');
	// eslint-disable-next-line @typescript-eslint/no-unsafe-return
	return createRequire(from)('form-data');
}

async function upload(form: FormData, url: string): Promise<void> {
	const length = await new Promise<number>((resolve, reject) => {
		form.getLength((error, found) => (error ? reject(error) : resolve(found)));
	});
	await new Promise<void>((resolve, reject) => {
		const headers = { ...form.getHeaders(), 'Content-Length': length };
		const sending = request(url, { method: 'POST', headers }, (answer) => {
			text(answer).then(() => resolve(), reject);
		});
		sending.once('error', reject);
		form.pipe(sending);
	});
}
