import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Relay, startRelay } from '../../../bench/distance/relay';

/** A server that echoes bodies, and how long an exchange through a relay takes. */
async function exchangeThrough(roundTrip: number, body: string) {
	const server = createServer((incoming, response) => incoming.pipe(response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const relay: Relay = await startRelay(port, roundTrip);
	const start = performance.now();
	const answer = await new Promise<string>((resolve, reject) => {
		const sending = request({ port: relay.port, host: '127.0.0.1', method: 'POST', agent: false });
		sending.once('response', (response) => resolve(text(response)));
		sending.once('error', reject);
		sending.end(body);
	});
	const milliseconds = performance.now() - start;
	await relay.close();
	await new Promise((resolve) => server.close(resolve));
	return { answer, milliseconds };
}

test('a relay keeps all bytes in order and takes two round trips for a first exchange', async () => {
	const body = Array.from({ length: 200_000 }, (_, index) => index % 10).join('');
	const { answer, milliseconds } = await exchangeThrough(40, body);

	expect(answer).toBe(body);
	// One for the greeting and one for the exchange; a timer may be a millisecond early.
	expect(milliseconds).toBeGreaterThan(75);
});
