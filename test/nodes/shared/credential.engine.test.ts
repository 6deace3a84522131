import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { titledCases } from '../../support/node-cases';
import { bareContext } from '../../faults/blocks/bare-context';
import { linksOf } from '../../faults/support/outcomes';
import { serve, type RunningServer } from '../../support/doubles/server/server';
import { successText } from '../../faults/table/answers';
import { errorOf } from '../../support/engine/with-emulator';
import { runNode, type NodeOptions } from '../../support/engine';

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

	/** The items of several shops: each letter is one of them, and `-` is none. */
	const runFor = async (shops: string, credential: ICredentialDataDecryptedObject) => {
		const items = [...shops].map((shop, place) => ({
			...node.items[place % node.items.length],
			...{ ...(shop !== '-' && { shop }), place },
		}));
		return await run({ items, credential });
	};
	const own = '={{ "key-" + $json.shop }}';

	test.each(['ab', 'aab', 'aba', 'aaabaaa'])(
		'no items are sent if they have different credentials: %s',
		async (shops) => {
			const { errorBranch, outputs } = await runFor(shops, values(own));
			expect(keys).toEqual([]);
			expect(outputs.flat()).toEqual([]);
			const ended = errorBranch.flatMap(linksOf).sort((first, second) => first - second);
			expect(ended).toEqual([...shops].map((_, index) => index));
			const error = {
				...{ code: 'invalid_input', notSent: true, mayBeAccepted: false },
				message: `In "Kainic account", the items 0 and ${shops.indexOf('b')} have different values for 'API Key'.`,
				description: expect.stringContaining('call the sub-workflow once for each credential'),
			};
			expect(errorOf(errorBranch[0])).toEqual(expect.objectContaining(error));
		},
	);

	const forB = (value: string, other: string) =>
		`={{ $json.shop === 'b' ? ${JSON.stringify(value)} : ${JSON.stringify(other)} }}`;

	test.each([
		['projectId', "'Project ID'", (): string => forB('other-project', 'demo-project')],
		['baseUrl', "'Base URL'", (): string => forB('http://127.0.0.1:1', server.url)],
		['keyType', "'Key Type'", (): string => forB('other', node.keyType)],
	])('nor if only their %s is different', async (name, title, expression) => {
		const { errorBranch } = await runFor('abaa', { ...values('key'), [name]: expression() });
		expect(keys).toEqual([]);
		expect(errorOf(errorBranch[0]).message).toContain(`different values for ${title}.`);
	});

	test('an expression that has the same value for all items is one credential', async () => {
		const { errorBranch } = await runFor('aaaa', values(own));
		expect(errorBranch).toEqual([]);
		expect(new Set(keys)).toEqual(new Set(['key-a']));
	});

	test('a cancel while it is read for many items ends the run as canceled', async () => {
		const cancel = new AbortController();
		const items = Array.from({ length: 50 }, () => node.items[0] ?? {});
		const { parameters } = node;
		const getCredentials = async (_name: string, index: number) => {
			if (index === 10) cancel.abort();
			return { ...values('key'), projectId: index < items.length ? 'demo-project' : 'none' };
		};
		const context: IExecuteFunctions = Object({
			...bareContext({ type: node.node, items, parameters, credential: {} }),
			getExecutionCancelSignal: () => cancel.signal,
			getCredentials,
		});
		const ended: unknown = await node.node.execute?.call(context);
		const error = expect.objectContaining({ code: 'canceled', notSent: true });
		expect(Object(ended)[0][0].json).toEqual({ error });
		expect(keys).toEqual([]);
	});

	test('an expression that fails for one item is no credential', async () => {
		const failing = '={{ "key-" + $json.shop.toUpperCase() }}';
		const { errorBranch } = await runFor('a-a', values(failing));
		expect(keys).toEqual([]);
		expect(errorOf(errorBranch[0])).toMatchObject({ code: 'invalid_input', notSent: true });
	});
});
