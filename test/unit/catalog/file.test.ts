import fc from 'fast-check';
import { checkFile } from '../../../nodes/KainicCatalog/file';
import { InputError } from '../../../nodes/shared/failure';
import { chunksOf } from '../support/fake-run';
import { forAll } from '../support/for-all';

async function check(
	content: string | Uint8Array,
	productsField?: string,
	chunkSize = 64 * 1024,
	checkProduct?: (value: unknown) => void,
) {
	const open = () => chunksOf(Buffer.from(content), chunkSize);
	return await checkFile({ name: 'f', open }, productsField, checkProduct);
}

/** With which code a file is refused, and what is said of which place in it. */
async function refusal(content: string | Uint8Array, productsField?: string) {
	const error: unknown = await check(content, productsField).catch((reason: unknown) => reason);
	if (!(error instanceof InputError)) throw new Error(`It was not refused: ${String(error)}`);
	const { message, explanation } = error;
	const { code, advice, within } = explanation;
	return { code, advice, message: within === undefined ? message : `${within}: ${message}` };
}

describe('wherever the chunks end, the reader agrees with JSON.parse', () => {
	/** What a file is read as; null if it is refused. */
	async function read(bytes: Uint8Array, chunkSize: number, productsField?: string) {
		const elements: unknown[] = [];
		const add = (each: unknown) => void elements.push(each);
		const found = await check(bytes, productsField, chunkSize, add).catch((error: unknown) => {
			if (error instanceof InputError) return null;
			throw error;
		});
		return found && { products: found.products, elements };
	}

	function parse(bytes: Uint8Array): unknown {
		try {
			return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
		} catch {
			return undefined;
		}
	}

	async function expectSame(content: Uint8Array | string, chunkSize: number): Promise<void> {
		const bytes = Buffer.from(content);
		const value = parse(bytes);
		const isList = Array.isArray(value) && value.length > 0;
		const expected = isList ? { products: value.length, elements: value } : null;
		expect(await read(bytes, chunkSize)).toEqual(expected);
	}

	const chunkSize = fc.integer({ min: 1, max: 9 });
	const json = fc.json({ stringUnit: 'binary', maxDepth: 4 });
	const list = fc.array(json, { maxLength: 5 }).map((elements) => `[ ${elements.join(' ,\n')}]`);

	test('on the elements of an array', () => forAll([list, chunkSize], 1000, expectSame));

	test.each(['[1 , ]', '[ ]', '[ , ]', '[1, 2 ]'])('on the end of the list %s', async (text) => {
		for (let size = 1; size <= text.length; size += 1) await expectSame(text, size);
	});

	const part = fc.constantFrom('\\', '"', ',', ']', '{', 'a');
	const texts = fc.array(fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')));

	test('on backslashes before quotes', () =>
		forAll([texts.map((each) => JSON.stringify(each)), chunkSize], 2000, expectSame));

	const damage = fc.record({ at: fc.nat(), byte: fc.nat(255), isCut: fc.boolean() });

	test('on bytes that were damaged or cut off', () =>
		forAll([list, damage, chunkSize], 3000, async (text, { at, byte, isCut }, size) => {
			const bytes = Buffer.from(text);
			const index = at % bytes.length;
			bytes[index] = byte;
			await expectSame(isCut ? bytes.subarray(0, index) : bytes, size);
		}));

	const sign = fc.constantFrom(
		...'{}[]:,"\\-+.e01 \n\tu'.split(''),
		...['true', 'null', 'é', '\ud83d\ude00', '\\u00', '"a"', '{}', '[]', '1', '\u0001', '\u00a0'],
	);
	const signs = fc.array(sign, { maxLength: 8 }).map((parts) => parts.join(''));
	const wrapped = fc.oneof(
		signs,
		signs.map((text) => `[${text}]`),
	);

	test('on any text made of the signs of JSON', () =>
		forAll([wrapped, chunkSize], 20_000, expectSame));

	const partsOf = (one: fc.Arbitrary<string>) => fc.tuple(one, one, one);

	test('on the list that Products Field names', () =>
		forAll([fc.oneof(partsOf(signs), partsOf(json)), chunkSize], 5000, async (parts, size) => {
			const [before, inside, after] = parts;
			const text = `{"a":${before},"data":{"x":[1],"p":[${inside}]},"z":${after}}`;
			const value = parse(Buffer.from(text)) as { data?: { p?: unknown[] } } | undefined;
			const found = await read(Buffer.from(text), size, 'data.p');
			expect(found?.products ?? 0).toBe(value?.data?.p?.length ?? 0);
		}));
});

test.each([
	['the elements of the array that it is', '[{"a":1},{"b":[{},{}],"c":1}]', undefined, 2],
	['those of the list that is named', '{"products":[{"a":1},{"b":1}],"tags":[]}', 'products', 2],
	['those of a list in objects', '{"data":{"products":[{"a":[{}],"b":1}]}}', 'data.products', 1],
	['those of a field with dots', '{"a.b":[{"x":1}],"c":["a"]}', 'a.b', 1],
	['those of a field with escapes', '{"prod\\u0075cts":[{"x":1}]}', 'products', 1],
	// The file is sent byte for byte, so a number may be one that JavaScript cannot hold.
	['those with a large number', '[{"a":9007199254740993}]', undefined, 1],
	['those with an endless number', '[{"a":1e400}]', undefined, 1],
])('the products of a file are %s', async (_what, content, productsField, products) => {
	const found = await check(content, productsField);
	expect(found).toMatchObject({ products });
	expect(found.file(undefined).bytes).toBe(Buffer.byteLength(content));
});

const noId = 'No product has the field item_id. The first product has the fields: ';

test.each([
	['[{"a;b":1},{"c":1}]', undefined, `${noId}a;b.`],
	['[{"a":1},{"item_id":"x"}]', undefined, ''],
	['{"list":[{"x":1,"y":2}],"other":[{"item_id":1}]}', 'list', `${noId}x and y.`],
])('no product of %s may have an ID, which is said', async (content, productsField, missingId) => {
	expect(await check(content, productsField)).toMatchObject({ missingId });
});

test('the first bad product is named, and only the list of the products is held to be products', async () => {
	const products = Array.from({ length: 5000 }, (_, index) => (index === 4710 ? '7' : '{"a":1}'));
	const { message } = await refusal(`{"tags":["a"],"p":[${products.join()}]}`, 'p');
	expect(message).toMatch(/^the file "f", product 4,711: This is the number 7, not a product/);
});

describe('an object is refused', () => {
	const has = 'under Options. The file has the lists:';

	test.each([
		['{"products":[{"a":1}]}', `${has} "products".`],
		['{"a":[],"d":{"b":[]},"c":[]}', `${has} "a", "d.b", "c".`],
		['{"a":[],"b":[],"c":[],"d":[],"e":[],"f":[]}', '"d", "e", and others.'],
		['{"error":"not found"}', 'no lists, and may be an error message'],
	])('unless Products Field names its list: %s', async (content, advice) => {
		const message = 'The file "f" is an object, not an array of products.';
		const expected = { code: 'file_schema', message, advice: expect.stringContaining(advice) };
		expect(await refusal(content)).toMatchObject(expected);
	});

	const withoutList = ['{"a":[{"x":1}]}', '[{"x":1}]', '{"p":{"x":1}}', '{"q":[{"p":[]}]}'];

	test.each(withoutList)('and so is a file with no list at Products Field: %s', async (content) => {
		const { message } = await refusal(content, 'p');
		expect(message).toMatch(/^Products Field is "p", but the file "f" has no list with this name/);
	});
});

const long = 'x'.repeat(400_000);
const notUtf8 = /has text that is not UTF-8 near product 1\./;
const cutOff = /is cut off near product 2/;
const textAfter = /has text after the end of the JSON/;
const around = /has invalid JSON before or after the list of products/;
const twice = /converted to JSON twice/;
const badJson = (product: number) =>
	new RegExp(`product ${product}: The product is not valid JSON`);

/** Each character is a byte. */
const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each<[string | Uint8Array, RegExp]>([
	['', /is empty/],
	[' \n', /is empty/],
	['[]', /has no products/],
	['null', /is not a JSON array or object/],
	['[1,]', /product 2: The product is not valid JSON: Unexpected end/],
	['[,1]', /product 1: The product is not valid JSON: Unexpected end/],
	['[{"a":1},{"a":1,}]', badJson(2)],
	['[{"a":1}{"a":2}]', badJson(1)],
	['[{"a":1},{"a":2}', cutOff],
	['{"a":1', /is cut off\./],
	['{"item_id":1}\n{"item_id":2}', textAfter],
	['[{"a":1}][{"a":2}]', textAfter],
	['[{"a":1}]]', around],
	['[{"a":1}] x', around],
	['[{"a":1}}', around],
	['"[{\\"item_id\\":1}]"', twice],
	[' "{\\"item_id\\":1}', twice],
	[' <!doctype html>', /HTML/],
	['item_id,title\n1,Shoe\n', /CSV/],
	['"item_id"\t"title"\n', /CSV/],
	['a;b', /CSV/],
	// A product is checked as one from items is.
	['[{}]', /product 1: This is an empty object, not/],
	['[{"a":1},null,7]', /product 2: This is empty \(null\), not/],
	['[{"error":{"message":"y"}}]', /product 1: The item is an error of an earlier node, not a /],
	[bytes('\xef\xbb\xbf[]'), /begins with an invisible byte order mark \(BOM\)/],
	[bytes('\xff\xfe[\0'), /UTF-16/],
	[bytes('\xfe\xff\0['), /UTF-16/],
	[bytes('[\0]\0'), /UTF-16/],
	[bytes('\0[\0]'), /UTF-16/],
	[bytes('\x1f\x8b\x08'), /compressed/],
	[bytes('PK\x03\x04'), /compressed/],
	[bytes('["\xe4"]'), notUtf8],
	[bytes('["\xe2\x82"]'), notUtf8],
	[bytes('{"\xe4":[]}'), /has text that is not UTF-8\./],
])('a file is refused: %j, %s', async (content, said) => {
	const { code, message, advice } = await refusal(content);
	expect(advice).not.toBe('');
	expect(message).toMatch(said);
	expect(message).toMatch(/^[Tt]he file "f"/);
	expect(code).toBe('file_schema');
});

test.each([
	['deep lists', '[{"a":1},'.padEnd(100_000, '['), /than 500 levels deep near product 2/],
	['deep objects', '{"a":'.repeat(20_000), /lists or objects that are more than 500 levels deep\./],
	['a long product', `[{"a":1},{"a":"${long}"}]`, /256 kB in one product near product 2/],
	['much beside its lists', `{"a":"${long}","p":[]}`, /256 kB outside the list of products/],
])('%s are refused before they could cost time or memory', async (_what, content, said) => {
	expect((await refusal(content)).message).toMatch(said);
});

test('a product may have 256 kB and 500 levels', async () => {
	const nested = `{"a":${'['.repeat(498)}${']'.repeat(498)},"b":"${'x'.repeat(250_000)}"}`;
	expect(await check(`[${nested},${nested}]`)).toMatchObject({ products: 2 });
});
