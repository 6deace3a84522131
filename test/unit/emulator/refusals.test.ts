import type { Emulator, SettingsPatch } from '../../../tools/emulator';
import { predict, sendEvents, start, upload, usualFields, validEvent, type Reply } from './support';

type Ask = (emulator: Emulator) => Promise<Reply>;

const by =
	<Given extends unknown[]>(
		send: (emulator: Emulator, ...given: Given) => Promise<Reply>,
		...given: Given
	): Ask =>
	(emulator) =>
		send(emulator, ...given);

const event = (fields: object) => by(sendEvents, [{ ...validEvent, ...fields }]);
const tracker = (name: string) => by(sendEvents, [validEvent], { tracker: name });

const noSuchStore = 'File is empty: Store with id store-9 does not exist';
const noCredit = 'Event Dismissed: Please top-up your project credit in order to collect events';
const missing = 'One or more required fields are missing!';
const noStore = 'Event Dismissed: Tracker does not have a store_id associated with it';
const incomplete = 'One or more required fields are missing in the request body';

const refusals: Array<[message: string, Ask, SettingsPatch?]> = [
	[noStore, tracker('tracker-no-store')],
	['Event Dismissed: Domain Not Supported', tracker('tracker-shop-only')],
	[noCredit, event({}), { credit: 0 }],
	[missing, by(sendEvents, [])],
	[missing, by(sendEvents, validEvent)],
	[missing, event({ anon_uid: undefined })],
	['Type of required field "event" is not object', by(sendEvents, ['event'])],
	['Type of required field "anon_uid" is not string', event({ anon_uid: 5 })],
	['Type of required field "uid" is not string', event({ uid: 7 })],
	['Type of required field "platform" is not web, mobile, pos', event({ platform: 'tv' })],
	['Insufficient Credit !', by(upload), { credit: 0 }],
	['No file found', by(upload, null)],
	['No file found', by(upload, null, {})],
	[incomplete, by(upload, undefined, { kainic_pid: 'demo-project', sync_mode: 'full' })],
	[noSuchStore, by(upload, undefined, { ...usualFields, store_id: 'store-9' })],
	['File schema is not valid', by(upload, 'item_id,title\n1,Shoe')],
];

it.each(refusals)('%s', async (message, ask, settings = {}) => {
	for (const failureStatus of [400, 200]) {
		const emulator = await start({ ...settings, failureStatus });
		const reply = await ask(emulator);
		expect(reply).toMatchObject({ status: failureStatus, json: { status: 'fail', message } });
		expect(emulator.world.ledger.requests).toMatchObject([
			{ status: failureStatus, outcome: { type: 'refused', message } },
		]);
	}
});

describe('a key', () => {
	const anothers = { ...usualFields, kainic_pid: 'another' };
	const refused = { status: 401, json: { message: 'Invalid API key' } };

	it.each<[string, Ask]>([
		['of another project, for events', by(sendEvents, [validEvent], { project: 'another' })],
		['of another project, for a prediction', by(predict, { kainic_pid: 'another' })],
		['of another project, for an upload', by(upload, '[{}]', anothers)],
	])('%s is refused with 401, whatever the failure status', async (_name, ask) => {
		const emulator = await start({ failureStatus: 200 });
		expect(await ask(emulator)).toMatchObject(refused);
		expect(emulator.world.ledger.events).toEqual([]);
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
