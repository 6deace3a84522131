import { type RequestListener, STATUS_CODES, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type Socket, connect, createServer as createRelay } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { makeCertificate } from '../n8n/certificate';
import { listen, loopback } from '../n8n/ports';
import type { Behaviour } from './behaviours';

/** A success with the data that the callers of all endpoints expect. */
const data = { items: Array(5).fill({ item_id: 'sku-1', score: 0.9 }) };
const success = JSON.stringify({ status: 'success', data });

/** Milliseconds from a shop's n8n to a server in another country and back. */
const roundTrip = 40;

/** Starts a server in Kainic's place, on this machine or, behind TLS, 40 ms away. */
export async function startKainic(isFar: boolean) {
	const newRun = (behaviour?: Behaviour) => {
		return { behaviour, seen: { requests: 0, acceptedTwice: 0 }, visitors: new Set<string>() };
	};
	let run = newRun();
	const take: RequestListener = (request, response) => {
		const { behaviour, seen, visitors } = run;
		const succeed = () => response.setHeader('Content-Type', 'application/json').end(success);
		seen.requests += 1;
		if (behaviour === undefined) return request.resume().once('end', succeed);
		return void json(request).then(async (body) => {
			const ids = ([body].flat() as Array<{ anon_uid: string }>).map(({ anon_uid }) => anon_uid);
			const answer = await behaviour(Number(ids[0]?.replace('visitor-', '')));
			if (answer === 'silence') return undefined;
			if (answer === 'break') return request.socket.destroy();
			const { status, retryAfter } = answer;
			if (retryAfter !== undefined) response.setHeader('Retry-After', retryAfter);
			// A refusal by the platform on which Kainic runs is plain text.
			if (status !== 200) return response.writeHead(status).end(STATUS_CODES[status]);
			seen.acceptedTwice += ids.filter((id) => visitors.has(id)).length;
			for (const id of ids) visitors.add(id);
			return succeed();
		}, console.error);
	};
	const certificate = isFar ? await makeCertificate(`IP:${loopback}`) : null;
	const server = certificate ? createTlsServer(certificate, take) : createServer(take);
	const port = await listen(server, 0);
	const relay = certificate ? relayTo(port) : null;
	return {
		url: relay ? `https://${loopback}:${await listen(relay, 0)}` : `http://${loopback}:${port}`,
		/** What n8n needs in its environment to reach the server. */
		env: certificate ? { NODE_EXTRA_CA_CERTS: certificate.file } : {},
		/** Begins a run and returns what the server sees in it. Without a behaviour, it accepts everything. */
		begin: (behaviour?: Behaviour) => (run = newRun(behaviour)).seen,
		close: () => {
			relay?.close();
			server.close().closeAllConnections();
			certificate?.remove();
		},
	};
}

/**
 * Passes bytes on to a port of this machine as if the port were far away: each way takes half of the round
 * trip. Before the first byte, a new connection takes one round trip, as the greeting of TCP does.
 */
function relayTo(port: number) {
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
