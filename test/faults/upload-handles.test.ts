import { readdirSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import path from 'node:path';
import type { INodeType } from 'n8n-workflow';
import { runNode, turns, type NodeResult } from '../engine/support';
import { caseOf } from '../cases';
import { beyond, openedFiles, openHandles, settled, watchFiles } from './support/open-handles';
import { closedPort } from './support/raw-server';

/** Far more than sockets keep for a server that does not read. */
const file = Buffer.from(
	`[${Array.from({ length: 120 }, () => `{"item_id":"p","text":"${'x'.repeat(100_000)}"}`).join()}]`,
);

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

/** Acts when the upload is under way, but far from its end. */
const halfWay = (act: Handle): Handle => {
	return (request, response) => {
		let bytes = 0;
		request.on('error', () => undefined);
		request.on('data', (chunk: Buffer) => {
			if (bytes <= 500_000 && bytes + chunk.length > 500_000) act(request, response);
			bytes += chunk.length;
		});
	};
};

const stalled: Handle = halfWay((request) => request.pause());

/**
 * Answers half-way, and reads on until the client closes the connection. Node.js would close it itself
 * after the answer, at times before the client has read it.
 */
const early = (status: 200 | 413): Handle =>
	halfWay(({ socket }) => {
		const body = JSON.stringify({ status: 'success', code: status });
		socket.write(`HTTP/1.1 ${status} X\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
	});

const atEnd = (act: Handle): Handle => {
	return (request, response) => {
		request.resume();
		request.on('end', () => act(request, response));
	};
};

const busy = (status: number) => (_: IncomingMessage, response: ServerResponse) => {
	response.writeHead(status, { connection: 'close' }).end('no');
};

/** Seconds for an attempt, and what else is wrong. */
interface Circumstances {
	readonly timeout?: number;
	readonly isCanceled?: boolean;
	readonly isUnreachable?: boolean;
}

type Row = [name: string, handle: Handle, code: string | null, more: Circumstances];

const deletesFile = atEnd((request, response) => {
	deleteBinaryFiles();
	busy(503)(request, response);
});

const faults: Row[] = [
	['a stall until the timeout', stalled, 'timeout', { timeout: 0.3 }],
	['a reset half-way', halfWay((request) => request.socket.resetAndDestroy()), 'network', {}],
	['a 200 before the upload has ended', early(200), 'bad_response', {}],
	['a 413 before the upload has ended', early(413), 'too_large', {}],
	['a cancel', stalled, null, { isCanceled: true }],
	['a file that is deleted before the second attempt', deletesFile, 'no_file', {}],
	['a connection that is refused', stalled, 'network', { isUnreachable: true }],
	['a 503, twice', atEnd(busy(503)), 'server_error', {}],
];

function deleteBinaryFiles(): void {
	const folder = process.env['N8N_USER_FOLDER'] ?? '';
	for (const each of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
		const found = path.join(folder, each);
		if (/binary/i.test(each) && statSync(found).isFile()) rmSync(found);
	}
}

let signal: AbortSignal | undefined;

/** Kainic Catalog, which lets the test see its cancel signal. */
function observedNode(): INodeType {
	const { node: type } = caseOf('kainicCatalog');
	return Object.create(type, {
		execute: {
			async value(this: ThisParameterType<NonNullable<INodeType['execute']>>) {
				signal = this.getExecutionCancelSignal();
				return await type.execute?.call(this);
			},
		},
	});
}

async function upload(
	{ timeout = 20, isCanceled, isUnreachable }: Circumstances,
	started: () => boolean,
): Promise<NodeResult> {
	const port = isUnreachable ? await closedPort() : Object(server.address()).port;
	const underWay = async () => {
		while (!started()) await turns(1);
	};
	const content = { content: file, fileName: 'feed.json', mimeType: 'application/json' };
	return await runNode({
		type: observedNode(),
		inputItems: [{ json: {}, files: { data: content } }],
		binaryMode: 'filesystem',
		onError: 'continueErrorOutput',
		credential: {
			apiKey: 'a-key-of-the-test',
			projectId: 'p',
			keyType: 'project',
			baseUrl: `http://127.0.0.1:${port}`,
		},
		parameters: {
			...{ syncMode: 'stock', storeId: 'store-1', productSource: 'file' },
			options: { maxAttempts: 2, timeout, timeBudget: 30 },
		},
		...(isCanceled && { cancelWhen: underWay }),
	});
}

let handle: Handle = stalled;
let requests = 0;
const server = createServer((request, response) => {
	requests += 1;
	handle(request, response);
});
beforeAll(async () => {
	jest.spyOn(Math, 'random').mockReturnValue(0);
	watchFiles();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
	jest.restoreAllMocks();
	server.close();
});

test.each(faults)('after %s nothing is left open', async (_, handleOfFault, code, more) => {
	// The first run of a process leaves what n8n keeps for all of them.
	handle = atEnd(busy(200));
	await upload({ ...more, isCanceled: false }, () => true);
	server.closeAllConnections();
	await turns();
	const before = openHandles(undefined).resources;
	handle = handleOfFault;
	for (let time = 0; time < 3; time += 1) {
		requests = 0;
		const opened = openedFiles();
		const { errorBranch, record } = await upload(more, () => requests > 0);
		const ended = more.isCanceled ? record.status : Object(errorBranch[0]?.json.error).code;
		expect(ended).toBe(code ?? 'canceled');
		expect(openedFiles()).toBeGreaterThan(opened);
		server.closeAllConnections();
		const nothing = { files: 0, resources: [], listeners: 0 };
		expect(await settled(() => beyond(before, openHandles(signal)), nothing)).toEqual(nothing);
	}
});
