import { experiment, manage, sendEvents, start, upload, validEvent } from './support';

describe('the management API', () => {
	it('tells the state, and is no part of it', async () => {
		const emulator = await start();
		await sendEvents(emulator, [validEvent, { ...validEvent, anon_uid: 'visitor-2' }]);
		await sendEvents(emulator, []);
		await upload(emulator);
		await experiment(emulator);
		emulator.inject({ kind: 'hang' });
		const { json } = await manage(emulator, 'GET', 'state?events=1&products=all');
		expect(json).toMatchObject({
			summary: {
				requests: 4,
				events: 2,
				uploads: 1,
				predictions: 1,
				outcomes: { pending: 0, accepted: 3, refused: 1, not_processed: 0 },
			},
			requests: ['events', 'events', 'catalog', 'experiment'].map((endpoint) => ({ endpoint })),
			events: [{ request: 1, event: { anon_uid: 'visitor-2' } }],
			catalogs: [{ storeId: 'store-1', products: [{ item_id: 'shoe-1' }] }],
			byModel: expect.any(Object),
			experiments: [{ id: 'experiment-home', groups: { length: 3 } }],
			faults: [{ id: 1, fault: { kind: 'hang' }, skip: 0, left: 1, taken: 0 }],
		});
	});

	it('gives the last 20 of each list, or as many as are asked for', async () => {
		const emulator = await start();
		await sendEvents(emulator, Array(30).fill(validEvent));
		for (const [query, length] of Object.entries({ '': 20, '?events=all': 30, '?events=0': 0 })) {
			const { json } = await manage(emulator, 'GET', `state${query}`);
			expect(json).toMatchObject({ events: { length } });
		}
	});

	it('injects and clears faults', async () => {
		const emulator = await start();
		const faults = [{ kind: 'answer', status: 503, count: 2 }, { kind: 'hang' }];
		const injected = await manage(emulator, 'POST', 'faults', JSON.stringify(faults));
		expect(injected.json).toMatchObject([{ id: 1 }, { id: 2 }]);
		expect((await sendEvents(emulator)).status).toBe(503);
		await manage(emulator, 'DELETE', 'faults');
		expect((await sendEvents(emulator)).status).toBe(200);
	});

	it('changes settings, merging the maps, until it starts again', async () => {
		const emulator = await start();
		const trackers = { mine: { storeId: null, allowedDomains: [] } };
		const patch = JSON.stringify({ failureStatus: 200, trackers });
		const { json } = await manage(emulator, 'PATCH', 'settings', patch);
		expect(json).toMatchObject({ trackers: { mine: { storeId: null }, 'tracker-web': {} } });
		const reply = await sendEvents(emulator, undefined, { tracker: 'mine' });
		expect(reply).toMatchObject({ status: 200, json: { status: 'fail' } });
		emulator.inject({ kind: 'hang' });
		await manage(emulator, 'DELETE', 'state');
		expect((await manage(emulator, 'GET', 'state')).json).toMatchObject({
			summary: { requests: 0 },
			settings: { failureStatus: 400 },
			faults: [],
		});
	});

	it.each<[method: string, path: string, body: string, error: string | RegExp]>([
		['POST', 'faults', '{"kind":"explode"}', 'The fault value of tag "kind" must be in oneOf'],
		['POST', 'faults', '{"kind":"drop"}', "The fault must have required property 'at'"],
		['POST', 'faults', '{"kind":"hang","count":-1}', 'The fault /count must be >= 0'],
		['POST', 'faults', '[{"kind":"hang"},{"kind":"hang","dealy":1}]', /additional.*"dealy"$/],
		['POST', 'faults', '{"kind":', /JSON/],
		['PATCH', 'settings', '{"credits":0}', /additional.*"credits"$/],
		['PATCH', 'settings', '{"failureStatus":"400"}', 'The settings /failureStatus must be integer'],
	])('refuses %s %s with %s, and says why', async (method, path, body, error) => {
		const emulator = await start();
		const said = { error: typeof error === 'string' ? error : expect.stringMatching(error) };
		expect(await manage(emulator, method, path, body)).toEqual({ status: 400, json: said });
		expect(emulator.world.faults.waiting).toEqual([]);
		// What a foreign web page could send unasked.
		const foreign = await manage(emulator, method, path, '{}', 'text/plain');
		expect(foreign.json).toEqual({ error: 'Content-Type must be application/json' });
	});
});
