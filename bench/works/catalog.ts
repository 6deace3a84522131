import { endpoint } from '../../nodes/shared/kainic/api';
import { kainic, node } from '../../harness/workflow-parts';
import type { Contender } from '../contender';
import { benchNode } from '../node-package';
import { httpRequest } from './http-request';

const upload = (sinkUrl: string): string => sinkUrl + endpoint.uploadProducts();

/** The names under which results are looked up. */
export const catalogNames = {
	kainic: 'Kainic Catalog',
	check: 'Kainic Catalog, check alone',
	httpRequest: 'HTTP Request',
	formData: 'form-data alone',
} as const;

export const kainicCatalog = catalog(catalogNames.kainic, false);

/** Reads and checks the whole file and sends nothing. */
export const catalogCheck = catalog(catalogNames.check, true);

function catalog(name: string, validateOnly: boolean): Contender {
	const uploadNode = kainic('Kainic Catalog', {
		syncMode: 'stock',
		storeId: 'bench',
		productSource: 'file',
		binaryPropertyName: 'data',
		options: { maxFileMegabytes: 1000, ...(validateOnly ? { validateOnly } : {}) },
	});
	return {
		name,
		input: { kind: 'file' },
		nodes: () => [uploadNode],
		requests: (items) => (validateOnly ? 0 : items),
	};
}

export const httpRequestUpload: Contender = {
	name: catalogNames.httpRequest,
	input: { kind: 'file' },
	nodes: (sinkUrl) => [
		httpRequest(upload(sinkUrl), {
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ name: 'store_id', value: 'bench' },
					{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
				],
			},
		}),
	],
	requests: (items) => items,
};

export const formDataUpload: Contender = {
	name: catalogNames.formData,
	input: { kind: 'file' },
	nodes: (sinkUrl) => [node('Form', benchNode('benchForm'), 1, { url: upload(sinkUrl) })],
	requests: (items) => items,
};
