import fc from 'fast-check';
import { Redactor } from '../../../nodes/shared/send/redact';
import { withheld } from '../../../nodes/shared/failure';

const noPause = async () => await Promise.resolve();

const redactorOf = (...keys: readonly string[]) => new Redactor(keys, noPause);

/** Data as it comes out of a response that holds it. */
async function handedOn(keys: readonly string[], data: unknown): Promise<unknown> {
	const body = JSON.stringify({ status: 'success', data });
	return await new Redactor(keys, noPause).withoutKeys(data, body);
}

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');

const keys = fc.string({
	unit: fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom(...letters) },
		{ weight: 1, arbitrary: fc.constantFrom(...'+/=%&; -_.~:#$!,@\'"<>|éü€🔑') },
	),
	minLength: 8,
	maxLength: 50,
	size: 'max',
});

const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, '0');

const percent = (sign: string) => Array.from(Buffer.from(sign), (byte) => `%${hex(byte)}`).join('');

const names: Readonly<Record<string, string>> = {
	...{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos', '+': 'plus', '/': 'sol' },
	...{ '=': 'equals', '%': 'percnt', ';': 'semi', '#': 'num', _: 'lowbar', '\\': 'bsol' },
};

const shortEscapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '/': '\\/' };

const unicode = (sign: string) =>
	Array.from({ length: sign.length }, (_, unit) => `\\u${hex(sign.charCodeAt(unit), 4)}`).join('');

const inPercent = (sign: string) => (sign === ' ' ? '+' : encodeURIComponent(sign));
const inJson = (sign: string) => shortEscapes[sign] ?? unicode(sign);
const decimal = (sign: string) => `&#${sign.codePointAt(0) ?? 0};`;
const hexadecimal = (sign: string) => `&#x${hex(sign.codePointAt(0) ?? 0)};`;
const named = (sign: string) => (names[sign] === undefined ? decimal(sign) : `&${names[sign]};`);

/** A layer spells each character, or only those that it cannot leave as they are. */
const layer = fc
	.tuple(
		fc.constantFrom(
			...[percent, (sign: string) => percent(sign).toUpperCase(), inPercent].map((spell) => ({
				must: '%+ &',
				spell,
			})),
			...[unicode, inJson].map((spell) => ({ must: '\\"', spell })),
			...[decimal, hexadecimal, named].map((spell) => ({ must: '&<>"', spell })),
		),
		fc.boolean(),
	)
	.map(([{ must, spell }, all]) => {
		return (sign: string) => (all || must.includes(sign) ? spell(sign) : sign);
	});

type Layer = (sign: string) => string;

const through = (layers: readonly Layer[], text: string) =>
	layers.reduce((inner, spell) => Array.from(inner, spell).join(''), text);

const nesting = fc.array(layer, { maxLength: 3 });

/** Some layers for each character in turn; each has one at least that spells the beginnings of escapes. */
const mixture = fc.array(fc.array(layer, { maxLength: 1 }), { minLength: 1, maxLength: 9 });

const mixed = (mix: readonly (readonly Layer[])[], key: string) =>
	Array.from(key, (sign, index) => {
		const spelled = through(mix[index % mix.length] ?? [], sign);
		return '%&+'.includes(spelled) ? percent(sign) : spelled;
	}).join('');

/** A key in a text, as a server writes it. */
const spelling = fc.oneof(
	fc.constant((key: string) => key),
	mixture.map((mix) => (key: string) => mixed(mix, key)),
);

/** Text around a key. A piece of an escape right before it could hide it. */
const around = fc.tuple(
	fc.string(),
	fc.constantFrom(' ', '"', '=', ':', '>', '(', '\n'),
	fc.string(),
);
const before = around.map(([text, sign]) => text + sign);
const after = around.map(([text, sign]) => sign + text);

describe('a key, in up to four layers of spellings, for all or for each of its characters', () => {
	test('is in no message and in no data', async () => {
		const surrounded = fc.tuple(before, after);
		await fc.assert(
			fc.asyncProperty(
				...([keys, spelling, nesting, surrounded, surrounded] as const),
				async (key, spell, layers, inner, outer) => {
					const text = outer[0] + through(layers, inner[0] + spell(key) + inner[1]) + outer[1];
					// More than half of what is decoded at a time.
					fc.pre(JSON.stringify(text).length <= 8 * 1024);
					const shown = await redactorOf(key).shown('', text);
					expect(shown).toEqual({ message: withheld, quoted: false });
					const data = { id: 1, [text]: null, list: [{ title: text }, 'other'] };
					expect(await handedOn(['another-key', key], data)).toEqual({
						id: 1,
						'[API key] 2': null,
						list: [{ title: '[API key]' }, 'other'],
					});
				},
			),
			{ numRuns: 20_000, seed: 20_261_128 },
		);
	}, 120_000);

	test('takes nothing from what does not hold it', async () => {
		const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'%\\&#;+25u04xa') }));
		await fc.assert(
			fc.asyncProperty(keys, texts, spelling, nesting, async (key, text, spell, layers) => {
				const rest = Array.from(key).slice(1).join('');
				// A plus sign counts as a space.
				fc.pre(!/^[+ ]/.test(key) && !text.includes(key));
				const near = `${text} ${through(layers, spell(rest))} ${through(layers, text)}`;
				const redactor = redactorOf(key);
				expect(await redactor.repeatsKey(near)).toBe(false);
				const data = { [near]: [near, 1, null, true], deep: { a: near } };
				expect(await redactor.withoutKeys(data, JSON.stringify(data))).toBe(data);
			}),
			{ numRuns: 2_000, seed: 20_261_128 },
		);
	});
});

describe('in data', () => {
	test('a key of 8 characters is replaced, one of 7 is left: ordinary data holds it by chance', async () => {
		expect(await handedOn(['12345678', 'abcdefg'], ['x12345678', 'abcdefg'])).toEqual([
			'[API key]',
			'abcdefg',
		]);
		expect(await redactorOf('abcdefg').repeatsKey('an abcdefg')).toBe(true);
	});

	test('a number that is a key of digits is replaced, also if it is too large to be exact', async () => {
		const [key, long] = ['12345678', '12345678901234567890'];
		const data = [Number(key), Number(long), 123_456_789, 5];
		const body = `[${key},${long},123456789,5]`;
		const found = await redactorOf(key, long).withoutKeys(data, body);
		expect(found).toEqual(['[API key]', '[API key]', 123_456_789, 5]);
	});

	test('no field is lost if several names hold a key', async () => {
		const data = { 'a-secret-key': 1, b: 2, 'c-secret-key': { 'd-secret-key': 3 } };
		expect(await handedOn(['secret-key'], data)).toEqual({
			'[API key] 1': 1,
			b: 2,
			'[API key] 3': { '[API key] 1': 3 },
		});
	});

	test('a key is found in a long text, wherever it begins', async () => {
		const key = 'sk-live_abcDEF0123456789';
		const redactor = redactorOf(key);
		const spelling = Array.from(key, (sign) => percent(percent(sign))).join('');
		for (let start = 0; start < 40_000; start += 79) {
			expect(await redactor.repeatsKey(`${'.'.repeat(start)}${spelling}....`)).toBe(true);
		}
	});
});

describe('the search', () => {
	test.each([1, 3_000])('pauses for each 8 K characters and each of %i keys', async (count) => {
		let pauses = 0;
		const pause = async () => {
			pauses += 1;
		};
		const many = Array.from({ length: count }, (_, index) => `some-key-${index}`);
		const text = '\\'.repeat(6 * 8 * 1024);
		expect(await new Redactor(many, pause).repeatsKey(text)).toBe(false);
		expect(pauses).toBe(5 * (1 + count));
	});

	test('goes through values and fields in time slices too', async () => {
		let pauses = 0;
		const pause = async () => {
			pauses += 1;
		};
		const data = ['secret-key', ...Array.from({ length: 1_000 }, () => 5)];
		await new Redactor(['secret-key'], pause).withoutKeys(data, JSON.stringify(data));
		expect(pauses).toBeGreaterThan(1_000);
	});
});
