import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import FormDataPackage from 'form-data';

import { valuesToEnter, type Emulator } from '../../../tools/emulator';
import {
	manage,
	post,
	predict,
	sendEvents,
	start,
	upload,
	usualFields,
	validEvent,
} from './support';

describe('the state', () => {
	it('says what each request met, and tells the test of a credential from a refusal of the shop', async () => {
		const emulator = await start();
		const without = { kainic_mid: undefined, platform: undefined, anon_uid: undefined };
		await predict(emulator, { ...without, type: undefined });
		await predict(emulator, { type: undefined });
		emulator.inject({ kind: 'answer', status: 503 }, { kind: 'truncate' });
		await sendEvents(emulator);
		await sendEvents(emulator);
		const { json } = await manage(emulator, 'GET', 'state');
		const asked = await manage(emulator, 'GET', 'state?requests=1');
		expect(asked.json).toMatchObject({ requests: [{ number: 4 }] });
		const refused = expect.stringMatching(/provided: \[items, type\]$/);
		expect(json).toMatchObject({
			summary: { outcomes: { refused: 2 }, credentialTests: 1 },
			problems: [
				{ number: 4, reason: 'accepted, but fault: truncate' },
				{ number: 3, reason: 'fault: answer' },
				{ number: 2, where: 'predict', status: 400, reason: refused },
				{ number: 1, reason: expect.stringMatching(/n8n tested a credential/) },
			],
		});
	});

	it('after a reset has nothing of a request from before it', async () => {
		const emulator = await start();
		emulator.inject({ kind: 'delay', delayMs: 100 });
		const reply = sendEvents(emulator);
		while (emulator.world.ledger.inFlight === 0) await wait(1);
		emulator.reset();
		expect((await reply).status).toBe(503);
		expect(emulator.world.ledger).toMatchObject({ requests: [], events: [], inFlight: 0 });
	});
});

it('merges a stock update into the catalog of the store', async () => {
	const emulator = await start();
	await upload(emulator, '[{"item_id":"a","title":"Shoe"},{"item_id":"b"}]');
	await upload(emulator, '[{"item_id":"a","stock":1}]', { ...usualFields, sync_mode: 'stock' });
	const merged = [{ item_id: 'a', title: 'Shoe', stock: 1 }, { item_id: 'b' }];
	expect(emulator.world.ledger.catalogs.of('store-1')?.products).toEqual(merged);
});

it('accepts the values that it prints for a user to enter', async () => {
	const emulator = await start();
	const rows = valuesToEnter(emulator).split('\n');
	const values = new Map(rows.map((row) => [row.slice(2, 17).trim(), row.slice(17)]));
	const valueOf = (name: string): string => values.get(name) ?? '';
	expect(valueOf('Base URL')).toBe(emulator.url);
	const [, key = '', experimentKey = ''] = /^(\S+), or (\S+)/.exec(valueOf('API Key')) ?? [];
	const project = valueOf('Project ID');
	const asked = { kainic_pid: project, kainic_exp_id: valueOf('Experiment ID'), sid: 'session' };
	const replies = [
		await sendEvents(emulator, undefined, { key, project, tracker: valueOf('Tracker ID') }),
		await predict(emulator, { kainic_mid: valueOf('Model ID') }),
		await predict(emulator, asked, { key: experimentKey, kind: 'experiment' }),
		await upload(emulator, undefined, { ...usualFields, store_id: valueOf('Store ID') }),
	];
	expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

it.each([
	['in the file', 140],
	['after the file', 20],
])('nothing is taken of a form that is cut off %s', async (_place, cutOff) => {
	const emulator = await start();
	const form = new FormDataPackage();
	for (const [name, value] of Object.entries(usualFields)) form.append(name, value);
	form.append('file', Buffer.from('[{"item_id":"shoe-1"}]'), { filename: 'products.json' });
	form.append('note', 'the last field');
	const whole = form.getBuffer();
	const body = new Uint8Array(whole.subarray(0, whole.length - cutOff));
	const sent = { headers: form.getHeaders(), body };
	const reply = await post(emulator, '/upload_products_file', sent);
	expect(reply.json).toMatchObject({ message: 'No file found' });
	expect(emulator.world.ledger.catalogs.uploads).toEqual([]);
});

/** Sends the beginning of a request: an event, which is valid by itself. */
function begin(emulator: Emulator, headers: Record<string, string> = {}, more = '') {
	const url = `${emulator.url}/collector/collect/custom/demo-project/tracker-web`;
	const sending = request(`${url}?api_key=kainic-demo-key`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
	});
	sending.on('error', () => undefined).write(JSON.stringify([validEvent]) + more);
	return sending;
}

it.each<[string, headers: Record<string, string>, more: string]>([
	['announced', { 'content-length': '3000' }, ''],
	['not announced', {}, ' '.repeat(3000)],
])('a large request whose length is %s is refused before its end', async (_, headers, more) => {
	const emulator = await start({ maxRequestBytes: 2000 });
	const sending = begin(emulator, headers, more);
	const [response] = await once(sending, 'response');
	sending.destroy();
	expect(response).toHaveProperty('statusCode', 413);
	expect(emulator.world.ledger).toMatchObject({
		events: [],
		requests: [{ outcome: { reason: 'larger than the platform takes' } }],
	});
});

it('takes nothing of a request that the client breaks off', async () => {
	const emulator = await start();
	const { ledger } = emulator.world;
	const sending = begin(emulator);
	while (ledger.inFlight === 0) await wait(1);
	sending.destroy();
	while (ledger.inFlight > 0) await wait(1);
	expect(ledger).toMatchObject({
		events: [],
		requests: [{ outcome: { type: 'not_processed', reason: 'connection closed' } }],
	});
});
