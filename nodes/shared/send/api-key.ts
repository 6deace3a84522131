import { yieldToN8n } from '../wait';

const placeholder = '[API key]';

/** Shorter keys are not replaced in data, because ordinary data contains short texts by chance. */
const minLengthInData = 8;

/** A body is searched in pieces of this many characters, between which other work of n8n runs. */
const pieceLength = 128 * 1024;

/** Characters that one character of the key takes at most, if the key is in two pieces. */
const maxSpelling = 100;

/** Replaces the API key in what a server sent. */
export interface KeyRemover {
	/** Replaces the key in the body of a response. */
	fromBody(body: string): Promise<string>;
	/** Replaces the key in a message, even a short key. */
	fromMessage(text: string): string;
}

/** Finds the key even if its characters are spelled in different ways (JSON, percent-encoding, HTML). */
export function createKeyRemover(apiKey: string): KeyRemover {
	const pattern = patternOf(apiKey);
	const fromMessage = (text: string) => text.replace(pattern, placeholder);
	return {
		fromMessage,
		fromBody: async (body) => {
			if (apiKey.length < minLengthInData) return body;
			let searched = '';
			// The key may begin at the end of one piece and end in the next one.
			let open = '';
			for (let start = 0; start < body.length; start += pieceLength) {
				await yieldToN8n();
				const text = fromMessage(open + body.slice(start, start + pieceLength));
				open = text.slice(-maxSpelling * apiKey.length);
				searched += text.slice(0, text.length - open.length);
			}
			return searched + open;
		},
	};
}

/**
 * Backslashes in front of a character are skipped, in the key and in the text, because JSON in JSON doubles them. The
 * pattern takes linear time: each repetition begins with a character that the repeated part does not contain.
 */
function patternOf(apiKey: string): RegExp {
	const characters = Array.from(
		apiKey.matchAll(/(\\*)([^\\])/gu),
		([, skipped, character = '']) => {
			const entity = /[A-Za-z0-9]/.test(character) ? '' : '|[A-Za-z]{2,10}';
			const backslashes = skipped === '' ? '\\\\*' : `${spellingsOf('\\', '|bsol')}{0,16}`;
			return `${backslashes}${spellingsOf(character, entity)}`;
		},
	);
	return new RegExp(`(?<!\\\\)${characters.join('')}`, 'g');
}

/**
 * A pattern for a character: as in JSON (`u002f`, after a backslash), percent-encoded, as an entity of HTML, or
 * unchanged. Encoding twice adds `25` or `amp;`. `entity`: a pattern for the names of its entities, after a `|`.
 */
function spellingsOf(character: string, entity: string): string {
	const units = Array.from({ length: character.length }, (_, index) => {
		return `u${hexadecimal(character.charCodeAt(index), 4)}`;
	});
	const bytes = Array.from(Buffer.from(character), (byte) => `%(?:25)*${hexadecimal(byte, 2)}`);
	const code = character.codePointAt(0) ?? 0;
	const names = `#0*${code}|#[xX]0*${hexadecimal(code, 1)}${entity}`;
	const html = `(?:&|u0026)(?:amp;)*(?:${names});`;
	const literal = character === ' ' ? '[ +]' : character.replace(/[^\w ]/, '\\$&');
	return `(?:${units.join('\\\\+')}|${bytes.join('')}|${html}|${literal})`;
}

/** A pattern for a number in hexadecimal digits, in small and capital letters. */
function hexadecimal(value: number, length: number): string {
	const digits = value.toString(16).padStart(length, '0');
	return digits.replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);
}
