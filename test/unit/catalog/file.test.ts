import fc from 'fast-check';
import { checkFile } from '../../../nodes/KainicCatalog/file';
import { InputError } from '../../../nodes/shared/failure';
import { chunksOf, neverDue } from '../support/fake-run';
import { forAll } from '../support/for-all';

interface Given {
	readonly productsField?: string;
	readonly chunkSize?: number;
	readonly checkProduct?: (value: unknown) => void;
	readonly yielder?: typeof neverDue;
}

async function check(content: string | Uint8Array, given: Given = {}) {
	const { productsField, chunkSize = 64 * 1024, yielder = neverDue } = given;
	const bytes = Buffer.from(content);
	const open = () => chunksOf(bytes, chunkSize);
	return await checkFile({ name: 'f', open }, productsField, yielder, given.checkProduct);
}

async function refusal(content: string | Uint8Array, given: Given = {}): Promise<InputError> {
	const error: unknown = await check(content, given).then(
		(file) => new Error(`It was taken: ${JSON.stringify(file)}`),
		(reason: unknown) => reason,
	);
	if (!(error instanceof InputError)) throw error;
	return error;
}

describe('wherever the chunks end, the reader agrees with JSON.parse', () => {
	interface Read {
		readonly elements: readonly unknown[];
	}

	/** What a file is read as; null if it is refused. */
	async function read(bytes: Uint8Array, chunkSize: number, productsField?: string) {
		const elements: unknown[] = [];
		const checkProduct = (value: unknown) => void elements.push(value);
		const given = {
			chunkSize,
			checkProduct,
			...(productsField !== undefined && { productsField }),
		};
		try {
			const { products } = await check(bytes, given);
			return { products, elements };
		} catch (error) {
			if (error instanceof InputError) return null;
			throw error;
		}
	}

	function parse(bytes: Uint8Array): unknown {
		try {
			return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
		} catch {
			return undefined;
		}
	}

	async function expectSame(bytes: Uint8Array, chunkSize: number): Promise<void> {
		const value = parse(bytes);
		const isList = Array.isArray(value) && value.length > 0;
		const expected: (Read & { products: number }) | null = isList
			? { products: value.length, elements: value }
			: null;
		expect(await read(bytes, chunkSize)).toEqual(expected);
	}

	const chunkSize = fc.integer({ min: 1, max: 9 });
	const json = fc.json({ stringUnit: 'binary', maxDepth: 4 });
	const list = fc.array(json, { maxLength: 5 }).map((elements) => `[ ${elements.join(' ,\n')}]`);

	test('on the elements of an array', () =>
		forAll([list, chunkSize], 1000, async (text, size) => {
			await expectSame(Buffer.from(text), size);
		}));

	test('on backslashes before quotes', async () => {
		const part = fc.constantFrom('\\', '"', ',', ']', '{', 'a');
		const text = fc.array(part, { maxLength: 6 }).map((parts) => parts.join(''));
		await forAll([fc.array(text), chunkSize], 2000, async (texts, size) => {
			await expectSame(Buffer.from(JSON.stringify(texts)), size);
		});
	});

	test('on bytes that were damaged or cut off', async () => {
		const damage = fc.record({ at: fc.nat(), byte: fc.nat(255), isCut: fc.boolean() });
		await forAll([list, damage, chunkSize], 3000, async (text, { at, byte, isCut }, size) => {
			const bytes = Buffer.from(text);
			const index = at % bytes.length;
			bytes[index] = byte;
			await expectSame(isCut ? bytes.subarray(0, index) : bytes, size);
		});
	});

	const sign = fc.constantFrom(
		...'{}[]:,"\\-+.e01 \n\tu'.split(''),
		...['true', 'null', 'é', '\ud83d\ude00', '\\u00', '"a"', '{}', '[]', '1', '\u0001', '\u00a0'],
	);
	const signs = fc.array(sign, { maxLength: 8 }).map((parts) => parts.join(''));

	test('on any text made of the signs of JSON', () =>
		forAll([signs, fc.boolean(), chunkSize], 20_000, async (text, isWrapped, size) => {
			await expectSame(Buffer.from(isWrapped ? `[${text}]` : text), size);
		}));

	test('on the list that Products Field names', async () => {
		const parts = fc.record({ before: signs, inside: signs, after: signs });
		const whole = fc.oneof(parts, fc.record({ before: json, inside: json, after: json }));
		await forAll([whole, chunkSize], 5000, async ({ before, inside, after }, size) => {
			const text = `{"a":${before},"data":{"x":[1],"p":[${inside}]},"z":${after}}`;
			const value = parse(Buffer.from(text)) as { data?: { p?: unknown[] } } | undefined;
			const elements = value?.data?.p ?? [];
			const found = await read(Buffer.from(text), size, 'data.p');
			expect(found?.products ?? 0).toBe(elements.length);
		});
	});
});

describe('the products of a file are', () => {
	test.each([
		['the elements of the array that it is', '[{"a":1},{"b":[{},{}],"c":1}]', undefined, 2],
		['those of the list that is named', '{"products":[{"a":1},{"b":1}],"tags":[]}', 'products', 2],
		['those of a list in objects', '{"data":{"products":[{"a":[{}],"b":1}]}}', 'data.products', 1],
		['those of a field with dots', '{"a.b":[{"x":1}],"c":["a"]}', 'a.b', 1],
		['those of a field with escapes', '{"prod\\u0075cts":[{"x":1}]}', 'products', 1],
	])('%s', async (_what, content, productsField, products) => {
		const given = productsField === undefined ? {} : { productsField };
		const bytes = Buffer.byteLength(content);
		const found = await check(content, given);
		expect(found).toMatchObject({ products });
		expect(found.file(undefined).bytes).toBe(bytes);
	});
});

test.each([
	[
		'[{"a;b":1},{"c":1}]',
		'No product has the field item_id. The first product has the fields: a;b.',
	],
	['[{"a":1},{"item_id":"x"}]', ''],
	[
		'{"list":[{"x":1,"y":2}],"other":[{"item_id":1}]}',
		'No product has the field item_id. The first product has the fields: x and y.',
	],
])('no product of %s may have an ID, which is said', async (content, missingId) => {
	const given = content.startsWith('{') ? { productsField: 'list' } : {};
	expect(await check(content, given)).toMatchObject({ missingId });
});

test.each([
	['[{}]', 'product 1: This is an empty object, not'],
	['[{"a":1},null,7]', 'product 2: This is empty (null), not'],
	[
		'[{"a":1},{"error":{"message":"y"}}]',
		'product 2: The item is an error of an earlier node, not a product.',
	],
])('each product is checked as one from items is: %s', async (content, message) => {
	const { message: found, explanation } = await refusal(content);
	expect(`${explanation.within}: ${found}`).toContain(`the file "f", ${message}`);
});

test.each(['[{"a":9007199254740993}]', '[{"a":1e400}]'])(
	'a number that JavaScript cannot hold is taken, since the file is sent byte for byte: %s',
	async (content) => {
		const found = await check(content);
		expect(found.products).toBe(1);
		expect(found.file(undefined).bytes).toBe(content.length);
	},
);

test('the first bad product is named, and only the list of the products is held to be products', async () => {
	const products = Array.from({ length: 5000 }, (_, index) => (index === 4710 ? '7' : '{"a":1}'));
	const content = `{"tags":["a"],"p":[${products.join()}]}`;
	const { message, explanation } = await refusal(content, { productsField: 'p' });

	expect(explanation.within).toBe('the file "f", product 4,711');
	expect(message).toMatch(/^This is the number 7, not a product/);
});

describe('an object is refused', () => {
	test.each([
		[
			'{"products":[{"a":1}]}',
			/Products Field under Options\. The file has the lists: "products"\./,
		],
		[
			'{"a":[],"d":{"b":[]},"c":[]}',
			/Products Field under Options\. The file has the lists: "a", "d\.b", "c"\./,
		],
		[
			'{"a":[],"b":[],"c":[],"d":[],"e":[],"f":[]}',
			/Products Field under Options\. .* "d", "e", and others\./,
		],
		['{"error":"not found"}', /no lists, and may be an error message/],
	])('unless Products Field names its list: %s', async (content, advice) => {
		const { message, explanation } = await refusal(content);

		expect(message).toBe('The file "f" is an object, not an array of products.');
		expect(explanation.code).toBe('file_schema');
		expect(explanation.advice).toMatch(advice);
	});

	test.each(['{"a":[{"x":1}]}', '[{"x":1}]', '{"p":{"x":1}}', '{"q":[{"p":[]}]}'])(
		'and so is a file without the list that Products Field names: %s',
		async (content) => {
			const { message } = await refusal(content, { productsField: 'p' });
			expect(message).toMatch(
				/^Products Field is "p", but the file "f" has no list with this name/,
			);
		},
	);
});

describe('a file is refused', () => {
	test.each([
		['', /is empty/],
		[' \n', /is empty/],
		['[]', /has no products/],
		['null', /is not a JSON array or object/],
		['"text"', /is not a JSON array or object/],
		['[1,]', /product 2: The product is not valid JSON: Unexpected end/],
		['[,1]', /product 1: The product is not valid JSON: Unexpected end/],
		['[{"a":1},{"a":1,}]', /product 2: The product is not valid JSON/],
		['[{"a":1},{"a":"x\ny"}]', /product 2: The product is not valid JSON/],
		['[{"a":1}{"a":2}]', /product 1: The product is not valid JSON/],
		['[{“a”:1}]', /product 1: The product is not valid JSON/],
		['[{"a":1},{"a"', /is cut off near product 2/],
		['[{"a":1},{"a":2}', /is cut off near product 2/],
		['{"a":1', /is cut off\./],
		['{"item_id":1}\n{"item_id":2}', /has text after the end of the JSON/],
		['[{"a":1}][{"a":2}]', /has text after the end of the JSON/],
		['[{"a":1}]]', /has invalid JSON before or after the list of products/],
		['[{"a":1}] x', /has invalid JSON before or after the list of products/],
		['[{"a":1}}', /has invalid JSON before or after the list of products/],
		['"[{\\"item_id\\":1}]"', /converted to JSON twice/],
		[' "{\\"item_id\\":1}', /converted to JSON twice/],
		[' <!doctype html>', /HTML/],
		['item_id,title\n1,Shoe\n', /CSV/],
		['"item_id"\t"title"\n', /CSV/],
		['a;b', /CSV/],
	])('%j', async (content, message) => {
		const error = await refusal(content);
		const { code, within } = error.explanation;

		expect(within === undefined ? error.message : `${within}: ${error.message}`).toMatch(message);
		expect(within ?? error.message).toMatch(/^[Tt]he file "f"/);
		expect(code).toBe('file_schema');
	});

	test.each<[string, number[], RegExp]>([
		[
			'a byte order mark',
			[0xef, 0xbb, 0xbf, 0x5b, 0x5d],
			/begins with an invisible byte order mark \(BOM\)/,
		],
		['UTF-16 of one order', [0xff, 0xfe, 0x5b, 0], /UTF-16/],
		['UTF-16 of the other', [0xfe, 0xff, 0, 0x5b], /UTF-16/],
		['UTF-16 of one order without a mark', [0x5b, 0, 0x5d, 0], /UTF-16/],
		['UTF-16 of the other without a mark', [0, 0x5b, 0, 0x5d], /UTF-16/],
		['gzip', [0x1f, 0x8b, 8], /compressed/],
		['ZIP', [0x50, 0x4b, 3, 4], /compressed/],
		['Latin-1', [0x5b, 0x22, 0xe4, 0x22, 0x5d], /has text that is not UTF-8 near product 1\./],
		[
			'half a character at its end',
			[0x5b, 0x22, 0xe2, 0x82, 0x22, 0x5d],
			/has text that is not UTF-8 near product 1\./,
		],
		[
			'Latin-1 beside its list',
			[0x7b, 0x22, 0xe4, 0x22, 0x3a, 0x5b, 0x5d, 0x7d],
			/has text that is not UTF-8\./,
		],
	])('with %s', async (_what, bytes, message) => {
		expect((await refusal(Buffer.from(bytes))).message).toMatch(message);
	});

	const long = 'x'.repeat(400_000);
	test.each([
		[
			'nested deeply',
			'[{"a":1},'.padEnd(100_000, '['),
			/more than 500 lists inside each other near product 2/,
		],
		['in objects nested deeply', '{"a":'.repeat(20_000), /more than 500 lists inside each other\./],
		[
			'with a long product',
			`[{"a":1},{"a":"${long}"}]`,
			/more than 256 kB in one product near product 2/,
		],
		['with much beside its lists', `{"a":"${long}","p":[]}`, /256 kB outside the list of products/],
	])('%s, before it could cost time or memory', async (_what, content, message) => {
		expect((await refusal(content)).message).toMatch(message);
	});
});

test('a product may have 256 kB and 500 levels', async () => {
	const nested = `{"a":${'['.repeat(498)}${']'.repeat(498)},"b":"${'x'.repeat(250_000)}"}`;

	await expect(check(`[${nested},${nested}]`)).resolves.toMatchObject({ products: 2 });
});

test('a file that cannot be read rejects with the reason', async () => {
	const open = async function* () {
		yield new Uint8Array([0x5b]);
		throw new Error('EIO');
	};

	await expect(checkFile({ name: '', open }, undefined, neverDue)).rejects.toThrow('EIO');
});
