import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server that takes everything, keeps nothing, and counts. */
export interface Sink {
	/** Without a slash at the end. */
	readonly url: string;
	/** How many requests came since this was asked for the last time. */
	takeRequests(): number;
	close(): Promise<void>;
}

/** What Kainic says to a success; each endpoint's caller finds what it looks for. */
const answer = JSON.stringify({
	status: 'success',
	data: {
		items: Array.from({ length: 5 }, (_, index) => ({ item_id: `sku-${index}`, score: 0.9 })),
	},
});

/** Starts a sink on a free port of 127.0.0.1, behind TLS if it is given a certificate. */
export async function startSink(tls?: { key: Buffer; cert: Buffer }): Promise<Sink> {
	let requests = 0;
	const take = (request: IncomingMessage, response: ServerResponse): void => {
		requests += 1;
		request.resume();
		request.once('end', () => {
			response.writeHead(200, { 'Content-Type': 'application/json' });
			response.end(answer);
		});
	};
	const server = tls ? createTlsServer(tls, take) : createServer(take);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `${tls ? 'https' : 'http'}://127.0.0.1:${portOf(server.address())}`,
		takeRequests: () => {
			const taken = requests;
			requests = 0;
			return taken;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

/** The port that a server listens on. */
export function portOf(address: AddressInfo | string | null): number {
	if (typeof address === 'object' && address !== null) return address.port;
	throw new Error('The server has no port.');
}
