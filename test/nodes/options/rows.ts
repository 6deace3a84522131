import type { INodeParameters } from 'n8n-workflow';
import type { Fault } from '../../../tools/emulator';
import { answerWith, refusal } from '../../support/engine/with-emulator';

/** How an option is tried. */
export interface Row {
	/** Two values, or all of an option that has few. */
	readonly values: ReadonlyArray<INodeParameters[string]>;
	/** What is seen if an item or a run has this value, and only then. A `*` is the value. */
	readonly seen: string | readonly string[];
	/** What an expression returns by mistake; by default what is not text. */
	readonly wrong?: readonly unknown[];
	/** How messages about a wrong value name it, if not by its title. */
	readonly named?: string;
	/** An expression may leave it out: an ID that a visitor need not have, for example. */
	readonly isOptional?: true;
	/** The emulator refuses it, because it knows only the inferred names of a form. */
	readonly isRefused?: true;
	/** It takes an expression, but all items of a run must agree. */
	readonly isForRun?: true;
	/** It is tried once for a node, because the run waits for a real time. */
	readonly waits?: true;
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

const row = (
	values: Row['values'],
	seen: Row['seen'],
	more: Omit<Row, 'values' | 'seen'> = {},
): Row => ({ values, seen, ...more });

const hang: Fault = { kind: 'hang', count: 'always' };
const consoleId = { wrong: ['https://console.example/id', ' ', true, { a: 1 }] };
const flags = ['yes', 1, { a: 1 }];
const counts = ['many', -1, 0, NaN, Infinity];
const found = (...ids: string[]) =>
	answerWith({ kainic_mid: 'm', items: ids.map((item_id) => ({ item_id })) });
const formName = (seen: string): Row => row(['name-a', 'name-b'], seen, { isRefused: true });
const word = (syncMode: string): Row => ({
	...formName('"name":"sync_mode","value":"*"'),
	only: { syncMode },
});
/** Headers that another value would break the request with. */
const reserved = [
	...['Connection', 'Content-Encoding', 'Content-Length', 'content-type'],
	...['HOST', 'Trailer', 'transfer-encoding'],
];
/** A request that the emulator accepts as one for a model and as one for an experiment. */
const requestOf = (anonUid: string) =>
	JSON.stringify({
		...{ kainic_pid: 'demo-project', kainic_mid: 'model-popular' },
		...{ kainic_exp_id: 'experiment-home', sid: 'session-1' },
		...{ platform: 'web', anon_uid: anonUid, type: 'popular' },
	});
const inFile = String.raw`\"item_id\":\"*\"`;

/** By the name of the parameter; with the node's name where two nodes have different ones. */
export const rows: Readonly<Record<string, Row>> = {
	trackerId: row(['tracker-a', 'tracker-b'], '/*"', consoleId),
	modelId: row(['model-popular', 'model-trending'], '"kainic_mid":"*"', consoleId),
	experimentId: row(['experiment-a', 'experiment-b'], '"kainic_exp_id":"*"', consoleId),
	storeId: row(['store-1', 'store-2'], '"name":"store_id","value":"*"', consoleId),
	platform: row(['mobile', 'pos'], '"platform":"*"', { wrong: ['tv', 5] }),
	anonUid: row(['a', 'b'], '"anon_uid":"*"'),
	uid: row(['a', 'b'], '"uid":"*"', { isOptional: true }),
	sid: row(['a', 'b'], '"sid":"*"', { isOptional: true }),
	itemIds: row(['a', 'b'], '"items":["*"]', { isOptional: true, wrong: [true, { a: 1 }] }),
	type: row(['similar', 'trending'], '"type":"*"', { isOptional: true }),
	eventFields: row(['a', 'b'], '"note":"*"', {
		isOptional: true,
		wrong: [],
		write: (value) => ({ assignments: [{ id: '1', name: 'note', type: 'string', value }] }),
	}),
	eventJson: row(
		['{"platform":"web","anon_uid":"a"}', '{"platform":"web","anon_uid":"b"}'],
		['"anon_uid":"a"', '"anon_uid":"b"'],
		{ wrong: ['x'] },
	),
	bodyJson: row([requestOf('a'), requestOf('b')], ['"anon_uid":"a"', '"anon_uid":"b"'], {
		wrong: ['x', '[]', 5],
	}),
	additionalBodyFields: row(
		['{"market":"de"}', '{"market":"fr"}'],
		['"market":"de"', '"market":"fr"'],
		{ wrong: ['x', '[]', 5] },
	),
	limit: row([1, 2], '"count":*', { faults: [found('a', 'b', 'c')], wrong: [...counts, 1.5] }),
	minProducts: row([1, 2], ['"status":"accepted"', 'suspicious_catalog'], { wrong: counts }),
	binaryPropertyName: row(['data', 'other'], inFile),
	productsField: row(['a', 'b'], ['"products":1,"bytes"', '"products":2,"bytes"'], {
		file: '{"a":[{"item_id":"p"}],"b":[{"item_id":"q"},{"item_id":"r"}]}',
	}),
	'headers.name': row(['x-a', 'x-b'], '"*":"1"', {
		wrong: [...reserved, ' ', 'x a', 'x:', { a: 1 }],
		named: 'header',
	}),
	'headers.value': row(['a', 'b'], '"x-first":"*"', {
		wrong: [' ', 'a\r\nb: c', '\u{1F600}', { a: 1 }],
		named: 'header',
	}),
	'extraFormFields.name': row(['a', 'b'], '"name":"*","value":"1"'),
	'extraFormFields.value': row(['a', 'b'], '"name":"x-first","value":"*"', { wrong: [' '] }),
	'formNames.file': formName('"fieldName":"*"'),
	'formNames.projectId': formName('"name":"*","value":"demo-project"'),
	'formNames.storeId': formName('"name":"*","value":"store-'),
	'formNames.syncMode': formName('"name":"*","value":"'),
	'formNames.full': word('full'),
	'formNames.stock': word('stock'),
	validateOnly: row([true, false], ['"status":"valid"', '"status":"accepted"'], { wrong: flags }),

	eventSource: row(
		['fields', 'inputItem', 'json'],
		['"anon_uid":"panel"', '"event":{"platform":"web","anon_uid":"visitor-1"', '"anon_uid":"json"'],
		{ parameters: { anonUid: 'panel', eventJson: '{"platform":"web","anon_uid":"json"}' } },
	),
	bodySource: row(['fields', 'json'], ['"anon_uid":"visitor-1"', '"anon_uid":"json"'], {
		parameters: { bodyJson: requestOf('json') },
	}),
	syncMode: row(['full', 'stock'], '"name":"sync_mode","value":"*"'),
	productSource: row(
		['inputItems', 'json', 'file'],
		['p-1', 'p', 'data'].map((id) => inFile.replace('*', id)),
	),
	productsJson: row(
		['[{"item_id":"a"}]', '[{"item_id":"b"}]'],
		['a', 'b'].map((id) => inFile.replace('*', id)),
		{ isForRun: true },
	),
	'kainicEvent.output': row(['items', 'summary'], ['"status":"accepted"', '"accepted":2']),
	output: row(['eachRecommendation', 'response'], ['"rank":1', '"items":[{'], {
		faults: [found('a')],
	}),
	batchSize: row([1, 2], ['"requests":2', '"requests":1']),
	isolateRejected: row([true, false], ['"requests":3', '"requests":1'], { faults: [refusal()] }),
	concurrency: row([1, 4], ['"maxInFlight":1', '"maxInFlight":2'], {
		options: { batchSize: 1 },
		faults: [hang],
		requestsAtOnce: [1, 2],
	}),
	maxAttempts: row([1, 2], '"attempts":*', {
		faults: [{ kind: 'drop', at: 'request', count: 'always' }],
	}),
	timeout: row([0.2, 0.3], 'in * seconds', { faults: [hang], waits: true }),
	runBudget: row([0.2, 0.3], "'Run Budget' (* seconds)", {
		options: { timeout: 0.5, maxAttempts: 2 },
		faults: [hang],
		waits: true,
	}),
};
