import { endpoint } from '../../../nodes/shared/kainic/api';
import { kainic } from '../../n8n/workflow-parts';
import type { Contender } from '../contender';
import { httpRequest } from './http-request';

const upload = (sinkUrl: string): string => sinkUrl + endpoint.catalog();

/** The names under which results are looked up. */
export const catalogNames = { kainic: 'Kainic Catalog', httpRequest: 'HTTP Request' } as const;

export const kainicCatalog: Contender = {
	name: catalogNames.kainic,
	input: { kind: 'file' },
	nodes: () => [
		kainic('Kainic Catalog', {
			syncMode: 'stock',
			storeId: 'bench',
			productSource: 'file',
			binaryPropertyName: 'data',
			options: { maxFileMegabytes: 1000 },
		}),
	],
	requests: (items) => items,
};

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
