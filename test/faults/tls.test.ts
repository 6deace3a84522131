import tls from 'node:tls';
import { makeCertificate } from '../../tools/n8n/certificate';
import { listen } from '../../tools/n8n/ports';
import { caseOf } from '../support/node-cases';
import { openBed } from './support/strike';

const bed = openBed('a-key-of-the-test');
const event = caseOf('kainicEvent');

/** The failure of the only event. */
async function failureOf(url: string, options: object): Promise<unknown> {
	const { errorBranch } = await bed.run(event, url, {
		items: event.items.slice(0, 1),
		onError: 'continueErrorOutput',
		parameters: { ...event.parameters, options: Object(options) },
	});
	return errorBranch[0]?.json.error;
}

test('a server that wants a certificate of the client sends its alert after the request has left: Kainic may have accepted it', async () => {
	const { key, cert, remove } = await makeCertificate('IP:127.0.0.1');
	const server = tls.createServer({ key, cert, requestCert: true, rejectUnauthorized: true });
	let connections = 0;
	server.on('connection', () => (connections += 1)).on('tlsClientError', () => undefined);
	const port = await listen(server, 0);
	// n8n trusts the authorities of Node.js only.
	const connect: (options: tls.ConnectionOptions) => tls.TLSSocket = tls.connect;
	const trusting = jest
		.spyOn(tls, 'connect')
		.mockImplementation((options) => connect({ ...Object(options), ca: cert }));
	try {
		const failure = await failureOf(`https://127.0.0.1:${port}`, { maxAttempts: 2 });
		expect(failure).toMatchObject({
			...{ code: 'network', attempts: 2, notSent: false, mayBeAccepted: true },
			message: expect.stringContaining('ALERT'),
		});
		expect(connections).toBe(2);
	} finally {
		trusting.mockRestore();
		server.close();
		remove();
	}
});
