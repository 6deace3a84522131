import { closeEmulators, sendEvents, start, validEvent } from './support';

afterEach(closeEmulators);

describe('collecting events', () => {
	it('keeps accepted events in order, with their request and tracker', async () => {
		const emulator = await start();
		await sendEvents(emulator, [
			{ ...validEvent, position: 1 },
			{ ...validEvent, position: 2 },
		]);
		await sendEvents(emulator, [{ ...validEvent, position: 3 }], {
			trackerId: 'any%20tracker%2Fat all',
		});
		expect(emulator.world.ledger.events).toEqual([
			{ request: 1, trackerId: 'tracker-web', event: { ...validEvent, position: 1 } },
			{ request: 1, trackerId: 'tracker-web', event: { ...validEvent, position: 2 } },
			{ request: 2, trackerId: 'any tracker/at all', event: { ...validEvent, position: 3 } },
		]);
	});

	it.each<[string, unknown, string]>([
		['no array', validEvent, 'One or more required fields are missing!'],
		['an empty array', [], 'One or more required fields are missing!'],
		['an event that is no object', ['event'], 'Type of required field "event" is not object'],
		[
			'a platform that Kainic does not know',
			[{ ...validEvent, platform: 'tv' }],
			'Type of required field "platform" is not web, mobile, pos',
		],
		[
			'a user ID that is a number',
			[{ ...validEvent, uid: 7 }],
			'Type of required field "uid" is not string',
		],
	])('refuses %s', async (_name, body, message) => {
		const emulator = await start();
		expect(await sendEvents(emulator, body)).toMatchObject({ json: { status: 'fail', message } });
	});

	it('refuses a batch whole for one bad event', async () => {
		const emulator = await start();
		await sendEvents(emulator, [validEvent, { platform: 'web' }, validEvent]);
		expect(emulator.world.ledger.events).toEqual([]);
	});

	it('can accept the good events of a batch that it refuses', async () => {
		const emulator = await start({ acceptPartOfBatch: true });
		const reply = await sendEvents(emulator, [validEvent, { platform: 'web' }, validEvent]);
		expect(reply.json).toMatchObject({ status: 'fail' });
		expect(emulator.world.ledger.events).toHaveLength(2);
	});

	it('can require fields that the contract does not know', async () => {
		const emulator = await start({ requiredEventFields: { event_name: 'string' } });
		expect((await sendEvents(emulator)).json).toMatchObject({
			message: 'One or more required fields are missing!',
		});
		expect((await sendEvents(emulator, [{ ...validEvent, event_name: 1 }])).json).toMatchObject({
			message: 'Type of required field "event_name" is not string',
		});
		expect((await sendEvents(emulator, [{ ...validEvent, event_name: 'view' }])).status).toBe(200);
	});

	it('uses up its credit event by event', async () => {
		const emulator = await start({ credit: 3 });
		expect((await sendEvents(emulator, [validEvent, validEvent])).status).toBe(200);
		expect((await sendEvents(emulator, [validEvent, validEvent])).status).toBe(200);
		expect((await sendEvents(emulator)).status).toBe(400);
		expect(emulator.world.ledger.events).toHaveLength(4);
	});

	it.each([
		['Origin', { origin: 'https://shop.example' }, 200],
		['Referer', { referer: 'https://shop.example/shoes?size=42' }, 200],
		['Origin of another shop', { origin: 'https://shop.example.evil.example' }, 400],
		['Referer of another scheme', { referer: 'http://shop.example/' }, 400],
	])('checks the domain of a tracker by its %s', async (_name, headers, status) => {
		const emulator = await start();
		const reply = await sendEvents(emulator, undefined, {
			trackerId: 'tracker-shop-only',
			headers,
		});
		expect(reply.status).toBe(status);
	});
});
