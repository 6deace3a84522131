import { targetReader } from '../../../nodes/KainicCatalog/target';
import { InputError } from '../../../nodes/shared/failure';
import { demo, fakeRun, type FakeRun, type PanelValues } from './fake-run';

type Rows = ReadonlyArray<readonly [name: string, value: unknown]>;

const formFields = (rows: Rows) => ({
	'options.formFields': { values: rows.map(([name, value]) => ({ name, value })) },
});

function reader(
	panel: PanelValues = {},
	mode: 'full' | 'stock' = 'full',
	more: Partial<FakeRun> = {},
) {
	const items = [{ json: {} }, { json: {} }, { json: {} }];
	return targetReader(fakeRun({ items, panel: { syncMode: mode, ...panel }, ...more }), mode);
}

/** What the first item's form is known to say, and its fields. */
function namesOf(rows: Rows, mode: 'full' | 'stock' = 'full', storeId = 'store-1') {
	const { target } = reader({ storeId, ...formFields(rows) }, mode)(0, '');
	const { storeId: store, sentMode, syncMode } = target;
	return { store, sentMode, syncMode };
}

const advising = (advice: RegExp) =>
	expect.objectContaining({
		explanation: expect.objectContaining({ advice: expect.stringMatching(advice) }),
	});

describe('the form of an upload', () => {
	test('has the fields that Kainic expects, and names the file as the item does', () => {
		const { target, panelStoreId } = reader()(0, 'feed.json');
		expect(panelStoreId).toBe('store-1');
		expect(target).toMatchObject({
			connection: demo,
			headers: {},
			form: {
				fields: [
					{ name: 'kainic_pid', value: 'demo' },
					{ name: 'store_id', value: 'store-1' },
					{ name: 'sync_mode', value: 'full' },
				],
				fileField: 'file',
				fileName: 'feed.json',
			},
			storeId: 'store-1',
			sentMode: 'full',
			syncMode: 'full',
		});
		expect(reader()(0, '').target.form.fileName).toBe('products.json');
		expect(reader({}, 'stock')(0, '').target).toMatchObject({
			sentMode: 'stock',
			syncMode: 'stock',
		});
	});

	test('is what Form Fields, Form File Field and Form File Name make of it', () => {
		const { form } = reader({
			...formFields([
				['shop', 'store-1'],
				['project', '{projectId}'],
				['note', 'for {projectId}'],
			]),
			'options.fileField': 'upload',
			'options.fileName': 'own.json',
			'options.headers': { values: [{ name: 'X-Shop', value: 'a' }] },
		})(0, 'feed.json').target;
		expect(form).toEqual({
			fields: [
				{ name: 'shop', value: 'store-1' },
				{ name: 'project', value: 'demo' },
				{ name: 'note', value: 'for {projectId}' },
			],
			fileField: 'upload',
			fileName: 'own.json',
		});
	});

	test.each<[PanelValues, string]>([
		[{ storeId: '' }, 'Store ID is empty.'],
		[{ storeId: '"store-1"' }, 'Store ID is within quotation marks.'],
		[
			{ 'options.formFields': 'x' },
			'Form Fields is the text "x", but it must be rows of the panel.',
		],
		[{ 'options.fileField': {} }, 'Form File Field is an object, but it must be text.'],
		[{ 'options.fileName': {} }, 'Form File Name is an object, but it must be text.'],
		[formFields([['store_id', ' ']]), '"store_id" of Form Fields is empty.'],
		[
			formFields([['since', 'Invalid DateTime']]),
			'The field "since" is "Invalid DateTime", the text of a date that does not exist.',
		],
		[
			{ 'options.headers': { values: [{ name: 'X-Shop', value: 2 ** 53 }] } },
			'The field "X-Shop" is the number 9007199254740992, which is too large to be sent exactly.',
		],
		[
			formFields([
				['store_id', 'a'],
				['store_id', 'b'],
			]),
			'Form Fields give "store_id" several values: a, b.',
		],
		[
			formFields([
				['store_id', 'a'],
				['sync_mode', 'full'],
				['sync_mode', 'stock'],
			]),
			'Form Fields give "sync_mode" several values: full, stock.',
		],
		[
			formFields([
				['kainic_pid', 'p'],
				['kainic_pid', 'q'],
			]),
			'Form Fields give "kainic_pid" several values: p, q.',
		],
	])('is refused for %j', (panel, message) => {
		expect(() => reader(panel)(0, '')).toThrow(new InputError(message));
	});

	test('can name a store that is really called like an address, by Form Fields', () => {
		const storeId = 'https://shop.example';
		expect(() => reader({ storeId })(0, '')).toThrow(
			new InputError('Store ID is an address (it holds "://").'),
		);
		const { target } = reader({ storeId, ...formFields([['store_id', storeId]]) })(0, '');
		expect(target.storeId).toBe(storeId);
	});

	test('says what to do about two values, and takes the same value twice', () => {
		const twice = (other: string) =>
			reader(
				formFields([
					['store_id', 'a'],
					['store_id', other],
				]),
			);
		expect(twice(' a')(0, '').target.storeId).toBe('a');
		const refused = expect.objectContaining({
			explanation: { advice: 'Kainic can take only one of them. Remove the other rows.' },
		});
		expect(() => twice('b')(0, '')).toThrow(refused);
	});
});

describe('the store that a form names', () => {
	test.each<[Rows, string | null]>([
		[[['store_id', ' other ']], 'other'],
		[
			[
				['shop', ' store-1 '],
				['note', 'x'],
			],
			'store-1',
		],
		[[['shop', 'store-2']], null],
		[
			[
				['note', 'store-1'],
				['store_id', 'other'],
			],
			'other',
		],
	])('of %j is %j', (rows, store) => {
		expect(namesOf(rows).store).toBe(store);
	});

	test('is another for another host, project or store, and the same for the same', () => {
		const keyOf = (rows: Rows, baseUrl = demo.baseUrl, projectId = 'demo') =>
			reader(formFields(rows), 'full', {
				connectionOf: () => ({ ...demo, baseUrl, projectId }),
			})(0, '').target.storeKey;
		const key = keyOf([['store_id', 'a']]);
		expect(keyOf([['store_id', ' a ']])).toBe(key);
		expect(
			keyOf([
				['store_id', 'a'],
				['kainic_pid', 'demo'],
			]),
		).toBe(key);
		expect(keyOf([['store_id', 'a']], 'https://KAINIC.example:443')).toBe(key);
		expect(keyOf([['store_id', 'b']])).not.toBe(key);
		expect(keyOf([['store_id', 'a']], 'https://other.example')).not.toBe(key);
		expect(keyOf([['store_id', 'a']], demo.baseUrl, 'q')).not.toBe(key);
		expect(
			keyOf([
				['store_id', 'a'],
				['kainic_pid', 'q'],
			]),
		).not.toBe(key);
	});
});

describe('the mode that a form names', () => {
	const id = ['store_id', 'a'] as const;

	test.each<[string, Rows, 'full' | 'stock', string | null, 'full' | 'stock']>([
		['the field itself', [id, ['sync_mode', 'stock']], 'full', 'stock', 'stock'],
		['the field itself', [id, ['sync_mode', 'full']], 'full', 'full', 'full'],
		['full in any spelling', [id, ['sync_mode', ' FULL ']], 'full', 'full', 'full'],
		[
			'no stock with white space, since that is sent',
			[id, ['sync_mode', 'stock ']],
			'stock',
			'stock ',
			'full',
		],
		['nothing that is known', [id], 'full', null, 'full'],
		['full under another name', [id, ['mode', 'Full ']], 'full', 'full', 'full'],
		[
			'full beside a field that says stock',
			[id, ['sync_mode', 'stock'], ['m', 'full']],
			'full',
			'full',
			'full',
		],
		[
			'stock under another name, if the panel says so',
			[id, ['mode', ' Stock']],
			'stock',
			'stock',
			'stock',
		],
		['no stock if the panel says full', [id, ['mode', 'stock']], 'full', null, 'full'],
		['no mode in the name of a store', [['store_id', 'full']], 'full', null, 'full'],
		['no mode in the name of a store', [['store_id', 'stock']], 'full', null, 'full'],
		['no mode in the name of a project', [id, ['kainic_pid', 'full']], 'full', null, 'full'],
		[
			'full in any spelling, also beside a store of that name',
			[
				['store_id', 'full'],
				['sync_mode', 'full '],
			],
			'full',
			'full',
			'full',
		],
		[
			'no mode in a copy of the store',
			[
				['store_id', 'full'],
				['x', ' full '],
			],
			'full',
			null,
			'full',
		],
		[
			'no mode in a copy of the project',
			[id, ['kainic_pid', 'full'], ['x', 'full']],
			'full',
			null,
			'full',
		],
	])('is %s: %j', (_name, rows, mode, sentMode, syncMode) => {
		const read = () => namesOf(rows, mode);
		if (syncMode === 'full' && mode === 'stock') expect(read).toThrow(InputError);
		else expect(read()).toMatchObject({ sentMode, syncMode });
	});

	test('is never stock for a store that is called stock, so that no guard is off', () => {
		const read = (panel: PanelValues) => () => reader(panel, 'stock')(0, '');
		expect(read({ storeId: 'stock', ...formFields([['shop', 'stock']]) })).toThrow(InputError);
		expect(read(formFields([['store_id', 'stock']]))).toThrow(InputError);
		expect(read(formFields([['kainic_pid', 'stock']]))).toThrow(InputError);
	});

	test('is full under Stock for nobody: n8n keeps no guards there', () => {
		const panel = formFields([id, ['sync_mode', 'full']]);
		const refusal = (runsAsTool: boolean) => () => reader(panel, 'stock', { runsAsTool })(0, '');
		expect(refusal(false)).toThrow(/^Form Fields make a full sync, .* the guards of a full sync/);
		expect(refusal(false)).toThrow(
			advising(/^Not sent, .* Choose Full as Sync Mode and look at its guards\./),
		);
		expect(refusal(true)).toThrow(/^An AI agent may not replace a whole catalog\.$/);
		expect(refusal(true)).toThrow(advising(/^Choose the sync mode Stock for the tool/));
	});
});

describe('items', () => {
	test('share a target if they go to the same place in the same form', () => {
		const panel = { storeId: (index: number) => (index === 1 ? 'b' : 'a') };
		const targetOf = reader(panel);
		const [first, second, third] = [0, 1, 2].map((index) => targetOf(index, ''));
		expect(third?.target).toBe(first?.target);
		expect(second?.target).not.toBe(first?.target);
		expect(targetOf(2, 'own.json').target).not.toBe(first?.target);
	});

	test.each(['storeId', 'options.fileField', 'options.fileName'])(
		'have a target of their own by an expression for %s',
		(name) => {
			const targetOf = reader({ [name]: (index: number) => `own-${index}` });
			expect(targetOf(1, '').target).not.toBe(targetOf(0, '').target);
		},
	);

	test('of the same panel are read once for a connection and a file name', () => {
		const connections = [demo, { ...demo }];
		const targetOf = reader({}, 'full', {
			connectionOf: (index) => connections[index === 2 ? 1 : 0] ?? demo,
		});
		const first = targetOf(0, 'a.json');
		expect(targetOf(1, 'a.json')).toBe(first);
		expect(targetOf(1, 'b.json').target.form.fileName).toBe('b.json');
		expect(targetOf(0, 'a.json').target).toBe(first.target);
		expect(targetOf(2, 'a.json').target.connection).toBe(connections[1]);
	});

	test('that differ in the Store ID of the panel alone are told apart by it', () => {
		const targetOf = reader({
			storeId: (index: number) => `store-${index}`,
			...formFields([['store_id', 'constant']]),
		});
		expect(targetOf(0, '').panelStoreId).toBe('store-0');
		expect(targetOf(1, '').panelStoreId).toBe('store-1');
		expect(targetOf(1, '').target).toBe(targetOf(0, '').target);
	});
});
