import { createServer } from 'node:net';
import { codeOf } from './setup-error';

export const loopback = '127.0.0.1';

const given = new Set<number>();

/** A free port of 127.0.0.1, another one at each call. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = await listenOnce(0);
		if (given.has(port)) continue;
		given.add(port);
		return port;
	}
}

/** Whether this process can listen on that port of 127.0.0.1. */
export async function isPortFree(port: number): Promise<boolean> {
	try {
		await listenOnce(port);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EADDRINUSE' || codeOf(error) === 'EACCES') return false;
		throw error;
	}
}

function listenOnce(port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(port, loopback, () => {
			const address = server.address();
			const chosen = typeof address === 'object' && address !== null ? address.port : port;
			server.close(() => resolve(chosen));
		});
	});
}
