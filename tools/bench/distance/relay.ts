import { type Socket, connect, createServer } from 'node:net';
import { loopback } from '../../n8n/ports';
import { portOf } from '../sink';

/** A way to a server that takes time. */
export interface Relay {
	readonly port: number;
	close(): Promise<void>;
}

/**
 * Passes bytes on to a port of this machine as if it were far away: each way takes half of the round
 * trip, and a new connection one round trip before its first byte, as TCP's greeting does.
 */
export async function startRelay(target: number, roundTrip: number): Promise<Relay> {
	const sockets = new Set<Socket>();
	const server = createServer((near) => {
		const far = connect(target, loopback);
		for (const [from, to, greeting] of [
			[near, far, roundTrip],
			[far, near, 0],
		] as const) {
			from.setNoDelay(true);
			sockets.add(from);
			from.once('close', () => sockets.delete(from));
			forward(from, to, { delay: roundTrip / 2, notBefore: performance.now() + greeting });
		}
	});
	await new Promise<void>((resolve) => server.listen(0, loopback, resolve));
	return {
		port: portOf(server.address()),
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => server.close(() => resolve()));
		},
	};
}

interface Way {
	/** Milliseconds. */
	readonly delay: number;
	/** No byte starts before it. */
	readonly notBefore: number;
}

function forward(from: Socket, to: Socket, { delay, notBefore }: Way): void {
	const underWay: Array<{ due: number; arrive: () => void }> = [];
	const deliver = (): void => {
		for (let [next] = underWay; next !== undefined; [next] = underWay) {
			const left = next.due - performance.now();
			if (left > 0) {
				setTimeout(deliver, left);
				return;
			}
			underWay.shift();
			next.arrive();
		}
	};
	const depart = (arrive: () => void): void => {
		underWay.push({ due: Math.max(performance.now(), notBefore) + delay, arrive });
		if (underWay.length === 1) deliver();
	};
	from.on('data', (bytes) => depart(() => to.write(bytes)));
	from.once('end', () => depart(() => to.end()));
	from.on('error', () => to.destroy());
	from.once('close', () => depart(() => to.end()));
}
