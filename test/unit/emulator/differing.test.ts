import { closeEmulators, experiment, formOf, post, predict, sendEvents, start } from './support';

afterEach(closeEmulators);

function failure(status: number, message: string) {
	return { status, json: { status: 'fail', message } };
}

describe('an emulator that differs in what is not documented', () => {
	it('answers a refused key as it is told', async () => {
		const emulator = await start({ refusedKey: { status: 200, message: 'No such key' } });
		expect(await predict(emulator, {}, { key: 'x' })).toMatchObject(failure(200, 'No such key'));
	});

	it('refuses what is not listed', async () => {
		const emulator = await start({ acceptUnlisted: false });
		expect(await sendEvents(emulator, undefined, { trackerId: 'another' })).toMatchObject(
			failure(400, 'Event Dismissed: Tracker does not have a store_id associated with it'),
		);
		expect(await predict(emulator, { kainic_mid: 'another' })).toMatchObject(
			failure(400, 'This model is not deployed!'),
		);
		expect(await experiment(emulator, { kainic_exp_id: 'another' })).toMatchObject(
			failure(400, 'The experiment is not active!'),
		);
		expect(await sendEvents(emulator)).toMatchObject({ status: 200 });
		expect(await predict(emulator)).toMatchObject({ status: 200 });
		expect(await experiment(emulator)).toMatchObject({ status: 200 });
	});

	it('takes items as a text and refuses an array', async () => {
		const emulator = await start({ itemsAsText: true });
		const model = { kainic_mid: 'model-similar', type: undefined };
		expect(await predict(emulator, { ...model, items: 'a,b' })).toMatchObject({ status: 200 });
		expect(emulator.world.ledger.predictions).toMatchObject([{ itemIds: ['a', 'b'] }]);
		expect(await predict(emulator, { ...model, items: ['a'] })).toMatchObject(
			failure(400, 'Type of required field "items" is not string'),
		);
	});

	it('looks at the fields of an upload before its file', async () => {
		const emulator = await start({ checkFieldsBeforeFile: true });
		const upload = async (fields: Record<string, string>) =>
			await post(emulator, '/upload_products_file', { body: formOf(fields) });
		expect(await upload({ store_id: 'store-1' })).toMatchObject(
			failure(400, 'One or more required fields are missing in the request body'),
		);
		const fields = { kainic_pid: 'demo-project', store_id: 'store-1', sync_mode: 'stock' };
		expect(await upload(fields)).toMatchObject(failure(400, 'No file found'));
	});

	it('answers everything as somebody else', async () => {
		const page = { status: 203, contentType: 'text/html', body: '<h1>Proxy</h1>' };
		const emulator = await start({ answerInstead: page });
		expect(await sendEvents(emulator)).toMatchObject({ status: 203, text: page.body });
		expect(emulator.world.ledger.events).toEqual([]);
		expect(emulator.world.ledger.requests).toMatchObject([
			{ outcome: { type: 'not_processed', reason: 'not Kainic' } },
		]);
	});
});
