import * as part from '../n8n/workflow-parts';

/** Nodes that do a work, one after the other. */
export interface Contender {
	readonly name: string;
	/** How many items are sent in one request. */
	readonly perRequest: number;
	nodes(url: string): part.WorkflowNode[];
}

type Ours = Parameters<typeof part.kainic>[0];

/** A node of this package, with its default settings but for what a work needs. */
function ours(node: Ours, perRequest: number, parameters: part.Parameters): Contender {
	return { name: 'Kainic', perRequest, nodes: () => [part.kainic(node, parameters)] };
}

const visitor = { platform: 'web', anonUid: '={{ $json.anon_uid }}' };

export const events = ours('Kainic Event', 100, { trackerId: 'bench', eventSource: 'inputItem' });

/** A tenth of the usual batch, so that a run of seconds has many requests. */
const inTens = { trackerId: 'bench', eventSource: 'inputItem', options: { batchSize: 10 } };
export const eventsInTens = ours('Kainic Event', 10, inTens);
export const impatientEvents = ours('Kainic Event', 10, {
	...inTens,
	options: { batchSize: 10, timeout: 1 },
});

/** Four fields of each event are expressions, as n8n's editor writes them after drag and drop. */
export const eventFields = ours('Kainic Event', 100, {
	trackerId: 'bench',
	...visitor,
	eventFields: {
		assignments: ['event_name', 'item_id', 'price'].map((name) => {
			const type = name === 'price' ? 'number' : 'string';
			return { id: name, name, value: `={{ $json.${name} }}`, type };
		}),
	},
});

const prediction = { modelId: 'model', ...visitor, itemIds: 'sku-1', output: 'response' };
export const predictions = ours('Kainic Predict', 1, prediction);

const upload = { syncMode: 'stock', storeId: 'bench', productSource: 'file' };
export const catalog = ours('Kainic Catalog', Infinity, upload);

/** n8n's own HTTP Request node as a user configures it for Kainic, with this package's credential. */
export function http(perRequest: number, path: string, parameters: part.Parameters): Contender {
	const access = { authentication: 'predefinedCredentialType', nodeCredentialType: 'kainicApi' };
	const nodes = (url: string) => {
		const all = { method: 'POST', url: url + path, sendBody: true, ...access, ...parameters };
		const node = part.node('HTTP Request', 'n8n-nodes-base.httpRequest', 4.2, all);
		return [{ ...node, credentials: part.projectCredential }];
	};
	return { name: 'HTTP Request', perRequest, nodes };
}

const json = (jsonBody: string): part.Parameters => ({ specifyBody: 'json', jsonBody });
const eventsPath = '/collector/collect/custom/bench/bench';
export const httpEvents = http(1, eventsPath, json('={{ [$json] }}'));

/** Each visitor gets the same body, because an expression would measure n8n. */
const predictionBody = `{ "kainic_pid": "bench", "kainic_mid": "model", "platform": "web",
  "anon_uid": "visitor", "items": ["sku-1"] }`;
export const httpPredictions = http(1, '/predictor/get_model_prediction', json(predictionBody));

export const httpCatalog = http(Infinity, '/upload_products_file', {
	contentType: 'multipart-form-data',
	bodyParameters: {
		parameters: [{ parameterType: 'formBinaryData', name: 'file', inputDataFieldName: 'data' }],
	},
});

const chunks = `const items = $input.all();
const chunks = [];
for (let first = 0; first < items.length; first += 100) {
  chunks.push({ json: { events: items.slice(first, first + 100).map((item) => item.json) } });
}
return chunks;`;
const httpChunks = http(100, eventsPath, json('={{ $json.events }}'));

export const codeAndHttp: Contender = {
	name: 'Code + HTTP Request',
	perRequest: 100,
	nodes: (url) => [part.code('Code', chunks), ...httpChunks.nodes(url)],
};
