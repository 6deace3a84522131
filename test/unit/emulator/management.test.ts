import { connect } from '../../../emulator/client';
import { closeEmulators, experiment, sendEvents, start, upload, validEvent } from './support';

afterEach(closeEmulators);

describe('the management API', () => {
	it('tells the state', async () => {
		const emulator = await start();
		const client = connect(emulator.url);
		await sendEvents(emulator, [validEvent, { ...validEvent, anon_uid: 'visitor-2' }]);
		await sendEvents(emulator, []);
		await upload(emulator);
		await experiment(emulator);
		const state = await client.state({ events: 1, products: 'all' });
		expect(state).toMatchObject({
			summary: {
				requests: 4,
				events: 2,
				uploads: 1,
				predictions: 1,
				outcomes: { pending: 0, accepted: 3, refused: 1, not_processed: 0 },
			},
			events: [{ request: 1, event: { anon_uid: 'visitor-2' } }],
			catalogs: [{ storeId: 'store-1', products: [{ item_id: 'shoe-1' }] }],
			experiments: { 'experiment-home': expect.any(Object) },
			faults: [],
		});
		expect(state.requests.map(({ endpoint }) => endpoint)).toEqual([
			'events',
			'events',
			'catalog',
			'experiment',
		]);
	});

	it('gives as many of the last entries as are asked for', async () => {
		const emulator = await start();
		const client = connect(emulator.url);
		await sendEvents(
			emulator,
			Array.from({ length: 30 }, (_, n) => ({ ...validEvent, n })),
		);
		expect((await client.state()).events).toHaveLength(20);
		expect((await client.state({ events: 'all' })).events).toHaveLength(30);
		expect((await client.state({ events: 0 })).events).toEqual([]);
		expect((await client.state({ events: 1 })).events).toMatchObject([{ event: { n: 29 } }]);
	});

	it('injects and clears faults', async () => {
		const emulator = await start();
		const client = connect(emulator.url);
		const waiting = await client.inject(
			{ kind: 'answer', status: 503, count: 2 },
			{ kind: 'drop', at: 'half_body' },
		);
		expect(waiting.map(({ id }) => id)).toEqual([1, 2]);
		expect((await sendEvents(emulator)).status).toBe(503);
		await client.clearFaults();
		expect((await sendEvents(emulator)).status).toBe(200);
		expect((await client.state()).faults).toEqual([]);
	});

	it('changes settings, merging the maps', async () => {
		const emulator = await start();
		const client = connect(emulator.url);
		const settings = await client.change({
			failureStatus: 200,
			trackers: { mine: { storeId: null, allowedDomains: [] } },
		});
		expect(settings.trackers).toMatchObject({ mine: { storeId: null }, 'tracker-web': {} });
		const reply = await sendEvents(emulator, undefined, { trackerId: 'mine' });
		expect(reply).toMatchObject({ status: 200, json: { status: 'fail' } });
	});

	it('starts again', async () => {
		const emulator = await start();
		const client = connect(emulator.url);
		await client.change({ credit: 0 });
		await sendEvents(emulator);
		await client.reset();
		expect(await client.state()).toMatchObject({
			summary: { requests: 0 },
			settings: { credit: null },
		});
	});

	const call = async (url: string, method: string, body: string, type = 'application/json') => {
		const response = await fetch(url, { method, body, headers: { 'content-type': type } });
		return { status: response.status, json: await response.json() };
	};

	it.each([
		['POST', 'faults', '{"kind":"explode"}', 'The fault value of tag "kind" must be in oneOf'],
		['POST', 'faults', '{"kind":"drop"}', "The fault must have required property 'at'"],
		['POST', 'faults', '{"kind":"hang","count":-1}', 'The fault /count must be >= 0'],
		['POST', 'faults', '[{"kind":"hang"},{"kind":"hang","dealy":1}]', /additional.*"dealy"$/],
		['POST', 'faults', '{"kind":', /JSON/],
		['PATCH', 'settings', '{"credits":0}', /additional.*"credits"$/],
		['PATCH', 'settings', '{"failureStatus":"400"}', 'The settings /failureStatus must be integer'],
	])('refuses %s %s with %s, and says why', async (method, path, body, error) => {
		const emulator = await start();
		const reply = await call(`${emulator.url}/_emulator/${path}`, method, body);
		expect(reply).toMatchObject({
			status: 400,
			json: { error: typeof error === 'string' ? error : expect.stringMatching(error) },
		});
		expect(emulator.world.faults.waiting).toEqual([]);
	});

	it('takes nothing that a foreign web page could send unasked', async () => {
		const emulator = await start();
		const url = `${emulator.url}/_emulator/faults`;
		expect(await call(url, 'POST', '{"kind":"hang"}', 'text/plain')).toMatchObject({ status: 400 });
		expect(emulator.world.faults.waiting).toEqual([]);
	});

	it('is not counted among the requests, and no fault takes it', async () => {
		const emulator = await start();
		emulator.inject({ kind: 'hang' });
		await connect(emulator.url).state();
		expect(emulator.world.ledger.requests).toEqual([]);
		expect(emulator.world.faults.waiting).toHaveLength(1);
	});

	it("tells its client's caller what is wrong in the emulator's own words", async () => {
		const emulator = await start();
		await expect(connect(emulator.url).change({ credit: -1 })).rejects.toThrow(
			'The settings /credit must be >= 0',
		);
		await expect(connect(`${emulator.url}/nowhere`).state()).rejects.toThrow();
	});
});
