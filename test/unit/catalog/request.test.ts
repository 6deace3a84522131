import { items, refusalsOf, uploadsOf, type Panel } from './fake-run';

const run = (panel: Panel) => ({ items: items(2), panel });

async function refusal(panel: Panel): Promise<string> {
	const refusals = await refusalsOf(run(panel));
	return refusals.map(({ indexes, message }) => `${indexes.join()}: ${message}`).join('\n');
}

const names = (values: object) => ({ 'options.formNames': { values } });

const extra = (...rows: ReadonlyArray<readonly [name: string, value: unknown]>) => ({
	'options.extraFormFields': { values: rows.map(([name, value]) => ({ name, value })) },
});

const stock = { syncMode: 'stock' };

describe('the form of an upload', () => {
	test('has the inferred fields, with the store and the mode of the panel', async () => {
		const fields = { kainic_pid: 'demo', store_id: 'store-1', sync_mode: 'full' };
		expect(await uploadsOf(run({}))).toMatchObject([{ fields, fileName: 'products.json' }]);
		expect(await uploadsOf(run(stock))).toMatchObject([{ fields: { sync_mode: 'stock' } }]);
	});

	test('has the names and words of Form Names, and the rows of Extra Form Fields', async () => {
		const panel = {
			...names({ projectId: 'pid', storeId: 'shop', syncMode: 'mode', file: 'f', full: 'replace' }),
			...extra(['note', 'x'], ['', '']),
			'options.fileName': 'own.json',
		};
		const [upload] = await uploadsOf(run(panel));
		expect(upload?.fields).toEqual({ pid: 'demo', shop: 'store-1', mode: 'replace', note: 'x' });
		expect(upload?.fileName).toBe('own.json');
	});

	test('keeps the inferred name if a row of Form Names is empty or left out', async () => {
		const [upload] = await uploadsOf(run(names({ storeId: '', syncMode: null })));
		expect(Object.keys(upload?.fields ?? {})).toEqual(['kainic_pid', 'store_id', 'sync_mode']);
	});

	test.each<[string, Panel]>([
		['Store ID Field of Form Names is empty', names({ storeId: () => '' })],
		['Word for Full of Form Names is empty', names({ full: () => undefined })],
		['Form Names contains "store_id" twice', names({ projectId: 'store_id' })],
		['Form Names contains "kainic_pid" twice', names({ file: 'kainic_pid' })],
		['Form Names contains "full" twice', names({ stock: 'full' })],
		['Form Names contains "full" twice', names({ stock: 'Full' })],
		['Form Names contains "replace" twice', names({ full: 'replace', stock: 'REPLACE' })],
		['Form Names contains "replace" twice', names({ full: 'REPLACE', stock: 'replace' })],
		['Word for Stock is "FULL", which would start a', names({ full: 'replace', stock: 'FULL' })],
		['Form Names contains "sync_mode" twice', names({ projectId: 'Sync_Mode' })],
		['Form Names contains "sync_mode" twice', names({ projectId: 'sync_mode[]' })],
		['Extra Form Fields contains "sync_mode"', extra(['sync_mode', 'full'])],
		['Extra Form Fields contains "Sync_Mode"', extra(['Sync_Mode', 'full'])],
		['Extra Form Fields contains "sync_mode[]"', extra(['sync_mode[]', 'full'])],
		['Extra Form Fields contains "SYNC_MODE[0]"', extra(['SYNC_MODE[0]', 'full'])],
		['Fields contains "sync_mode"', { ...names({ syncMode: 'mode' }), ...extra(['sync_mode', 1]) }],
		['Fields contains "shop"', { ...names({ storeId: 'shop' }), ...extra(['shop', 'a']) }],
		['Form File Name is empty', { 'options.fileName': () => null }],
		['The name of the form field "a\\"b" contains a quotation mark', names({ storeId: 'a"b' })],
		['The file name contains a quotation mark', { 'options.fileName': 'a"b' }],
		['is "Invalid DateTime"', extra(['since', 'Invalid DateTime'])],
	])('is refused: %s', async (message, panel) => {
		const expected = message.replaceAll('\\"', '"');
		expect(await refusal(panel)).toContain(expected);
		expect(await refusal({ ...panel, ...stock })).toContain(expected);
	});

	test('may have a name that Form Names no longer use', async () => {
		const panel = { ...names({ storeId: 'shop' }), ...extra(['store_id', 'a']) };
		const [upload] = await uploadsOf(run(panel));
		expect(upload?.fields).toMatchObject({ shop: 'store-1', store_id: 'a' });
	});
});

test.each<[string, Panel]>([
	['Form Names', names({ storeId: 'shop' })],
	['Extra Form Fields', extra(['note', 'x'])],
])('as a tool, %s are refused', async (label, panel) => {
	const products = { productSource: 'json', productsJson: '[{"item_id":"p"}]' };
	const tool = run({ ...stock, ...products, ...panel });
	const description = `Remove ${label} under Options.`;
	expect(await refusalsOf({ ...tool, runsAsTool: true })).toMatchObject([
		{ indexes: [0, 1], message: `An AI tool cannot use the option ${label}.`, description },
	]);
});

test.each<[string, Panel]>([
	['Headers', { 'options.headers': { values: [{ name: 'X-A', value: String }] } }],
	['Form Names', names({ storeId: (index: number) => `name-${index}` })],
	['Extra Form Fields', extra(['note', String])],
	['Form File Name', { 'options.fileName': (index: number) => `${index}.json` }],
	['Wrap in Field', { 'options.wrapInKey': (index: number) => `k${index}` }],
])('%s may differ between uploads, not within one', async (label, panel) => {
	for (const mode of [{}, stock]) {
		expect(await refusal({ ...panel, ...mode })).toBe(
			`0,1: ${label} has different values for the items of one upload.`,
		);
		const apart = { ...panel, ...mode, storeId: (index: number) => `store-${index}` };
		expect(await uploadsOf(run(apart))).toHaveLength(2);
	}
});
