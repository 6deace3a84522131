import fc from 'fast-check';

type Encoder = (sign: string) => string;

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'.split('');

const characters = fc.string({
	unit: fc.oneof(
		{ weight: 4, arbitrary: fc.constantFrom(...letters) },
		{ weight: 1, arbitrary: fc.constantFrom(...'+/=%&; -_.~:#$!,@\'"<>|\\éü€🔑') },
	),
	minLength: 8,
	maxLength: 50,
	size: 'max',
});

/**
 * If a key ends with what begins an escape, its end and the text after it can mean two things. No key
 * begins with a space.
 */
export const anyKey = characters.map((key) => key.replace(/^ |[%&\\]$/g, '-'));

const hex = (code: number, digits = 2) => code.toString(16).padStart(digits, '0');

const percent = (sign: string) => Array.from(Buffer.from(sign), (byte) => `%${hex(byte)}`).join('');

const names: Readonly<Record<string, string>> = {
	...{ '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos', '+': 'plus', '/': 'sol' },
	...{ '=': 'equals', '%': 'percnt', ';': 'semi', '#': 'num', _: 'lowbar', '\\': 'bsol' },
};

const shortEscapes: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '/': '\\/' };

const unicode = (sign: string) =>
	Array.from({ length: sign.length }, (_, unit) => `\\u${hex(sign.charCodeAt(unit), 4)}`).join('');

const upperHex = (spelling: string) =>
	spelling.replace(/[0-9a-f]{2,}/g, (digits) => digits.toUpperCase());

const inForm = (sign: string) => (sign === ' ' ? '+' : encodeURIComponent(sign));
const inJson = (sign: string) => shortEscapes[sign] ?? unicode(sign);
const decimal = (sign: string) => `&#${sign.codePointAt(0) ?? 0};`;
const php = (sign: string) => `&#${String(sign.codePointAt(0) ?? 0).padStart(3, '0')};`;
const hexadecimal = (sign: string) => `&#x${hex(sign.codePointAt(0) ?? 0)};`;
const named = (sign: string) => (names[sign] === undefined ? decimal(sign) : `&${names[sign]};`);
const upper = (encode: Encoder) => (sign: string) => upperHex(encode(sign));

/** Each of them writes every character in one way. */
export const encoders = { percent, unicode, hexadecimal, named };

/** Encodes each character, or only those that it cannot leave as they are. */
const encoder = fc
	.tuple(
		fc.constantFrom(
			...[percent, upper(percent), inForm].map((encode) => ({ must: '%+ &', encode })),
			...[unicode, upper(unicode), inJson].map((encode) => ({ must: '\\"', encode })),
			...[decimal, php, hexadecimal, upper(hexadecimal), named].map((encode) => ({
				must: '&<>"',
				encode,
			})),
		),
		fc.boolean(),
	)
	.map(([{ must, encode }, all]): Encoder => {
		return (sign) => (all || must.includes(sign) ? encode(sign) : sign);
	});

export const through = (encoders: readonly Encoder[], text: string) =>
	encoders.reduce((inner, encode) => Array.from(inner, encode).join(''), text);

export const encodings = fc.array(encoder, { maxLength: 2 });

/** Spells each character of a key in one of some ways in turn. */
export const spellings = fc
	.array(encodings, { minLength: 1, maxLength: 9 })
	.map((ways) => (key: string) => {
		const spelled = (sign: string, index: number) => through(ways[index % ways.length] ?? [], sign);
		return Array.from(key, spelled).join('');
	});

/** Text next to a key. A piece of an escape right at the key could be taken for a part of it. */
export const around = fc
	.tuple(fc.constantFrom(...' "=:>(\n'), fc.string(), fc.constantFrom(...' "=:>(\n'))
	.map((parts) => parts.join(''));

const eachSign = (escape: (sign: string) => boolean) => (value: unknown) =>
	JSON.stringify(value).replace(/\\.|[^]/gu, (sign) =>
		sign.length === 1 && escape(sign) ? unicode(sign) : sign,
	);

export const writers = fc.constantFrom<(value: unknown) => string>(
	JSON.stringify,
	(value) => JSON.stringify(value, null, 2),
	(value) => JSON.stringify(value).replaceAll('/', '\\/'),
	eachSign((sign) => '<>&'.includes(sign)),
	eachSign((sign) => sign > '~'),
);
