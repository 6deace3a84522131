import { Readable } from 'node:stream';
import fc from 'fast-check';
import { formBytes } from '../../../nodes/KainicCatalog/form';
import { measureProduct, ProductList } from '../../../nodes/KainicCatalog/products';
import {
	items,
	refusalOf,
	refusalsOf,
	sent,
	stepsOf,
	uploadsOf,
	type Given,
	type Panel,
} from './fake-run';
import { forAll } from '../support/for-all';
import { messageOf, refusalOf as refusedBy } from '../support/refusal';

const stock = (panel: Panel = {}) => ({ syncMode: 'stock', ...panel });
const megabytes = (bytes: number) => bytes / 1_048_576;

describe('an upload of products', () => {
	test('is their JSON as an array, or under the key that is asked for', async () => {
		const list = items(3).map(({ json }) => json);
		const textOf = async (panel: Panel) => (await uploadsOf({ items: items(3), panel }))[0]?.text;
		expect(await textOf({})).toBe(JSON.stringify(list));
		expect(await textOf({ 'options.wrapInKey': 'a"b' })).toBe(JSON.stringify({ 'a"b': list }));
	});

	test('is not held against the guards in stock', async () => {
		const panel = stock({ minProducts: 'x', 'options.previousProducts': 1000 });
		expect(await uploadsOf({ panel })).toHaveLength(1);
	});

	test('names its item in a failure if it has only one of several, and none if it is the whole catalog', async () => {
		const panel = { storeId: (index: number) => `store-${index}`, minProducts: 2 };
		const several = await refusalsOf({ items: items(2), panel });
		expect(several).toMatchObject([
			{ message: expect.stringMatching(/^Item 0: The upload for the store "store-0"/) },
			{ message: expect.stringMatching(/^Item 1: The upload for the store "store-1"/) },
		]);
		const { message } = await refusalOf({ panel: { minProducts: 2 } });
		expect(message).toMatch(/^The upload for the store "store-1"/);
	});

	test('is refused beyond the limit of the whole request, not at it', async () => {
		const at = (limit: number) => ({
			items: items(2),
			panel: stock({ 'options.maxFileMegabytes': megabytes(limit) }),
		});
		const [upload] = await uploadsOf(at(5000));
		const { text = '', fields = {}, fileName = '' } = upload ?? {};
		const rows = Object.entries(fields).map(([name, value]) => ({ name, value }));
		const bytes = text.length + formBytes({ fields: rows, fileField: 'file', fileName });
		expect(await uploadsOf(at(bytes))).toHaveLength(1);
		expect(await refusalOf(at(bytes - 1))).toMatchObject({
			...{ code: 'too_large', indexes: [0, 1] },
			message: expect.stringMatching(/^The request for the store "store-1" has/),
			description: expect.stringMatching(/add a Loop Over Items node before this node/),
		});
	});
});

describe('an upload of a file', () => {
	const file = (content: string, panel: Panel = {}) => ({
		files: new Map([[0, content]]),
		panel: { productSource: 'file', ...panel },
	});

	const binary = { data: { id: 'database:1', data: '', mimeType: 'application/json' } };

	/** An item with a file that n8n stored. */
	const stored = (getBinaryStream: () => unknown, fileSize: number, panel: Panel = {}) => ({
		items: [{ json: {}, binary }],
		context: Object({
			helpers: { getBinaryStream, getBinaryMetadata: async () => ({ fileSize }) },
		}),
		panel: { productSource: 'file', ...panel },
	});

	test('is the file byte for byte under its name, counted', async () => {
		const content = ' {"products" : [{"a":1.10},{"b":"\\u00e9"},{"id":9007199254740993}]}\n';
		const panel = { minProducts: 3, 'options.productsField': 'products' };
		const [step] = await stepsOf(file(content, panel));
		expect(step).toMatchObject({ kind: 'job', units: 3, indexes: [0] });
		const named = { text: content, fileName: 'feed.json' };
		if (step?.kind === 'job') expect(await sent(step)).toMatchObject(named);
	});

	test('is refused for what is wrong with it, and held against the guards', async () => {
		expect(await refusalOf(file('[{}]', stock()))).toMatchObject({
			...{ code: 'file_schema', indexes: [0], notSent: true },
			message: expect.stringMatching(/^Item 0, the file "feed.json", product 1: This is an empty/),
		});
		const guarded = await refusalOf(file('[{"a":1}]', { minProducts: 2 }));
		expect(guarded).toMatchObject({ code: 'suspicious_catalog' });
	});

	test('that is known to be too large is refused unread', async () => {
		const open = jest.fn();
		const refusals = async (limit: number) =>
			await refusalsOf(stored(open, 2001, { 'options.maxFileMegabytes': megabytes(limit) }));
		const message = expect.stringMatching(/^Item 0: The request with the file has/);
		expect(await refusals(2000)).toMatchObject([{ code: 'too_large', indexes: [0], message }]);
		expect(open).not.toHaveBeenCalled();
		await refusals(5000);
		expect(open).toHaveBeenCalled();
	});

	test('that cannot be read is told as that', async () => {
		const broken = new Readable({ read: () => broken.destroy(new Error('EIO: i/o error')) });
		const message = 'Item 0: The file cannot be read: EIO: i/o error';
		expect(await refusalOf(stored(() => broken, 1))).toMatchObject({ code: 'no_file', message });
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
	const [shown] = [...step.outcome.present(0, step.outcome)];
	expect(shown).toMatchObject({
		json: { status: 'valid', storeId: 'store-1', products: 2, firstProduct: first },
	});
});

const listOf = (...values: readonly unknown[]) => {
	const list = new ProductList();
	for (const value of values) list.add(measureProduct(value));
	return list;
};

describe('products', () => {
	test.each([
		[undefined, /undefined/],
		[null, /null/],
		['x', /the text "x"/],
		[[{}], /an array/],
		[{}, /an empty object/],
		[{ a: undefined }, /an empty object/],
		[{ a: Number.NaN }, /NaN/],
		[new Date(0), /an empty object/],
		[{ toJSON: () => '{x' }, /an empty object/],
	])('%p is none', (value, message) => {
		expect(messageOf(() => measureProduct(value))).toMatch(message);
	});

	test('are measured in bytes of UTF-8', () => {
		expect(measureProduct({ a: 'é' })).toEqual({ value: { a: 'é' }, bytes: 10 });
		const file = listOf({ a: 'é' }, { b: 1 }).file('k');
		expect(file.bytes).toBe(Buffer.byteLength('{"k":[{"a":"é"},{"b":1}]}'));
	});

	test('with the ID of an earlier one are counted; a number and its text are the same ID', async () => {
		const id = fc.oneof(fc.nat(5), fc.nat(5).map(String), fc.constantFrom(undefined, null, '', {}));
		await forAll([fc.array(id)], (ids) => {
			const texts = ids.map(String).filter((text) => /^\d$/.test(text));
			const list = listOf(...ids.map((each) => ({ title: 't', item_id: each })));
			expect(list.repeated).toBe(texts.length - new Set(texts).size);
			expect(list.products + list.repeated).toBe(ids.length);
		});
	});

	test('have 256 kB at most', () => {
		const bytes = (length: number) => measureProduct({ a: 'x'.repeat(length - 8) }).bytes;
		expect(bytes(256 * 1024)).toBe(256 * 1024);
		expect(refusedBy(() => bytes(256 * 1024 + 1))).toMatchObject({
			message: 'The product has 257 kB, but the limit is 256 kB.',
			explanation: { code: 'too_large' },
		});
	});

	test('are serialised in pieces of about 64 kB', async () => {
		const values = Array.from({ length: 100 }, (_, index) => ({ a: `${index}`.repeat(1000) }));
		const pieces: Buffer[] = [];
		for await (const piece of listOf(...values)
			.file(undefined)
			.open(new AbortController().signal)) {
			pieces.push(Buffer.from(piece));
		}
		expect(pieces.map(({ length }) => Math.round(length / 1024))).toEqual([65, 65, 57]);
		expect(JSON.parse(Buffer.concat(pieces).toString())).toEqual(values);
	});

	test('without an ID are told, with the names of at most five fields', () => {
		expect(listOf({ item_id: 1 }, { a: 1 }).missingId).toBe('');
		expect(listOf({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }).missingId).toBe(
			'No product has the field item_id. The first product has the fields: a, b, c, d and e.',
		);
	});
});
