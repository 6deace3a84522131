import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { startEmulator, type Emulator, type EmulatorOptions } from '../../../tools/emulator';
import type { NamedCase } from '../node-cases';
import { runNode, type NodeOptions, type StartItem } from '.';

type Options = Partial<NodeOptions>;

const fieldsOfVisitors = {
	platform: 'web',
	anonUid: '={{ $json.visitor }}',
	itemIds: '={{ $json.ids }}',
	type: '={{ $json.type }}',
};

/** An emulator for a test file, emptied before each test, and the four nodes to run against it. */
export function openNodes(settings: EmulatorOptions = {}) {
	let emulator: Emulator;
	beforeAll(async () => {
		emulator = await startEmulator(settings);
	});
	beforeEach(() => emulator.reset());
	afterAll(async () => await emulator.close());
	const nodeOf =
		(type: string, own: IDataObject, keyType?: 'experiment') =>
		async (items: IDataObject[], { parameters, ...rest }: Options = {}) =>
			await runNode({
				...{ type, items, credential: credentialFor(emulator.url, keyType) },
				onError: 'continueErrorOutput',
				...rest,
				parameters: Object.assign({}, own, parameters),
			});
	const events = () => emulator.world.ledger.events.map(({ event }) => event);
	const common = { storeId: 'store-1', minProducts: 1 };
	const upload = nodeOf('kainicCatalog', { syncMode: 'full', ...common });
	return {
		get emulator() {
			return emulator;
		},
		/** Runs any node, by default with the items of its case. */
		run: async ({ type, items, keyType }: NamedCase, options: Options) =>
			await runNode({
				...{ type, items: [...items], credential: credentialFor(emulator.url, keyType) },
				...options,
			}),
		/** Requests that reached it. */
		requests: () => emulator.world.ledger.requests.length,
		/** The bodies of all requests, in the order of their arrival. */
		bodies: () => emulator.world.ledger.requests.map(({ body }) => body),
		/** Runs Kainic Event; by default the items are the events. */
		send: nodeOf('kainicEvent', { trackerId: 'tracker-web', eventSource: 'inputItem' }),
		/** Every event that Kainic accepted, in order. */
		events,
		/** Their `anon_uid`. */
		accepted: () => events().map(({ anon_uid }) => anon_uid),
		/** Runs Kainic Catalog; by default a full sync of items that are products. */
		upload,
		/** The same from files, one for each input item. */
		uploadFiles: async (files: readonly string[], { parameters, ...rest }: Options = {}) =>
			await upload([], {
				inputItems: files.map(fileItem),
				...rest,
				parameters: { productSource: 'file', binaryPropertyName: 'data', ...parameters },
			}),
		uploads: () => emulator.world.ledger.catalogs.uploads,
		/** Runs Kainic Predict, by default with fields of the items. */
		predict: nodeOf('kainicPredict', { ...fieldsOfVisitors, modelId: 'model-popular' }),
		/** The same with Kainic Experiment. */
		experiment: nodeOf(
			'kainicExperiment',
			{ ...fieldsOfVisitors, experimentId: 'experiment-home', sid: '={{ $json.session }}' },
			'experiment',
		),
	};
}

export function credentialFor(
	baseUrl: string,
	keyType: 'project' | 'experiment' = 'project',
): ICredentialDataDecryptedObject {
	const apiKey = keyType === 'project' ? 'kainic-demo-key' : 'kainic-demo-experiment-key';
	return { apiKey, projectId: 'demo-project', keyType, baseUrl };
}

/** Kainic's answer that something is wrong. */
export function refusal(message = 'Something is wrong') {
	const body = JSON.stringify({ status: 'fail', message });
	return { kind: 'answer', status: 400, body } as const;
}

/** An answer of Kainic with this data, instead of the emulator's own. */
export function answerWith(data: unknown, count: number | 'always' = 'always') {
	const body = JSON.stringify({ status: 'success', data });
	return { kind: 'answer' as const, status: 200, body, contentType: 'application/json', count };
}

/** `json.error` of an item that failed; empty if it did not. */
export function errorOf(item: { json: IDataObject } | undefined): IDataObject {
	return Object(item?.json.error);
}

export function codesOf(items: ReadonlyArray<{ json: IDataObject }>): unknown[] {
	return items.map((item) => errorOf(item).code);
}

/** The index of the input item that each item is linked to. */
export function sourcesOf(items: readonly INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) => Object(pairedItem).item);
}

const many = (count: number, make: (index: number) => IDataObject): IDataObject[] =>
	Array.from({ length: count }, (_, index) => make(index));

export const views = (count: number) =>
	many(count, (index) => ({
		...{ platform: 'web', anon_uid: `visitor-${index}` },
		...{ event_name: 'view', item_id: `p-${index % 10}` },
	}));

export const products = (count: number) =>
	many(count, (index) => ({
		item_id: `p-${index}`,
		title: `Prodüct "${index}"`,
		price: index / 4,
	}));

/** Visitors who ask by type; `visitor-3` has the session `session-3`. */
export const visitors = (count: number) =>
	many(count, (index) => ({
		visitor: `visitor-${index}`,
		session: `session-${index}`,
		type: 'trending',
	}));

function fileItem(content: string, index: number): StartItem {
	const file = { fileName: 'feed.json', mimeType: 'application/json' };
	return { json: { file: index }, files: { data: { content: Buffer.from(content), ...file } } };
}
