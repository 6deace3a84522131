import { endpoint } from '../../nodes/shared/kainic/api';
import {
	type Parameters as NodeParameters,
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

/** A Kainic node with its default settings, but for what a work needs. */
function contender(
	name: string,
	node: Parameters<typeof kainic>[0],
	requests: Contender['requests'],
	parameters: NodeParameters,
): Contender {
	return { name, nodes: () => [kainic(node, parameters)], requests };
}

export const kainicEvents = contender('Kainic', 'Kainic Event', batches, {
	trackerId: 'bench',
	eventSource: 'inputItem',
});

/** Four fields of each event by expressions, as the panel's drag and drop writes them. */
export const kainicEventFields = contender('Kainic, Fields Below', 'Kainic Event', batches, {
	trackerId: 'bench',
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

export const kainicPredictions = contender('Kainic', 'Kainic Predict', oneEach, {
	modelId: 'model',
	platform: 'web',
	anonUid: 'visitor',
	itemIds: 'sku-1',
	output: 'response',
});

export const kainicCatalog = contender('Kainic', 'Kainic Catalog', oneEach, {
	syncMode: 'stock',
	storeId: 'bench',
	productSource: 'file',
	binaryPropertyName: 'data',
	options: {},
});

/** n8n's own HTTP Request node as a user sets it up for Kainic, with this package's credential. */
function httpRequest(url: string, parameters: NodeParameters): WorkflowNode {
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

const json = (jsonBody: string): NodeParameters => ({ specifyBody: 'json', jsonBody });
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
