import { uploadCatalog } from '../../../nodes/KainicCatalog/catalog';
import { formBytes } from '../../../nodes/KainicCatalog/form';
import {
	fakeRun,
	items,
	refusalOf,
	refusalsOf,
	sent,
	stepsOf,
	uploadsOf,
	type Given,
	type Panel,
} from './plan-uploads';

const stock = (panel: Panel = {}) => ({ syncMode: 'stock', ...panel });

const json = (productsJson: unknown, panel: Panel = {}) => ({
	productSource: 'json',
	productsJson,
	...panel,
});

describe('an upload of products', () => {
	test('is not held against Minimum Products in stock', async () => {
		expect(await uploadsOf({ panel: stock({ minProducts: 'x' }) })).toHaveLength(1);
	});

	test('names its item in a failure if it has only one of several, and none if it is the whole catalog', async () => {
		const panel = { storeId: (index: number) => `store-${index}`, minProducts: 2 };
		const several = await refusalsOf({ items: items(2), panel });
		expect(several).toMatchObject([
			{ message: expect.stringMatching(/^The upload for the store "store-0".* \[item 0\]$/) },
			{ message: expect.stringMatching(/^The upload for the store "store-1".* \[item 1\]$/) },
		]);
		const { message } = await refusalOf({ panel: { minProducts: 2 } });
		expect(message).toMatch(/^The upload for the store "store-1"/);
	});

	test('is refused beyond the limit of the whole request, not at it', async () => {
		const noted = (bytes: number) => ({
			items: items(2).map(({ json }) => ({ json: { ...json, note: 'x'.repeat(bytes / 2) } })),
			panel: stock(),
		});
		const [upload] = await uploadsOf(noted(0));
		const { text = '', fields = {} } = upload ?? {};
		const rows = Object.entries(fields).map(([name, value]) => ({ name, value }));
		const bytes = text.length + formBytes({ fields: rows, fileField: 'file' });
		const rest = 2 * Math.floor((32 * 1_048_576 - bytes) / 2);
		expect(await uploadsOf(noted(rest))).toHaveLength(1);
		expect(await refusalOf(noted(rest + 2))).toMatchObject({
			...{ code: 'too_large', indexes: [0, 1] },
			message: expect.stringMatching(/^The request for the store "store-1" has/),
		});
	});
});

describe('Products JSON', () => {
	test('is read once: 300 items do not make 300 times the products', async () => {
		const list = items(300).map((item) => item.json);
		const given = { items: items(300), panel: json(() => list) };
		expect(await uploadsOf(given)).toMatchObject([
			{ indexes: { length: 300 }, products: list, text: JSON.stringify(list) },
		]);
	});

	test('goes to every store that the items name', async () => {
		const panel = json('[{"item_id":"p"}]', { storeId: (index: number) => `s-${index % 2}` });
		expect(await uploadsOf({ items: items(3), panel })).toMatchObject([
			{ indexes: [0, 2], fields: { store_id: 's-0' }, products: [{ item_id: 'p' }] },
			{ indexes: [1], fields: { store_id: 's-1' }, products: [{ item_id: 'p' }] },
		]);
	});

	test.each([['aab'], ['aba'], ['ab'], ['aabaa']])(
		'that differs refuses all items, whichever differs, since its products would be left out: %s',
		async (values) => {
			const panel = json((index: number) => [{ item_id: values[index] }]);
			for (const mode of [{}, stock()]) {
				const given = { items: items(values.length), panel: { ...panel, ...mode } };
				expect(await refusalOf(given)).toMatchObject({
					...{ indexes: [...values].map((_, index) => index), code: 'invalid_input' },
					message: `'Products JSON' has different values for the items. [item ${values.indexOf('b')}]`,
					description: expect.stringMatching(/add a Split Out node before this node\.$/),
				});
			}
		},
	);

	test('may be a text for one item, and the same list for another', async () => {
		const values = ['[{"item_id":"p"}]', [{ item_id: 'p' }]];
		const given = { items: items(2), panel: json((index: number) => values[index]) };
		expect(await uploadsOf(given)).toMatchObject([{ indexes: [0, 1] }]);
	});

	test.each(['', undefined])('that is %p is missing', async (productsJson) => {
		expect(await refusalOf({ panel: json(productsJson) })).toMatchObject({
			code: 'invalid_input',
			message: "'Products JSON' is empty.",
		});
	});
});

const file = (content: string, panel: Panel = {}) => ({
	files: new Map([[0, content]]),
	panel: { productSource: 'file', ...panel },
});

describe('an upload of a file', () => {
	test('is the file byte for byte, counted', async () => {
		const content =
			' {"products" : [{"a":1.10},{"b":["\\u00e9",9007199254740993]},{"id":9007199254740993}]}\n';
		const panel = { minProducts: 3, 'options.productsField': 'products' };
		const [step] = await stepsOf(file(content, panel));
		expect(step).toMatchObject({ kind: 'job', units: 3, indexes: [0] });
		if (step?.kind === 'job') {
			expect(await sent(step)).toMatchObject({ text: content, fileName: 'products.json' });
		}
	});

	test('is not sent from the item of an earlier error', async () => {
		const given = { ...file('[{"item_id":"p"}]'), items: [{ json: { error: 'x' } }] };
		expect(await uploadsOf(given)).toEqual([]);
	});
});

test.each([
	['stock', [1, 2]],
	['full', [2, 2]],
])(
	'%s: the second file is read only when the first one was sent, unless a refused file stops all',
	async (syncMode, expected) => {
		const content = async () => Buffer.from('[{"item_id":"p"}]');
		const getBinaryDataBuffer = jest.fn(content);
		const data = { id: 'x:1', data: '', mimeType: 'a/b' };
		const helpers = { getBinaryMetadata: async () => ({ fileSize: 1 }), getBinaryDataBuffer };
		const run = fakeRun({
			items: items(2).map((item) => ({ ...item, binary: { data } })),
			panel: { syncMode, productSource: 'file', storeId: (index: number) => `store-${index}` },
			context: Object({ helpers }),
		});
		const reads: number[] = [];
		for await (const { kind } of uploadCatalog.plan(run)) {
			expect(kind).toBe('job');
			reads.push(getBinaryDataBuffer.mock.calls.length);
		}
		expect(reads).toEqual(expected);
	},
);

describe('a cancel ends planning at the next item', () => {
	const list = JSON.stringify(items(3).map((item) => item.json));
	const files = new Map([0, 1, 2].map((index) => [index, list]));

	test.each<[string, string, Panel]>([
		['a store is read', 'storeId', {}],
		['a store is read', 'storeId', json(list)],
		['a store is read', 'storeId', { productSource: 'file' }],
		['a minimum is read', 'minProducts', {}],
	])('while %s: %#', async (_, name, panel) => {
		const abort = new AbortController();
		let reads = 0;
		const run = fakeRun({
			...{ items: items(3), files },
			panel: {
				...panel,
				[name]: () => {
					reads += 1;
					abort.abort();
					return name === 'minProducts' ? 1 : 'a';
				},
			},
		});
		const steps = uploadCatalog.plan({ ...run, cancel: abort.signal });
		await steps.next().catch(() => undefined);
		expect(reads).toBeLessThan(3);
	});
});

test.each(['file', 'json'])('a cancel ends the check of a long list from %s', async (source) => {
	// Without a cancel, the last product would be refused.
	const list = JSON.stringify([...items(50).map(({ json }) => json), {}]);
	const panel = { productSource: source, productsJson: list };
	const run = fakeRun({ files: new Map([[0, list]]), panel });
	const { signal } = new AbortController();
	let looks = 0;
	jest.spyOn(signal, 'throwIfAborted').mockImplementation(() => {
		looks += 1;
		if (looks > 10) throw new Error('canceled');
	});
	const steps = uploadCatalog.plan({ ...run, cancel: signal });
	await expect(steps.next()).rejects.toThrow(/canceled/i);
});

describe('what is refused is counted in products', () => {
	const fifty = Array.from({ length: 50 }, (_, index) => ({ item_id: index }));
	const bad = JSON.stringify([...fifty.slice(1), {}]);

	const unitsOf = async (given: Given) =>
		(await stepsOf(given)).map(({ kind, units }) => [kind, units]);

	test('in a file with one bad product', async () => {
		const files = new Map([
			[0, bad],
			[1, JSON.stringify(fifty)],
		]);
		const given = { items: items(2), files, panel: stock({ productSource: 'file' }) };
		expect(await unitsOf(given)).toEqual([
			['settled', 50],
			['job', 50],
		]);
	});

	test('in a catalog that is too small, where the same ID counts once', async () => {
		const given = { items: [...items(7), ...items(7)], panel: { minProducts: 8 } };
		expect(await unitsOf(given)).toEqual([['settled', 7]]);
	});
});

const listFile = '{"a":[{"no":1}],"products":[{"id":1},{"id":2}]}';
const fromFile = { productSource: 'file', 'options.productsField': 'products' };

test.each<[string, Given, object]>([
	['products', { items: items(2) }, { item_id: 'p0' }],
	['a file', { files: new Map([[0, listFile]]), panel: fromFile }, { id: 1 }],
])('with Validate Only, an upload of %s shows its first product', async (_, given, first) => {
	const panel = { ...given.panel, 'options.validateOnly': true };
	const [step] = await stepsOf({ ...given, panel });
	if (step?.kind !== 'settled' || step.outcome.kind !== 'valid') throw new Error('not valid');
	const [shown] = step.outcome.items;
	expect(shown).toMatchObject({
		json: { status: 'valid', storeId: 'store-1', products: 2, firstProduct: first },
	});
});
