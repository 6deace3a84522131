import type { ICredentialDataDecryptedObject, IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EmulatorOptions } from '../../../tools/emulator';
import { credentialFor, openEmulator } from '../emulator';
import { runNode, type NodeOptions } from '../support';

export { codesOf, credentialFor, errorOf, refusal } from '../emulator';

/** A credential with the key of the emulator's experiments. */
export function experimentCredential(baseUrl: string): ICredentialDataDecryptedObject {
	return { ...credentialFor(baseUrl, 'kainic-demo-experiment-key'), keyType: 'experiment' };
}

type Options = Partial<NodeOptions>;

const fieldsOfItems = {
	platform: 'web',
	anonUid: '={{ $json.visitor }}',
	itemIds: '={{ $json.ids }}',
	type: '={{ $json.type }}',
};

/** An emulator for a test file, emptied before each test. */
export function openPredictions(settings: EmulatorOptions = {}) {
	const shop = openEmulator(settings);
	const ask =
		(type: string, credential: (url: string) => ICredentialDataDecryptedObject, own: IDataObject) =>
		async (items: IDataObject[], { parameters, ...rest }: Options = {}) =>
			await runNode({
				type,
				items,
				credential: credential(shop.emulator.url),
				onError: 'continueErrorOutput',
				...rest,
				parameters: Object.assign({}, fieldsOfItems, own, parameters),
			});
	return Object.assign(shop, {
		/** Runs Kainic Predict, by default with fields of the items, against the emulator. */
		predict: ask('kainicPredict', credentialFor, { modelId: 'model-popular' }),
		/** The same with Kainic Experiment. */
		experiment: ask('kainicExperiment', experimentCredential, {
			experimentId: 'experiment-home',
			sid: '={{ $json.session }}',
		}),
		/** The bodies of all requests, in the order of their arrival. */
		bodies: () => shop.emulator.world.ledger.requests.map(({ body }) => body),
	});
}

/** Visitors who ask by type; `visitor-3` has the session `session-3`. */
export function visitors(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({
		visitor: `visitor-${index}`,
		session: `session-${index}`,
		type: 'trending',
	}));
}

export function jsonOf(items: readonly INodeExecutionData[]): IDataObject[] {
	return items.map(({ json }) => json);
}

/** The index of the input item that each item is linked to. */
export function sourcesOf(items: readonly INodeExecutionData[]): unknown[] {
	return items.map(({ pairedItem }) =>
		typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem,
	);
}

/** An answer of Kainic with this data, in place of the emulator's own. */
export function answerWith(data: unknown, count: number | 'always' = 'always') {
	const body = JSON.stringify({ status: 'success', data });
	return { kind: 'answer' as const, status: 200, body, contentType: 'application/json', count };
}
