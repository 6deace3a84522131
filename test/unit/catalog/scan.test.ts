import fc from 'fast-check';
import { JsonScanner, type Scan } from '../../../nodes/KainicCatalog/scan';

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

describe('products are', () => {
	test.each([
		['the objects of the outermost array', '[{"a":1},{"b":[{},{},{}]}]', 2],
		['the objects of the array in an object', '{"v":1,"products":[{"x":[{},{}]},{},{}]}', 3],
		['found deeper', '{"data":{"products":[{"variants":[{},{},{}]},{}]}}', 2],
		[
			'those of the largest array of their level',
			'{"tags":[{}],"products":[{},{}],"more":[{}]}',
			2,
		],
		['no numbers, texts or nulls', '[1,"a",null,{}]', 1],
		['none in an empty array', '[]', 0],
		['none in an object without an array', '{"a":{"b":{}}}', 0],
		['found where braces stand in texts', '[{"a":"}]{["},{"b\\"":"\\\\"}]', 2],
	])('%s', (_what, content, count) => {
		expect(scan(content)).toMatchObject({ kind: 'json', products: count });
	});
});

test.each([
	['[1,]', /comma after its last entry \(at byte 3\)/],
	['[{"a":1,}]', /comma after its last field/],
	['[1] [2]', /goes on after its JSON has ended/],
	['["a\nb"]', /line break/],
	['[1', /cut off: it ends after 2 bytes/],
	['[NaN]', /"N" is not expected/],
	[`${'['.repeat(600)}${']'.repeat(600)}`, /nested deeper than 512/],
])('%s is broken, and it is said where', (content, problem) => {
	expect(scan(content)).toMatchObject({ problem: expect.stringMatching(problem) });
});

test('white space alone is empty', () => {
	expect(scan(' \n')).toEqual({ kind: 'empty' });
});
