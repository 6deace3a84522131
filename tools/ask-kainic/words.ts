/** The keys of a run. */
export interface Keys {
	readonly project: string;
	readonly experiment: string | null;
}

/** Makes the words of a server fit to be shown. */
export type Fit = (words: string) => string;

const longestRead = 16 * 1024;
const longestShown = 300;

/** Characters that could act in a terminal, or turn the direction of a text. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu;

/** One line, short; a text that holds a key is withheld whole. */
export function fitFor(keys: Keys): Fit {
	return (words) => {
		const start = words.slice(0, longestRead);
		if (holdsKey(start, keys)) return 'not shown: it repeats the API key';
		return oneLine(start).slice(0, longestShown);
	};
}

export function oneLine(text: string): string {
	return text.replace(invisible, ' ').replace(/\s+/g, ' ').trim();
}

/** Whether a text repeats a key in any case, encoded for an address, JSON or HTML, or taken apart. */
export function holdsKey(text: string, { project, experiment }: Keys): boolean {
	const keys = [project, ...(experiment === null ? [] : [experiment])].map(letters);
	let decoded = text;
	for (let layer = 0; layer < 8; layer++) {
		const plain = letters(decoded);
		if (keys.some((key) => plain.includes(key))) return true;
		const next = decode(decoded);
		if (next === decoded) return false;
		decoded = next;
	}
	return false;
}

/** Letters and digits in small letters. */
export function letters(text: string): string {
	return text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
}

/** Takes one layer of escapes away. */
function decode(text: string): string {
	return text
		.replace(/%([0-9a-f]{2})/gi, (_all, code: string) => character(code, 16))
		.replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) => character(code, 16))
		.replace(/\\[bfnrt]/g, '')
		.replace(/&#x([0-9a-f]{1,6});/gi, (_all, code: string) => character(code, 16))
		.replace(/&#(\d{1,7});/g, (_all, code: string) => character(code, 10))
		.replace(/&amp;/gi, '&')
		.replace(/&[a-z]+;/gi, '');
}

function character(code: string, base: 10 | 16): string {
	return String.fromCodePoint(Math.min(parseInt(code, base), 0x10ffff));
}
