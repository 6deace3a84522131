import fc from 'fast-check';
import { readResponse } from '../../../../nodes/shared/kainic/response';
import { createKeyRemover } from '../../../../nodes/shared/send/api-key';
import { forAll } from '../../../support/for-all';
import { characterSpellings, spellings } from './key-spellings';

const bodyOf = async (body: string, key: string) => await createKeyRemover(key).fromBody(body);

const messageOf = (message: string, key: string) => createKeyRemover(key).fromMessage(message);

/** `KEY_RUNS=20000` tries as many. */
const numRuns = Number(process.env['KEY_RUNS'] ?? 300);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * A credential removes the spaces around a key. If a key begins or ends with a sign that begins an escape, the place
 * where the key meets the other text can mean two things.
 */
const anyKey = fc
	.string({
		unit: fc.oneof(
			{ weight: 4, arbitrary: fc.constantFrom(...letters) },
			{ weight: 1, arbitrary: fc.constantFrom(...'+/=%&; -_.~:#$!,@\'"<>|\\^[](){}*?é€🔑') },
		),
		minLength: 8,
		maxLength: 50,
		size: 'max',
	})
	.map((key) => key.replace(/^[ \\]|[ %&\\]$/g, '-'));

const pieces = fc.constantFrom('%', '\\', '&', '%25', '&amp;', '\\u00', '"', 'x', ' ', '🔑', '\n');

const texts = fc.oneof(
	fc.string(),
	fc.array(pieces).map((parts) => parts.join('')),
);

const anySpelling = fc.constantFrom(...spellings);

describe('a key is replaced, and every other character stays', () => {
	test('in a text that is written in any usual way', async () => {
		await forAll(
			[anyKey, anySpelling, texts, texts],
			numRuns,
			async (key, [, spell], start, end) => {
				const [before, after] = [spell(`${start} `), spell(` ${end}`)];
				const expected = `${before}[API key]${after}`;
				expect(await bodyOf(`${before}${spell(key)}${after}`, key)).toBe(expected);
				expect(messageOf(`${before}${spell(key)}${after}`, key)).toBe(expected);
			},
		);
	}, 900_000);

	test('in a JSON response, which stays JSON', async () => {
		const writers = fc.constantFrom<(value: unknown) => string>(JSON.stringify, (value) =>
			JSON.stringify(value, null, 2),
		);
		await forAll([anyKey, writers, texts, texts], numRuns, async (key, write, start, end) => {
			const data = (text: string) => ({ [text]: null, items: [{ text }, 'other', 5] });
			const body = write({ status: 'success', data: data(`${start} ${key} ${end}`) });
			expect(readResponse({ status: 200, body: await bodyOf(body, key) })).toEqual({
				kind: 'success',
				data: data(`${start} [API key] ${end}`),
			});
		});
	}, 900_000);

	test('in a JSON response with any escapes', async () => {
		/** Writes each character as it is, or with an escape. */
		const write = (text: string, choices: readonly boolean[]) =>
			Array.from({ length: text.length }, (_, index) => {
				const code = text.charCodeAt(index).toString(16).padStart(4, '0');
				if (choices[index % choices.length]) return `\\u${code}`;
				return text[index] === '/' ? '\\/' : JSON.stringify(text[index]).slice(1, -1);
			}).join('');
		const choices = fc.array(fc.boolean(), { minLength: 1, maxLength: 60 });
		await forAll([anyKey, choices, texts, texts], numRuns, async (key, chosen, start, end) => {
			const text = write(`${start} ${key} ${end}`.toWellFormed(), chosen);
			const body = `{"status":"success","data":{"${text}":"${text}"}}`;
			const expected = `${start} [API key] ${end}`.toWellFormed();
			expect(readResponse({ status: 200, body: await bodyOf(body, key) })).toEqual({
				kind: 'success',
				data: { [expected]: expected },
			});
		});
	}, 900_000);

	test('in a text that spells each character in another way', async () => {
		const choices = fc.array(fc.constantFrom(...characterSpellings), {
			minLength: 1,
			maxLength: 60,
		});
		await forAll([anyKey, choices, texts, texts], numRuns, async (key, chosen, start, end) => {
			const spelled = Array.from(key, (character, index) =>
				chosen[index % chosen.length]!(character),
			).join('');
			const expected = `${start} [API key] ${end}`;
			expect(await bodyOf(`${start} ${spelled} ${end}`, key)).toBe(expected);
			expect(messageOf(`${start} ${spelled} ${end}`, key)).toBe(expected);
		});
	}, 900_000);

	test.each(spellings)('%s', async (_, spell) => {
		for (const key of ['a-b c/d+e"f\\g:h&i\'j<k=l', 'ab/cd+ef==', '"é€🔑<%2F&amp;"']) {
			expect(await bodyOf(`no (${spell(key)}).`, key)).toBe('no ([API key]).');
		}
	});

	test('in JSON that a success holds as a text', async () => {
		const key = '/key+with"signs\\=';
		const inner = JSON.stringify({ sent: key }).replaceAll('/', '\\/').replaceAll('+', '\\u002B');
		const body = JSON.stringify({ status: 'success', data: { items: [{ log: inner }] } });
		expect(readResponse({ status: 200, body: await bodyOf(body, key) })).toEqual({
			kind: 'success',
			data: { items: [{ log: '{"sent":"[API key]"}' }] },
		});
	});

	test('in a text that spells all characters in the same unusual way', async () => {
		const key = 'a-b c/d+e"f\\g:h&i\'j<k=lé🔑';
		for (const spell of characterSpellings) {
			const spelled = Array.from(key, spell).join('');
			expect(await bodyOf(`no (${spelled}).`, key)).toBe('no ([API key]).');
		}
	});

	test('wherever it is in a long body, which is searched in pieces', async () => {
		const key = 'ab/cd+ef==gh';
		const spelled = key.replaceAll('/', '\\\\/').replaceAll('+', '&amp;amp;#x2b;');
		for (let inFirst = 0; inFirst <= spelled.length; inFirst += 1) {
			for (const border of [1, 2, 3].map((piece) => piece * 128 * 1024)) {
				const [before, after] = ['x'.repeat(border - inFirst), 'y'.repeat(200_000)];
				const found = await bodyOf(`${before}${spelled}${after}`, key);
				expect(found === `${before}[API key]${after}`).toBe(true);
			}
		}
	});

	test('in another letter case, as in the name of a server', async () => {
		expect(await bodyOf('https://AB/cd.example', 'Ab/cd.Example')).toBe('https://[API key]');
	});

	test('also if it is there twice', async () => {
		expect(await bodyOf('secretkeysecretkey', 'secretkey')).toBe('[API key][API key]');
	});
});

test('a text without the key stays as it is', async () => {
	await forAll([anyKey, anySpelling, texts], numRuns, async (key, [, spell], text) => {
		const near = `${text} ${spell(key)} ${spell(text)}`.replace(/q/gi, 'p');
		expect(await bodyOf(near, `Q${key}`)).toBe(near);
	});
}, 900_000);

test.each([
	['secret+key', 'secret-key'],
	['secret_key', 'secret key'],
	['SECRET', 'secretkey'],
	['a%"bcdefg', 'a"bcdefg'],
])('%s is not the key %s', async (text, key) => {
	expect(await bodyOf(text, key)).toBe(text);
});

test('in data, a key of 8 characters is replaced, and one of 7 stays: ordinary data holds it by chance', async () => {
	const text = '["x12345678","abcdefg"]';
	expect(await bodyOf(text, '12345678')).toBe('["x[API key]","abcdefg"]');
	expect(await bodyOf(text, 'abcdefg')).toBe(text);
	expect(messageOf('an abcdefg', 'abcdefg')).toBe('an [API key]');
});
