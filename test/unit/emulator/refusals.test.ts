import type { Emulator, SettingsPatch } from '../../../tools/emulator';
import { predict, sendEvents, start, upload, usualFields, validEvent, type Reply } from './support';

type Ask = (emulator: Emulator) => Promise<Reply>;

const event =
	(fields: object): Ask =>
	(emulator) =>
		sendEvents(emulator, [{ ...validEvent, ...fields }]);
const noSuchStore = 'File is empty: Store with id store-9 does not exist';
const notSupported = 'Event Dismissed: Domain Not Supported';
const noCredit = 'Event Dismissed: Please top-up your project credit in order to collect events';
const missing = 'One or more required fields are missing!';
const noStore = 'Event Dismissed: Tracker does not have a store_id associated with it';
const incomplete = 'One or more required fields are missing in the request body';

const refusals: Array<[message: string, Ask, SettingsPatch?]> = [
	[noStore, (given) => sendEvents(given, [validEvent], { tracker: 'tracker-no-store' })],
	[notSupported, (given) => sendEvents(given, [validEvent], { tracker: 'tracker-shop-only' })],
	[noCredit, event({}), { credit: 0 }],
	[missing, (given) => sendEvents(given, [])],
	[missing, (given) => sendEvents(given, validEvent)],
	[missing, event({ anon_uid: undefined })],
	['Type of required field "event" is not object', (given) => sendEvents(given, ['event'])],
	['Type of required field "anon_uid" is not string', event({ anon_uid: 5 })],
	['Type of required field "uid" is not string', event({ uid: 7 })],
	['Type of required field "platform" is not web, mobile, pos', event({ platform: 'tv' })],
	['Insufficient Credit !', upload, { credit: 0 }],
	['No file found', (given) => upload(given, null)],
	['No file found', (given) => upload(given, null, {})],
	[incomplete, (given) => upload(given, '[{}]', { kainic_pid: 'demo-project', sync_mode: 'full' })],
	[noSuchStore, (given) => upload(given, '[{}]', { ...usualFields, store_id: 'store-9' })],
	...['', 'null', '[]', '{}', '[1]', '[{"item_id":', 'item_id,title\n1,Shoe'].map(
		(content): [string, Ask] => ['File schema is not valid', (given) => upload(given, content)],
	),
];

it.each(refusals)('%s', async (message, ask, settings = {}) => {
	for (const failureStatus of [400, 200]) {
		const emulator = await start({ ...settings, failureStatus });
		const reply = await ask(emulator);
		expect(reply).toMatchObject({ status: failureStatus, json: { status: 'fail', message } });
		expect(emulator.world.ledger.requests).toMatchObject([
			{ status: failureStatus, outcome: { type: 'refused', message } },
		]);
		expect(emulator.world.ledger.catalogs.uploads).toEqual([]);
	}
});

describe('a key', () => {
	const kainic_pid = 'another';
	const refused = { status: 401, json: { message: 'Invalid API key' } };

	it.each<[string, Ask]>([
		['events', (given) => sendEvents(given, [validEvent], { project: kainic_pid })],
		['a prediction', (given) => predict(given, { kainic_pid })],
		['an upload', (given) => upload(given, '[{}]', { ...usualFields, kainic_pid })],
	])(
		'of another project, for %s, is refused with 401, whatever the failure status',
		async (_, ask) => {
			const emulator = await start({ failureStatus: 200 });
			expect(await ask(emulator)).toMatchObject(refused);
			expect(emulator.world.ledger).toMatchObject({ events: [], catalogs: { uploads: [] } });
		},
	);

	it('of the project is refused for an experiment, which has its own key', async () => {
		const asked = { kainic_exp_id: 'experiment-home', sid: 's' };
		expect(await predict(await start(), asked, { kind: 'experiment' })).toMatchObject(refused);
	});

	it('leaves no trace in what is kept of the requests', async () => {
		const emulator = await start();
		await sendEvents(emulator, undefined, { headers: { 'x-copy': 'Bearer kainic-demo-key' } });
		await sendEvents(emulator, undefined, { key: 'some-wrong-key' });
		const kept = JSON.stringify(emulator.world.ledger.requests);
		expect(kept).not.toMatch(/kainic-demo-key|some-wrong-key/);
		expect(kept).toContain('Bearer [key]');
	});
});

test('events of a broken visitor end in 500, with all others of their request', async () => {
	const emulator = await start({ brokenVisitors: ['visitor-broken'] });
	const broken = { ...validEvent, anon_uid: 'visitor-broken' };
	expect(await sendEvents(emulator, [validEvent, broken])).toMatchObject({ status: 500 });
	expect(emulator.world.ledger.events).toEqual([]);
	expect(await sendEvents(emulator, [validEvent])).toMatchObject({ status: 200 });
});

test('each event that is collected takes one from the credit', async () => {
	const emulator = await start({ credit: 3 });
	await sendEvents(emulator, [validEvent, validEvent]);
	expect(emulator.world.settings.credit).toBe(1);
});
