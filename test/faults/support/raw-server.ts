import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { makeCertificate } from '../../../tools/n8n/certificate';
import { listen, loopback } from '../../../tools/n8n/ports';

/** What a server writes on a connection, byte for byte, once a whole request has come. */
export interface Wire {
	readonly text: string | Buffer;
	/** Whether it then keeps the connection open; it closes it unless told otherwise. */
	readonly staysOpen?: boolean;
	/** Whether it never reads beyond the first bytes, so that an upload gets stuck. */
	readonly stopsReading?: boolean;
	/** Whether it resets the connection and writes nothing. */
	readonly resets?: boolean;
	/** Answers after so many bytes, and reads no further. */
	readonly answersAfter?: number;
}

export interface RawServer {
	readonly url: string;
	/** Requests that began to come in. */
	requests(): number;
	close(): Promise<void>;
}

/** A server on 127.0.0.1 that says the same to everyone, be it HTTP or not. */
export async function startRawServer(wire: Wire): Promise<RawServer> {
	return await start('http', (handle) => createServer(handle), wire);
}

/** The same behind TLS, with a certificate that nobody has reason to trust. */
export async function startTlsServer(wire: Wire): Promise<RawServer> {
	const { key, cert, remove } = await makeCertificate('IP:127.0.0.1');
	remove();
	return await start('https', (handle) => createTlsServer({ key, cert }, handle), wire);
}

async function start(
	protocol: 'http' | 'https',
	create: (handle: (socket: Socket) => void) => Server,
	wire: Wire,
): Promise<RawServer> {
	const sockets = new Set<Socket>();
	let requests = 0;
	const server = create((socket) => {
		let [head, end, bytes] = ['', '', 0];
		socket.on('error', () => undefined);
		socket.on('data', (chunk) => {
			if (bytes === 0) requests += 1;
			const text = chunk.toString('latin1');
			bytes += text.length;
			end = (end + text).slice(-5);
			if (!head.includes('\r\n\r\n')) head += text;
			const isHeld = wire.stopsReading || bytes >= (wire.answersAfter ?? Infinity);
			if (isHeld) socket.pause();
			if (wire.stopsReading) return;
			// Who begins to speak TLS waits for an answer before there is any request.
			const isComplete = isWhole(head, bytes, end) || head.startsWith('\x16');
			if (isHeld || (wire.answersAfter === undefined && isComplete)) answer(socket, wire);
		});
	});
	server.on('connection', (socket: Socket) => {
		sockets.add(socket.on('error', () => undefined));
	});
	const port = await listen(server, 0);
	return {
		url: `${protocol}://${loopback}:${port}`,
		requests: () => requests,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function answer(socket: Socket, { text, staysOpen, resets }: Wire): void {
	if (resets) socket.resetAndDestroy();
	else if (staysOpen) socket.write(text);
	else socket.end(text);
}

/** Whether a request has come to its end: by its length, or by its last chunk. */
function isWhole(head: string, bytes: number, end: string): boolean {
	const start = head.indexOf('\r\n\r\n') + 4;
	if (start < 4) return false;
	const length = /\r\ncontent-length: *(\d+)/i.exec(head.slice(0, start))?.[1];
	return length === undefined ? end === '0\r\n\r\n' : bytes >= start + Number(length);
}
