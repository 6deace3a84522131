import { createServer, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request as it came over the wire. */
export interface Recorded {
	readonly url: URL;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** Stands before an emulator and writes down every byte that is sent to it. */
export interface Recorder {
	readonly url: string;
	readonly requests: Recorded[];
	/** Called when a request has come whole, before it goes on. */
	onRequest: (recorded: Recorded) => void;
	/** When the emulator has answered all that came, also what its sender no longer waits for. */
	settled(): Promise<void>;
	close(): Promise<void>;
}

export async function startRecorder(target: string): Promise<Recorder> {
	const requests: Recorded[] = [];
	const underway = new Set<Promise<unknown>>();
	const recorder = { onRequest: (_recorded: Recorded): void => undefined };
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks);
			const recorded = {
				url: new URL(request.url ?? '/', target),
				headers: request.headers,
				body: body.toString('utf8'),
			};
			requests.push(recorded);
			recorder.onRequest(recorded);
			const headers = { ...request.headers, host: new URL(target).host };
			const forwarded = httpRequest(recorded.url, { method: request.method, headers }, (answer) => {
				response.writeHead(answer.statusCode ?? 500, answer.headers);
				answer.pipe(response);
			});
			forwarded.on('error', () => response.destroy());
			const closed = new Promise((resolve) => forwarded.on('close', resolve));
			underway.add(closed);
			void closed.then(() => underway.delete(closed));
			forwarded.end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return Object.assign(recorder, {
		url: `http://127.0.0.1:${port}`,
		requests,
		settled: async () => {
			await Promise.all(underway);
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	});
}
