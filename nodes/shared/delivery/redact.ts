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
 * Makes a redactor for a key: raw, and with any of its characters URI-encoded, once or twice.
 */
export function createRedactor(key: string): Redactor {
	const pattern = keyPattern(key);
	if (pattern === null) return { text: (text) => text, data: (value) => value };
	const text = (value: string) => value.replace(pattern, placeholder);
	return { text, data: key.length < shortestInData ? (value) => value : deepReplace(text) };
}

function keyPattern(key: string): RegExp | null {
	if (key === '') return null;
	const forms = Array.from(key, (character) => {
		const raw = escapeForPattern(character);
		const encoded = percentEncoded(character);
		const json = escapeForPattern(JSON.stringify(character).slice(1, -1));
		const space = character === ' ' ? '|\\+' : '';
		return `(?:${json}|${raw}|${encoded}|${encoded.replaceAll('%', '%25')}${space})`;
	});
	return new RegExp(forms.join(''), 'g');
}

function escapeForPattern(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** Every byte as `%41`, in either case, which also matches what encodeURIComponent would leave alone. */
function percentEncoded(character: string): string {
	return Array.from(Buffer.from(character, 'utf8'), (byte) => {
		const hex = byte.toString(16).padStart(2, '0');
		return `%${Array.from(hex, (digit) => `[${digit}${digit.toUpperCase()}]`).join('')}`;
	}).join('');
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
