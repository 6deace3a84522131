import fc from 'fast-check';
import { readResponse } from '../../../nodes/shared/kainic/response';
import { bodyWithoutKey, withoutKey } from '../../../nodes/shared/send/api-key';
import { forAll } from '../support/for-all';
import { anyKey, around, encodings, spellings, through, writers } from './key-spellings';
import { pause } from '../../../nodes/shared/pause';

jest.mock('../../../nodes/shared/pause', () => ({ pause: jest.fn() }));

const bodyOf = async (body: string, key: string) =>
	await bodyWithoutKey({ body, isCut: false }, key);

const messageOf = async (message: string, key: string) => await withoutKey(message, key);

/** `KEY_RUNS=20000` tries as many. */
const numRuns = Number(process.env.KEY_RUNS ?? 1_000);

describe('a key is replaced, and every other character stays', () => {
	test('in a text that is encoded up to two times, even if each character is in another way', async () => {
		const parts = fc.tuple(around, around);
		await forAll(
			[anyKey, parts, encodings, spellings],
			numRuns,
			async (key, [before, after], encoders, spell) => {
				const [start, end] = [before, after].map((part) => through(encoders, part));
				for (const spelled of [through(encoders, key), spell(key)]) {
					expect(await bodyOf(`${start}${spelled}${end}`, key)).toBe(`${start}[API key]${end}`);
				}
				expect(await messageOf(`${start}${spell(key)}${end}`, key)).toBe(`${start}[API key]${end}`);
			},
		);
	}, 900_000);

	test('in the data and in the message of a JSON response, whatever wrote the JSON', async () => {
		const parts = fc.record({ before: around, after: around, write: writers });
		await forAll([anyKey, parts, encodings], numRuns, async (key, parts, encoders) => {
			const { before, after, write } = parts;
			const text = through(encoders, `${before}${key}${after}`);
			const expected = `${through(encoders, before)}[API key]${through(encoders, after)}`;
			const data = (title: string) => ({ [title]: null, items: [{ title }, 'other', 5] });
			const success = await bodyOf(write({ status: 'success', data: data(text) }), key);
			expect(readResponse({ status: 200, body: success })).toEqual({
				kind: 'success',
				data: data(expected),
			});
			const fail = await bodyOf(write({ status: 'fail', message: text }), key);
			expect(readResponse({ status: 400, body: fail })).toMatchObject({
				message: expected,
				quoted: true,
			});
		});
	}, 900_000);

	test.each([
		['encodeURIComponent', 'a-b c/d+e', 'a-b%20c%2Fd%2Be'],
		['a form', 'a-b c/d+e', 'a-b+c%2Fd%2Be'],
		['PHP, for HTML', `a'b"c<d&e`, 'a&#039;b&quot;c&lt;d&amp;e'],
		['PHP, as JSON', 'a/b"c\\def', 'a\\/b\\"c\\\\def'],
		['Java, as JSON', 'secretkey🔑', 'secretkey\\uD83D\\uDD11'],
		['a link in a link in JSON', 'a/b-cdef', 'a\\u0025252Fb-cdef'],
		['two encoders, each for some characters', 'A/b-cdef', '%4%31/b-cdef'],
		['three encoders, after a percent sign', 'A-bcdefg', '%%25341-bcdefg'],
		['an encoder of one character', '%xyzA-bc', '%xyz%41-bc'],
		['an encoder of the last character', 'secret-%', 'secret-%25'],
		...['^', ']', '-', '\\', '[', '$'].map((sign) => [sign, `${sign}bcdefgh`, `${sign}bcdefgh`]),
	])('as %s writes it', async (_, key = '', spelling) => {
		expect(await bodyOf(`no (${spelling}).`, key)).toBe('no ([API key]).');
	});

	test('also if it is there twice', async () => {
		expect(await bodyOf('secretkeysecretkey', 'secretkey')).toBe('[API key][API key]');
	});
});

test('a text that does not hold the whole key stays as it is', async () => {
	const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'%\\&#;+25u04xa') }));
	const more = fc.tuple(texts, spellings, encodings);
	await forAll([anyKey, more], numRuns, async (key, [text, spell, encoders]) => {
		const near = `${text} _${spell(key)}_ ${through(encoders, text)} ${spell(key)}`;
		expect(await bodyOf(near, `Q${key}`)).toBe(near);
	});
}, 900_000);

test.each([
	['secret+key', 'secret-key'],
	['secret_key', 'secret key'],
	['a%"bcdefg', 'a"bcdefg'],
])('%s is not the key %s', async (text, key) => {
	expect(await bodyOf(text, key)).toBe(text);
});

describe('in data', () => {
	test('a key of 8 characters is replaced, one of 7 is left: ordinary data holds it by chance', async () => {
		const text = '["x12345678","abcdefg"]';
		expect(await bodyOf(text, '12345678')).toBe('["x[API key]","abcdefg"]');
		expect(await bodyOf(text, 'abcdefg')).toBe(text);
		expect(await messageOf('an abcdefg', 'abcdefg')).toBe('an [API key]');
	});

	test('a number that is a key of digits becomes text, also if it is too large to be exact', async () => {
		const [key, long] = ['12345678', '12345678901234567890'];
		const body = `{"\\"":[${key}, ${long},1.2345678e7, 123456789,5,"a ${key}, b"],"x":${key}}`;
		expect(JSON.parse(await bodyOf(await bodyOf(body, key), long))).toEqual({
			'"': ['[API key]', '[API key]', '[API key]', '[API key]', 5, 'a [API key], b'],
			x: '[API key]',
		});
	});

	test.each(['no [12345678].', 'code[12345678]'])(
		'a key of digits is replaced in any text: %s',
		async (text) => {
			const expected = text.replace('12345678', '[API key]');
			expect(await bodyOf(text, '12345678')).toBe(expected);
		},
	);
});

test('a cut text is not shown to its end, in which a key may begin', async () => {
	const key = 'secret-key-12345';
	const cut = async (body: string) => await bodyWithoutKey({ body, isCut: true }, key);
	expect(await cut(`a ${key} b${' '.repeat(8191)}${key.slice(0, 9)}`)).toBe(
		'a [API key] b        ',
	);
	expect(await cut(key.slice(0, 15))).toBe('');
});

const floods = ['%', '\\', '&', '\\\\', '%25', '&amp;', 's', 'secret-key-1234'];

test.each(floods)('a flood of %j is searched in time slices', async (text) => {
	jest.mocked(pause).mockClear();
	const flood = text.repeat(100_000 / text.length);
	const body = await bodyWithoutKey({ body: flood, isCut: false }, 'secret-key-12345');
	expect(body).toBe(flood);
	expect(pause).toHaveBeenCalled();
	expect(jest.mocked(pause).mock.calls.length).toBeLessThan(101);
});
