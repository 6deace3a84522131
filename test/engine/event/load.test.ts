import { createServer, type Server, type ServerResponse } from 'node:http';
import { credentialFor } from '../emulator';
import { runNode } from '../support';
import { views } from './shop';

/** Takes so many requests at once and answers 503 to the others. */
class CrowdedServer {
	refused = 0;

	/** `anon_uid` of each event or visitor that was taken. */
	readonly taken: unknown[] = [];

	private underWay = 0;

	private readonly server: Server;

	constructor(capacity: number) {
		this.server = createServer((request, response) => {
			const isTaken = this.underWay < capacity;
			if (isTaken) this.underWay += 1;
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				if (isTaken) setTimeout(() => this.take(Buffer.concat(chunks), response), 100);
				else this.refuse(response);
			});
		});
	}

	async start(): Promise<string> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		return `http://127.0.0.1:${Object(this.server.address()).port}`;
	}

	stop(): void {
		this.server.close();
	}

	private take(body: Buffer, response: ServerResponse): void {
		this.underWay -= 1;
		const sent: unknown = JSON.parse(body.toString());
		this.taken.push(...[sent].flat().map((each) => Object(each).anon_uid));
		response.end('{"status":"success","data":{"kainic_mid":"m","items":[{"item_id":"p-1"}]}}');
	}

	private refuse(response: ServerResponse): void {
		this.refused += 1;
		response.writeHead(503).end();
	}
}

describe('a server that answers 503 above eight requests at once', () => {
	const visitors = views(300);
	const ids = visitors.map(({ anon_uid }) => anon_uid);
	let server: CrowdedServer;
	let run: (type: string, parameters: object) => ReturnType<typeof runNode>;
	beforeEach(async () => {
		server = new CrowdedServer(8);
		const credential = credentialFor(await server.start());
		run = async (type, parameters) =>
			await runNode({
				...{ type, credential, items: visitors, onError: 'continueErrorOutput' },
				parameters: Object(parameters),
			});
	});
	afterEach(() => server.stop());

	test('gets every event once with the defaults of Kainic Event', async () => {
		const parameters = { trackerId: 't', eventSource: 'inputItem', options: { batchSize: 2 } };
		const { success, errorBranch } = await run('kainicEvent', parameters);
		expect(errorBranch).toEqual([]);
		expect(success).toHaveLength(300);
		expect(new Set(server.taken)).toEqual(new Set(ids));
		expect(server.taken).toHaveLength(300);
		expect(server.refused).toBeGreaterThan(0);
	});

	test('answers nearly every visitor with the defaults of Kainic Predict', async () => {
		const fields = { platform: 'web', anonUid: '={{ $json.anon_uid }}', type: 'popular' };
		const { success } = await run('kainicPredict', { ...fields, modelId: 'm' });
		expect(success.length).toBeGreaterThanOrEqual(290);
		expect(server.refused).toBeGreaterThan(0);
	});
});
