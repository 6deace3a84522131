import type { EmulatorOptions } from '../../../tools/emulator';
import { check, idsOf, problemsIn, start } from './support';

async function checked(options: EmulatorOptions, args = ['--yes', '--allow-events']) {
	const emulator = await start(options);
	const ran = await check(emulator.url, { args });
	expect(problemsIn(emulator, ran, args.includes('--allow-events'))).toEqual([]);
	return ran;
}

test('the emulator as it is is confirmed in everything that answers can show', async () => {
	const ran = await checked({});
	expect(idsOf(ran, 'different')).toEqual([]);
	// Whether a refused batch was refused whole, no answer shows.
	expect(idsOf(ran, 'open')).toEqual(['events.batch']);
	expect(ran.report.counts.confirmed).toBeGreaterThan(20);
	expect(ran.report.end).toBe('complete');
});

test('a difference names the option that makes up for it', async () => {
	const ran = await checked({
		itemsAsText: true,
		formFieldNames: { store_id: 'shop_id' },
		requiredEventFields: { event_name: 'string', quantity: 'number' },
	});
	const items = { option: 'Additional Body Fields', value: '={{ { "items": $json.item_id } }}' };
	const fields = [
		{ name: 'event_name', type: 'string', value: '' },
		{ name: 'quantity', type: 'number', value: '' },
	];
	expect(ran.report.findings.flatMap(({ remedy }) => remedy ?? [])).toEqual([
		{ node: 'Kainic Predict', ...items },
		{ node: 'Kainic Experiment', ...items },
		{ node: 'Kainic Event', option: 'Event Fields', value: fields },
		{ node: 'Kainic Catalog', option: 'Form Names', value: { storeId: 'shop_id' } },
	]);
});

describe('a host that is not Kainic', () => {
	const page = '<!doctype html><title>Sign in</title>';

	test.each([
		['a page under 200', 200, 'text/html', page, 1],
		['a page under 502', 502, 'text/html', page, 1],
		['JSON of another service', 200, 'application/json', '{"ok":true}', 1],
		// A refusal of a key may look so: the next goes with the key.
		['a page under 403', 403, 'text/html', page, 5],
	])('%s: nothing is confirmed', async (_name, status, contentType, body, most) => {
		const ran = await checked({ answerInstead: { status, contentType, body } });
		expect(idsOf(ran, 'confirmed')).toEqual([]);
		expect(idsOf(ran, 'different')).toEqual(['host.envelope']);
		const withKey = ran.sent.filter(({ url }) => /^(pk|ek)_/.test(url.search.slice(9)));
		expect(withKey.length).toBeLessThan(most);
	});

	test('that accepts everything gets no second event and no second form', async () => {
		const body = '{"status":"success","data":null}';
		const answerInstead = { status: 200, contentType: 'application/json', body };
		const ran = await checked({ answerInstead }, ['--yes']);
		expect(idsOf(ran, 'confirmed')).toEqual(['host.envelope']);
		const sent = ran.report.requests.map(({ probe }) => probe);
		expect(sent.filter((probe) => /^(events|catalog)\./.test(probe))).toEqual([
			...['events.bad-key', 'catalog.bad-key'],
		]);
	});

	test('that asks to slow down gets nothing more', async () => {
		const emulator = await start();
		emulator.inject({ kind: 'answer', status: 429, after: 3 });
		const ran = await check(emulator.url);
		expect(ran.sent).toHaveLength(4);
		expect(ran.report.end).toBe('stopped');
	});
});
