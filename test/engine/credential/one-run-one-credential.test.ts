import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { titledCases } from '../../cases';
import { runNode, type NodeOptions } from '../support';
import { linksOf } from '../../faults/support/outcomes';
import {
	refusal,
	startRecordingServer,
	success,
	type KainicAnswer,
	type ReceivedRequest,
	type RecordingServer,
} from './recording-server';

let server: RecordingServer;
let answer: (request: ReceivedRequest) => KainicAnswer;
beforeEach(async () => {
	answer = () => success;
	server = await startRecordingServer((request) => answer(request));
});
afterEach(async () => await server.close());

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
		baseUrl: server.url,
	});

	test('a credential that is edited during a run serves the next run only', async () => {
		let isEdited = false;
		const edited = await startRecordingServer();
		const credential = () =>
			isEdited ? { ...values('edited-key'), baseUrl: edited.url } : values('first-key');
		answer = ({ key }) => {
			isEdited = true;
			return refusal(`The key ${key} and edited-key are no good today.`);
		};
		const result = await run({ credential });
		await edited.close();
		expect(edited.requests).toEqual([]);
		expect(server.requests.map(({ key }) => key)).toEqual(['first-key', 'first-key']);
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
			expect(server.requests).toEqual([]);
			expect(new Set(result.errorBranch.map(codeOf))).toEqual(new Set(['invalid_input']));
			expect(result.errorBranch.flatMap(linksOf).sort()).toEqual([0, 1, 2, 3]);
			expect(result.errorBranch[0]?.json.error).toMatchObject({
				message: 'The credential depends on the item.',
				description: 'Use one node for each credential, or Loop Over Items.',
				notSent: true,
			});
			expect(result.stored).not.toContain('tenant-key-');
		});

		test('that gives one value for all items, they go with it', async () => {
			const credential = { ...values('unused'), apiKey: '={{ "the-" + "key" }}' };
			const result = await run({ items, credential });
			expect(result.errorBranch).toEqual([]);
			expect(new Set(server.requests.map(({ key }) => key))).toEqual(new Set(['the-key']));
		});

		test('a single item may choose its credential, as in Loop Over Items', async () => {
			const credential = { ...values('unused'), apiKey: '={{ "tenant-key-" + $json.tenant }}' };
			const parameters = { ...node.parameters, syncMode: 'stock', options: node.options };
			const result = await run({ items: items.slice(0, 1), parameters, credential });
			expect(result.errorBranch).toEqual([]);
			expect(server.requests.map(({ key }) => key)).toEqual(['tenant-key-aa']);
		});
	});
});
