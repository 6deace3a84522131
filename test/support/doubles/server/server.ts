import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { listen, loopback } from '../../../../tools/n8n/ports';

/** A request that a shop got, with its whole body. */
export interface ShopRequest {
	readonly path: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingMessage['headers'];
	readonly body: string;
}

/** What a shop answers; a body that is neither a text nor bytes is sent as JSON. */
export interface ShopAnswer {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: unknown;
	/** Milliseconds until the shop answers; Infinity for never. */
	readonly delay?: number;
}

export type Answer = (request: ShopRequest) => ShopAnswer;

/** Answers a request that came by plain HTTP or inside TLS. */
export function listener(answer: Answer) {
	return (incoming: IncomingMessage, response: ServerResponse): void => {
		void respond(incoming, response, answer);
	};
}

async function respond(
	incoming: IncomingMessage,
	response: ServerResponse,
	answer: Answer,
): Promise<void> {
	const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://shop');
	const { headers } = incoming;
	const given = answer({ path, query, headers, body: await text(incoming) });
	const { status, body, delay = 0 } = given;
	if (delay === Infinity) return;
	await wait(delay);
	const isRaw = typeof body === 'string' || body instanceof Uint8Array;
	const type = isRaw ? 'text/html; charset=UTF-8' : 'application/json; charset=UTF-8';
	response.writeHead(status, { 'content-type': type, ...given.headers });
	response.end(isRaw ? body : JSON.stringify(body));
}

export type RunningServer = Awaited<ReturnType<typeof start>>;

export const serve = async (answer: Answer) => await start(createServer(listener(answer)));

/** Listens on a free port of 127.0.0.1. */
export async function start(server: Server & { closeAllConnections(): void }) {
	const port = await listen(server, 0);
	return {
		port,
		/** For plain HTTP, without a slash at its end. */
		url: `http://${loopback}:${port}`,
		breakConnections: () => server.closeAllConnections(),
		close: async (): Promise<void> => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
