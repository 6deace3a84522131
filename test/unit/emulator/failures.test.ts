import type { Emulator, EndpointName } from '../../../emulator';
import {
	closeEmulators,
	experiment,
	formOf,
	post,
	predict,
	sendEvents,
	start,
	upload,
	usualFields,
	type Reply,
} from './support';

const fieldsWithoutStore = { kainic_pid: 'demo-project', sync_mode: 'full' };

afterEach(closeEmulators);

type Ask = (emulator: Emulator) => Promise<Reply>;

const similar = { kainic_exp_id: 'experiment-similar' };
const withoutQuestion = { type: undefined };

const sendTo = (trackerId: string) => (emulator: Emulator) =>
	sendEvents(emulator, undefined, { trackerId });
const predictBy = (fields: object) => (emulator: Emulator) => predict(emulator, { ...fields });
const experimentWith = (fields: object) => (emulator: Emulator) =>
	experiment(emulator, { ...fields });
const send = (events: unknown) => (emulator: Emulator) => sendEvents(emulator, events);

const itemsOrType = 'At least one of the following fields must be provided: [items, type]';
const notDeployed = 'This model is not deployed!';
const noEndpoint = 'No endpoint is currently deployed for this model';
const broken = 'Prediction request failed from project demo-project: The endpoint did not answer';

const documented: [EndpointName, string, Ask][] = [
	[
		'events',
		'Event Dismissed: Tracker does not have a store_id associated with it',
		sendTo('tracker-no-store'),
	],
	['events', 'Event Dismissed: Domain Not Supported', sendTo('tracker-shop-only')],
	['events', 'One or more required fields are missing!', send([{ platform: 'web' }])],
	[
		'events',
		'Type of required field "anon_uid" is not string',
		send([{ platform: 'web', anon_uid: 5 }]),
	],
	['predict', itemsOrType, predictBy(withoutQuestion)],
	['predict', notDeployed, predictBy({ kainic_mid: 'model-not-deployed' })],
	['predict', noEndpoint, predictBy({ kainic_mid: 'model-no-endpoint' })],
	['predict', broken, predictBy({ kainic_mid: 'model-broken' })],
	[
		'catalog',
		'No file found',
		(emulator) => post(emulator, '/upload_products_file', { body: formOf(usualFields) }),
	],
	[
		'catalog',
		'File is empty: Store with id store-9 does not exist',
		(emulator) => upload(emulator, undefined, { ...usualFields, store_id: 'store-9' }),
	],
	['catalog', 'File schema is not valid', (emulator) => upload(emulator, 'item_id,title\n1,Shoe')],
	[
		'catalog',
		'One or more required fields are missing in the request body',
		(emulator) => upload(emulator, undefined, fieldsWithoutStore),
	],
	[
		'experiment',
		'The experiment is not active!',
		experimentWith({ kainic_exp_id: 'experiment-inactive' }),
	],
	['experiment', itemsOrType, experimentWith(withoutQuestion)],
	['experiment', 'No items requested to get similarities for!', experimentWith(similar)],
	['experiment', notDeployed, experimentWith({ kainic_exp_id: 'experiment-not-deployed' })],
	['experiment', noEndpoint, experimentWith({ kainic_exp_id: 'experiment-no-endpoint' })],
	['experiment', broken, experimentWith({ kainic_exp_id: 'experiment-broken' })],
];

const outOfCredit: [EndpointName, string, Ask][] = [
	[
		'events',
		'Event Dismissed: Please top-up your project credit in order to collect events',
		(emulator) => sendEvents(emulator),
	],
	['catalog', 'Insufficient Credit !', (emulator) => upload(emulator)],
];

describe.each([400, 200])('failures under status %i', (failureStatus) => {
	it.each(documented)('%s: %s', async (endpoint, message, ask) => {
		const emulator = await start({ failureStatus });
		const reply = await ask(emulator);
		expect(reply).toMatchObject({ status: failureStatus, json: { status: 'fail', message } });
		expect(emulator.contract.of(endpoint).checkAnswer(reply.json)).toBeUndefined();
		expect(emulator.world.ledger.requests).toMatchObject([
			{ endpoint, status: failureStatus, outcome: { type: 'refused', message } },
		]);
	});

	it.each(outOfCredit)('%s without credit: %s', async (_endpoint, message, ask) => {
		const emulator = await start({ failureStatus, credit: 0 });
		const reply = await ask(emulator);
		expect(reply).toMatchObject({ status: failureStatus, json: { status: 'fail', message } });
	});
});

describe('the same requests without their mistake', () => {
	const good: [EndpointName, string, Ask][] = [
		['events', 'events', (emulator) => sendEvents(emulator)],
		['predict', 'a type', (emulator) => predict(emulator)],
		['predict', 'items', (emulator) => predict(emulator, { type: undefined, items: ['shoe-1'] })],
		['experiment', 'a type', (emulator) => experiment(emulator)],
		['experiment', 'items', (emulator) => experiment(emulator, { ...similar, items: ['shoe-1'] })],
		['catalog', 'a file', (emulator) => upload(emulator)],
	];

	it.each(good)('%s with %s are accepted, with an answer as in the contract', async (...row) => {
		const [endpoint, , ask] = row;
		const emulator = await start();
		const reply = await ask(emulator);
		expect(reply).toMatchObject({ status: 200, json: { status: 'success' } });
		expect(emulator.contract.of(endpoint).checkAnswer(reply.json)).toBeUndefined();
		expect(emulator.world.ledger.requests).toMatchObject([{ outcome: { type: 'accepted' } }]);
	});
});

describe('a refused key', () => {
	const refusal = { status: 401, json: { status: 'fail', message: 'Invalid API key' } };
	const experimentKey = 'kainic-demo-experiment-key';

	it.each<[string, Ask]>([
		['events with a wrong key', (emulator) => sendEvents(emulator, undefined, { key: 'wrong' })],
		[
			"events with the experiments' key",
			(emulator) => sendEvents(emulator, undefined, { key: experimentKey }),
		],
		['a prediction with the wrong key', (emulator) => predict(emulator, {}, { key: 'wrong' })],
		[
			'an experiment with the key of the project',
			(emulator) => experiment(emulator, {}, { key: 'kainic-demo-key' }),
		],
		[
			'an upload with the wrong key',
			(emulator) =>
				post(emulator, '/upload_products_file', {
					key: 'wrong',
					body: formOf(usualFields, '[{}]'),
				}),
		],
		[
			'events for another project',
			(emulator) => sendEvents(emulator, undefined, { projectId: 'another' }),
		],
		[
			'a prediction for another project',
			(emulator) => predict(emulator, { kainic_pid: 'another' }),
		],
	])('%s is answered with 401, whatever the failure status', async (_name, ask) => {
		const emulator = await start({ failureStatus: 200 });
		expect(await ask(emulator)).toMatchObject(refusal);
		expect(emulator.world.ledger.events).toEqual([]);
	});

	it('leaves no trace of any key in what is kept of the requests', async () => {
		const emulator = await start();
		await sendEvents(emulator, undefined, { headers: { 'x-copy': 'Bearer kainic-demo-key' } });
		await sendEvents(emulator, undefined, { key: 'some-wrong-key' });
		const kept = JSON.stringify(emulator.world.ledger.requests);
		expect(kept).not.toContain('kainic-demo-key');
		expect(kept).not.toContain('some-wrong-key');
		expect(kept).toContain('Bearer [key]');
	});
});
