import fc from 'fast-check';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readFile } from '../../../nodes/KainicCatalog/file';
import { maxBytes as limit, type Settings } from '../../../nodes/KainicCatalog/settings';
import { InputError } from '../../../nodes/shared/failure';
import { forAll } from '../../support/for-all';
import { fakeRun, items, refusalOf, type Panel } from './plan-uploads';

const settings: Settings = { syncMode: 'full', source: 'file', validatesOnly: false };

const withFile = (content: string | Uint8Array, fileName?: string): INodeExecutionData => ({
	json: {},
	binary: {
		data: {
			data: Buffer.from(content).toString('base64'),
			mimeType: 'a/b',
			...(fileName && { fileName }),
		},
	},
});

/** What is read of an item; the InputError if it is refused. */
async function read(
	item: INodeExecutionData,
	panel: Panel = {},
	context?: Partial<IExecuteFunctions>,
) {
	const run = fakeRun({ items: [item], panel, ...(context && { context }) });
	return await readFile(run, 0, settings).catch((error: unknown) => {
		if (error instanceof InputError) return error;
		throw error;
	});
}

const listOf = async (content: string | Uint8Array, productsField?: string) => {
	const found = await read(withFile(content, 'f'), { 'options.productsField': productsField });
	return found instanceof InputError ? null : found.list;
};

async function refusal(content: string | Uint8Array, productsField?: string) {
	const error = await read(withFile(content, 'f'), { 'options.productsField': productsField });
	if (!(error instanceof InputError)) throw new Error('It was not refused');
	return { code: error.explanation.code, advice: error.explanation.advice, message: error.message };
}

describe('the list of products agrees with JSON.parse', () => {
	const sign = fc.constantFrom(
		...'{}[]:,"\\-+.e01 \n\tu'.split(''),
		...['true', 'null', 'é', '\ud83d\ude00', '\\u00', '"a"', '{}', '[]', '1', '\u0001', '\u00a0'],
	);
	const signs = fc.array(sign, { maxLength: 8 }).map((parts) => parts.join(''));

	function parse(text: string): unknown {
		try {
			return JSON.parse(text);
		} catch {
			return undefined;
		}
	}

	test('on any text made of the signs of JSON', () =>
		forAll(
			[
				fc.oneof(
					signs,
					signs.map((text) => `[${text}]`),
				),
			],
			2000,
			async (text) => {
				const value = parse(text);
				const expected = Array.isArray(value) && value.length > 0 ? value : null;
				expect(await listOf(text)).toEqual(expected);
			},
		));

	test('on the list that Products Field names', () =>
		forAll([fc.tuple(signs, fc.json(), signs)], 1000, async ([before, inside, after]) => {
			const text = `{"a":[${before}],"data":{"x":[1],"p":[${inside}]},"z":[${after}]}`;
			const value = parse(text) as { data: { p: unknown[] } } | undefined;
			expect(await listOf(text, 'data.p')).toEqual(value?.data.p ?? null);
		}));
});

test.each([
	['the elements of the array that it is', '[{"a":1},{"b":[{},{}],"c":1}]', undefined, 2],
	['those of the list that is named', '{"products":[{"a":1},{"b":1}],"tags":[]}', 'products', 2],
	['those of a list in objects', '{"data":{"products":[{"a":[{}],"b":1}]}}', 'data.products', 1],
	['those of a field with dots', '{"a.b":[{"x":1}],"c":["a"]}', 'a.b', 1],
	['those of a field with escapes', '{"prod\\u0075cts":[{"x":1}]}', 'products', 1],
])('the products of a file are %s', async (_what, content, productsField, products) => {
	expect(await listOf(content, productsField)).toHaveLength(products);
});

describe('an object is refused', () => {
	const has = "under 'Options'. The file has the lists:";

	test.each([
		['{"products":[{"a":1}]}', `${has} "products".`],
		['{"a":[],"d":{"b":[]},"c":[]}', `${has} "a", "c", "d.b".`],
		['{"a":[],"b":[],"c":[],"d":[],"e":[]}', '"d", "e".'],
		['{"a":[],"b":[],"c":[],"d":[],"e":[],"f":[]}', '"d", "e", and others.'],
		['{"error":"not found"}', 'no lists, and may report a problem'],
		['{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000), 'no lists, and may report'],
	])('unless Products Field names its list: %.60s', async (content, advice) => {
		const message = 'The file "f" is an object, not an array of products.';
		const expected = { code: 'file_schema', message, advice: expect.stringContaining(advice) };
		expect(await refusal(content)).toMatchObject(expected);
	});

	const withoutList = ['{"a":[{"x":1}]}', '[{"x":1}]', '{"p":{"x":1}}', '{"q":[{"p":[]}]}'];

	test.each(withoutList)('and so is a file with no list at Products Field: %s', async (content) => {
		const { message } = await refusal(content, 'p');
		expect(message).toMatch(
			/^'Products Field' is "p", but the file "f" has no list with this name/,
		);
	});
});

/** Each character is a byte. */
const bytes = (text: string) => Buffer.from(text, 'latin1');

const broken = /is not valid JSON: (?!.* is not valid JSON).*["\w)]\.$/s;
const notUtf8 = /is not text with the encoding UTF-8\./;

test.each<[string | Uint8Array, RegExp]>([
	['', /is not valid JSON: Unexpected end of JSON input/],
	[' \n', /is not valid JSON: Unexpected end of JSON input/],
	['[]', /has no products/],
	['null', /is empty \(null\), not an array of products/],
	['7', /is the number 7, not an array of products/],
	['"[{\\"item_id\\":1,\\"a\\":2}]"', /is the text "\[{.*", not an array of products/],
	['[1,]', broken],
	['[{"a":1},{"a":1,}]', broken],
	['[{"a":1},{"a":2}', broken],
	['{"item_id":1}{"item_id":2}', broken],
	['{"item_id":1}\n{"item_id":2}', /has one JSON object in each line \(JSON Lines\)/],
	['{"a":{}} \r\n\n {"a":1}\n', /has one JSON object in each line \(JSON Lines\)/],
	['[{"a":NaN}]', broken],
	[' <!doctype html>', /HTML/],
	['item_id,title\n1,Shoe\n', /CSV/],
	['"item_id"\t"title"\n', /CSV/],
	['a;b', /CSV/],
	['item_id|title\n1|Shoe\n', /CSV/],
	['PK\r\n1;2', broken],
	[bytes('item_id,gr\xf6\xdfe\n'), /CSV/],
	[bytes('PK\x03\x04\x14\x00\xff[Content_Types].xml\xfe'), /is an Excel file \(XLSX\)/],
	[bytes('PK\x03\x04\x14\x00\xffproducts.json\xfe'), /is a ZIP file/],
	[bytes('\xef\xbb\xbf[{"a":1}]'), /begins with an invisible byte order mark \(BOM\)/],
	[bytes('\xff\xfe[\0'), notUtf8],
	[Buffer.from('\ufeff[{"item_id":"a","b":1}]', 'utf16le'), notUtf8],
	[Buffer.from('[{"item_id":"a","b":1}]', 'utf16le'), notUtf8],
	[Buffer.from('\ufeff[{"item_id":"a","b":1}]', 'utf16le').swap16(), notUtf8],
	[Buffer.from('[{"item_id":"a","b":1}]', 'utf16le').swap16(), notUtf8],
	[bytes('\x1f\x8b\x08,'), /is compressed \(gzip\)/],
	[bytes('["\xe4"]'), notUtf8],
	[bytes('["\xe2\x82"]'), notUtf8],
])('a file is refused: %j, %s', async (content, said) => {
	const { code, message, advice } = await refusal(content);
	expect(advice).not.toBe('');
	expect(message).toMatch(said);
	expect(message).toMatch(/^The file "f"/);
	expect(code).toBe('file_schema');
});

/** products.test.ts has what a product must be, whatever it comes from. */
test('the first bad product of a file is named, and only the list of the products is held to be products', async () => {
	const products = items(5000).map(({ json }, index) => (index === 4710 ? 7 : json));
	const files = new Map([[0, JSON.stringify({ tags: ['a'], p: products })]]);
	const panel = { syncMode: 'stock', productSource: 'file', 'options.productsField': 'p' };
	const { message } = await refusalOf({ files, panel });
	expect(message).toBe(
		'This is the number 7, not a product. [item 0, the file "feed.json", product 4,711]',
	);
});

describe('the file of an item', () => {
	const stored = { id: 'x:1', data: '', mimeType: 'a/b' };

	const storeOf = (fileSize: unknown, content: () => Promise<Buffer>) => {
		const getBinaryDataBuffer = jest.fn(content);
		const helpers = { getBinaryMetadata: async () => ({ fileSize }), getBinaryDataBuffer };
		return { context: Object({ helpers }), getBinaryDataBuffer };
	};

	const readStored = async (context: Partial<IExecuteFunctions>) =>
		await read({ json: {}, binary: { data: stored } }, {}, context);

	const tooLarge = expect.objectContaining({
		message: expect.stringMatching(/^The request with the file has /),
		explanation: {
			code: 'too_large',
			// A loop over items would not make the file smaller.
			advice: expect.stringMatching(/^Make the file smaller, (?!.*Loop Over Items)/),
		},
	});

	test('is read through n8n, wherever n8n keeps it', async () => {
		const { context, getBinaryDataBuffer } = storeOf(7, async () => Buffer.from('[{"a":1}]'));
		expect(await readStored(context)).toMatchObject({ list: [{ a: 1 }], what: 'file' });
		expect(getBinaryDataBuffer).toHaveBeenCalledWith(0, stored);
	});

	test('that is known to be too large is refused unread', async () => {
		const { context, getBinaryDataBuffer } = storeOf(limit + 1, async () => Buffer.from('[]'));
		expect(await readStored(context)).toEqual(tooLarge);
		expect(getBinaryDataBuffer).not.toHaveBeenCalled();
	});

	test('in memory is measured before it is decoded', async () => {
		const data = Buffer.alloc(limit + 1, ' ').toString('base64');
		const file = { data, mimeType: 'a/b' };
		const { context, getBinaryDataBuffer } = storeOf(0, async () => Buffer.from('[]'));
		expect(await read({ json: {}, binary: { data: file } }, {}, context)).toEqual(tooLarge);
		expect(getBinaryDataBuffer).not.toHaveBeenCalled();
	});

	test.each([undefined, Number.NaN, 3, limit])(
		'that turns out to be too large: %p',
		async (size) => {
			const { context } = storeOf(size, async () => Buffer.alloc(limit + 1, ' '));
			expect(await readStored(context)).toEqual(tooLarge);
			const fitting = storeOf(size, async () => Buffer.from('[1]'.padEnd(limit)));
			expect(await readStored(fitting.context)).toMatchObject({ list: [1] });
		},
	);

	test('that cannot be read is told as that', async () => {
		const { context } = storeOf(1, async () => await Promise.reject(new Error('EIO: i/o error')));
		expect(await readStored(context)).toMatchObject({
			message: 'The file cannot be read: EIO: i/o error',
			explanation: { code: 'no_file' },
		});
	});

	const two = { json: {}, binary: { data: stored, other: stored } };

	test.each([
		['toString', two, 'Its binary fields are: "data", "other".', 'Enter one of these names in'],
		['data', { json: {} }, 'The item has no binary data.', 'Before this node, add a node that'],
	])('is missing if the field %s is: %#', async (name, item, others, advice) => {
		expect(await read(item, { binaryPropertyName: name })).toMatchObject({
			message: `The item has no binary field "${name}". ${others}`,
			explanation: { code: 'no_file', advice: expect.stringContaining(advice) },
		});
	});
});

test('a file with many levels is searched in linear time', async () => {
	const fileOf = (levels: number) =>
		withFile(`${'{"a":[],"b":'.repeat(levels)}1${'}'.repeat(levels)}`);
	/** The shortest of five, so that another program does not count. */
	const timeOf = async (levels: number): Promise<number> => {
		const times: number[] = [];
		for (let round = 0; round < 5; round += 1) {
			const start = performance.now();
			await read(fileOf(levels));
			times.push(performance.now() - start);
		}
		return Math.min(...times);
	};
	await timeOf(2_000);
	// In quadratic time, it would be 64 times as long.
	expect((await timeOf(16_000)) / (await timeOf(2_000))).toBeLessThan(30);
	const file = fileOf(8_000);
	const refusals = [await read(file), await read(file, { 'options.productsField': 'b.b.c' })];
	const advice = expect.stringContaining(
		'"a", "b.a", "b.b.a", "b.b.b.a", "b.b.b.b.a", and others.',
	);
	expect(refusals).toMatchObject([{ explanation: { advice } }, { explanation: { advice } }]);
});
