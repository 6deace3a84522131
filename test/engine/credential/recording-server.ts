import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as answers from '../../faults/table/answers';

export interface ReceivedRequest {
	/** Without its query. */
	readonly path: string;
	readonly key: string;
	readonly body: string;
}

export interface RecordingServer {
	readonly url: string;
	readonly requests: readonly ReceivedRequest[];
	close(): Promise<void>;
}

export interface KainicAnswer {
	readonly status: number;
	readonly body: unknown;
}

export const success: KainicAnswer = { status: 200, body: answers.success };

export function refusal(message: string, status = 400): KainicAnswer {
	return { status, body: { status: 'fail', message } };
}

/** A server on 127.0.0.1 that knows no key: it notes the one that came, and answers as it is told. */
export async function startRecordingServer(
	answer: (request: ReceivedRequest) => KainicAnswer = () => success,
): Promise<RecordingServer> {
	const requests: ReceivedRequest[] = [];
	const server = createServer((incoming, response) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://127.0.0.1');
			const key = searchParams.get('api_key') ?? '';
			const request = { path: pathname, key, body: Buffer.concat(chunks).toString() };
			requests.push(request);
			const { status, body } = answer(request);
			response.writeHead(status, { connection: 'close' }).end(JSON.stringify(body));
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return { url: `http://127.0.0.1:${portOf(server)}`, requests, close: () => close(server) };
}

async function close(server: Server): Promise<void> {
	await new Promise((resolve) => server.close(resolve));
}

function portOf(server: Server): number {
	const address: AddressInfo | string | null = server.address();
	return typeof address === 'object' && address !== null ? address.port : 0;
}
