import { endpoint } from '../../nodes/shared/kainic/api';
import {
	type Parameters,
	type WorkflowNode,
	code,
	kainic,
	node,
	projectCredential,
} from '../n8n/workflow-parts';
import { benchStep } from './node-package';

/** One way to do a work. */
export interface Contender {
	readonly name: string;
	/** The nodes that do it, one after the other. */
	nodes(url: string): WorkflowNode[];
	/** How many requests so many items make. */
	requests(items: number): number;
}

const oneEach = (items: number): number => items;
const batches = (items: number): number => Math.ceil(items / 100);

/** Default settings, but for what a work needs. */
function event(name: string, parameters: Parameters): Contender {
	const nodes = () => [kainic('Kainic Event', { trackerId: 'bench', ...parameters })];
	return { name, nodes, requests: batches };
}

export const kainicEvents = event('Kainic', { eventSource: 'inputItem' });

/** Four fields of each event by expressions, as the panel's drag and drop writes them. */
export const kainicEventFields = event('Kainic, Fields Below', {
	platform: 'web',
	anonUid: '={{ $json.anon_uid }}',
	eventFields: {
		assignments: ['event_name', 'item_id', 'price'].map((name) => ({
			id: name,
			name,
			value: `={{ $json.${name} }}`,
			type: name === 'price' ? 'number' : 'string',
		})),
	},
});

export const kainicPredictions: Contender = {
	name: 'Kainic',
	nodes: () => [
		kainic('Kainic Predict', {
			modelId: 'model',
			platform: 'web',
			anonUid: 'visitor',
			itemIds: 'sku-1',
			output: 'response',
		}),
	],
	requests: oneEach,
};

export const kainicCatalog: Contender = {
	name: 'Kainic',
	nodes: () => [
		kainic('Kainic Catalog', {
			syncMode: 'stock',
			storeId: 'bench',
			productSource: 'file',
			binaryPropertyName: 'data',
			options: { maxFileMegabytes: 1000 },
		}),
	],
	requests: oneEach,
};

/** n8n's own HTTP Request node as a user sets it up for Kainic, with this package's credential. */
function httpRequest(url: string, parameters: Parameters): WorkflowNode {
	const httpNode = node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'kainicApi',
		sendBody: true,
		options: {},
		...parameters,
	});
	return { ...httpNode, credentials: projectCredential };
}

const json = (jsonBody: string): Parameters => ({ specifyBody: 'json', jsonBody });
const eventsUrl = (url: string): string => url + endpoint.events('bench', 'bench');

export const httpRequestEvents: Contender = {
	name: 'HTTP Request',
	nodes: (url) => [httpRequest(eventsUrl(url), json('={{ [$json] }}'))],
	requests: oneEach,
};

const chunks = `const items = $input.all();
const chunks = [];
for (let first = 0; first < items.length; first += 100) {
  chunks.push({ json: { events: items.slice(first, first + 100).map((item) => item.json) } });
}
return chunks;`;

export const codeAndHttpRequestEvents: Contender = {
	name: 'Code + HTTP Request',
	nodes: (url) => [code('Code', chunks), httpRequest(eventsUrl(url), json('={{ $json.events }}'))],
	requests: batches,
};

export const fetchEvents: Contender = {
	name: 'bare loop of fetch',
	nodes: (url) => [benchStep('Fetch', { step: 'fetch', url: eventsUrl(url) })],
	requests: batches,
};

/** The same body for every visitor: an expression would measure n8n. */
const predictionBody = JSON.stringify({
	kainic_pid: 'bench',
	kainic_mid: 'model',
	platform: 'web',
	anon_uid: 'visitor',
	items: ['sku-1'],
});

export const httpRequestPredictions: Contender = {
	name: 'HTTP Request',
	nodes: (url) => [httpRequest(url + endpoint.predict(), json(predictionBody))],
	requests: oneEach,
};

export const httpRequestCatalog: Contender = {
	name: 'HTTP Request',
	nodes: (url) => [
		httpRequest(url + endpoint.catalog(), {
			contentType: 'multipart-form-data',
			bodyParameters: {
				parameters: [
					{ name: 'store_id', value: 'bench' },
					{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' },
				],
			},
		}),
	],
	requests: oneEach,
};
