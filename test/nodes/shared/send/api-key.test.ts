import fc from 'fast-check';
import { readResponse } from '../../../../nodes/shared/kainic/response';
import { createKeyRemover } from '../../../../nodes/shared/send/api-key';
import { forAll } from '../../../support/for-all';
import { spellings } from './key-spellings';

const bodyOf = async (body: string, key: string) =>
	await createKeyRemover(key).fromBody({ body, isCut: false });

const messageOf = (message: string, key: string) => createKeyRemover(key).fromMessage(message);

/** `KEY_RUNS=20000` tries as many. */
const numRuns = Number(process.env['KEY_RUNS'] ?? 1_000);

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/**
 * A credential removes the spaces around a key. If a key ends with what begins an escape, its end and the
 * text after it can mean two things.
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
	.map((key) => key.replace(/^ |[ %&\\]$/g, '-'));

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

	test.each(spellings)('%s', async (_, spell) => {
		const key = 'a-b c/d+e"f\\g:h&i\'j<k=l';
		expect(await bodyOf(`no (${spell(key)}).`, key)).toBe('no ([API key]).');
	});

	test('also if it is there twice', async () => {
		expect(await bodyOf('secretkeysecretkey', 'secretkey')).toBe('[API key][API key]');
	});
});

test('a text without the key stays as it is', async () => {
	await forAll([anyKey, anySpelling, texts], numRuns, async (key, [, spell], text) => {
		const near = `${text} ${spell(key)} ${spell(text)}`.replaceAll('Q', 'q');
		expect(await bodyOf(near, `Q${key}`)).toBe(near);
	});
}, 900_000);

test.each([
	['secret+key', 'secret-key'],
	['secret_key', 'secret key'],
	['SECRETKEY', 'secretkey'],
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

test('of a body that is cut inside the key, no part of the key is left', async () => {
	const cuts = fc.nat(400);
	await forAll([anyKey, anySpelling, texts, cuts], numRuns, async (key, [, spell], text, cut) => {
		const before = `${text} `;
		const spelled = spell(key);
		const body = `${before}${spelled.slice(0, cut % spelled.length)}`;
		const rest = await createKeyRemover(key).fromBody({ body, isCut: true });
		expect(before.startsWith(rest)).toBe(true);
		expect(rest.length).toBeGreaterThanOrEqual(body.length - 9 * key.length);
	});
}, 900_000);

test('a cut body does not show a key of wide characters, which has the longest spelling', async () => {
	const key = '€'.repeat(8);
	const body = `a ${encodeURIComponent(key).slice(0, -1)}`;
	expect(await createKeyRemover(key).fromBody({ body, isCut: true })).not.toContain('%E2');
});
