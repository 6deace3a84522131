import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

export const loopback = '127.0.0.1';

// Not get-port: it is an ES module only, which Jest does not load.
const given = new Set<number>();

/** A free port of 127.0.0.1, another one at each call; the wanted one if it is free. */
export async function freePort(wanted = 0): Promise<number> {
	const server = createServer();
	try {
		const port = await listen(server, wanted);
		if (given.has(port)) return await freePort();
		given.add(port);
		return port;
	} catch (error) {
		if (wanted === 0) throw error;
		return await freePort();
	} finally {
		await new Promise((resolve) => server.close(resolve));
	}
}

/** Lets a server listen on 127.0.0.1, on any free port if it is 0. Returns the port. */
export async function listen(server: Server, port: number): Promise<number> {
	server.listen(port, loopback);
	await once(server, 'listening');
	const address = server.address();
	return typeof address === 'object' && address !== null ? address.port : port;
}
