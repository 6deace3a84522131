import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { titledCases } from '../../cases';
import { serve, type RunningServer } from '../../shops/shared/shop-server';
import { successText } from '../../faults/table/answers';
import { runNode, type NodeOptions } from '../support';

/** The keys of the requests that came. */
let keys: Array<string | null> = [];
let server: RunningServer;
beforeAll(async () => {
	server = await serve(({ query }) => {
		keys.push(query.get('api_key'));
		return { status: 200, body: successText };
	});
});
beforeEach(() => {
	keys = [];
});
afterAll(async () => await server.close());

describe.each(titledCases)('%s', (_, node) => {
	const run = async (options: Partial<NodeOptions>) =>
		await runNode({
			type: node.type,
			items: [...node.items],
			parameters: { ...node.parameters, options: node.options },
			onError: 'continueErrorOutput',
			...options,
		});
	const values = (apiKey: string): ICredentialDataDecryptedObject => {
		return { apiKey, projectId: 'demo-project', keyType: node.keyType, baseUrl: server.url };
	};

	test('a credential that is edited during a run does not change the run', async () => {
		const edited = { ...values('edited-key'), baseUrl: 'http://127.0.0.1:1' };
		const credential = () => (keys.length > 0 ? edited : values('first-key'));
		const { errorBranch } = await run({ credential });
		expect(errorBranch).toEqual([]);
		expect(keys).toEqual(['first-key', 'first-key']);
	});

	const items = ['aa', 'bb', 'aa', 'bb'].map((tenant, place) => ({
		...node.items[place % node.items.length],
		...{ store: `store-${tenant}`, tenant, place },
	}));

	test('all items go with the credential of the first item', async () => {
		const credential = values('={{ "key-" + $json.tenant }}');
		const parameters = { ...node.parameters, options: node.options, minProducts: 1 };
		const { errorBranch } = await run({ items, credential, parameters });
		expect(errorBranch).toEqual([]);
		expect(new Set(keys)).toEqual(new Set(['key-aa']));
	});
});
