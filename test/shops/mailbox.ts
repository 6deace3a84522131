import { createServer, type Socket } from 'node:net';
import { freePort, loopback } from '../../tools/n8n/ports';

/** A mail, with its headers and text as they came. */
type Mail = Readonly<Record<'to' | 'text', string>>;

/** A mail server of this machine that keeps what it gets. */
export async function openMailbox() {
	const port = await freePort();
	const mails: Mail[] = [];
	const sockets = new Set<Socket>();
	let refused: string | null = null;
	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		const isRefused = (address: string) => address === refused;
		receive(socket, isRefused, (mail) => mails.push(mail));
	});
	await new Promise<void>((resolve) => server.listen(port, loopback, resolve));
	return {
		port,
		mails,
		/** Refuses mails to that address; null for none. */
		refuse: (address: string | null): void => void (refused = address),
		reset: (): void => void (mails.length = 0),
		close: async (): Promise<void> => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Speaks as much of SMTP as a client needs to hand in mails. */
function receive(
	socket: Socket,
	isRefused: (address: string) => boolean,
	keep: (mail: Mail) => void,
): void {
	let rest = '';
	let to = '';
	let isInText = false;
	socket.write('220 mailbox\r\n');
	socket.on('data', (chunk) => {
		rest += String(chunk);
		for (;;) {
			const [mark, length] = isInText ? (['\r\n.\r\n', 5] as const) : (['\r\n', 2] as const);
			const end = rest.indexOf(mark);
			if (end < 0) return;
			const text = rest.slice(0, end);
			rest = rest.slice(end + length);
			// SMTP doubles a dot at the beginning of a line.
			if (isInText) keep({ to, text: text.replaceAll('\r\n..', '\r\n.') });
			const [, address] = /^RCPT TO:<(.*)>/i.exec(text) ?? [];
			if (address !== undefined && !isInText) to = address;
			if (address !== undefined && !isInText && isRefused(address)) {
				socket.write('550 no such customer\r\n');
				continue;
			}
			isInText = !isInText && /^DATA/i.test(text);
			socket.write(isInText ? '354 go on\r\n' : '250 ok\r\n');
		}
	});
}
