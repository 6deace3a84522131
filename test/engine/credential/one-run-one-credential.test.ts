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
		const byTenant = (): ICredentialDataDecryptedObject => ({
			...values('unused'),
			apiKey: '={{ "tenant-key-" + $json.tenant }}',
			projectId: '={{ $json.tenant === "broken" ? "" : "project-" + $json.tenant }}',
		});

		test.each([
			'$json.tenant',
			'$input.item.json.tenant',
			'$input.all()[$itemIndex].json.tenant',
			'["aa", "bb"][$itemIndex % 2]',
		])("each tenant's items go with its own key to its own project: %s", async (tenant) => {
			const credential = {
				...byTenant(),
				apiKey: `={{ "tenant-key-" + ${tenant} }}`,
				projectId: `={{ "project-" + ${tenant} }}`,
			};
			const result = await run({ items, credential });
			expect(result.errorBranch).toEqual([]);
			expect(new Set(server.requests.map(({ key }) => key))).toEqual(
				new Set(['tenant-key-aa', 'tenant-key-bb']),
			);
			for (const { key, path, body } of server.requests) {
				const tenant = key.replace('tenant-key-', '');
				const other = tenant === 'aa' ? 'bb' : 'aa';
				expect(path + body).toContain(`project-${tenant}`);
				expect(path + body).not.toContain(`project-${other}`);
				expect(body).not.toContain(`"tenant":"${other}"`);
			}
			expect(result.stored).not.toContain('tenant-key-');
		});

		test('a tenant whose credential is broken fails alone', async () => {
			const mixed = items.map((item, index) =>
				index === 1 ? { ...item, tenant: 'broken' } : item,
			);
			const parameters = { ...node.parameters, syncMode: 'stock', options: node.options };
			const result = await run({ items: mixed, parameters, credential: byTenant() });
			expect(result.errorBranch.map(codeOf)).toEqual(['invalid_input']);
			expect(result.errorBranch.flatMap(linksOf)).toEqual([1]);
			expect(result.outputs.flat().flatMap(linksOf).sort()).toEqual([0, 2, 3]);
			expect(server.requests.map(({ key }) => key)).not.toContain('tenant-key-broken');
		});

		test.each([
			['unauthorized', refusal('no such key', 401)],
			['credit', refusal('Insufficient Credit !')],
		])("one tenant's failure %s does not stop the other's requests", async (code, refused) => {
			answer = ({ key }) => (key === 'tenant-key-aa' ? refused : success);
			const result = await run({
				items,
				parameters: {
					...node.parameters,
					options: { ...node.options, batchSize: 1, concurrency: 1 },
				},
				credential: byTenant(),
			});
			expect(new Set(result.errorBranch.map(codeOf))).toEqual(new Set([code]));
			expect(result.errorBranch.flatMap(linksOf).sort()).toEqual([0, 2]);
			expect(result.outputs.flat().flatMap(linksOf).sort()).toEqual([1, 3]);
			expect(server.requests.filter(({ key }) => key === 'tenant-key-aa')).toHaveLength(1);
		});
	});
});
