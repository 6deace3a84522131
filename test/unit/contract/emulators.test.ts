import type { EmulatorOptions } from '../../../emulator';
import {
	closeDoubles,
	findingOf,
	idsOf,
	lookIntoLedger,
	problemsIn,
	runCommand,
	startDouble,
	type Double,
	type Ran,
} from './support';

afterEach(closeDoubles);

const everything = ['--allow-events'];

async function check(
	options: EmulatorOptions,
	args: readonly string[] = everything,
): Promise<Ran & { double: Double }> {
	const double = await startDouble(options);
	const ran = await runCommand(double, { args, answer: lookIntoLedger(double) });
	expect(problemsIn(double, ran, args.includes('--allow-events'))).toEqual([]);
	return { ...ran, double };
}

/** Findings that tell of a failure's status: they follow from what else differs. */
function withoutStatuses(ids: readonly string[]): string[] {
	return ids.filter((id) => !id.startsWith('status.'));
}

describe('the emulator as it is', () => {
	test('is confirmed in everything', async () => {
		const ran = await check({}, ['--allow-events', '--limits']);
		expect(idsOf(ran, 'different')).toEqual([]);
		expect(idsOf(ran, 'open')).toEqual([]);
		expect(ran.report).toMatchObject({ end: 'complete', counts: { confirmed: 40 } });
		expect(ran.report.requests.length).toBeLessThan(50);
	});

	test('leaves open without --allow-events what only an acceptable event tells, and says so', async () => {
		const ran = await check({}, ['--yes']);
		expect(idsOf(ran, 'open')).toEqual([
			'events.requires.anon_uid',
			'events.no-further-fields',
			'events.batch',
		]);
		expect(idsOf(ran, 'different')).toEqual([]);
		expect(findingOf(ran, 'events.batch').seen).toBe('Not asked: it needs --allow-events.');
		expect(ran.double.emulator.world.ledger.events).toEqual([]);
	});
});

describe('an emulator that differs', () => {
	test.each([200, 422, 500])('in the status of failures: %i', async (failureStatus) => {
		const ran = await check({ failureStatus });
		const different = idsOf(ran, 'different');
		expect(different.length).toBe(11);
		expect(withoutStatuses(different)).toEqual([]);
		for (const id of different) {
			expect(findingOf(ran, id).seen).toContain(`Status ${failureStatus}.`);
		}
		expect(idsOf(ran, 'open')).toEqual([]);
	});

	test('in the names of two form fields and of the file', async () => {
		const formFieldNames = { store_id: 'shop_id', sync_mode: 'mode', file: 'products' };
		const ran = await check({ formFieldNames });
		expect(idsOf(ran, 'different')).toEqual(['form.store', 'form.mode', 'form.file']);
		expect(idsOf(ran, 'confirmed')).toContain('form.project');
		expect(findingOf(ran, 'form.store').seen).toContain('It is shop_id');
		expect(findingOf(ran, 'form.file').remedies).toEqual([
			{
				node: 'Kainic Catalog',
				option: 'Form Names',
				value: { storeId: 'shop_id', syncMode: 'mode', file: 'products' },
			},
		]);
	});

	test.each(['kainic_pid', 'store_id', 'sync_mode'] as const)(
		'in the name of %s, to one that nobody guesses: open, not different',
		async (name) => {
			const ran = await check({ formFieldNames: { [name]: 'zz_top' } });
			expect(idsOf(ran, 'different')).toEqual([]);
			expect(idsOf(ran, 'open')).toEqual(
				expect.arrayContaining(['form.project', 'form.store', 'form.mode']),
			);
		},
	);

	test("in the file's name, to one that nobody guesses: not the inferred one", async () => {
		const ran = await check({ formFieldNames: { file: 'zz_top' } });
		expect(idsOf(ran, 'different')).toEqual(['form.file']);
		expect(findingOf(ran, 'form.file').seen).toContain('None of these: file, products');
	});

	test('in the order of the checks of a form: still confirmed', async () => {
		const ran = await check({ checkFieldsBeforeFile: true });
		expect(idsOf(ran, 'different')).toEqual([]);
		expect(idsOf(ran, 'open')).toEqual([]);
	});

	test('in items, which are a text', async () => {
		const ran = await check({ itemsAsText: true });
		expect(idsOf(ran, 'different')).toEqual(['predict.items', 'experiment.items']);
		expect(findingOf(ran, 'predict.items').remedies).toEqual([
			{
				node: 'Kainic Predict',
				option: 'Additional Body Fields',
				value: '={{ { "items": $json.item_id } }}',
			},
		]);
		expect(idsOf(ran, 'open')).toEqual([]);
	});

	test.each([
		[{ status: 403, message: 'Forbidden' }, 'recognise it (unauthorized)'],
		[{ status: 200, message: 'Access is not granted' }, 'do not recognise it: they say rejected'],
		[{ status: 401, message: 'Key revoked' }, 'recognise it (unauthorized)'],
	])('in the answer to a bad key: %j', async (refusedKey, recognition) => {
		const ran = await check({ refusedKey });
		const keys = idsOf(ran, 'different');
		expect(keys).toEqual([
			...['key.bad.predict', 'key.bad.events', 'key.bad.catalog', 'key.bad.experiment'],
			...['key.none', 'key.experiment-for-predictions', 'key.project-for-experiments'],
			...['project.wrong.predict', 'project.wrong.events'],
		]);
		for (const id of keys) {
			const { seen } = findingOf(ran, id);
			expect(seen).toContain(`status ${refusedKey.status}, "${refusedKey.message}"`);
			expect(seen).toContain(recognition);
		}
		expect(idsOf(ran, 'open')).toEqual([]);
	});

	test('in accepting part of a refused batch', async () => {
		const ran = await check({ acceptPartOfBatch: true });
		expect(idsOf(ran, 'different')).toEqual(['events.batch']);
		expect(findingOf(ran, 'events.batch').remedies).toEqual([
			{ node: 'Kainic Event', option: 'Isolate Rejected', value: false },
		]);
	});

	test('in accepting part of a refused batch, if nobody looks: open', async () => {
		const double = await startDouble({ acceptPartOfBatch: true });
		const ran = await runCommand(double, { args: ['--yes', '--allow-events'] });
		expect(idsOf(ran, 'open')).toEqual(['events.batch']);
	});

	test('in required fields of events, which it names one after the other', async () => {
		const ran = await check({ requiredEventFields: { event_name: 'string', quantity: 'number' } });
		expect(idsOf(ran, 'different')).toEqual(['events.no-further-fields']);
		const { seen, remedies } = findingOf(ran, 'events.no-further-fields');
		expect(seen).toContain('Required as well: event_name (string), quantity (number).');
		expect(remedies).toEqual([
			{
				node: 'Kainic Event',
				option: 'Event Fields',
				value: [
					{ name: 'event_name', type: 'string', value: '' },
					{ name: 'quantity', type: 'number', value: '' },
				],
			},
		]);
		expect(findingOf(ran, 'events.batch').verdict).toBe('confirmed');
	});

	test('in required fields of events, of which one is unsure if the event without it got no answer', async () => {
		const double = await startDouble({
			requiredEventFields: { event_name: 'string', quantity: 'number' },
		});
		double.recorder.onRequest = ({ body }) => {
			const isWithoutQuantity =
				body.includes('event_name') && body.includes('anon_uid') && !body.includes('quantity');
			if (isWithoutQuantity) double.emulator.inject({ kind: 'answer', status: 503, count: 1 });
		};
		const ran = await runCommand(double, { args: ['--yes', '--allow-events'] });
		const { seen, remedies } = findingOf(ran, 'events.no-further-fields');
		expect(seen).toBe(
			'Required as well: event_name (string). Perhaps required as well: quantity (number). An event with all of them is accepted.',
		);
		expect(remedies).toMatchObject([{ value: [{ name: 'event_name' }, { name: 'quantity' }] }]);
	});

	test('in a required field of events that nobody guesses: there is one, and no name is claimed', async () => {
		const ran = await check({ requiredEventFields: { zz_top: 'string' } });
		expect(idsOf(ran, 'different')).toEqual(['events.no-further-fields']);
		expect(findingOf(ran, 'events.no-further-fields')).toMatchObject({
			seen: 'Further fields are required; which, Kainic does not say. It names the types of uid (string), sid (string), which may be optional.',
			remedies: [],
		});
	});

	test('in what it does with unknown IDs', async () => {
		const ran = await check({ acceptUnlisted: false });
		expect(idsOf(ran, 'different')).toEqual(['tracker.wrong']);
		expect(findingOf(ran, 'tracker.wrong').seen).toContain(
			'Event Dismissed: Tracker does not have a store_id associated with it',
		);
		expect(idsOf(ran, 'open')).toEqual([]);
	});

	test('in the size of requests, as the first generation of the host', async () => {
		const ran = await check({ maxRequestBytes: 10 * 1024 * 1024 }, ['--yes', '--limits']);
		expect(idsOf(ran, 'different')).toEqual(['limits.size']);
		expect(findingOf(ran, 'limits.size').remedies).toEqual([
			{ node: 'Kainic Catalog', option: 'Maximum Megabytes', value: 10 },
		]);
	});
});

describe('a host that is not Kainic', () => {
	const page = '<!doctype html><title>Sign in</title><h1>Proxy: sign in first</h1>';

	test.each([
		['a page under 200', 200, 'text/html', page],
		['a page under 403', 403, 'text/html', page],
		['a page under 404', 404, 'text/html', page],
		['a page under 502', 502, 'text/html', page],
		['JSON of another service', 200, 'application/json', '{"ok":true,"status":"healthy"}'],
		['nothing', 204, 'text/plain', ''],
	])('%s: nothing is confirmed, and little is sent', async (_name, status, contentType, body) => {
		const ran = await check({ answerInstead: { status, contentType, body } });
		expect(idsOf(ran, 'confirmed')).toEqual([]);
		expect(idsOf(ran, 'different')).toEqual(['host.envelope']);
		expect(ran.report.end).toBe('stopped');
		expect(ran.report.requests.length).toBeLessThanOrEqual(2);
	});

	test.each([200, 404])('under %i gets no key', async (status) => {
		const { double } = await check({
			answerInstead: { status, contentType: 'text/html', body: page },
		});
		const keys = double.recorder.requests.map(({ url }) => url.searchParams.get('api_key'));
		expect(keys).toEqual([expect.stringMatching(/^contract-check-\w+-key$/)]);
	});

	test('that answers success to everything gets no further events and forms', async () => {
		const body = '{"status":"success","data":null}';
		const ran = await check(
			{ answerInstead: { status: 200, contentType: 'application/json', body } },
			['--yes'],
		);
		expect(findingOf(ran, 'key.bad.predict')).toMatchObject({
			verdict: 'different',
			seen: expect.stringContaining('It is accepted'),
		});
		expect(idsOf(ran, 'confirmed')).toEqual(['host.envelope']);
		const sent = ran.report.requests.map(({ probe }) => probe);
		expect(sent.filter((probe) => /^(events|catalog)\./.test(probe))).toEqual([
			'events.bad-key',
			'catalog.bad-key',
		]);
	});
});
