import { questions } from '../../../tools/ask-kainic/questions';
import type { EmulatorOptions, Fault, SettingsPatch } from '../../../tools/emulator';
import { seededSettings } from '../../../tools/emulator/seed';
import { askedIn, check, projectKey, start } from './support';

type AnswerFault = Extract<Fault, { kind: 'answer' }>;

const everything = ['--yes', '--allow-events'];
const asked = async (options: EmulatorOptions, args = everything) =>
	await check(await start(options), { args });

test('every question is shown with its answer as it came, and with how to read it', async () => {
	const ran = await asked({});
	expect(askedIn(ran)).toEqual(questions.map(({ id }) => id));
	for (const { asks, settles } of questions) {
		expect(ran.report).toContain(asks);
		expect(ran.report).toContain(settles);
	}
	expect(ran.report).toContain(
		'Status 400: {"status":"fail","message":"At least one of the following fields must be provided: [items, type]"}',
	);
	expect(ran.output).toContain(ran.report.split('\n').slice(4).join('\n').trim());
});

const { formFieldNames } = seededSettings();

const ways: readonly SettingsPatch[] = [
	{ failureStatus: 200 },
	{ refusedKey: { status: 403, message: 'Sorry' } },
	{ refusedKey: { status: 200, message: 'No access' } },
	{ itemsAsText: true },
	{ acceptPartOfBatch: true },
	{ credit: 0 },
	{ requiredEventFields: { event_name: 'string', items: 'array' } },
	{ formFieldNames: { ...formFieldNames, kainic_pid: 'zz_project', file: 'zz_file' } },
	{ formFieldNames: { ...formFieldNames, store_id: 'zz_store', sync_mode: 'zz_mode' } },
];

/** Of whatever is asked, `check` expects that nothing is accepted and no key is shown. */
test.each(ways)('every question has its answer from a Kainic with %j', async (options) => {
	for (const args of [['--yes'], everything]) {
		const ran = await asked(options, args);
		expect(askedIn(ran)).toHaveLength(ran.sent.length);
		expect(ran.sent.length).toBeGreaterThan(5);
	}
});

test('the answers can be tried in a second run', async () => {
	const options = {
		itemsAsText: true,
		formFieldNames: { ...formFieldNames, store_id: 'shop_id' },
		requiredEventFields: { event_name: 'string' },
	} as const;
	const accepted = /## events\.test: .*\n\n {4}Status 200/;
	expect((await asked(options)).report).not.toMatch(accepted);
	const ran = await asked(options, [
		...[...everything, '--items-as-text'],
		...['--event-fields', '{"event_name":"view"}', '--form-names', '{"store_id":"shop_id"}'],
	]);
	expect(ran.report).toMatch(accepted);
	expect(ran.report).toMatch(
		/## predict\.without\.sid|## predict\.without\.platform: .*\n\n.*missing/,
	);
	expect(ran.report).toMatch(/## catalog\.form: .*\n\n.*does not exist/);
});

describe('a host that is not Kainic', () => {
	const askedOf = async (args: readonly string[], answer: Omit<AnswerFault, 'kind'>) => {
		const emulator = await start();
		emulator.inject({ kind: 'answer', count: 'always', ...answer });
		return await check(emulator, { args });
	};

	test.each([
		['a page', { status: 502, contentType: 'text/html', body: '<title>Sign in</title>' }],
		['JSON of another service', { status: 200, body: '{"ok":true}' }],
	])('%s: it does not get the key', async (_, answer) => {
		const { sent, report } = await askedOf(everything, answer);
		expect(sent.filter(({ url }) => url.searchParams.get('api_key') === projectKey)).toEqual([]);
		expect(report).toContain('does not have the form of an answer of Kainic');
	});

	test('that accepts everything gets no second event and no second form', async () => {
		const ran = await askedOf(['--yes'], { status: 200, body: '{"status":"success","data":null}' });
		const ids = askedIn(ran).filter((id) => /^(events|catalog)\./.test(id));
		expect(ids).toEqual(['events.bad-key', 'catalog.bad-key']);
	});
});
