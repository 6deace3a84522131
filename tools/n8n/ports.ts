import { createServer } from 'node:net';
import { SetupError, codeOf } from './setup-error';

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

/** Fails with a SetupError if that port of 127.0.0.1 is in use. */
export async function assertPortFree(port: number, purpose: string): Promise<void> {
	if (await isPortFree(port)) return;
	throw new SetupError(
		`Port ${port}, meant for ${purpose}, is in use or not permitted. Choose another one.`,
	);
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
