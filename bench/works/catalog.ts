import { endpoint } from '../../nodes/shared/kainic/api';
import { kainic, node } from '../../harness/workflow-parts';
import type { Contender } from '../contender';
import { benchNode } from '../node-package';
import { httpRequest } from './http-request';

const upload = (sinkUrl: string): string => sinkUrl + endpoint.uploadProducts();

/** Rows of a catalog that are items. */
export const rowCount = 20_000;

/** The names under which results are looked up. */
export const catalogNames = {
	kainic: 'Kainic Catalog',
	check: 'Kainic Catalog, check alone',
	typedIn: 'Kainic Catalog, values typed in',
	settings: 'Kainic Catalog, three expressions into another node',
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

/** Rows with a store and two guards that are typed in, or that the webhook's call gives. */
export const [rowsTypedIn, rowsBySettings] = [
	catalogOfRows(catalogNames.typedIn, (_name, value) => value),
	catalogOfRows(catalogNames.settings, (name) => `={{ $('Webhook').first().json.body.${name} }}`),
];

/** `give` makes a parameter of a field of the call and its value. */
function catalogOfRows(
	name: string,
	give: (field: 'heap' | 'count', value: string | number) => string | number,
): Contender {
	const options = { previousProducts: give('count', rowCount) };
	return {
		name,
		input: { kind: 'visitors' },
		nodes: () => [
			kainic('Kainic Catalog', {
				syncMode: 'full',
				storeId: give('heap', 'as it is'),
				minProducts: give('count', rowCount),
				options,
			}),
		],
		requests: () => 1,
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
