import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

import { sendEvents, sendRaw, start, validEvent } from './support';

const eventsPath = '/collector/collect/custom/demo-project/tracker-web';

describe('the platform around Kainic', () => {
	it('refuses a large request by its announced length, without waiting for the body', async () => {
		const emulator = await start({ maxRequestBytes: 20 });
		const text = await sendRaw(emulator, 0.2, 300);
		expect(text).toMatch(/^HTTP\/1\.1 413 [^]*content-type: text\/html/);
		expect(emulator.world.ledger.requests).toMatchObject([
			{ status: 413, outcome: { type: 'not_processed', reason: 'larger than the platform takes' } },
		]);
	});

	it('never hands the beginning of a large request to Kainic, even if it is valid', async () => {
		const emulator = await start({ maxRequestBytes: 2000 });
		const url = `${emulator.url}${eventsPath}?api_key=kainic-demo-key`;
		const headers = { 'content-type': 'application/json' };
		const sending = request(url, { method: 'POST', headers });
		// Two chunks, so that the length is not announced.
		sending.write(JSON.stringify([validEvent]));
		sending.end(' '.repeat(3000));
		const [response] = await once(sending, 'response');
		expect(response).toHaveProperty('statusCode', 413);
		await wait(50);
		expect(emulator.world.ledger.events).toEqual([]);
	});
});

it('emulators in one process share neither settings nor state nor faults', async () => {
	const [one, other] = [await start({ credit: 0 }), await start()];
	other.inject({ kind: 'answer', status: 503 });
	expect((await sendEvents(one)).status).toBe(400);
	expect((await sendEvents(other)).status).toBe(503);
	await one.close();
	expect((await sendEvents(other)).status).toBe(200);
	expect(one.world.ledger.events).toEqual([]);
});

it('a request from before a reset is no part of the state after it', async () => {
	const emulator = await start();
	emulator.inject({ kind: 'delay', delayMs: 100 });
	const reply = sendEvents(emulator);
	while (emulator.world.ledger.inFlight === 0) await wait(1);
	emulator.reset();
	expect((await reply).status).toBe(503);
	expect(emulator.world.ledger).toMatchObject({ requests: [], events: [], inFlight: 0 });
});
