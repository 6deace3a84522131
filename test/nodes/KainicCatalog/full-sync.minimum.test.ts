import { readMinimum } from '../../../nodes/KainicCatalog/full-sync';
import { tooLarge } from '../../../nodes/KainicCatalog/settings';
import { fakeRun, items, refusalOf, refusalsOf, uploadsOf, type Panel } from './plan-uploads';

const read = async (minProducts: unknown, indexes = [0]) =>
	await readMinimum(fakeRun({ panel: { minProducts } }), indexes);

describe('Minimum Products', () => {
	const perItem = (index: number) => [1, 3.5, 2][index];

	test.each<[string, unknown, number[], number]>([
		['that of the panel if the workflow has none', undefined, [0], 10],
		['a number, also as text', ' 20 ', [0], 20],
		['the highest of the first two items', perItem, [0, 1], 3.5],
		['the highest of the last two items', perItem, [1, 2], 3.5],
		['not that of other items', perItem, [0, 2], 2],
	])('is %s', async (_, minProducts, indexes, expected) => {
		expect(await read(minProducts, indexes)).toBe(expected);
	});

	/** test/nodes/options has more values. */
	test.each<[unknown, RegExp]>([
		[0, /^'Minimum Products' .*must be a number of at least 1/],
		[() => undefined, /^'Minimum Products' is empty/],
		[() => Number.NaN, /^'Minimum Products' is the number NaN/],
		[(index: number) => (index === 0 ? 5 : 'many'), /^'Minimum Products' is the text "many"/],
	])('that is %p refuses the upload', async (minProducts, message) => {
		await expect(read(minProducts, [0, 1])).rejects.toThrow(message);
	});

	test('counts for the items of one store', async () => {
		const panel = {
			storeId: (index: number) => (index < 3 ? 'a' : 'b'),
			minProducts: (index: number) => (index === 1 ? 4 : 1),
		};
		const given = { items: items(5), panel };
		expect(await refusalsOf(given)).toMatchObject([
			{ indexes: [0, 1, 2], message: expect.stringMatching(/has 3 products, .* is 4\.$/) },
		]);
		expect(await uploadsOf(given)).toMatchObject([{ indexes: [3, 4] }]);
	});
});

describe('too few products', () => {
	const refusal = async (products: readonly object[], panel: Panel = {}) =>
		await refusalOf({
			items: products.map((json) => ({ json: { ...json } })),
			panel: { minProducts: 10, ...panel },
		});
	const list = (count: number) => items(count).map(({ json }) => json);

	test('are as many as the minimum, or they are refused', async () => {
		expect(await uploadsOf({ items: items(10), panel: { minProducts: 10 } })).toHaveLength(1);
		expect(await refusal(list(9))).toMatchObject({
			code: 'suspicious_catalog',
			message: 'The upload for the store "store-1" has 9 products, but \'Minimum Products\' is 10.',
			description: expect.stringMatching(
				/^The full sync was not sent\. .*lower 'Minimum Products'/,
			),
		});
		expect((await refusal(list(1))).message).toContain('has 1 product, but');
		expect((await refusal(list(12), { minProducts: () => 12.5 })).message).toContain('is 12.5.');
	});

	test('come with what they lack', async () => {
		expect((await refusal([{ a: 1 }, { a: 2 }])).message).toBe(
			'No product has the field item_id. The first product has the fields: a. The upload for the store "store-1" has 2 products, but \'Minimum Products\' is 10.',
		);
	});
});

test.each([
	['file', 'full', /^Make the file smaller, .* does not need\.$/],
	['file', 'stock', /^Make the file smaller, .* does not need, or send several smaller files\./],
	['inputItems', 'full', /^Send fewer fields of each product\.$/],
	['inputItems', 'stock', /^Send fewer fields of each product, or add a Loop Over Items node/],
	['json', 'stock', /^Send fewer fields of each product\.$/],
] as const)(
	'a request that is too large says its size, the limit and the remedy: %s, %s',
	(source, syncMode, remedy) => {
		const limit = 32 * 1024 ** 2;
		const error = tooLarge(limit + 1, { source, syncMode, validatesOnly: false }, 'file');
		expect(error.message).toBe(
			"The file has 32.001 MB, but Kainic's servers accept at most 32 MB.",
		);
		expect(error.explanation.code).toBe('too_large');
		expect(error.explanation.advice).toMatch(remedy);
	},
);
