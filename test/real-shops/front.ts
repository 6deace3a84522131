import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { makeCertificate } from '../../tools/n8n/certificate';
import { listen, loopback } from '../../tools/n8n/ports';

/** A host whose requests go to a port of this machine, once the port is known. */
export interface Front {
	readonly url: string;
	/** Where requests go. Before it is set, the answer is a proxy's 502. */
	target: number | null;
	/** Method, path and body of each request. */
	readonly requests: string[];
}

/**
 * HTTPS for a shop at `localhost` and for n8n at 127.0.0.1: two hosts for a browser, so that they share no
 * cookies and need CORS. `certificate` is the file for NODE_EXTRA_CA_CERTS.
 */
export async function openFronts() {
	const { key, cert, file, remove } = await makeCertificate('DNS:localhost,IP:127.0.0.1');
	const open = async (host: string) => {
		const requests: string[] = [];
		const server = createServer({ key, cert }, (request, response) => {
			void pass(request, response, front);
		});
		const front: Front = {
			url: `https://${host}:${await listen(server, 0)}`,
			target: null,
			requests,
		};
		return { front, server };
	};
	const [shop, n8n] = [await open('localhost'), await open(loopback)];
	return {
		shop: shop.front,
		n8n: n8n.front,
		certificate: file,
		close: async (): Promise<void> => {
			for (const { server } of [shop, n8n]) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
			remove();
		},
	};
}

async function pass(
	request: IncomingMessage,
	response: ServerResponse,
	front: Front,
): Promise<void> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	const body = Buffer.concat(chunks);
	const { method = '', url = '', headers } = request;
	front.requests.push(`${method} ${url} ${body.toString('utf8')}`);
	const fail = () => void response.writeHead(502).end('Bad Gateway');
	if (front.target === null) return fail();
	const { connection: _, ...others } = headers;
	const options = {
		...{ method, path: url, host: loopback, port: front.target },
		headers: { ...others, 'x-forwarded-proto': 'https', connection: 'close' },
	};
	const sent = forward(options, (answer) => {
		response.writeHead(answer.statusCode ?? 502, answer.headers);
		answer.pipe(response);
	});
	sent.on('error', fail).end(body);
}
