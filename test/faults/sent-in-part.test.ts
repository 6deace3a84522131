import tls from 'node:tls';
import { makeCertificate } from '../../tools/n8n/certificate';
import { caseOf } from '../cases';
import { startRawServer } from './support/raw-server';
import { openBed } from './support/strike';
import { httpText } from './table/answers';

const bed = openBed('a-key-of-the-test');
const event = caseOf('kainicEvent');

const runEvent = async (url: string, items: readonly object[], options: object) =>
	await bed.run(event, url, {
		items: items.map((item) => Object(item)),
		onError: 'continueErrorOutput',
		parameters: { ...event.parameters, options: Object(options) },
	});

test('a 200 after 65 kB of a JSON body of 20 MB is no success, and Kainic may have accepted the events', async () => {
	const large = { ...event.items[0], note: 'x'.repeat(20 * 1024 * 1024) };
	const items = [large, large];
	const text = httpText('200 OK');
	const server = await startRawServer({ text, staysOpen: true, answersAfter: 65_536 });
	const options = { batchSize: 1, batchKilobytes: 30_000 };
	const { success, errorBranch } = await runEvent(server.url, items, options);
	await server.close();
	expect(server.requests()).toBe(items.length);
	expect(success).toEqual([]);
	const error = expect.objectContaining({
		...{ code: 'bad_response', attempts: 1, notSent: false, mayBeAccepted: true },
		message: expect.stringMatching(
			/^Kainic answered before the upload was complete\. At most [\d,]+ of 20,971,\d+ bytes/,
		),
	});
	expect(errorBranch.map(({ json }) => json.error)).toEqual(items.map(() => error));
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
