import fc from 'fast-check';
import { createRedactor, type Redactor } from '../../../nodes/shared/delivery/redact';
import { shortened } from '../../../nodes/shared/values';

const keys = fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme' });

describe('taking the key out', () => {
	test('in any place, raw or encoded as addresses encode it', () => {
		fc.assert(
			fc.property(keys, fc.string(), fc.string(), (key, before, after) => {
				const { text } = createRedactor([key]);
				const forms = [key, encodeURIComponent(key), encodeURIComponent(encodeURIComponent(key))];
				return forms.every((form) => {
					const cleaned = text(`${before} ${form} ${after}`);
					return !cleaned.includes(form) || '[API key]'.includes(form);
				});
			}),
		);
	});

	test('with lower-case percent codes and plus signs for spaces', () => {
		const { text } = createRedactor(['a b/c+d=e:key']);
		expect(text('x=a+b%2fc%2bd%3De:key&y')).toBe('x=[API key]&y');
	});

	test('in every spelling that holds no character of the key as it is', () => {
		const redactor = createRedactor(['key+1/2']);
		for (const spelled of ['key+1/2', 'key%2B1%2f2', 'key\\u002b1\\/2', 'key&#43;1&#x2F;2']) {
			expect(redactor.text(`before ${spelled} after ${spelled}`)).toBe(
				'before [API key] after [API key]',
			);
		}
		expect(createRedactor(['plain-key']).text('a plain-key, a plain-key')).toBe(
			'a [API key], a [API key]',
		);
	});

	test('in names and values of data at any depth, which otherwise stays as it is', () => {
		const json = { a: [{ 'sentinel-key': 'x sentinel-key y' }], b: 1, c: null, d: true };
		expect(dataOf(createRedactor(['sentinel-key']), json)).toEqual({
			a: [{ '[API key]': 'x [API key] y' }],
			b: 1,
			c: null,
			d: true,
		});
	});

	test('a short key is taken out of messages, but not of data, where it would be found by chance', () => {
		const redactor = createRedactor(['abc']);
		expect(redactor.text('abc is wrong')).toBe('[API key] is wrong');
		expect(dataOf(redactor, { title: 'abc' })).toEqual({ title: 'abc' });
	});
});

/** Everything that three decoders, one after the other, can make of a text. */
function decodings(text: string, passes = 3): Set<string> {
	const seen = new Set([text]);
	let latest = [text];
	for (let pass = 0; pass < passes; pass++) {
		latest = latest.flatMap((value) => decoders.map((decode) => decode(value)));
		for (const value of latest) seen.add(value);
	}
	return seen;
}

/** Browsers read the number of an entity without its semicolon as well. */
function asBrowsersRead(text: string): string {
	return text.replace(/&#(?:x([0-9a-f]+)|(\d+));?/gi, (_entity, hex: string, ten: string) =>
		String.fromCodePoint(Math.min(hex === undefined ? Number(ten) : parseInt(hex, 16), 0x10ffff)),
	);
}

const decoders: ReadonlyArray<(text: string) => string> = [
	(text) => text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => decodePercent(run)),
	(text) => text.replace(/\+/g, ' ').replace(/(?:%[0-9a-f]{2})+/gi, (run) => decodePercent(run)),
	(text) =>
		text.replace(/\\(?:u[0-9a-f]{4}|[^u])/gi, (escape) => {
			if (escape.length === 6) return String.fromCharCode(parseInt(escape.slice(2), 16));
			return { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[escape.charAt(1)] ?? escape.charAt(1);
		}),
	(text) =>
		text.replace(
			/&(?:#(\d{1,7})|#[xX]([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
			(entity, ten, hex, name) => {
				if (name !== undefined) {
					return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[String(name)] ?? entity;
				}
				const code = hex === undefined ? Number(ten) : parseInt(String(hex), 16);
				return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
			},
		),
];

function decodePercent(run: string): string {
	return Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');
}

const encoders: Readonly<Record<string, (character: string) => string>> = {
	raw: (character) => character,
	uri: (character) => encodeURIComponent(character),
	percent: (character) =>
		Buffer.from(character)
			.toString('hex')
			.replace(/../g, (byte) => `%${byte}`),
	json: (character) => JSON.stringify(character).slice(1, -1),
	unicode: (character) =>
		Array.from(
			{ length: character.length },
			(_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
		).join(''),
	slash: (character) => character.replaceAll('/', '\\/'),
	html: (character) => `&#${character.codePointAt(0) ?? 0};`,
	hex: (character) => `&#X00${(character.codePointAt(0) ?? 0).toString(16).toUpperCase()};`,
	named: (character) =>
		({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[character] ??
		character,
};

const encoderName = fc.constantFrom(...Object.keys(encoders));

/** No encoder leaves the character alone that begins its escapes. */
const escaped: Readonly<Record<string, string>> = { '\\': '\\\\', '%': '%25', '&': '&amp;' };

/** A text in which each character goes through encoders of its own, layer by layer. */
function encoded(text: string, layers: readonly (readonly string[])[]): string {
	return layers.reduce(
		(current, names) =>
			Array.from(current, (character, index) => {
				const name = names[index % names.length] ?? 'raw';
				const spelled = encoders[name]?.(character) ?? character;
				return spelled === character ? (escaped[character] ?? character) : spelled;
			}).join(''),
		text,
	);
}

const layer = fc.oneof(
	fc.array(encoderName, { minLength: 1, maxLength: 1 }),
	fc.array(encoderName, { minLength: 2, maxLength: 7 }),
);
const layers = fc.array(layer, { minLength: 0, maxLength: 3 });
const surroundings = fc.oneof(
	fc.string(),
	fc.string({ unit: fc.constantFrom('%', '\\', '&', '#', ';', '+', '2', '5', 'u', '0', '4', 'x') }),
);
const asciiKeys = fc
	.string({ minLength: 8, maxLength: 30, unit: 'grapheme-ascii' })
	.filter((key) => !key.includes('\\') && !key.includes('API') && !/[[\]]/.test(key));
/** A key that is no text of its own once decoded, as the keys of services are. */
const plainKeys = fc.stringMatching(/^[A-Za-z0-9_.~-]{8,40}$/);

describe('a key in any spelling', () => {
	test('is not in what is left, however that is decoded', () => {
		fc.assert(
			fc.property(plainKeys, layers, surroundings, surroundings, (key, spelled, before, after) => {
				const left = createRedactor([key]).text(before + encoded(key, spelled) + after);
				return [...decodings(left)].every((text) => !text.includes(key));
			}),
			{ numRuns: 200 },
		);
	});

	test.each([asciiKeys, fc.string({ minLength: 8, maxLength: 20, unit: 'grapheme-composite' })])(
		'is found in any mix of spellings, %#',
		(anyKey) => {
			const clean = anyKey.filter(
				(key) => !/\p{Cs}/u.test(key) && !/[\\[\]]|^__proto__$/.test(key),
			);
			fc.assert(
				fc.property(clean, layers, (key, spelled) => {
					const text = encoded(key, spelled);
					const redactor = createRedactor([key]);
					expect(redactor.text(`<${text}>`)).toBe('<[API key]>');
					expect(dataOf(redactor, { [text]: [text] })).toEqual({ '[API key]': ['[API key]'] });
				}),
			);
		},
	);

	test('is found in numbers of HTML without semicolons, however these are spelled, digits among its characters', () => {
		const spellings: ReadonlyArray<(character: string) => string> = [
			(character) => character,
			(character) => `&#${character.charCodeAt(0)}`,
			(character) => `&#${character.charCodeAt(0)};`,
			(character) => `&#x${character.charCodeAt(0).toString(16)}`,
			(character) => `&#X${character.charCodeAt(0).toString(16).toUpperCase()};`,
			(character) => `&#000${character.charCodeAt(0)}`,
		];
		const outer: ReadonlyArray<(text: string) => string> = [
			(text) => text,
			(text) => text.replaceAll('&', '&amp;'),
			(text) => text.replaceAll('&', '%26').replaceAll('#', '%23'),
			(text) => text.replaceAll('&', '\\u0026'),
		];
		const key = fc.string({ unit: fc.constantFrom(...'0123456789abcdfkz-'), minLength: 8 });
		const spelling = fc.constantFrom(...spellings);
		fc.assert(
			fc.property(key, spelling, fc.constantFrom(...outer), (secret, spell, wrap) => {
				const text = `Bad ${wrap(Array.from(secret, spell).join(''))} end`;
				expect(createRedactor([secret]).text(text)).toBe('Bad [API key] end');
			}),
		);
		fc.assert(
			fc.property(key, fc.array(spelling, { minLength: 8, maxLength: 8 }), (secret, mix) => {
				const text = Array.from(secret, (character, index) =>
					(mix[index % mix.length] ?? String)(character),
				).join('');
				// A digit after a number without its semicolon belongs to the number, in browsers too.
				fc.pre(asBrowsersRead(text) === secret);
				expect(createRedactor([secret]).text(text)).toBe('[API key]');
			}),
		);
	});

	test('is found in entities with and without semicolons, though it holds semicolons itself', () => {
		const semicolon = fc.constantFrom(';', '&#59', '&#59;', '&#x3b', '%3B', '\\u003b', '&semi;');
		const ampersand = fc.constantFrom('&amp', '&amp;', '&AMP', '&#38', '%26');
		const letter = fc.constantFrom('&#104', '&#104;', '&#x68', '&#x68;', 'h', '%68');
		const spelled = fc.array(
			fc.oneof(
				semicolon.map((text) => [';', text] as const),
				ampersand.map((text) => ['&', text] as const),
				letter.map((text) => ['h', text] as const),
			),
			{ minLength: 8, maxLength: 20 },
		);
		fc.assert(
			fc.property(spelled, (parts) => {
				const key = parts.map(([character]) => character).join('');
				const text = parts.map(([, spelling]) => spelling).join('');
				expect(createRedactor([key]).text(`<${text}>`)).toBe('<[API key]>');
			}),
			{ numRuns: 500 },
		);
	});

	test('is found in three layers of mixed spellings, whatever else they can mean', () => {
		const text = String.raw`&#x26&#35;\u0034&#57;&#x3b%26#%39&#50;\u003b&#38;&#35;\u0034&#55;\u003b`;
		expect(createRedactor(['1\\/']).text(text)).toBe('[API key]');
	});

	test('is found where the letters of an entity are spelled as JSON within JSON', () => {
		const names = { '+': 'plus', '#': 'num', '"': 'quot', '/': 'sol', _: 'lowbar', '=': 'equals' };
		const signs = new Map(Object.entries(names));
		const key = fc.string({ unit: fc.constantFrom('a', 'u', '5', ...signs.keys()), minLength: 8 });
		const json = fc.array(fc.constantFrom('raw', 'raw', 'unicode'), { minLength: 5, maxLength: 9 });
		fc.assert(
			fc.property(key, json, json, (secret, inner, outer) => {
				const html = secret.replace(/\W|_/g, (sign) => `&${signs.get(sign)};`);
				expect(createRedactor([secret]).text(encoded(html, [inner, outer]))).toBe('[API key]');
			}),
		);
	});

	test('is found where the letter of an escape is spelled as an escape, digit for digit', () => {
		const text = encoded('secret-key', [
			['unicode'],
			['unicode'],
			['hex', 'raw', 'unicode', 'raw', 'raw'],
		]);
		expect(createRedactor(['secret-key']).text(`<${text}>`)).toBe('<[API key]>');
	});

	test('is found again when JSON within JSON within JSON spells its quotes and backslashes', () => {
		const key = 'a"b\\c/d\ne';
		let text = key;
		for (let depth = 0; depth < 4; depth++) {
			expect(createRedactor([key]).text(`(${text})`)).toBe('([API key])');
			text = JSON.stringify(text).slice(1, -1);
		}
	});

	test.each([
		['double percent encoding', 'key%252D12345'],
		['four layers of it', 'key%2525252D12345'],
		['lower case', 'key%2d12345'],
		['JSON within an address', 'key%5Cu002d12345'],
		['an address within JSON', 'key\\u00252d12345'],
		['a percent sign as an entity', 'key&#37;2d12345'],
		['HTML within HTML', 'key&amp;#45;12345'],
		['HTML within HTML within HTML', 'key&amp;amp;#x2D;12345'],
		['JSON within JSON that spells the letter of an escape', 'key\\\\\\u0075002d12345'],
		['leading zeros', 'key&#0000045;12345'],
		['an escaped letter of an escape', 'key\\\\u00\\u003212345'.replace('12345', 'd12345')],
		['an escape that ends in the run before it', 'x\\key%2D12345'],
		['a percent sign before it', '%key-12345'],
	])('is found with %s', (_, text) => {
		expect(createRedactor(['key-12345']).text(text)).toMatch(/^(x?\\|%)?\[API key\]$/);
	});

	test('leaves a text alone that does not hold it', () => {
		fc.assert(
			fc.property(plainKeys, surroundings, layers, (key, text, spelled) => {
				fc.pre([...decodings(encoded(text, spelled))].every((value) => !value.includes(key)));
				const other = encoded(text, spelled);
				expect(createRedactor([key]).text(other)).toBe(other);
			}),
		);
	});

	test.each([
		'key%2',
		'key%2G12345',
		'key\\u02d12345',
		'key&#45 12345',
		'key&#;12345',
		'key-1234',
		'key&#x;12345',
		`key&#${'0'.repeat(70)}45;12345`,
		'key&#1114112;12345',
		'key&lt;12345',
	])('is not seen in %j', (text) => {
		expect(createRedactor(['key-12345']).text(text)).toBe(text);
	});

	test.each([
		['<', 'key&lt;12345'],
		['>', 'key&gt;12345'],
		['&', 'key&amp;12345'],
		['"', 'key&quot;12345'],
		["'", 'key&apos;12345'],
		['"', 'key\\"12345'],
		["'", "key\\'12345"],
		['/', 'key\\/12345'],
		['\b', 'key\\b12345'],
		['\f', 'key\\f12345'],
		['\n', 'key\\n12345'],
		['\r', 'key\\r12345'],
		['\t', 'key\\t12345'],
		[' ', 'key+12345'],
		[' ', 'key%2012345'],
		['\x7f', 'key%7f12345'],
		['\x80', 'key%c2%8012345'],
		['é', 'key%C3%A912345'],
		['é', 'key\\u00E912345'],
		['é', 'key&#233;12345'],
		['😀', 'key\\ud83d\\ude0012345'],
		['😀', 'key&#x1F600;12345'],
		['😀', 'key%F0%9F%98%8012345'],
	])('with %j is found in %j', (character, text) => {
		expect(createRedactor([`key${character}12345`]).text(text)).toBe('[API key]');
	});

	test('a plus sign in a key is no space', () => {
		expect(createRedactor(['a+b+c+d+e']).text('a b c d e')).toBe('a b c d e');
	});
});

describe('the entities of HTML', () => {
	const key = 'a+b/c=d_e.f&g<h';
	test.each([
		'a&plus;b&sol;c&equals;d&lowbar;e&period;f&amp;g&lt;h',
		'a&plus;b&sol;c&equals;d&UnderBar;e&period;f&AMP;g&LT;h',
		'a&#43b&#47c&#61d&#95e&#46f&ampg&lth',
		'a&#x2b;b&#x2F;c=d_e.f&amp;amp;g&amp;lt;h',
	])('are spellings, with and without their semicolon: %s', (text) => {
		expect(createRedactor([key]).text(`<${text}>`)).toBe('<[API key]>');
	});
});

describe('several keys', () => {
	test('are all taken out, the longer one where one begins another', () => {
		const { text } = createRedactor(['first-key', 'first-key-long', '', 'other%key']);
		expect(text('first-key-long, first-key, other%25key.')).toBe(
			'[API key], [API key], [API key].',
		);
	});

	const several = fc.array(plainKeys, { minLength: 9, maxLength: 30 });

	test('are all found at once, whatever begins alike, as each is found by itself', () => {
		const alike = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', 'é'), minLength: 1 }), {
			minLength: 1,
			maxLength: 12,
		});
		const spelling = fc.constantFrom('a', 'b', 'é', '%61', '&#98', '%C3%A9', '%C3', '%A9', '.');
		fc.assert(
			fc.property(alike, fc.array(spelling, { maxLength: 30 }), (all, parts) => {
				const text = parts.join('');
				const left = createRedactor(all).text(text);
				expect(left === text).toBe(all.every((key) => createRedactor([key]).text(text) === text));
				for (const piece of left.split('[API key]')) {
					for (const key of all) expect(createRedactor([key]).text(piece)).toBe(piece);
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('are looked for together: hundreds take a few times as long as one', () => {
		const page = '<p>Something went wrong &amp; we are sorry for it, dear visitor.</p>\n'.repeat(
			100,
		);
		const cost = (all: readonly string[]): number => {
			const redactor = createRedactor(all);
			return charactersRead(() => redactor.text(page));
		};
		fc.assert(
			fc.property(several, plainKeys, (all, one) => {
				const many = all.flatMap((key) => Array.from({ length: 20 }, (_, index) => key + index));
				expect(cost(many)).toBeLessThan(8 * cost([one]) + 8 * page.length);
				const plain = createRedactor(many);
				expect(charactersRead(() => plain.text('no escape in it '.repeat(100)))).toBe(0);
			}),
			{ numRuns: 20 },
		);
	});

	test('are not taken apart before a text leads to them: a run may have a hundred thousand', () => {
		const lookUp = jest.spyOn(String.prototype, 'codePointAt');
		const { text } = createRedactor(Array.from({ length: 1000 }, (_, index) => `${index}-key`));
		expect(lookUp).not.toHaveBeenCalled();
		expect(text('the 7-key%2e')).toBe('the [API key]%2e');
		expect(lookUp.mock.calls.length).toBeLessThan(4 * 1000);
		lookUp.mockRestore();
	});

	test('no key changes nothing', () => {
		for (const keys of [[], ['']]) {
			const redactor = createRedactor(keys);
			expect(redactor.text('%41 [API key]')).toBe('%41 [API key]');
			expect(redactor.excerpt('abcdef', 3)).toBe('ab…');
			expect(last(redactor.body('%41'))).toEqual({ yields: 0, text: '%41' });
		}
	});
});

describe('a body', () => {
	test('without a key stays as it is', () => {
		const text = '{"a":[1,"x",{"b":null}],"c":"%41"}';
		expect(last(createRedactor(['sentinel-key']).body(text)).text).toBe(text);
		expect(last(createRedactor([]).body(text)).text).toBe(text);
	});

	test('keeps a key of 7 characters, and loses one of 8', () => {
		expect(last(createRedactor(['1234567']).body('["1234567"]')).text).toBe('["1234567"]');
		expect(last(createRedactor(['12345678']).body('["1234567%38"]')).text).toBe('["[API key]"]');
	});
});

describe('the beginning of a text', () => {
	test('has at most so many characters, none of them cut in two, and no part of a key', () => {
		const key = 'abcdefghijklmnopqrst';
		const { excerpt } = createRedactor([key]);
		fc.assert(
			fc.property(
				fc.nat(60),
				fc.integer({ min: 1, max: 60 }),
				layers,
				(before, length, spelled) => {
					const text = `${'😀'.repeat(before)}${encoded(key, spelled)}!`;
					const expected = shortened(`${'😀'.repeat(before)}[API key]!`, length);
					expect(excerpt(text, length)).toBe(expected);
				},
			),
		);
	});

	test('goes on behind keys until it is long enough', () => {
		const { excerpt } = createRedactor(['%'.repeat(100)]);
		expect(excerpt(`${'%'.repeat(1000)}behind`, 99)).toBe(`${'[API key]'.repeat(10)}behind`);
	});

	test('looks at no more of a long text than of a short one', () => {
		const { excerpt } = createRedactor(['sentinel-key']);
		excerpt('%25', 500);
		const cost = (length: number) => charactersRead(() => excerpt('%25'.repeat(length), 500));
		expect(cost(40_000)).toBe(cost(4_000));
	});
});

describe('the cost of', () => {
	const key = 'sk-live_abcDEF0123456789';
	test.each([
		'\\',
		'%',
		'&',
		'"',
		'<',
		'+',
		'/',
		'\0',
		'\\u0000',
		'\\u0041',
		'\\u005c',
		'\\u005cu005c',
		'%25',
		'%2525',
		'%5c',
		'&#',
		'&#0',
		'&#x',
		'&amp;',
		'&#x73;',
		'%73',
		's',
		key.slice(0, -1),
		`%73${key.slice(1, -1)}`,
	])('%j, over and over, grows with its length alone', (unit) => {
		const redactor = createRedactor([key]);
		const cost = (count: number) => {
			const text = unit.repeat(count / unit.length);
			return charactersRead(() => {
				redactor.text(text);
				last(redactor.body(text));
			});
		};
		const [few, many] = [cost(4_000), cost(16_000)];
		expect(many).toBeLessThanOrEqual(few * 4.6 + 100);
		expect(many).toBeLessThan(16_000 * 3 * 40);
	});

	test('a body is redacted piece by piece, and a key on the border of two is found', () => {
		const { body } = createRedactor([key]);
		const piece = 16 * 1024;
		for (const shift of [-30, -12, -1, 0, 1]) {
			const text = `${'%'.repeat(piece + shift)}${key}${'.'.repeat(2 * piece)}`;
			expect(last(body(text)).text).not.toContain(key);
			const long = key.repeat(5);
			const plain = `${'.'.repeat(piece + shift)}${long}${'.'.repeat(2 * piece)}`;
			expect(last(createRedactor([long]).body(plain)).text).not.toContain(long);
		}
		// Once after the look for the key, once after the piece.
		expect(last(body('.'.repeat(3 * piece))).yields).toBe(2 * 3);
		expect(last(body('.'.repeat(3 * piece + 1))).yields).toBe(2 * 4);
	});

	test.each([40, 600, 1000])(
		'a body of backslashes is spread over pieces of the same length, for a key of %i characters too',
		(length) => {
			const costs = costsOf(['k'.repeat(length)], '\\'.repeat(1_000_000));
			expect(Math.max(...costs)).toBeLessThan(16 * 1024 * 10);
			expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeLessThan(1_000_000 * 12);
		},
	);

	const spacesAndSigns = Array.from({ length: 256 }, (_, index) =>
		index.toString(2).padStart(8, '0').replaceAll('0', ' ').replaceAll('1', '+'),
	);

	test.each([
		['a key that repeats itself', [`${'a'.repeat(300)}b`], `%${'a'.repeat(20_000)}`],
		[
			'keys whose spellings mean one another',
			spacesAndSigns.map((key) => `${key}-key-key`),
			'+'.repeat(3_000),
		],
		[
			'thousands of keys that begin alike',
			Array.from({ length: 3_000 }, (_, index) => `${'kainic_live_'.repeat(5)}${index}`),
			`%${'kainic_live_'.repeat(5)}`,
		],
	])('%s holds nobody up', (_name, keys, text) => {
		const costs = costsOf(keys, text);
		expect(costs.reduce((sum, cost) => sum + cost, 0)).toBeGreaterThan(16 * 1024 * 10);
		expect(Math.max(...costs)).toBeLessThan(16 * 1024 * 10);
	});

	test('keys are looked for one at a time in a text without escapes, and in no more of it than a piece', () => {
		const keys = Array.from({ length: 20 }, (_, index) => `${'a'.repeat(500)}${index}b`);
		const look = jest.spyOn(String.prototype, 'includes');
		const steps = createRedactor(keys).body('a'.repeat(500_000));
		const looks: number[] = [];
		const lengths: number[] = [];
		for (let done = false; !done;) {
			look.mockClear();
			done = steps.next().done === true;
			looks.push(look.mock.calls.length);
			lengths.push(...look.mock.contexts.map((text) => String(text).length));
		}
		look.mockRestore();
		expect(Math.max(...looks)).toBe(1);
		expect(Math.max(...lengths)).toBeLessThan(16 * 1024 + 600);
	});

	test('a long text is redacted over the borders of pieces', () => {
		const { text } = createRedactor([key]);
		const parts = Array.from({ length: 5_000 }, (_, index) => `${index}%`);
		expect(text(parts.join(key))).toBe(parts.join('[API key]'));
	});
});

/** How often a redaction paused, and its result. */
function last(steps: Generator<void, string>): { yields: number; text: string } {
	for (let yields = 0; ; yields++) {
		const step = steps.next();
		if (step.done === true) return { yields, text: step.value };
	}
}

/** The characters that each step of a redaction looks at. */
function costsOf(keys: readonly string[], text: string): readonly number[] {
	const steps = createRedactor(keys).body(text);
	const costs: number[] = [];
	for (let done = false; !done;) {
		costs.push(
			charactersRead(() => {
				done = steps.next().done === true;
			}),
		);
	}
	return costs;
}

/** A value as it comes out of a body that is redacted. */
function dataOf(redactor: Redactor, value: unknown): unknown {
	return JSON.parse(last(redactor.body(JSON.stringify(value))).text);
}

/** Characters that were looked at one by one. */
function charactersRead(work: () => void): number {
	const { charCodeAt, codePointAt } = String.prototype;
	let count = 0;
	Object.defineProperties(String.prototype, {
		charCodeAt: {
			value(this: string, index: number): number {
				count++;
				return charCodeAt.call(this, index);
			},
		},
		codePointAt: {
			value(this: string, index: number): number | undefined {
				count++;
				return codePointAt.call(this, index);
			},
		},
	});
	try {
		work();
		return count;
	} finally {
		Object.defineProperties(String.prototype, {
			charCodeAt: { value: charCodeAt },
			codePointAt: { value: codePointAt },
		});
	}
}
