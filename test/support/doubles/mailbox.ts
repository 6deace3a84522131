import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { listen } from '../../../tools/n8n/ports';

/** A mail, with its headers and text as they came. */
type Mail = Readonly<Record<'to' | 'text', string>>;

/** A mail server of this machine that keeps what it gets. */
export async function openMailbox() {
	const mails: Mail[] = [];
	let refused: string | null = null;
	const smtp = new SMTPServer({
		authOptional: true,
		disabledCommands: ['AUTH', 'STARTTLS'],
		onRcptTo: ({ address }, _session, done) =>
			done(address === refused ? new Error('no such customer') : null),
		onData: (stream, { envelope: { rcptTo } }, done) => {
			void text(stream).then((content) => {
				mails.push({ to: rcptTo.map(({ address }) => address).join(), text: content });
				done();
			}, done);
		},
	});
	// Without a listener, a client that breaks off would end this process.
	smtp.on('error', () => undefined);
	return {
		port: await listen(smtp.server, 0),
		mails,
		/** Refuses mails to that address; null for none. */
		refuse: (address: string | null): void => void (refused = address),
		reset: (): void => void (mails.length = 0),
		close: async (): Promise<void> =>
			await new Promise((resolve) => {
				smtp.close(() => resolve());
			}),
	};
}
