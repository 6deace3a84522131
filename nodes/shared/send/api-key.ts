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

/** Finds the key even if its characters are spelled in different ways (JSON, percent-encoding, HTML, letter case). */
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
			const entity = /[A-Za-z0-9]/.test(character) ? '' : '|[a-z]{2,10}';
			const backslashes = skipped === '' ? '\\\\*' : `${spellingsOf('\\', '|bsol')}{0,16}`;
			return `${backslashes}${spellingsOf(character, entity)}`;
		},
	);
	// Hexadecimal digits may be capital letters.
	return new RegExp(`(?<!\\\\)${characters.join('')}`, 'gi');
}

/**
 * A pattern for a character: as in JSON (`u002f`, after a backslash), percent-encoded, as an entity of HTML, or
 * unchanged. Encoding twice adds `25` or `amp;`. `entity`: a pattern for the names of its entities, after a `|`.
 */
function spellingsOf(character: string, entity: string): string {
	const units = character.split('').map((unit) => {
		return `u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});
	const percent = Buffer.from(character).toString('hex').replace(/../g, '%(?:25)*$&');
	const code = character.codePointAt(0) ?? 0;
	const html = `(?:&|u0026)(?:amp;)*(?:#0*${code}|#x0*${code.toString(16)}${entity});`;
	const literal = character === ' ' ? '[ +]' : character.replace(/[^\w ]/, '\\$&');
	return `(?:${units.join('\\\\+')}|${percent}|${html}|${literal})`;
}
