import tls from 'node:tls';
import { makeCertificate } from '../../tools/n8n/certificate';
import { caseOf } from '../cases';
import { openBed } from './support/strike';

const bed = openBed('a-key-of-the-test');
const event = caseOf('kainicEvent');

const runEvent = async (url: string, items: readonly object[], options: object) =>
	await bed.run(event, url, {
		items: items.map((item) => Object(item)),
		onError: 'continueErrorOutput',
		parameters: { ...event.parameters, options: Object(options) },
	});

describe('a server that wants a certificate of the client', () => {
	let certificate: Awaited<ReturnType<typeof makeCertificate>>;
	let server: tls.Server;
	let connections = 0;
	beforeAll(async () => {
		certificate = await makeCertificate('IP:127.0.0.1');
		const { key, cert } = certificate;
		server = tls.createServer({ key, cert, requestCert: true, rejectUnauthorized: true });
		server.on('connection', () => (connections += 1)).on('tlsClientError', () => undefined);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		// n8n trusts the authorities of Node.js only.
		const connect: (options: tls.ConnectionOptions) => tls.TLSSocket = tls.connect;
		jest
			.spyOn(tls, 'connect')
			.mockImplementation((options) => connect({ ...Object(options), ca: cert }));
	});
	afterAll(() => {
		server.close();
		certificate.remove();
	});

	test('sends its alert after the request has left: Kainic may have accepted it', async () => {
		const url = `https://127.0.0.1:${Object(server.address()).port}`;
		const { errorBranch } = await runEvent(url, [event.items[0] ?? {}], { maxAttempts: 2 });
		expect(errorBranch[0]?.json.error).toMatchObject({
			...{ code: 'network', attempts: 2, notSent: false, mayBeAccepted: true },
			message: expect.stringContaining('ALERT'),
		});
		expect(connections).toBe(2);
	});
});
