import { connect, type Socket } from 'node:net';

import type { Emulator } from '../../../emulator';

/** What a client saw of a connection. */
export interface Seen {
	text: string;
	/** How it ended: by the server's close, by a reset, or not within the time given. */
	end: 'closed' | 'reset' | 'open';
	/** Milliseconds from the first byte sent to the end. */
	milliseconds: number;
}

export interface RawRequest {
	body?: string;
	/** Announced, where it is not the body's. */
	contentLength?: number;
	/** How long to wait for an end. */
	patience?: number;
	path?: string;
}

export const eventsPath = '/collector/collect/custom/demo-project/tracker-web';

/** Sends a request over a plain socket, and tells every byte and the way the connection ended. */
export async function sendRaw(emulator: Emulator, request: RawRequest = {}): Promise<Seen> {
	const body = request.body ?? '[{"platform":"web","anon_uid":"visitor-1"}]';
	const head = [
		`POST ${request.path ?? eventsPath}?api_key=kainic-demo-key HTTP/1.1`,
		'Host: 127.0.0.1',
		'Content-Type: application/json',
		`Content-Length: ${request.contentLength ?? Buffer.byteLength(body)}`,
		'Connection: close',
	];
	const socket = connect(emulator.port, '127.0.0.1');
	socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
	return watch(socket, request.patience ?? 5000);
}

function watch(socket: Socket, patience: number): Promise<Seen> {
	const startedAt = Date.now();
	return new Promise((resolve) => {
		let text = '';
		const finish = (end: Seen['end']) => {
			clearTimeout(timer);
			resolve({ text, end, milliseconds: Date.now() - startedAt });
			socket.destroy();
		};
		const timer = setTimeout(() => finish('open'), patience);
		socket.on('data', (chunk) => (text += chunk.toString('latin1')));
		socket.once('error', () => finish('reset'));
		socket.once('end', () => finish('closed'));
	});
}

/** The body of a raw answer. */
export function bodyOf({ text }: Seen): string {
	return text.slice(text.indexOf('\r\n\r\n') + 4);
}

/** The length that a raw answer announces. */
export function announcedBytes({ text }: Seen): number {
	return Number(/content-length: (\d+)/i.exec(text)?.[1]);
}
