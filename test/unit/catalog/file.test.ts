import { checkFile } from '../../../nodes/KainicCatalog/file';
import { InputError } from '../../../nodes/shared/failure';
import { chunksOf } from './fake-run';

const never = { isOver: () => false };

async function check(content: string | Buffer, productsField?: string, timeSlice = never) {
	const bytes = Buffer.from(content);
	const lend = () =>
		typeof content === 'string'
			? chunksOf(content)
			: (async function* () {
					yield new Uint8Array(bytes);
				})();
	const steps = checkFile({ lend }, 'The file "f"', timeSlice, productsField);
	let pauses = 0;
	for (;;) {
		const next = await steps.next();
		if (next.done === true) return { ...next.value, pauses };
		pauses += 1;
	}
}

async function refusal(content: string | Buffer, productsField?: string): Promise<InputError> {
	const error: unknown = await check(content, productsField).then(
		(file) => new Error(`It was taken: ${JSON.stringify(file)}`),
		(reason: unknown) => reason,
	);
	if (!(error instanceof InputError)) throw error;
	expect(error.explanation.code).toBe('file_schema');
	return error;
}

describe('the products of a file are', () => {
	test.each([
		['the elements of the outermost array', '[{"a":1},{"b":[{},{}]}]', 2],
		['those of the only array in an object', '{"v":1,"products":[{"x":[{}]},{"y":1}],"w":{}}', 2],
		['those of an array in nested objects', '{"data":{"products":[{"v":[{},{}]}]}}', 1],
		['not the values of an array of texts', '{"fields":["id","title"],"products":[{"a":1}]}', 1],
	])('%s', async (_what, content, products) => {
		expect(await check(content)).toMatchObject({ products, bytes: Buffer.byteLength(content) });
	});

	test('those of the array that Products Field names', async () => {
		const content = '{"data":{"products":[{"a":1},{"a":2}]},"categories":[{"c":1}],"tags":[]}';

		expect(await check(content, 'data.products')).toMatchObject({ products: 2 });
		expect(await check(content, 'categories')).toMatchObject({ products: 1 });
		expect((await refusal(content, 'tags')).message).toMatch(/holds no products/);
	});
});

describe('a file of which readers disagree is refused', () => {
	test.each([
		['{"products":[{"a":1},{"a":2}],"products":null}', 'products'],
		['{"products":[{"a":1}],"products":[{"a":1},{"a":2}]}', 'products'],
		['{"data":{"products":[{"a":1}]},"data":{}}', 'data'],
		['{"data":{"products":[{"a":1}],"products":1}}', 'data.products'],
		['{"prod\\u0075cts":[{"a":1}],"products":1}', 'products'],
	])('%s', async (content, field) => {
		for (const productsField of [undefined, field]) {
			const { message } = await refusal(content, productsField);
			expect(message).toContain(`has the field "${field}" twice`);
		}
	});

	test('but the same name in products, or in other objects, is not the same field', async () => {
		const content = '{"id":1,"data":{"id":2,"products":[{"a":1,"a":2},{"id":3}]},"meta":{"id":4}}';
		await expect(check(content)).resolves.toMatchObject({ products: 2 });
	});

	test('if it has so many fields that they cannot be compared', async () => {
		const fields = Array.from({ length: 10_001 }, (_, index) => `"f${index}":1`).join(',');
		const { message } = await refusal(`{${fields},"products":[{"a":1}]}`);
		expect(message).toContain('has more than 10,000 fields outside of arrays');
	});
});

describe('errors that a node made in place of products', () => {
	test.each([
		['[{"error":"x"}]', 1],
		['[{"a":1},{"error":{"message":"y","stack":"z"}},{"b":2}]', 2],
		['{"products":[{"a":1},{"message":"socket hang up","error":{"code":1}}]}', 2],
		['[{"e\\u0072ror":"x"}]', 1],
	])('are refused in the file %s, with their place', async (content, position) => {
		const { message } = await refusal(content);
		expect(message).toContain('is nothing but an error');
		expect(message).toMatch(new RegExp(`entry ${position}\\b`));
	});

	test.each(['[{"error":"x","id":1}]', '[{"message":"hello"}]', '[{"a":{"error":1}}]'])(
		'are not meant by a product with such a field: %s',
		async (content) => {
			await expect(check(content)).resolves.toMatchObject({ products: 1 });
		},
	);
});

describe('a file is refused', () => {
	test.each([
		['{"products":[],"errors":[{"code":1}]}', /reports a failure in its field "errors"/],
		['{"error":"not found","details":[{"code":1}]}', /reports a failure in its field "error"/],
		['{"products":[],"rejected":[{"a":1}]}', /2 arrays .*: "products", "rejected"/],
		['{"categories":[{"a":1},{"a":2}],"products":[{"a":1}]}', /"categories", "products"/],
		[
			'{"a":[],"b":[],"c":[],"d":[],"e":[],"f":[]}',
			/6 arrays .*: "a", "b", "c", "d", "e", and others\./,
		],
		['[{}]', /entry 1 is an empty object \(it ends at byte 2\)/],
		['{"data":{"p":[{"a":1},null]}}', /entry 2 of "data\.p" is true, false or null \(.* byte 25\)/],
		['["a"]', /entry 1 is a text/],
		['{"products":["a"]}', /entry 1 of "products" is a text/],
		['[]', /holds no products/],
		['{}', /holds no products/],
		['{"a":{"item_id":1}}', /holds no products/],
		['', /is empty/],
		[' \n', /is empty/],
		['null', /holds only null, which is no array/],
		['17', /holds only 17/],
		['"text"', /holds only "text"/],
		[`"${'😀'.repeat(30)}"`, /holds only "(?:😀){19}…, which/u],
		[`" ${'😀'.repeat(30)}"`, /holds only " (?:😀){18}…, which/u],
		['[1,]', /comma after its last entry \(at byte 3\)/],
		['{"item_id":1}\n{"item_id":2}', /goes on after its JSON has ended \(at byte 14\)/],
		['[{"a":1}][{"a":2}]', /goes on after its JSON has ended \(at byte 9\)/],
		['[{“a”:1}]', /curly quote/],
		['“a”, 1', /curly quote/],
		['"[{\\"item_id\\":1}]"', /encoded twice \(at byte 0\)/],
		[' "{\\"item_id\\":1}', /encoded twice/],
		['<!doctype html>', /HTML/],
		['item_id,title\n1,Shoe\n', /CSV/],
		['item_id\ttitle\n', /CSV/],
		['a;b', /CSV/],
		['[{"a": b, "c"}]', /"b" is not expected there \(at byte 7\)/],
	])('%s', async (content, message) => {
		expect((await refusal(content)).message).toMatch(message);
	});

	test.each<[string, number[], RegExp]>([
		['a byte order mark', [0xef, 0xbb, 0xbf, 0x5b, 0x5d], /begins with a byte order mark/],
		['UTF-16 of one order', [0xff, 0xfe, 0x5b, 0], /UTF-16/],
		['UTF-16 of the other', [0xfe, 0xff, 0, 0x5b], /UTF-16/],
		['UTF-16 without a mark', [0x5b, 0, 0x5d, 0], /UTF-16/],
		['UTF-16 without a mark of the other order', [0, 0x5b, 0, 0x5d], /UTF-16/],
		['gzip', [0x1f, 0x8b, 8], /gzip/],
		['ZIP', [0x50, 0x4b, 3, 4], /ZIP/],
		['Latin-1', [0x5b, 0x22, 0xe4, 0x22, 0x5d], /is not JSON in UTF-8 \(at byte 3\)/],
	])('with %s', async (_what, bytes, message) => {
		expect((await refusal(Buffer.from(bytes))).message).toMatch(message);
	});

	test('if Products Field names no array of it, with the arrays that there are', async () => {
		const error = await refusal('{"a":[{"x":1}],"b":[]}', 'products');

		expect(error.message).toMatch(/has no array "products"/);
		expect(error.explanation.advice).toMatch(/The file has: "a", "b"\./);
		expect((await refusal('{}', 'a')).explanation.advice).toMatch(/The file has no arrays/);
	});

	test('if Products Field names two arrays of it', async () => {
		const error = await refusal('{"a.b":[{"x":1}],"a":{"b":[{"x":1}]}}', 'a.b');

		expect(error.message).toMatch(/several arrays "a\.b"/);
	});
});

test('no advice names the option Wrap in Field, which the source File does not have', async () => {
	for (const content of [
		'',
		'[]',
		'[{}]',
		'{"a":[],"b":[]}',
		'[1,]',
		'null',
		'a,b',
		'{"error":1}',
	]) {
		expect((await refusal(content)).explanation.advice).not.toMatch(/Wrap in Field/);
	}
});

test('a file that cannot be read rejects with the reason', async () => {
	const lend = async function* () {
		yield new Uint8Array([0x5b]);
		throw new Error('EIO');
	};

	await expect(checkFile({ lend }, 'f', never).next()).rejects.toThrow('EIO');
});

test('checking yields whenever the time slice is over, at least every 128 KiB', async () => {
	const content = Buffer.from(`[{"a":"${'x'.repeat(400 * 1024)}"}]`);
	const always = { isOver: () => true };

	expect(await check(content, undefined, always)).toMatchObject({ products: 1, pauses: 4 });
	expect(await check(content)).toMatchObject({ pauses: 0 });
});

test('of a broken file no more is read than tells its format', async () => {
	let chunks = 0;
	const lend = async function* () {
		for (;;) {
			chunks += 1;
			yield new Uint8Array(Buffer.from(`]${'x'.repeat(199)}`));
		}
	};

	await expect(checkFile({ lend }, 'f', never).next()).rejects.toThrow(/byte 0/);
	expect(chunks).toBe(3);
});
