import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server that takes everything, keeps nothing, and counts. */
export interface Sink {
	/** Without a slash at the end. */
	url: string;
	/** What came since this was asked for the last time. */
	take(): Arrivals;
	close(): Promise<void>;
}

export interface Arrivals {
	requests: number;
	/** Of all bodies. */
	bytes: number;
	/** From the head of each request to its answer, added up. */
	milliseconds: number;
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
	let arrivals = nothing();
	const take = (request: IncomingMessage, response: ServerResponse): void => {
		const start = performance.now();
		arrivals.requests += 1;
		drain(request, (bytes) => {
			arrivals.bytes += bytes;
			arrivals.milliseconds += performance.now() - start;
			reply(response);
		});
	};
	const server = tls ? createTlsServer(tls, take) : createServer(take);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `${tls ? 'https' : 'http'}://127.0.0.1:${portOf(server.address())}`,
		take: () => {
			const taken = arrivals;
			arrivals = nothing();
			return taken;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

function nothing(): Arrivals {
	return { requests: 0, bytes: 0, milliseconds: 0 };
}

function drain(request: IncomingMessage, done: (bytes: number) => void): void {
	let bytes = 0;
	request.on('data', (chunk: Buffer) => (bytes += chunk.length));
	request.once('end', () => done(bytes));
}

function reply(response: ServerResponse): void {
	response.writeHead(200, { 'Content-Type': 'application/json' });
	response.end(answer);
}

/** The port that a server listens on. */
export function portOf(address: AddressInfo | string | null): number {
	if (typeof address === 'object' && address !== null) return address.port;
	throw new Error('The server has no port.');
}
