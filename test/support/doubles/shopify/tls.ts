import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { makeCertificate } from '../../../../tools/n8n/certificate';
import { type Answer, listener, start } from '../server/server';

/** Answers for the hosts of a domain by TLS behind a CONNECT proxy on 127.0.0.1; refuses all others. */
export async function openProxiedDomain(domain: string, hosts: ReadonlyMap<string, Answer>) {
	const { key, cert, file, remove } = await makeCertificate(`DNS:*.${domain}`);
	const answer: Answer = (request) =>
		hosts.get(request.headers.host ?? '')?.(request) ?? { status: 404, body: '' };
	const shops = await start(createTlsServer({ key, cert }, listener(answer)));
	const open = new Set<Duplex>();
	const proxy = createServer((_request, response) => response.writeHead(403).end());
	proxy.on('connect', (request: IncomingMessage, client: Duplex) => {
		open.add(client.on('error', () => client.destroy()));
		if (!hosts.has(request.url?.replace(/:443$/, '') ?? '')) {
			client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
			return;
		}
		const target = connect(shops.port, '127.0.0.1', () => {
			client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			target.pipe(client).pipe(target);
		});
		open.add(target.on('error', () => client.destroy()));
	});
	const { url, close } = await start(proxy);
	return {
		/** Variables for n8n: the proxy, the certificate that it has to trust, and the addresses of the hosts. */
		env: {
			...{ HTTPS_PROXY: url, NO_PROXY: '127.0.0.1,localhost', NODE_EXTRA_CA_CERTS: file },
			NODE_OPTIONS: `--require=${join(__dirname, 'dns.js')}`,
		},
		close: async (): Promise<void> => {
			for (const socket of open) socket.destroy();
			await Promise.all([close(), shops.close()]);
			remove();
		},
	};
}
