import { createServer } from 'node:http';
import { freePort, loopback } from '../../../harness/ports';

/** What a host that is not Kainic says to every request. */
export interface StandInAnswer {
	readonly status: number;
	readonly type: string;
	readonly body: string;
	/** Where it sends the client, for a redirect. */
	readonly location?: string;
}

/** Runs `work` while a host of this machine gives that answer; `url` has no slash at its end. */
export async function withStandIn<Result>(
	{ status, type, body, location }: StandInAnswer,
	work: (url: string) => Promise<Result>,
): Promise<Result> {
	const port = await freePort();
	const server = createServer((request, response) => {
		request.resume();
		const headers = { 'content-type': type, ...(location === undefined ? {} : { location }) };
		response.writeHead(status, headers).end(body);
	});
	await new Promise<void>((resolve) => server.listen(port, loopback, resolve));
	try {
		return await work(`http://${loopback}:${port}`);
	} finally {
		server.closeAllConnections();
		server.close();
	}
}
