import { caseOf } from '../support/node-cases';
import { startRawServer, type Wire } from './support/raw-server';
import { openBed } from './support/strike';

const bed = openBed('a-key-of-the-test');
const event = caseOf('kainicEvent');

/** The failure of the only event if a proxy answers like this when n8n asks for a tunnel to Kainic. */
async function failureBehind(wire: Wire): Promise<unknown> {
	// A request for a tunnel has no body.
	const proxy = await startRawServer({ ...wire, answersAfter: 1 });
	process.env['HTTPS_PROXY'] = proxy.url;
	try {
		const { errorBranch } = await bed.run(event, 'https://kainic.invalid', {
			items: event.items.slice(0, 1),
			onError: 'continueErrorOutput',
			parameters: { ...event.parameters, options: { maxAttempts: 2 } },
		});
		return errorBranch[0]?.json.error;
	} finally {
		delete process.env['HTTPS_PROXY'];
		await proxy.close();
	}
}

const answered = (status: string): Wire => ({
	text: `HTTP/1.1 ${status}\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n<p>proxy</p>`.slice(
		0,
		-1,
	),
});

describe('a proxy that opens no tunnel to Kainic', () => {
	test('and answers nothing: no byte of the request was sent', async () => {
		expect(await failureBehind({ text: '' })).toMatchObject({
			...{ code: 'network', notSent: true, mayBeAccepted: false, attempts: 2 },
			message: 'No connection: the proxy between n8n and Kainic did not answer.',
			description: expect.stringContaining('proxy'),
		});
	});

	test('and wants a password: the failure names the proxy', async () => {
		expect(await failureBehind(answered('407 Proxy Authentication Required'))).toMatchObject({
			...{ code: 'rejected', httpCode: 407, mayBeAccepted: false, attempts: 1 },
			message: expect.stringMatching(/^The proxy between n8n and Kainic refused the request\. /),
			description: expect.stringContaining('HTTPS_PROXY'),
		});
	});

	// n8n passes on the answer of the proxy as if Kainic had sent it.
	test('and answers with another status: the failure says what it would say of Kainic', async () => {
		const failure = { code: 'server_error', httpCode: 502, mayBeAccepted: true, attempts: 2 };
		expect(await failureBehind(answered('502 Bad Gateway'))).toMatchObject(failure);
	});
});
