import type { INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../../tools/emulator';
import { answerWith, refusal } from '../shop';

/** How an option is tried. */
export interface Row {
	/** Two values, or all of an option that has few. */
	readonly values: ReadonlyArray<INodeParameters[string]>;
	/** What is seen if an item or a run has this value, and only then. A `*` is the value. */
	readonly seen: string | readonly string[];
	/** What an expression returns by mistake; by default an object. */
	readonly wrong?: readonly unknown[];
	/** How messages about a wrong value name it, if not by its title. */
	readonly named?: string;
	/** An expression may leave it out. */
	readonly isOptional?: true;
	/** It takes an expression, but all items of a run must agree. */
	readonly isForRun?: true;
	/** Where it has an effect, if that is not everywhere where the panel shows it. */
	readonly only?: INodeParameters;
	/** What it needs besides. */
	readonly parameters?: INodeParameters;
	readonly options?: INodeParameters;
	readonly file?: string;
	readonly faults?: readonly Fault[];
	/** Cancels the run after as many requests as each value allows at once. */
	readonly requestsAtOnce?: readonly number[];
	write?(value: INodeParameters[string]): INodeParameters;
}

const hang: Fault = { kind: 'hang', count: 'always' };
const flags = ['yes', 1, { a: 1 }];
const counts = ['many', -1, 0, NaN, Infinity];
const found = (...ids: string[]) =>
	answerWith({ kainic_mid: 'm', items: ids.map((item_id) => ({ item_id })) });
const formName = (seen: string): Row => ({ values: ['name-a', 'name-b'], seen });
const word = (syncMode: string): Row => ({
	...formName('"name":"sync_mode","value":"*"'),
	only: { syncMode },
});
/** Headers that another value would break the request with. */
const reserved = [
	...['Connection', 'Content-Encoding', 'Content-Length', 'content-type'],
	...['HOST', 'Trailer', 'transfer-encoding'],
];
const inFile = String.raw`\"item_id\":\"*\"`;

/** By the name of the parameter; with the node's name where two nodes have different ones. */
export const rows: Readonly<Record<string, Row>> = {
	trackerId: { values: ['tracker-a', 'tracker-b'], seen: '/*"' },
	modelId: { values: ['model-popular', 'model-trending'], seen: '"kainic_mid":"*"' },
	experimentId: { values: ['experiment-a', 'experiment-b'], seen: '"kainic_exp_id":"*"' },
	storeId: { values: ['store-1', 'store-2'], seen: '"name":"store_id","value":"*"' },
	platform: { values: ['mobile', 'pos'], seen: '"platform":"*"', wrong: ['tv', 5] },
	anonUid: { values: ['a', 'b'], seen: '"anon_uid":"*"' },
	uid: { values: ['a', 'b'], seen: '"uid":"*"', isOptional: true },
	sid: { values: ['a', 'b'], seen: '"sid":"*"', isOptional: true },
	itemIds: { values: ['a', 'b'], seen: '"items":["*"]', isOptional: true },
	type: { values: ['similar', 'trending'], seen: '"type":"*"', isOptional: true },
	eventFields: {
		values: ['a', 'b'],
		seen: '"note":"*"',
		// A row without a value is left out.
		isOptional: true,
		wrong: [],
		write: (value) => ({ assignments: [{ id: '1', name: 'note', type: 'string', value }] }),
	},
	eventJson: {
		values: ['{"platform":"web","anon_uid":"a"}', '{"platform":"web","anon_uid":"b"}'],
		seen: ['"anon_uid":"a"', '"anon_uid":"b"'],
		wrong: ['x'],
	},
	bodyJson: { values: ['{"n":1}', '{"n":2}'], seen: ['"n":1', '"n":2'], wrong: ['x', '[]', 5] },
	additionalBodyFields: {
		values: ['{"market":"de"}', '{"market":"fr"}'],
		seen: ['"market":"de"', '"market":"fr"'],
		wrong: ['x', '[]', 5],
	},
	returnFullItemsData: {
		values: [true, false],
		seen: '"return_full_items_data":*',
		wrong: flags,
	},
	limit: {
		values: [1, 2],
		seen: '"count":*',
		faults: [found('a', 'b', 'c')],
		wrong: [...counts, 1.5],
	},
	minProducts: {
		values: [1, 2],
		seen: ['"status":"accepted"', 'suspicious_catalog'],
		wrong: counts,
	},
	binaryPropertyName: { values: ['data', 'other'], seen: inFile },
	productsField: {
		values: ['a', 'b'],
		seen: ['"products":1,"bytes"', '"products":2,"bytes"'],
		file: '{"a":[{"item_id":"p"}],"b":[{"item_id":"q"},{"item_id":"r"}]}',
	},
	wrapInKey: { values: ['a', 'b'], seen: String.raw`{\"*\":[` },
	'headers.name': {
		values: ['x-a', 'x-b'],
		seen: '"*":"1"',
		wrong: [...reserved, ' ', 'x a', 'x:', { a: 1 }],
		named: 'header',
	},
	'headers.value': {
		values: ['a', 'b'],
		seen: '"x-first":"*"',
		wrong: [' ', 'a\r\nb: c', '\u{1F600}', { a: 1 }],
		named: 'header',
	},
	'extraFormFields.name': { values: ['a', 'b'], seen: '"name":"*","value":"1"' },
	'extraFormFields.value': { values: ['a', 'b'], seen: '"name":"x-first","value":"*"' },
	'formNames.file': formName('"fieldName":"*"'),
	'formNames.projectId': formName('"name":"*","value":"demo-project"'),
	'formNames.storeId': formName('"name":"*","value":"store-'),
	'formNames.syncMode': formName('"name":"*","value":"'),
	'formNames.full': word('full'),
	'formNames.stock': word('stock'),
	validateOnly: {
		values: [true, false],
		seen: ['"status":"valid"', '"status":"accepted"'],
		wrong: flags,
	},

	eventSource: {
		values: ['fields', 'inputItem', 'json'],
		seen: [
			'"anon_uid":"panel"',
			'"event":{"platform":"web","anon_uid":"visitor-1"',
			'"anon_uid":"json"',
		],
		parameters: { anonUid: 'panel', eventJson: '{"platform":"web","anon_uid":"json"}' },
	},
	bodySource: {
		values: ['fields', 'json'],
		seen: ['"anon_uid":"visitor-1"', '"n":1'],
		parameters: { bodyJson: '{"n":1}' },
	},
	syncMode: { values: ['full', 'stock'], seen: '"name":"sync_mode","value":"*"' },
	productSource: {
		values: ['inputItems', 'json', 'file'],
		seen: ['p-1', 'p', 'data'].map((id) => inFile.replace('*', id)),
	},
	productsJson: {
		values: ['[{"item_id":"a"}]', '[{"item_id":"b"}]'],
		seen: ['a', 'b'].map((id) => inFile.replace('*', id)),
		isForRun: true,
	},
	'kainicEvent.output': {
		values: ['items', 'summary'],
		seen: ['"status":"accepted"', '"accepted":2'],
	},
	output: {
		values: ['eachRecommendation', 'response'],
		seen: ['"rank":1', '"items":[{'],
		faults: [found('a')],
	},
	whenEmpty: {
		values: ['emptyItem', 'nothing'],
		seen: ['"items":[]', '"count":0'],
		faults: [found()],
	},
	batchSize: { values: [1, 2], seen: ['"requests":2', '"requests":1'] },
	batchKilobytes: {
		values: [1, 2],
		seen: ['"requests":2', '"requests":1'],
		only: { eventSource: 'fields' },
		parameters: { anonUid: 'v'.repeat(600) },
	},
	isolateRejected: {
		values: [true, false],
		seen: ['"requests":3', '"requests":1'],
		faults: [refusal()],
	},
	concurrency: {
		// A run begins with half of it.
		values: [1, 4],
		seen: ['"maxInFlight":1', '"maxInFlight":2'],
		options: { batchSize: 1 },
		faults: [hang],
		requestsAtOnce: [1, 2],
	},
	maxFileMegabytes: { values: [0.001, 1], seen: ['too_large', '"status":"accepted"'] },
	maxAttempts: {
		values: [1, 2],
		seen: '"attempts":*',
		faults: [{ kind: 'drop', at: 'request', count: 'always' }],
	},
	timeout: { values: [0.02, 0.03], seen: 'in * seconds', faults: [hang] },
	runBudget: {
		values: [0.02, 0.03],
		seen: "'Run Budget' (* seconds)",
		options: { timeout: 0.5, maxAttempts: 2 },
		faults: [hang],
	},
};
