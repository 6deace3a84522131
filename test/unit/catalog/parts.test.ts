import fc from 'fast-check';
import { formBytes } from '../../../nodes/KainicCatalog/form';
import {
	countRepeated,
	divide,
	fileOfProducts,
	measureProduct,
} from '../../../nodes/KainicCatalog/products';
import { fakeRun, refusalsOf, sent, stepsOf, uploadsOf, type FakeRun } from './fake-run';

const items = (count: number, more: object = {}) =>
	Array.from({ length: count }, (_, index) => ({ json: { item_id: `p${index}`, ...more } }));

const stock = (panel: object = {}) => ({ syncMode: 'stock', ...panel });
const defaultForm = {
	fields: [
		{ name: 'kainic_pid', value: 'demo' },
		{ name: 'store_id', value: 'store-1' },
		{ name: 'sync_mode', value: 'stock' },
	],
	fileField: 'file',
	fileName: 'products.json',
};
const megabytes = (bytes: number) => bytes / 1_048_576;

async function refusal(run: FakeRun) {
	const refusals = await refusalsOf(fakeRun(run));
	expect(refusals).toHaveLength(1);
	return refusals[0];
}

describe('an upload of products', () => {
	test('is their JSON as an array, or under the key that is asked for', async () => {
		const list = items(3).map(({ json }) => json);
		const wrapped = fakeRun({ items: items(3), panel: { 'options.wrapInKey': 'a"b' } });

		expect((await uploadsOf(fakeRun({ items: items(3) })))[0]?.text).toBe(JSON.stringify(list));
		expect((await uploadsOf(wrapped))[0]?.text).toBe(JSON.stringify({ 'a"b': list }));
	});

	test('is not held against the guards in stock', async () => {
		const panel = stock({ minProducts: 'x', 'options.previousProducts': 1000 });

		expect(await uploadsOf(fakeRun({ items: items(1), panel }))).toHaveLength(1);
	});

	test('names its item in a failure if it has only one of several, and none if it is the whole catalog', async () => {
		const panel = { storeId: (index: number) => `store-${index}`, minProducts: 2 };
		const several = await refusalsOf(fakeRun({ items: items(2), panel }));
		const whole = await refusal({ items: items(1), panel: { minProducts: 2 } });

		expect(several.map(({ message }) => message)).toEqual([
			expect.stringMatching(/^Item 0: The store "store-0"/),
			expect.stringMatching(/^Item 1: The store "store-1"/),
		]);
		expect(whole?.message).toMatch(/^The store "store-1"/);
	});

	test('is refused beyond the limit of the whole request, not at it', async () => {
		const bytes = JSON.stringify(items(2).map(({ json }) => json)).length + formBytes(defaultForm);
		const at = (limit: number) => ({
			items: items(2),
			panel: stock({ 'options.maxFileMegabytes': megabytes(limit) }),
		});

		expect(await uploadsOf(fakeRun(at(bytes)))).toHaveLength(1);
		const error = await refusal(at(bytes - 1));
		expect(error).toMatchObject({ code: 'too_large', indexes: [0, 1] });
		expect(error?.message).toMatch(/^The request for the store "store-1" would have/);
		expect(error?.description).toMatch(/Split Stock under Options/);
	});

	test.each([
		[{ productSource: 'json', productsJson: '[{"a":1}]', syncMode: 'stock' }],
		[{ syncMode: 'full' }],
	])('is not told of Split Stock if the panel has no such option: %p', async (panel) => {
		const tiny = { ...panel, 'options.maxFileMegabytes': 0.0001 };

		expect((await refusal({ items: items(1), panel: tiny }))?.description).toMatch(
			/^Send fewer or shorter products/,
		);
	});
});

describe('stock that is split', () => {
	const split = (limit: number, more: object = {}) =>
		stock({ 'options.splitStock': true, 'options.maxFileMegabytes': megabytes(limit), ...more });

	test('goes in order in requests at most as large as the limit', async () => {
		const limit = formBytes(defaultForm) + '[{"item_id":"p0"},{"item_id":"p1"}]'.length;
		const uploads = await uploadsOf(fakeRun({ items: items(5), panel: split(limit) }));

		expect(uploads.map(({ indexes }) => indexes)).toEqual([[0, 1], [2, 3], [4]]);
		expect(uploads.flatMap(({ products }) => products)).toEqual(items(5).map(({ json }) => json));
		const less = await uploadsOf(fakeRun({ items: items(3), panel: split(limit - 1) }));
		expect(less.map(({ indexes }) => indexes)).toEqual([[0], [1], [2]]);
	});

	test('leaves out a product that is too large by itself, which fails alone', async () => {
		const list = items(3);
		list[1] = { json: { item_id: 'x'.repeat(5000) } };
		const run = () => fakeRun({ items: list, panel: split(3000) });
		const refusals = await refusalsOf(run());

		expect(refusals).toMatchObject([{ indexes: [1], code: 'too_large' }]);
		expect(refusals[0]?.message).toMatch(/^Item 1: The request for the store "store-1" would have/);
		expect((await uploadsOf(run())).map(({ indexes }) => indexes)).toEqual([[0], [2]]);
	});

	test('is no matter of a full sync', async () => {
		const panel = { ...split(900), syncMode: 'full' };

		expect(await refusal({ items: items(20), panel })).toMatchObject({ code: 'too_large' });
	});
});

describe('an upload of a file', () => {
	const file = (content: string, panel: object = {}, syncMode = 'full') => ({
		items: [{ json: {} }],
		files: new Map([[0, content]]),
		panel: { productSource: 'file', syncMode, ...panel },
	});

	test('is the file byte for byte, counted', async () => {
		const content = ' {"products" : [{"a":1.10},{"b":"\\u00e9"}]}\n';
		const panel = { minProducts: 2, 'options.productsField': 'products' };
		const [step] = await stepsOf(fakeRun(file(content, panel)));

		expect(step).toMatchObject({ kind: 'job', units: 2, indexes: [0] });
		if (step?.kind === 'job') expect((await sent(step)).text).toBe(content);
	});

	test('is held against the guards', async () => {
		const error = await refusal(file('[{"a":1}]', { minProducts: 2 }));

		expect(error).toMatchObject({ code: 'suspicious_catalog' });
	});

	test('is refused with what is wrong with it', async () => {
		const error = await refusal(file('[{}]', {}, 'stock'));

		expect(error).toMatchObject({ code: 'file_schema', indexes: [0], notSent: true });
		expect(error?.message).toMatch(/^Item 0, the file, product 1: It is an empty/);
	});

	test('that is known to be too large is refused unread', async () => {
		const open = jest.fn();
		const fileOf = () => ({ name: '', open, size: async () => 2001 });
		const refusals = async (limit: number) => {
			const panel = { 'options.maxFileMegabytes': megabytes(limit) };
			return await refusalsOf({ ...fakeRun(file('', panel)), fileOf });
		};

		expect(await refusals(2000)).toMatchObject([{ code: 'too_large', indexes: [0] }]);
		expect(open).not.toHaveBeenCalled();
		await refusals(5000);
		expect(open).toHaveBeenCalled();
	});

	test('that cannot be read is told as that', async () => {
		const run = fakeRun(file('[{"a":1}]'));
		const open = async function* () {
			yield new Uint8Array();
			throw new Error('EIO: i/o error');
		};
		const fileOf = () => ({ name: '', open, size: async () => 1 });
		const refusals = await refusalsOf({ ...run, fileOf });

		expect(refusals).toMatchObject([
			{ code: 'no_file', message: 'Item 0: The file cannot be read: EIO: i/o error' },
		]);
	});
});

describe('products', () => {
	test.each([
		[undefined, /undefined/],
		[null, /null/],
		['x', /the text "x"/],
		[[{}], /an array/],
		[{}, /an empty object/],
		[{ a: undefined }, /not an object with fields/],
		[{ a: Number.NaN }, /NaN/],
		[new Date(0), /an empty object/],
		[{ toJSON: () => '{x' }, /not an object/],
	])('%p is none', (value, message) => {
		expect(() => measureProduct(value, 0)).toThrow(message);
	});

	test('are measured in bytes of UTF-8', () => {
		expect(measureProduct({ a: 'é' }, 3)).toEqual({
			itemIndex: 3,
			value: { a: 'é' },
			bytes: 10,
		});
		const two = [measureProduct({ a: 'é' }, 0), measureProduct({ b: 1 }, 1)];
		expect(fileOfProducts(two, 'k').bytes).toBe(Buffer.byteLength('{"k":[{"a":"é"},{"b":1}]}'));
		expect(fileOfProducts([], undefined).bytes).toBe(2);
	});

	test('are divided so that each group fits, and none is lost', () => {
		const list = [5, 5, 20, 9, 1, 3, 10].map((bytes, itemIndex) => ({
			itemIndex,
			value: {},
			bytes,
		}));
		const groups = divide(list, 11);

		expect(groups.map((group) => group.map(({ bytes }) => bytes))).toEqual([
			[5, 5],
			[20],
			[9, 1],
			[3],
			[10],
		]);
	});

	test('with the ID of an earlier one are counted; a number and its text are the same ID', async () => {
		const yielder = fakeRun({ items: [] }).yielder;
		const id = fc.oneof(fc.nat(5), fc.nat(5).map(String), fc.constantFrom(undefined, null, '', {}));
		await fc.assert(
			fc.asyncProperty(fc.array(id), async (ids) => {
				const texts = ids.map(String).filter((text) => /^\d$/.test(text));
				const list = ids.map((each, index) => measureProduct({ title: 't', item_id: each }, index));
				expect(await countRepeated(list, yielder)).toBe(texts.length - new Set(texts).size);
			}),
		);
	});

	test('have 256 kB at most', () => {
		const bytes = (length: number) => measureProduct({ a: 'x'.repeat(length - 8) }, 0).bytes;
		expect(bytes(256 * 1024)).toBe(256 * 1024);
		expect(() => bytes(256 * 1024 + 1)).toThrow(
			expect.objectContaining({
				message: 'It has 262,145 bytes, but a product has 256 kB at most.',
				explanation: expect.objectContaining({ code: 'too_large' }),
			}),
		);
	});
});
