import { request } from 'node:http';

import type { Emulator } from '../../../emulator';
import { sendRaw } from './raw';
import { closeEmulators, post, sendEvents, start, validEvent } from './support';

afterEach(closeEmulators);

/** Sends a body in chunks, so that its length is not announced. */
function postChunks(emulator: Emulator, path: string, chunks: string[]): Promise<number> {
	return new Promise((resolve, reject) => {
		const url = `${emulator.url}${path}?api_key=kainic-demo-key`;
		const headers = { 'content-type': 'application/json' };
		const sending = request(url, { method: 'POST', headers }, (response) => {
			response.resume();
			response.once('end', () => resolve(response.statusCode ?? 0));
		});
		sending.once('error', reject);
		for (const chunk of chunks) sending.write(chunk);
		sending.end();
	});
}

const eventsPath = '/collector/collect/custom/demo-project/tracker-web';

describe('the platform around Kainic', () => {
	const large = [{ ...validEvent, text: 'x'.repeat(3000) }];

	it('refuses a large request with its own page, before Kainic sees it', async () => {
		const emulator = await start({ maxRequestBytes: 2000 });
		const reply = await sendEvents(emulator, large);
		expect(reply.status).toBe(413);
		expect(reply.headers.get('content-type')).toMatch(/^text\/html/);
		expect(reply.json).toBeUndefined();
		expect(emulator.world.ledger.events).toEqual([]);
		expect(emulator.world.ledger.requests).toMatchObject([
			{ status: 413, outcome: { type: 'not_processed', reason: 'larger than the platform takes' } },
		]);
		expect((await sendEvents(emulator)).status).toBe(200);
	});

	it('refuses a large request by its announced length, without waiting for the body', async () => {
		const emulator = await start({ maxRequestBytes: 2000 });
		const seen = await sendRaw(emulator, { body: '[', contentLength: 3000, patience: 300 });
		expect(seen.text).toMatch(/^HTTP\/1\.1 413 /);
	});

	it('never hands the beginning of a large request to Kainic, even if it is valid', async () => {
		const emulator = await start({ maxRequestBytes: 2000 });
		const whole = JSON.stringify([validEvent]);
		expect(await postChunks(emulator, eventsPath, [whole, ' '.repeat(3000)])).toBe(413);
		await new Promise((resolve) => setTimeout(resolve, 50));
		expect(emulator.world.ledger.events).toEqual([]);
	});

	it('answers a body that is not JSON with a page, without a stack trace', async () => {
		const emulator = await start();
		const headers = { 'content-type': 'application/json' };
		const reply = await post(emulator, eventsPath, { headers, body: '[{"platform":' });
		expect(reply.status).toBe(400);
		expect(reply.text).toMatch(/^<html>/);
		expect(reply.text).not.toContain('node_modules');
		expect(emulator.world.ledger.requests[0]?.outcome).toMatchObject({
			type: 'not_processed',
			reason: expect.stringMatching(/^unreadable: /),
		});
	});

	it('has no other paths and no other method', async () => {
		const emulator = await start();
		expect((await post(emulator, '/collector/collect')).status).toBe(404);
		expect((await post(emulator, '/collector/collect/custom/demo-project/%')).status).toBe(400);
		expect((await fetch(`${emulator.url}/upload_products_file`)).status).toBe(405);
		expect(emulator.world.ledger.requests.map(({ endpoint }) => endpoint)).toEqual([
			null,
			null,
			'catalog',
		]);
	});

	it('notes a request that the client breaks off', async () => {
		const emulator = await start();
		await sendRaw(emulator, { body: '[', contentLength: 100, patience: 50 });
		const { ledger } = emulator.world;
		while ((ledger.requests[0]?.endedAt ?? null) === null || ledger.inFlight > 0) {
			await new Promise((resolve) => setTimeout(resolve, 5));
		}
		expect(ledger.requests).toMatchObject([
			{ outcome: { type: 'not_processed' }, endedAt: expect.any(Number) },
		]);
	});
});

describe('several emulators in a process', () => {
	it('share neither settings nor state nor faults', async () => {
		const [one, other] = [await start({ credit: 0 }), await start()];
		other.inject({ kind: 'answer', status: 503 });
		expect((await sendEvents(one)).status).toBe(400);
		expect((await sendEvents(other)).status).toBe(503);
		expect((await sendEvents(other)).status).toBe(200);
		expect(one.world.ledger.events).toHaveLength(0);
		expect(other.world.ledger.events).toHaveLength(1);
		await one.close();
		expect((await sendEvents(other)).status).toBe(200);
	});
});

describe('ending and starting again', () => {
	it('closes at once, open requests included', async () => {
		const emulator = await start();
		emulator.inject({ kind: 'hang' });
		const hanging = sendRaw(emulator);
		await new Promise((resolve) => setTimeout(resolve, 50));
		const startedAt = Date.now();
		await emulator.close();
		expect(Date.now() - startedAt).toBeLessThan(500);
		expect((await hanging).text).toBe('');
	});

	it('fails with the system error where the port is taken', async () => {
		const emulator = await start();
		await expect(start({ port: emulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
	});

	it('forgets everything on a reset, changed settings and faults included', async () => {
		const emulator = await start({ credit: 5 });
		emulator.change({ credit: 0, stores: ['mine'] });
		emulator.inject({ kind: 'hang', count: 'always' });
		emulator.reset();
		expect((await sendEvents(emulator)).status).toBe(200);
		expect(emulator.world.settings).toMatchObject({ credit: 4, stores: ['store-1', 'store-2'] });
		expect(emulator.world.ledger.requests).toHaveLength(1);
	});

	it('does not mix a request from before a reset into the state after it', async () => {
		const emulator = await start();
		emulator.inject({ kind: 'delay', delayMs: 100 });
		const reply = sendEvents(emulator);
		while (emulator.world.ledger.inFlight === 0) {
			await new Promise((resolve) => setTimeout(resolve, 1));
		}
		emulator.reset();
		expect((await reply).status).toBe(503);
		expect(emulator.world.ledger).toMatchObject({ requests: [], events: [], inFlight: 0 });
	});

	it('counts how many requests were open at once', async () => {
		const emulator = await start();
		emulator.inject({ kind: 'delay', delayMs: 50, count: 3 });
		await Promise.all([sendEvents(emulator), sendEvents(emulator), sendEvents(emulator)]);
		expect(emulator.world.ledger).toMatchObject({ inFlight: 0, maxInFlight: 3 });
	});
});
