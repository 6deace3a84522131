import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { titledCases } from '../../cases';
import { serve, type RunningServer } from '../../shops/shared/shop-server';
import { linksOf } from '../../faults/support/outcomes';
import { successText } from '../../faults/table/answers';
import { codesOf } from '../shop';
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

	test.each([
		'$json.tenant',
		'$input.all()[$itemIndex].json.tenant',
		'["aa", "bb"][$itemIndex % 2]',
	])('nothing is sent with a credential that gives different values: %s', async (tenant) => {
		const credential = values(`={{ "tenant-key-" + ${tenant} }}`);
		const { errorBranch, record } = await run({ items, credential });
		expect(keys).toEqual([]);
		expect(new Set(codesOf(errorBranch))).toEqual(new Set(['invalid_input']));
		expect(errorBranch.flatMap(linksOf).sort()).toEqual([0, 1, 2, 3]);
		expect(errorBranch[0]?.json.error).toMatchObject({
			message: 'The Kainic API credential has different values for different items.',
			notSent: true,
		});
		expect(record.seen).not.toContain('tenant-key-');
	});

	test('items go with a credential by expression that gives one value', async () => {
		const { errorBranch } = await run({ items, credential: values('={{ "the-" + "key" }}') });
		expect(errorBranch).toEqual([]);
		expect(new Set(keys)).toEqual(new Set(['the-key']));
	});

	test('a single item may choose its credential, as in Loop Over Items', async () => {
		const { errorBranch } = await run({
			...{ items: items.slice(0, 1), credential: values('={{ "key-" + $json.tenant }}') },
			parameters: { ...node.parameters, syncMode: 'stock', options: node.options },
		});
		expect(errorBranch).toEqual([]);
		expect(keys).toEqual(['key-aa']);
	});
});
