import { items, refusalOf, refusalsOf, uploadsOf, type Given } from './fake-run';

const storeOf = (...stores: readonly string[]) => ({
	storeId: (index: number) => stores[index] ?? '',
});

const sentTo = async (given: Given) =>
	(await uploadsOf(given)).map(({ fields }) => fields.store_id);

describe('a refused item', () => {
	const broken = { items: [...items(2), { json: {} }], panel: storeOf('a', 'b', 'b') };

	test('refuses every full sync of the run with its own failure', async () => {
		expect(await refusalOf(broken)).toMatchObject({
			...{ indexes: [0, 1, 2], code: 'file_schema' },
			message: 'This is an empty object, not a product. [item 2]',
			description: expect.stringContaining(
				'Nothing was uploaded, because the catalog would be incomplete',
			),
		});
		expect(await sentTo(broken)).toEqual([]);
	});

	test('may have an error of n8n, which ends without a full stop', async () => {
		const storeId = (index: number) => {
			if (index === 0) return 'a';
			throw new Error("Referenced node doesn't exist");
		};
		expect(await refusalOf({ items: items(3), panel: { storeId } })).toMatchObject({
			message: "Referenced node doesn't exist. Items with failures: 2. [item 1, 'Store ID']",
		});
	});

	test('is one of an unknown store; the message says how many were refused', async () => {
		const unknown = { items: items(4), panel: storeOf('a', '', '', 'a') };
		const message = "'Store ID' is empty. Items with failures: 2. [item 1]";
		expect(await refusalOf(unknown)).toMatchObject({ indexes: [0, 1, 2, 3], message });
	});
});

describe('a full sync that could only be a part', () => {
	const validateOnly = { panel: { 'options.validateOnly': true } };

	test.each([{}, validateOnly])('is refused under Execute Once: %j', async (given) => {
		expect(await refusalOf({ ...given, executesOnce: true })).toMatchObject({
			code: 'suspicious_catalog',
			message: expect.stringMatching(
				/^'Execute Once' is on, so this node gets only the first input/,
			),
			description: expect.stringMatching(
				/Switch 'Execute Once' off in the settings of this node\.$/,
			),
		});
	});

	test.each([{}, validateOnly, { panel: { storeId: 'another' } }])(
		'is refused in a second run of the node: %j',
		async (given) => {
			expect(await refusalOf({ items: items(2), ...given, runIndex: 1 })).toMatchObject({
				...{ code: 'suspicious_catalog', notSent: true, indexes: [0, 1] },
				message: expect.stringMatching(/^This node already ran in this execution\. A second full/),
				description: expect.stringMatching(
					/^The full sync was not sent\. Send all products in one full sync\. After a loop: connect/,
				),
			});
			expect(await uploadsOf(given)).toHaveLength(given === validateOnly ? 0 : 1);
		},
	);

	test('is refused if n8n does not say which run it is', async () => {
		const context = Object({ evaluateExpression: () => undefined });
		expect(await refusalOf({ context })).toMatchObject({ code: 'suspicious_catalog' });
	});

	test('does not concern stock', async () => {
		const panel = { syncMode: 'stock' };
		expect(await sentTo({ panel, runIndex: 1, executesOnce: true })).toEqual(['store-1']);
	});

	test('is refused if several files are for its store', async () => {
		const files = new Map([0, 1, 2].map((index) => [index, '[{"item_id":"p"}]']));
		const panel = { productSource: 'file', ...storeOf('a', 'b', 'a') };
		const given = { items: items(3), files, panel };
		const description = 'The full sync was not sent. Put all products of a store into one file.';
		const message = expect.stringContaining('Several files are for the store "a".');
		const refused = { code: 'suspicious_catalog', message, description };
		expect(await refusalsOf(given)).toMatchObject([
			{ indexes: [0], ...refused },
			{ indexes: [2], ...refused },
		]);
		expect(await sentTo(given)).toEqual(['b']);
	});
});
