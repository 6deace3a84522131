import fc from 'fast-check';
import { JsonScanner, type Scan } from '../../../nodes/KainicCatalog/json-scanner';

function scan(content: string | Buffer, chunkSize = Infinity): Scan {
	const bytes = Buffer.from(content);
	const scanner = new JsonScanner();
	for (let start = 0; start < bytes.length; start += chunkSize) {
		if (!scanner.write(bytes.subarray(start, start + chunkSize))) break;
	}
	return scanner.end();
}

function parses(content: Buffer): boolean {
	try {
		JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content));
		return true;
	} catch {
		return false;
	}
}

describe('whatever the bytes and wherever the chunks end', () => {
	const chunkSize = fc.integer({ min: 1, max: 7 });

	test('JSON is JSON', () => {
		fc.assert(
			fc.property(fc.json(), chunkSize, (text, size) => {
				expect(scan(text, size).kind).toBe('json');
			}),
		);
	});

	test('damaged JSON is taken exactly where a parser takes it', () => {
		const damage = fc.record({ at: fc.nat(200), byte: fc.nat(255), cut: fc.boolean() });
		fc.assert(
			fc.property(fc.json(), damage, chunkSize, (text, { at, byte, cut }, size) => {
				const bytes = Buffer.from(text);
				const place = at % bytes.length;
				bytes[place] = byte;
				const damaged = cut ? bytes.subarray(0, place) : bytes;
				expect(scan(damaged, size).kind === 'json').toBe(parses(damaged));
			}),
			{ numRuns: 3000 },
		);
	});

	test('any text made of the signs of JSON is taken exactly where a parser takes it', () => {
		const sign = fc.constantFrom(
			...'{}[]:,"\\-+.eE019 \n\tu'.split(''),
			...['true', 'null', 'false', 'é', '\ud83d\ude00', '\\u00', '"a"', '{}', '[]', '1', '\u0001'],
		);
		const text = fc.array(sign, { maxLength: 8 }).map((signs) => signs.join(''));
		fc.assert(
			fc.property(text, chunkSize, (given, size) => {
				expect(scan(given, size).kind === 'json').toBe(parses(Buffer.from(given)));
			}),
			{ numRuns: 20_000 },
		);
	});
});

test.each([
	['overlong', [0xc0, 0xaf]],
	['a surrogate', [0xed, 0xa0, 0x80]],
	['above the last character', [0xf4, 0x90, 0x80, 0x80]],
	['a lonely tail', [0x80]],
	['a head without its tail', [0xe2, 0x82]],
])('text that is not UTF-8 (%s) is broken', (_what, bytes) => {
	const content = Buffer.concat([Buffer.from('["'), Buffer.from(bytes), Buffer.from('"]')]);

	expect(scan(content)).toMatchObject({ kind: 'broken', problem: expect.stringMatching(/UTF-8/) });
});

describe('the arrays outside of other arrays', () => {
	const found = (content: string, chunkSize = Infinity) => {
		const result = scan(content, chunkSize);
		if (result.kind !== 'json') throw new Error(JSON.stringify(result));
		return result.arrays.map(({ path, elements, objects }) => [path.join('.'), elements, objects]);
	};

	test.each<[string, string, unknown[]]>([
		['the outermost value', '[{"a":1},{"b":[{},{},{}]}]', [['', 2, 2]]],
		[
			'a field, with other values beside it',
			'{"v":1,"products":[{"x":[{},{}]},{},{}],"w":{}}',
			[['products', 3, 3]],
		],
		[
			'fields of nested objects',
			'{"data":{"page":{"n":1},"products":[{"v":[{}]},{}]},"x":[]}',
			[
				['data.products', 2, 2],
				['x', 0, 0],
			],
		],
		['values of any type', '[1,"a",null,{},true,[],-0.5e3,""]', [['', 8, 1]]],
		['names with escapes', '{"\\u0061\\"b\\\\":[1]}', [['a"b\\', 1, 0]]],
		['braces in texts', '[{"a":"}]{["},{"b\\"":"\\\\"}]', [['', 2, 2]]],
		['none in scalars and objects', '{"a":{"b":{}},"c":"[]"}', []],
	])('are told: %s', (_what, content, expected) => {
		for (const chunkSize of [1, 2, 3, 5, 1000]) expect(found(content, chunkSize)).toEqual(expected);
	});

	test('of more than 100, 100 are told; the file is refused, and the last one has no name', () => {
		const text = JSON.stringify(
			Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`a${index}`, [index]])),
		);

		expect(found(text)).toHaveLength(100);
		expect(found(text).at(-1)).toEqual(['', 1, 0]);
		expect(scan(text)).toMatchObject({
			fieldProblem: 'has more than 100 arrays that are not inside another array',
		});
	});

	test.each([
		['[{"a":1},{}]', 2, 10, 'an empty object'],
		['[{"a":1},[{}],{}]', 2, 12, 'an array'],
		['[ "x" ,{}]', 1, 4, 'a text'],
		['[{"a":[]},{"a":{}},12 ]', 3, 21, 'a number'],
		['[{"a":1},null]', 2, 12, 'true, false or null'],
	])('name the first element of %s that is no product', (content, position, offset, what) => {
		for (const chunkSize of [1, 4, 1000]) {
			const firstBad = { position, offset, what };
			expect(scan(content, chunkSize)).toMatchObject({ arrays: [{ firstBad }] });
		}
	});

	test.each(['{"error":"x"}', '{"message":"m","error":"x"}', '{"error":1,"message":2}'])(
		'name %s as nothing but an error, and no product that has an error',
		(element) => {
			for (const chunkSize of [1, 4, 1000]) {
				expect(scan(`[${element}]`, chunkSize)).toMatchObject({
					arrays: [{ firstBad: { position: 1, what: 'nothing but an error' } }],
				});
				const product = element.replace('}', ',"email":"a"}');
				expect(scan(`[${product}]`, chunkSize)).toMatchObject({ arrays: [{ firstBad: null }] });
			}
		},
	);

	test('have no bad element if all are objects with a field, whatever is inside these', () => {
		const content = '{"p":[{"a":{},"b":[],"c":[1,{},[]],"d":""},{"":null}],"q":{}}';

		expect(scan(content)).toMatchObject({ arrays: [{ firstBad: null }] });
	});
});

describe('a field that reports a failure', () => {
	test.each([
		['{"error":"not found","details":[{"code":1}]}', 'error'],
		['{"data":{"products":[]},"errors":[{"message":"x"}]}', 'errors'],
		['{"a":{"Exception":{"b":1}}}', 'a.Exception'],
		['{"fault":true}', 'fault'],
		['{"error":404}', 'error'],
		['{"error":-1}', 'error'],
		['{"error":"\\""}', 'error'],
		['{"error":"x","fault":1}', 'error'],
		['{"success":false,"products":[{"a":1}]}', 'success'],
		['{"products":[{"a":1}],"meta":{"OK":0}}', 'meta.OK'],
	])('is told of %s', (content, failureField) => {
		for (const chunkSize of [1, 2, 3, 1000]) {
			expect(scan(content, chunkSize)).toMatchObject({ failureField });
		}
	});

	test.each([
		'{"error":null,"products":[]}',
		'{"error":"","products":[]}',
		'{"error" : "" ,"products":[]}',
		'{"error":false,"errors":[],"fault":{},"exception":0}',
		'[{"error":"x"}]',
		'{"products":[{"error":"x"}]}',
		'{"terror":"x"}',
		'{"success":true,"products":[]}',
		'{"successes":0,"products":[{"ok":false}]}',
		'{"error":{"error":null}}'.replace('{"error":null}', '{}'),
	])('is not told of %s', (content) => {
		for (const chunkSize of [1, 2, 3, 1000]) {
			expect(scan(content, chunkSize)).toMatchObject({ failureField: null });
		}
	});
});

test.each([
	['[1,]', /comma after its last entry \(at byte 3\)/],
	['[{"a":1,}]', /comma after its last field/],
	['[1] [2]', /goes on after its JSON has ended/],
	['["a\nb"]', /line break/],
	['[1', /cut off: it ends after 2 bytes/],
	['[NaN]', /"N" is not expected there \(at byte 1\)/],
	['[trux]', /"x" is not expected/],
	['["\\x"]', /"x" is not expected/],
	['[\u0001]', /the control character 1 is not expected/],
	['[\u007f]', /the control character 127 is not expected/],
	['{\u201citem\u201d:1}', /curly quote, but JSON needs straight ones \(at byte 1\)/],
	['[\u2018a\u2019]', /curly quote/],
	['[é]', /a character outside its texts .* \(at byte 1\)/],
	['{"a":1}\n{"a":2}', /goes on after its JSON has ended \(at byte 8\)/],
	['{"a" 1}', /"1" is not expected/],
	[`${'['.repeat(600)}${']'.repeat(600)}`, /nested deeper than 512 levels \(at byte 512\)/],
])('%s is broken, and it is said where', (content, problem) => {
	expect(scan(content)).toMatchObject({ problem: expect.stringMatching(problem) });
});

test('white space alone is empty', () => {
	expect(scan(' \n')).toEqual({ kind: 'empty' });
});

test('512 levels are not too deep', () => {
	expect(scan(`${'['.repeat(512)}${']'.repeat(512)}`).kind).toBe('json');
});

test('nothing that follows a fault changes what is told of it', () => {
	const scanner = new JsonScanner();
	const write = (text: string) => scanner.write(Buffer.from(text));

	expect([write('[1,'), write(']'), write('[1]')]).toEqual([true, false, false]);
	expect(scanner.end()).toMatchObject({ problem: expect.stringMatching(/at byte 3/) });
});

test.each([
	['[]', 'array'],
	['{}', 'object'],
	['1', 'other'],
	['-0.5', 'other'],
	['1e5', 'other'],
	['"[]"', 'other'],
	['null ', 'other'],
])('the outermost value of %s is an %s', (content, root) => {
	expect(scan(content, 1)).toMatchObject({ kind: 'json', root });
});

test.each(['-', '1.', '1e', '1e+', '"a', 'tru', '{"a":1', '{"a"'])('%s is cut off', (content) => {
	expect(scan(content)).toMatchObject({ problem: expect.stringMatching(/cut off/) });
});
