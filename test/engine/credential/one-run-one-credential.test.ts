import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { titledCases } from '../../cases';
import { serve, type RunningServer } from '../../shops/shared/shop-server';
import { runNode, type NodeOptions } from '../support';
import { linksOf } from '../../faults/support/outcomes';
import { failText, successText } from '../../faults/table/answers';

/** The keys of the requests that came to each address. */
let keys: string[];
let elsewhere: string[];
let answer: (key: string) => string;
let servers: RunningServer[];
beforeEach(async () => {
	[keys, elsewhere, answer] = [[], [], () => successText];
	const opening = [keys, elsewhere].map(async (seen) =>
		serve(({ query }) => {
			const key = query.get('api_key') ?? '';
			seen.push(key);
			const body = answer(key);
			return { status: body === successText ? 200 : 400, body };
		}),
	);
	servers = await Promise.all(opening);
});
afterEach(async () => {
	for (const { close } of servers) await close();
});

const codeOf = ({ json }: { json: IDataObject }) => Object(json.error).code;

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
		baseUrl: servers[0]?.url ?? '',
	});

	test('a credential that is edited during a run serves the next run only', async () => {
		let isEdited = false;
		const credential = () =>
			isEdited ? { ...values('edited-key'), baseUrl: servers[1]?.url ?? '' } : values('first-key');
		answer = (key) => {
			isEdited = true;
			return failText(`The key ${key} and edited-key are no good today.`);
		};
		const result = await run({ credential });
		expect(elsewhere).toEqual([]);
		expect(keys).toEqual(['first-key', 'first-key']);
		expect(JSON.stringify([result.outputs, result.errorBranch, result.hints])).not.toContain(
			'first-key',
		);
		expect(result.stored + result.logs.join()).not.toContain('first-key');
	});

	describe('with a credential by expression', () => {
		const tenants = ['aa', 'bb', 'aa', 'bb'];
		const items = tenants.map((tenant, index) => ({
			...node.items[index % node.items.length],
			store: `store-${tenant}`,
			tenant,
			place: index,
		}));
		test.each([
			'$json.tenant',
			'$input.item.json.tenant',
			'$input.all()[$itemIndex].json.tenant',
			'["aa", "bb"][$itemIndex % 2]',
		])('that gives different values, nothing is sent: %s', async (tenant) => {
			const credential = { ...values('unused'), apiKey: `={{ "tenant-key-" + ${tenant} }}` };
			const result = await run({ items, credential });
			expect(keys).toEqual([]);
			expect(new Set(result.errorBranch.map(codeOf))).toEqual(new Set(['invalid_input']));
			expect(result.errorBranch.flatMap(linksOf).sort()).toEqual([0, 1, 2, 3]);
			expect(result.errorBranch[0]?.json.error).toMatchObject({
				message: 'The Kainic API credential has different values for different items.',
				description:
					'Use one node for each credential, or add a Loop Over Items node before this node.',
				notSent: true,
			});
			expect(result.stored).not.toContain('tenant-key-');
		});

		test('that gives one value for all items, they go with it', async () => {
			const credential = { ...values('unused'), apiKey: '={{ "the-" + "key" }}' };
			const result = await run({ items, credential });
			expect(result.errorBranch).toEqual([]);
			expect(new Set(keys)).toEqual(new Set(['the-key']));
		});

		test('a single item may choose its credential, as in Loop Over Items', async () => {
			const credential = { ...values('unused'), apiKey: '={{ "tenant-key-" + $json.tenant }}' };
			const parameters = { ...node.parameters, syncMode: 'stock', options: node.options };
			const result = await run({ items: items.slice(0, 1), parameters, credential });
			expect(result.errorBranch).toEqual([]);
			expect(keys).toEqual(['tenant-key-aa']);
		});
	});
});
