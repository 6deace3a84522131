import { manage, sendEvents, start } from './support';

describe('the management API', () => {
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

	it('adds faults, and removes them all', async () => {
		const emulator = await start();
		const two = '[{"kind":"answer","status":503,"count":2},{"kind":"hang"}]';
		const { json } = await manage(emulator, 'POST', 'faults', two);
		expect(json).toMatchObject([{ id: 1 }, { id: 2 }]);
		for (const _time of [1, 2]) expect((await sendEvents(emulator)).status).toBe(503);
		expect(emulator.world.faults.waiting).toMatchObject([{ id: 2 }]);
		await manage(emulator, 'DELETE', 'faults');
		expect(emulator.world.faults.waiting).toEqual([]);
	});

	const oneWrong = '[{"kind":"hang"},{"kind":"hang","dealy":1}]';

	it.each<[method: string, path: string, body: string, error: RegExp]>([
		['POST', 'faults', '{"kind":"explode"}', /^The fault: kind: Invalid input/],
		['POST', 'faults', oneWrong, /^The fault: Unrecognized key: "dealy"$/],
		['POST', 'faults', '{"kind":', /JSON/],
		['PATCH', 'settings', '{"failureStatus":"400"}', /^The settings: failureStatus: .* number/],
	])('refuses %s %s with %s, and says why', async (method, path, body, error) => {
		const emulator = await start();
		const said = { error: expect.stringMatching(error) };
		expect(await manage(emulator, method, path, body)).toEqual({ status: 400, json: said });
		expect(emulator.world.faults.waiting).toEqual([]);
		// What a foreign web page could send unasked.
		const foreign = await manage(emulator, method, path, '{}', 'text/plain');
		expect(foreign.json).toEqual({ error: 'Content-Type must be application/json' });
	});
});
