import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { IAuthenticate, ICredentialType, IExecuteFunctions } from 'n8n-workflow';
import {
	createNodeType,
	createStartNode,
	n8nMajor,
	nodeUnderTest,
	runAsTool,
	runNode,
	runWorkflow,
} from './support';

const items = [{ id: 'a' }, { id: 'b' }];

const copier = createNodeType(function () {
	return [
		this.getInputData().map(({ json }, item) => ({
			json: { ...json, copied: true },
			pairedItem: { item },
		})),
	];
});

test('each test run has the engine, and the n8n-workflow, of the major it is named after', () => {
	const ofMajorOne = path.join('core-1', 'node_modules', 'n8n-workflow');

	expect(n8nMajor).toBe(Reflect.get(globalThis, 'expectedMajor'));
	expect(require.resolve('n8n-workflow').includes(ofMajorOne)).toBe(n8nMajor === 1);
});

test('a node gets the items it is given, and what it makes of them comes back', async () => {
	const { success, error, record } = await runNode({ type: copier, items });

	expect(success.map(({ json }) => json)).toEqual([
		{ id: 'a', copied: true },
		{ id: 'b', copied: true },
	]);
	expect(error).toBeUndefined();
	expect(record.status).toBe('success');
});

test('a following node reaches the output and the input of a node by expression', async () => {
	const { probed } = await runNode({
		type: copier,
		items,
		onError: 'continueErrorOutput',
		probe: {
			own: `={{ $('${nodeUnderTest}').item.json.copied }}`,
			input: "={{ $('Start').item.json.id }}",
			unknown: "={{ $('Nowhere').item.json.id }}",
		},
	});

	expect(probed).toEqual([
		[
			{ own: true, input: 'a', unknown: expect.stringContaining('node') },
			{ own: true, input: 'b', unknown: expect.stringContaining('node') },
		],
		[],
	]);
});

test('hints of a node, its log lines and its output are seen', async () => {
	const type = createNodeType(function () {
		this.addExecutionHints({ message: '2 sent', location: 'outputPane' });
		this.logger.debug('Sending', { batch: 'first' });
		return [[{ json: { sent: 2 } }]];
	});
	const { hints, logs, stored } = await runNode({ type, items });

	expect(hints).toEqual([{ message: '2 sent', location: 'outputPane' }]);
	expect(logs.filter((line) => line.includes('Sending'))).toEqual([
		expect.stringContaining('first'),
	]);
	expect(stored).toContain('"sent":2');
});

describe('a cancelled execution', () => {
	test('tells the node at once and ends when the node does', async () => {
		const type = createNodeType(async function () {
			const signal = this.getExecutionCancelSignal();
			await new Promise((resolve) => signal?.addEventListener('abort', resolve));
			return [[{ json: { stopped: true } }]];
		});
		const { record } = await runNode({ type, items, cancelAfter: 20 });

		expect(record.status).toBe('canceled');
		expect(record.millisecondsAfterCancel).toBeLessThan(500);
	});

	test('shows how long a node goes on that does not listen', async () => {
		const type = createNodeType(async () => {
			await new Promise((resolve) => setTimeout(resolve, 400));
			return [[]];
		});
		const { record } = await runNode({ type, items, cancelAfter: 20 });

		expect(record.status).toBe('canceled');
		expect(record.millisecondsAfterCancel).toBeGreaterThan(300);
	});
});

describe.each(['memory', 'filesystem'] as const)('binary data kept in %s', (binaryMode) => {
	const reader = createNodeType(async function () {
		const { id, mimeType } = this.helpers.assertBinaryData(0, 'data');
		const content = await readFile(this, id);
		const binary = await this.helpers.prepareBinaryData(
			Buffer.from(content.toUpperCase()),
			'b.txt',
		);
		return [[{ json: { content, mimeType, id: id ?? null }, binary: { data: binary } }]];
	});

	test('goes into a node and comes out of it', async () => {
		const content = Readable.from([Buffer.from('some '), Buffer.from('text')]);
		const files = { data: { content, fileName: 'a.txt', mimeType: 'text/plain' } };
		const { success } = await runNode({
			type: reader,
			inputItems: [{ json: {}, files }],
			binaryMode,
		});

		expect(success[0]?.json).toEqual({
			content: 'some text',
			mimeType: 'text/plain',
			id: binaryMode === 'memory' ? null : expect.stringMatching(/^filesystem-v2:/),
		});
		expect(success[0]?.binary?.data?.fileName).toBe('b.txt');
	});
});

async function readFile(context: IExecuteFunctions, id: string | undefined): Promise<string> {
	if (id === undefined) return (await context.helpers.getBinaryDataBuffer(0, 'data')).toString();
	const chunks: Buffer[] = [];
	for await (const chunk of await context.helpers.getBinaryStream(id)) {
		chunks.push(Buffer.from(chunk));
	}
	return Buffer.concat(chunks).toString();
}

describe('a credential authenticates the requests of a node', () => {
	const byExpression: IAuthenticate = {
		type: 'generic',
		properties: { qs: { key: '={{ $credentials.secret }}' }, headers: { 'X-Fixed': 'yes' } },
	};
	const byFunction: IAuthenticate = async ({ secret }, options) =>
		await Promise.resolve({
			...options,
			qs: { ...options.qs, key: secret },
			headers: { 'X-Fixed': 'yes' },
		});

	test.each([
		['expressions', byExpression],
		['a function', byFunction],
	])('through %s', async (_case, authenticate) => {
		const server = createServer(({ url, headers }, response) =>
			response.end(JSON.stringify({ url, fixed: headers['x-fixed'] })),
		);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { success } = await runNode({
			type: requester(portOf(server)),
			items,
			credential: { secret: 's 1' },
			credentialType: createCredentialType(authenticate),
		});
		server.close();

		expect(success[0]?.json).toEqual({
			answer: { url: '/?key=s%201', fixed: 'yes' },
			credential: { secret: 's 1', region: 'eu' },
		});
	});
});

function portOf(server: Server): number {
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The server has no port');
	return address.port;
}

function createCredentialType(authenticate: IAuthenticate): ICredentialType {
	return {
		name: 'testApi',
		displayName: 'Test API',
		properties: [
			{ displayName: 'Secret', name: 'secret', type: 'string', default: '' },
			{ displayName: 'Region', name: 'region', type: 'string', default: 'eu' },
		],
		authenticate,
	};
}

function requester(port: number) {
	return createNodeType(
		async function () {
			const url = `http://127.0.0.1:${port}/`;
			const request = this.helpers.httpRequestWithAuthentication;
			const answer = await request.call(this, 'testApi', { url, json: true });
			return [[{ json: { answer, credential: await this.getCredentials('testApi') } }]];
		},
		{ credentials: [{ name: 'testApi', required: true }] },
	);
}

test('an error branch that is wired back to its node makes it run again', async () => {
	const flaky = createNodeType(function () {
		const [first] = this.getInputData();
		if (first?.json.error !== undefined) return [[{ json: { id: 'again' } }]];
		return [[{ json: { error: 'refused' }, pairedItem: { item: 0 } }]];
	});
	const { runs } = await runWorkflow({
		nodes: [
			{ name: 'Start', type: 'testbed.start' },
			{ name: 'Flaky', type: 'testbed.flaky', onError: 'continueErrorOutput' },
			{ name: 'Wait', type: 'testbed.passThrough', parameters: { milliseconds: 5 } },
		],
		wires: [
			{ from: 'Start', to: 'Flaky' },
			{ from: 'Flaky', output: 1, to: 'Wait' },
			{ from: 'Wait', to: 'Flaky' },
		],
		nodeTypes: {
			'testbed.start': createStartNode([{ json: { id: 'a' } }]),
			'testbed.flaky': flaky,
		},
	});

	expect(
		runs.Flaky?.map(({ outputs }) => outputs.map((list) => list.map(({ json }) => json))),
	).toEqual([
		[[], [{ id: 'a', error: 'refused' }]],
		[[{ id: 'again' }], []],
	]);
});

describe.each(['engine', 'direct'] as const)('a node as an AI tool, called by %s', (calledBy) => {
	const type = createNodeType(
		function () {
			return [[{ json: { city: this.getNodeParameter('city', 0) } }]];
		},
		{
			name: 'weather',
			usableAsTool: true,
			properties: [{ displayName: 'City', name: 'city', type: 'string', default: '' }],
		},
	);

	const broken = createNodeType(
		() => {
			throw new Error('no weather');
		},
		{ name: 'broken', usableAsTool: true },
	);

	test('gets the arguments of the model and answers with its first output', async () => {
		const result = await runAsTool({
			type,
			parameters: { city: "={{ $fromAI('city', 'Where', 'string') }}" },
			arguments: { city: 'Vienna' },
			calledBy,
		});

		expect(result.argumentNames).toEqual(['city']);
		expect(result.description).toBe('A node of the test bed');
		const items = [{ city: 'Vienna' }];
		expect(result.response).toEqual(calledBy === 'engine' ? items : JSON.stringify(items));
	});

	test('that fails ends the execution, except where n8n 2 gives the model its message', async () => {
		const result = await runAsTool({
			type: broken,
			parameters: {},
			arguments: {},
			calledBy,
		});
		const continues = calledBy === 'engine' && n8nMajor === 2;

		expect(result.response).toEqual(continues ? [{ error: 'no weather' }] : undefined);
		expect(result.error?.message).toEqual(continues ? undefined : 'no weather');
	});
});
