const placeholder = '[API key]';

/** Shorter keys stay in data, because ordinary data contains them by chance. */
const minLengthInData = 8;

/** The longest spelling of a character: in an address, `€` is `%E2%82%AC`. */
const maxSpellingLength = 9;

/** Replaces the API key in what a server sent. */
export interface KeyRemover {
	/** The body of a response. A cut body may end inside the key, so its last characters are removed. */
	fromBody(response: { readonly body: string; readonly isCut: boolean }): string;
	/** A message, in which a short key is replaced too. */
	fromMessage(text: string): string;
}

export function createKeyRemover(apiKey: string): KeyRemover {
	const characters = Array.from(apiKey);
	// The key as it is comes last: `a\` is also the beginning of its spelling in JSON, `a\\`.
	const spellings = [inJson, inHtml, inAddress, asItIs].map((spell) =>
		characters.map(spell).join(''),
	);
	const key = new RegExp(spellings.join('|'), 'g');
	const fromMessage = (text: string) => text.replace(key, placeholder);
	return {
		fromMessage,
		fromBody: ({ body, isCut }) => {
			const text = apiKey.length < minLengthInData ? body : fromMessage(body);
			return isCut ? text.slice(0, -maxSpellingLength * apiKey.length) : text;
		},
	};
}

/** Returns a regular expression for a character, like the functions below. */
function asItIs(character: string): string {
	return character.replace(/[$()*+.?[\\\]^{|}]/, '\\$&');
}

/** Percent-encoded, or as in a form. */
function inAddress(character: string): string {
	const bytes = Array.from(Buffer.from(character), (byte) => `%${hexadecimal(byte, 2)}`).join('');
	return escapedOrNot(character, '%', character === ' ' ? `\\+|${bytes}` : bytes);
}

function inJson(character: string): string {
	const units = character.split('').map((unit) => `\\\\u${hexadecimal(unit.charCodeAt(0), 4)}`);
	return escapedOrNot(character, '\\', `${units.join('')}|\\\\${asItIs(character)}`);
}

/** Entities of HTML that have a name. */
const entities = new Map([
	['&', 'amp|'],
	['<', 'lt|'],
	['>', 'gt|'],
	['"', 'quot|'],
	["'", 'apos|'],
]);

function inHtml(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const entity = `${entities.get(character) ?? ''}#0?${code}|#[xX]0?${hexadecimal(code, 1)}`;
	return escapedOrNot(character, '&', `&(?:${entity});`);
}

/** Encoders differ in what they escape, but all escape their own `mark`, and none escapes letters or digits. */
function escapedOrNot(character: string, mark: string, escapes: string): string {
	if (/[a-z\d]/i.test(character)) return character;
	return character === mark ? `(?:${escapes})` : `(?:${escapes}|${asItIs(character)})`;
}

/** With digits in upper or lower case. */
function hexadecimal(number: number, length: number): string {
	const digits = number.toString(16).padStart(length, '0');
	return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
