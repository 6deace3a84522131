/** Takes the API key out of what a server sent. */
export interface Redactor {
	text(text: string): string;
	/** Returns the value itself where it does not hold the key. */
	data(value: unknown): unknown;
}

const placeholder = '[API key]';

/** A shorter key would be found in ordinary data by chance, so data is left alone. */
const shortestInData = 8;

/**
 * Makes a redactor for a key: raw, and with any of its characters as addresses (once or twice), JSON
 * or HTML spell them.
 */
export function createRedactor(key: string): Redactor {
	const pattern = keyPattern(key);
	if (pattern === null) return { text: (text) => text, data: (value) => value };
	const text = (value: string) =>
		mayBeSpelled.test(value)
			? value.replace(pattern, placeholder)
			: value.replaceAll(key, placeholder);
	return { text, data: key.length < shortestInData ? (value) => value : deepReplace(text) };
}

/** Every spelling of a character, but for the character itself, begins with one of these. */
const mayBeSpelled = /[%\\&+]/;

function keyPattern(key: string): RegExp | null {
	if (key === '') return null;
	const forms = Array.from(key, (character) => `(?:${spellings(character).join('|')})`);
	return new RegExp(forms.join(''), 'g');
}

function spellings(character: string): readonly string[] {
	const encoded = percentEncoded(character);
	return [
		...shortJsonEscape(character),
		escapeForPattern(character),
		encoded,
		encoded.replaceAll('%', '%25'),
		jsonEscape(character),
		...htmlEntities(character),
		...(character === ' ' ? ['\\+'] : []),
		...(character === '/' ? ['\\\\/'] : []),
	];
}

/** Of a quote or a line break, say; JSON within JSON has several backslashes. */
function shortJsonEscape(character: string): readonly string[] {
	const [, escaped = ''] = JSON.stringify(character).slice(1, -1);
	return escaped === '' || character.length > 1 ? [] : [`\\\\+${escapeForPattern(escaped)}`];
}

function jsonEscape(character: string): string {
	return Array.from({ length: character.length }, (_, index) => {
		const hex = character.charCodeAt(index).toString(16).padStart(4, '0');
		return `\\\\+u${anyCase(hex)}`;
	}).join('');
}

const namedEntities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

function htmlEntities(character: string): readonly string[] {
	const code = character.codePointAt(0) ?? 0;
	const named = namedEntities[character];
	const numeric = [`&#0*${code};`, `&#[xX]0*${anyCase(code.toString(16))};`];
	return named === undefined ? numeric : [...numeric, named];
}

function escapeForPattern(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Every byte as `%41`, in either case, which also matches what encodeURIComponent would leave alone. */
function percentEncoded(character: string): string {
	return Array.from(Buffer.from(character, 'utf8'), (byte) => {
		const hex = byte.toString(16).padStart(2, '0');
		return `%${anyCase(hex)}`;
	}).join('');
}

function anyCase(hex: string): string {
	return Array.from(hex, (digit) => `[${digit}${digit.toUpperCase()}]`).join('');
}

function deepReplace(text: (value: string) => string): (value: unknown) => unknown {
	const replace = (value: unknown): unknown => {
		if (typeof value === 'string') return text(value);
		if (Array.isArray(value)) return value.map(replace);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(
			Object.entries(value)
				.filter(([name]) => name !== '__proto__')
				.map(([name, inner]) => [text(name), replace(inner)]),
		);
	};
	return replace;
}
