import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { titledCases } from '../../cases';
import { serve, type RunningServer } from '../../shops/shared/shop-server';
import { linksOf } from '../../faults/support/outcomes';
import { failText, successText } from '../../faults/table/answers';
import { codesOf } from '../shop';
import { runNode, type NodeOptions } from '../support';

/** The keys of the requests that came. */
let keys: string[] = [];
let answer: (key: string) => string;
let server: RunningServer;
beforeAll(async () => {
	server = await serve(({ query }) => {
		const key = query.get('api_key') ?? '';
		keys.push(key);
		const body = answer(key);
		return { status: body === successText ? 200 : 400, body };
	});
});
beforeEach(() => {
	keys = [];
	answer = () => successText;
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
	const values = (apiKey: string): ICredentialDataDecryptedObject => ({
		apiKey,
		projectId: 'demo-project',
		keyType: node.keyType,
		baseUrl: server.url,
	});

	test('a credential that is edited during a run serves the next run only', async () => {
		let isEdited = false;
		const credential = () =>
			isEdited ? { ...values('edited-key'), baseUrl: 'http://127.0.0.1:1' } : values('first-key');
		answer = (key) => {
			isEdited = true;
			return failText(`The key ${key} and edited-key are no good today.`);
		};
		const { record } = await run({ credential });
		expect(keys).toEqual(['first-key', 'first-key']);
		expect(record.seen).not.toContain('first-key');
	});

	describe('with a credential by expression', () => {
		const items = ['aa', 'bb', 'aa', 'bb'].map((tenant, place) => ({
			...node.items[place % node.items.length],
			store: `store-${tenant}`,
			tenant,
			place,
		}));
		const keyOf = (apiKey: string) => ({ items, credential: values(apiKey) });

		test.each([
			'$json.tenant',
			'$input.item.json.tenant',
			'$input.all()[$itemIndex].json.tenant',
			'["aa", "bb"][$itemIndex % 2]',
		])('that gives different values, nothing is sent: %s', async (tenant) => {
			const { errorBranch, record } = await run(keyOf(`={{ "tenant-key-" + ${tenant} }}`));
			expect(keys).toEqual([]);
			expect(new Set(codesOf(errorBranch))).toEqual(new Set(['invalid_input']));
			expect(errorBranch.flatMap(linksOf).sort()).toEqual([0, 1, 2, 3]);
			expect(errorBranch[0]?.json.error).toMatchObject({
				message: 'The Kainic API credential has different values for different items.',
				description:
					'Use one node for each credential, or add a Loop Over Items node before this node.',
				notSent: true,
			});
			expect(record.seen).not.toContain('tenant-key-');
		});

		test('that gives one value for all items, they go with it', async () => {
			const { errorBranch } = await run(keyOf('={{ "the-" + "key" }}'));
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
});
