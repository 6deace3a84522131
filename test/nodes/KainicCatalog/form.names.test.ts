import { items, refusalsOf, uploadsOf, type Panel } from './plan-uploads';

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
	test('keeps the inferred name if a row of Form Names is empty or left out', async () => {
		const [upload] = await uploadsOf(run({ ...names({ storeId: '', syncMode: null }), ...stock }));
		const fields = { kainic_pid: 'demo', store_id: 'store-1', sync_mode: 'stock' };
		expect(upload?.fields).toEqual(fields);
	});

	test.each<[string, Panel]>([
		['\'Word for Stock\' is "full", which would start a full sync', names({ stock: 'full' })],
		['\'Word for Stock\' is "Full", which would', names({ stock: 'Full' })],
		['\'Word for Stock\' is "REPLACE", which would', names({ full: 'replace', stock: 'REPLACE' })],
		['\'Word for Stock\' is "replace", which would', names({ full: 'REPLACE', stock: 'replace' })],
		[
			'\'Word for Stock\' is "FULL", which would start a',
			names({ full: 'replace', stock: 'FULL' }),
		],
		['The name of the form field "a\\"b" contains a quotation mark', names({ storeId: 'a"b' })],
		['The name of the file field contains a quotation mark', names({ file: 'a"b' })],
		['is "Invalid DateTime"', extra(['since', 'Invalid DateTime'])],
	])('is refused: %s', async (message, panel) => {
		const expected = message.replaceAll('\\"', '"');
		expect(await refusal(panel)).toContain(expected);
		expect(await refusal({ ...panel, ...stock })).toContain(expected);
	});

	describe('cannot name its store, mode, project or file twice', () => {
		const own = ['projectId', 'storeId', 'syncMode', 'file'];
		const inferred = ['kainic_pid', 'store_id', 'sync_mode', 'file'];
		const spellings = inferred.flatMap((name) => [name, name.toUpperCase(), ` ${name} `]);

		test.each(spellings)('by the extra field "%s", whatever Form Names say', async (name) => {
			const panels = [{}, names({ storeId: 'shop', syncMode: 'mode', projectId: 'p', file: 'f' })];
			for (const panel of panels.flatMap((each) => [each, { ...each, ...stock }])) {
				const message = await refusal({ ...panel, ...extra([name, 'full']) });
				expect(message).toContain(`0,1: 'Additional Form Fields' contains "${name.trim()}"`);
			}
		});

		test.each(['shop', 'SHOP'])('by the extra field "%s" of Form Names', async (name) => {
			const panel = { ...names({ storeId: 'Shop' }), ...extra([name, 'a']) };
			expect(await refusal(panel)).toContain(`'Additional Form Fields' contains "${name}"`);
		});

		const pairs = own.flatMap((key) => own.map((other) => [key, other] as const));

		test.each(pairs.filter(([key, other]) => key < other))(
			'by one name for %s and %s',
			async (key, other) => {
				const message = /^0,1: In 'Form Names', two fields have the name "(own|OWN)"\.$/;
				expect(await refusal(names({ [key]: 'own', [other]: 'OWN' }))).toMatch(message);
			},
		);

		test.each(pairs.filter(([key, other]) => key !== other))(
			'by the name of %s, which is that of %s',
			async (key, other) => {
				const name = inferred[own.indexOf(other)]?.toUpperCase();
				expect(await refusal(names({ [key]: name }))).toContain('two fields have the name');
			},
		);
	});

	test('may have every other name, and its own inferred one', async () => {
		const panel = { ...names({ storeId: 'store_id', file: 'File' }), ...extra(['stores', 'a']) };
		const [upload] = await uploadsOf(run(panel));
		expect(upload?.fields).toMatchObject({ store_id: 'store-1', stores: 'a' });
	});
});

test.each<[string, Panel]>([
	['Headers', { 'options.headers': { values: [{ name: 'X-A', value: String }] } }],
	["Store ID Field' of 'Form Names", names({ storeId: String })],
	['Additional Form Fields', extra(['note', String])],
])(
	'%s takes no expression, so that it cannot differ within an upload, and no agent can fill it in',
	async (label, panel) => {
		const message = `'${label}' cannot be an expression.`;
		for (const mode of [{}, stock]) {
			expect(await refusal({ ...panel, ...mode })).toBe(`0,1: ${message}`);
		}
		const products = { productSource: 'json', productsJson: '[{"item_id":"p"}]' };
		const tool = { ...run({ ...stock, ...products, ...panel }), runsAsTool: true };
		expect(await refusalsOf(tool)).toMatchObject([{ message }]);
	},
);
