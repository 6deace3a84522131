import type { Emulator, SettingsPatch } from '../../../tools/emulator';
import {
	experiment,
	post,
	predict,
	sendEvents,
	start,
	upload,
	usualFields,
	validEvent,
	type Reply,
} from './support';

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
const model = (name: string) => by(predict, { kainic_mid: `model-${name}` });
const inExperiment = (name: string) => by(experiment, { kainic_exp_id: `experiment-${name}` });

const missing = 'One or more required fields are missing!';
const noStore = 'Event Dismissed: Tracker does not have a store_id associated with it';
const itemsOrType = 'At least one of the following fields must be provided: [items, type]';
const notDeployed = 'This model is not deployed!';
const noEndpoint = 'No endpoint is currently deployed for this model';
const broken = 'Prediction request failed from project demo-project: The endpoint did not answer';
const inactive = 'The experiment is not active!';
const incomplete = 'One or more required fields are missing in the request body';

const refusals: Array<[message: string, Ask, SettingsPatch?]> = [
	[noStore, tracker('tracker-no-store')],
	['Event Dismissed: Domain Not Supported', tracker('tracker-shop-only')],
	[
		'Event Dismissed: Please top-up your project credit in order to collect events',
		event({}),
		{ credit: 0 },
	],
	[missing, by(sendEvents, [])],
	[missing, by(sendEvents, validEvent)],
	[missing, event({ anon_uid: undefined })],
	['Type of required field "event" is not object', by(sendEvents, ['event'])],
	['Type of required field "anon_uid" is not string', event({ anon_uid: 5 })],
	['Type of required field "uid" is not string', event({ uid: 7 })],
	['Type of required field "platform" is not web, mobile, pos', event({ platform: 'tv' })],
	[itemsOrType, by(predict, { type: undefined })],
	[itemsOrType, by(predict, { type: undefined, items: [] })],
	[notDeployed, model('not-deployed')],
	[noEndpoint, model('no-endpoint')],
	[broken, model('broken')],
	[itemsOrType, by(experiment, { type: undefined })],
	[inactive, inExperiment('inactive')],
	['No items requested to get similarities for!', inExperiment('similar')],
	[notDeployed, inExperiment('not-deployed')],
	[noEndpoint, inExperiment('no-endpoint')],
	[broken, inExperiment('broken')],
	['Insufficient Credit !', by(upload), { credit: 0 }],
	['No file found', by(upload, null)],
	['No file found', by(upload, null, {})],
	[incomplete, by(upload, undefined, { kainic_pid: 'demo-project', sync_mode: 'full' })],
	[
		'File is empty: Store with id store-9 does not exist',
		by(upload, undefined, { ...usualFields, store_id: 'store-9' }),
	],
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
	const experimentKey = 'kainic-demo-experiment-key';
	const refused = { status: 401, json: { message: 'Invalid API key' } };

	it.each<[string, Ask]>([
		['that is wrong, for events', by(sendEvents, [validEvent], { key: 'wrong' })],
		['of experiments, for events', by(sendEvents, [validEvent], { key: experimentKey })],
		['of the project, for an experiment', by(experiment, {}, 'kainic-demo-key')],
		['that is wrong, for an upload', by(post, '/upload_products_file', { key: 'wrong' })],
		['of another project, for events', by(sendEvents, [validEvent], { project: 'another' })],
		['of another project, for a prediction', by(predict, { kainic_pid: 'another' })],
		[
			'of another project, for an upload',
			by(upload, '[{}]', { ...usualFields, kainic_pid: 'another' }),
		],
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
