import { type RequestListener, type Server, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
	type Server as NetServer,
	type Socket,
	connect,
	createServer as createRelay,
} from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { makeCertificate } from '../n8n/certificate';
import { listen, loopback } from '../n8n/ports';

/** A server in Kainic's place that takes everything, keeps nothing, and counts. */
export interface CountingServer {
	/** Without a slash at the end. */
	readonly url: string;
	/** What n8n needs in its environment to reach it. */
	readonly env: Readonly<Record<string, string>>;
	/** How many requests came since this was asked for the last time. */
	takeRequests(): number;
	close(): Promise<void>;
}

/** A success that has what the caller of each endpoint looks for. */
const success = JSON.stringify({
	status: 'success',
	data: {
		items: Array.from({ length: 5 }, (_, index) => ({ item_id: `sku-${index}`, score: 0.9 })),
	},
});

/** Milliseconds from a shop's n8n to a server in another country and back. */
const roundTrip = 40;

/** Starts a server on this machine or, behind TLS, 40 ms away. */
export async function startCounting(isFar: boolean): Promise<CountingServer> {
	let requests = 0;
	const take: RequestListener = (request, response) => {
		requests += 1;
		request.resume().once('end', () => {
			response.writeHead(200, { 'Content-Type': 'application/json' }).end(success);
		});
	};
	const certificate = isFar ? await makeCertificate(`IP:${loopback}`) : null;
	const server: Server = certificate ? createTlsServer(certificate, take) : createServer(take);
	const port = await listen(server, 0);
	const relay = certificate ? relayTo(port) : null;
	return {
		url: relay ? `https://${loopback}:${await listen(relay, 0)}` : `http://${loopback}:${port}`,
		env: certificate ? { NODE_EXTRA_CA_CERTS: certificate.file } : {},
		takeRequests: () => {
			const taken = requests;
			requests = 0;
			return taken;
		},
		close: async () => {
			relay?.close();
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
			certificate?.remove();
		},
	};
}

/**
 * Passes bytes on to a port of this machine as if it were far away: each way takes half of the round
 * trip, and a new connection one round trip before its first byte, as TCP's greeting does.
 */
function relayTo(port: number): NetServer {
	return createRelay({ pauseOnConnect: true, noDelay: true }, (near) => {
		void wait(roundTrip).then(() => {
			const far = connect({ port, host: loopback, noDelay: true });
			forward(near, far);
			forward(far, near);
		});
	});
}

/** Timers of the same length fire in the order in which they were set. */
function forward(from: Socket, to: Socket): void {
	from.on('data', (bytes) => setTimeout(() => to.write(bytes), roundTrip / 2));
	from.on('error', () => to.destroy());
	from.once('close', () => setTimeout(() => to.destroySoon(), roundTrip / 2));
	from.resume();
}
