import { pause } from '../pause';

const placeholder = '[API key]';

/** Shorter keys stay in data: ordinary data holds them by chance. */
const minLengthInData = 8;

/** How often a key may be escaped: twice by a server, and again by the JSON of its response. */
const maxLayers = 3;

/** Characters at the end of a cut text that are not shown: an escaped key may begin in them. */
const maxKeySpelling = 8192;

/** Number of places to examine before other work may run. */
const placesAtOnce = 1000;

/**
 * The text of a response with `[API key]` instead of a key of 8 characters or more, in all its usual
 * spellings. JSON stays JSON. A cut text may end inside a character or a key. Linear; yields to the event loop.
 */
export async function bodyWithoutKey(
	{ body, isCut }: { readonly body: string; readonly isCut: boolean },
	key: string,
): Promise<string> {
	const isKept = key.length < minLengthInData;
	const text = isKept ? body : await withoutKey(await withoutNumber(body, key), key);
	return isCut ? text.slice(0, -maxKeySpelling) : text;
}

/** A text with `[API key]` instead of the key, however short it is. No key begins with a space. */
export async function withoutKey(text: string, key: string): Promise<string> {
	const signs = Array.from(key);
	const [first = ''] = signs;
	const plain = first.replace(/[\\^\-\]]/g, '\\$&');
	const starts = new RegExp(`[%&\\\\${plain}]`, 'gu');
	let read = readerOf(text);
	let [result, from, places] = ['', 0, 0];
	for (const { index: start } of text.matchAll(starts)) {
		places += 1;
		if (places % placesAtOnce === 0) {
			await pause();
			// What the reader remembers would grow with the text.
			read = readerOf(text);
		}
		const end = start < from ? null : endOf(signs, start, read);
		if (end === null) continue;
		result += text.slice(from, start) + placeholder;
		from = end;
	}
	return result + text.slice(from);
}

/** One character of a text, and the place of the next one. Empty at the end of the text. */
interface Sign {
	readonly sign: string;
	readonly end: number;
}

/** Reads the sign that begins at a place of the text after `layer` layers of escapes were removed. */
type Reader = (at: number, layer: number) => Sign;

const marks = ['%', '&', '\\'];

function readerOf(text: string): Reader {
	const known = new Map<number, Sign>();
	const read: Reader = (at, layer) => {
		if (layer === 0) {
			const code = text.codePointAt(at);
			const sign = code === undefined ? '' : String.fromCodePoint(code);
			return { sign, end: at + sign.length };
		}
		const first = read(at, layer - 1);
		if (!marks.includes(first.sign)) return first;
		const place = at * (maxLayers + 1) + layer;
		const sign = known.get(place) ?? readEscape(first, (next) => read(next, layer - 1)) ?? first;
		known.set(place, sign);
		return sign;
	};
	return read;
}

/** Where a key ends that begins at a place; null if none begins there. Each sign may be in another layer. */
function endOf(key: readonly string[], start: number, read: Reader): number | null {
	let ends = new Set([start]);
	for (const wanted of key) {
		const next = new Set<number>();
		for (const at of ends) {
			for (let layer = 0; layer <= maxLayers; layer += 1) {
				const { sign, end } = read(at, layer);
				// Forms have a plus sign for a space.
				if (sign === wanted || (wanted === ' ' && sign === '+')) next.add(end);
				// A character that begins no escape is the same in all layers.
				if (!marks.includes(sign)) break;
			}
		}
		if (next.size === 0) return null;
		ends = next;
	}
	return Math.max(...ends);
}

/** `&#x0010ffff;`, `%f0%9f%94%91` and `\ud83d\udd11` are the longest. */
const maxEscape = 12;

/** One character in HTML, in percent encoding of UTF-8, and in JSON. */
const escapes = new RegExp(
	[
		/^&(?:#x([\da-f]+)|#(\d+)|([a-z]+));/,
		/^%[0-7][\da-f]|^%[c-f][\da-f](?:%[89ab][\da-f]){1,3}/,
		/^\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|^\\u[\da-f]{4}/,
	]
		.map(({ source }) => source)
		.join('|'),
	'i',
);

/** Names of ASCII signs in HTML, each with its sign. */
const names = new Map(
	'excl! quot" num# dollar$ percnt% amp& apos\' lpar( rpar) ast* plus+ comma, period. sol/ colon: semi; lt< equals= gt> quest? commat@ lsqb[ lbrack[ bsol\\ rsqb] rbrack] hat^ lowbar_ grave` lcub{ lbrace{ verbar| vert| rcub} rbrace}'
		.split(' ')
		.map((entry) => [entry.slice(0, -1), entry.slice(-1)]),
);

/** Reads an escape that begins with a mark; null if there is none. */
function readEscape(mark: Sign, read: (at: number) => Sign): Sign | null {
	const second = read(mark.end);
	if (mark.sign === '\\' && /["'\\/]/.test(second.sign)) return second;
	// Most marks begin no escape, and most percent escapes are one byte.
	const beginning = mark.sign + second.sign;
	if (!/%[\da-f]|&[#a-z]|\\u/i.test(beginning)) return null;
	const most = /%[0-7]/.test(beginning) ? 3 : maxEscape;
	let text = '';
	const ends: number[] = [];
	for (let next = mark; next.sign !== '' && text.length < most; next = read(next.end)) {
		text += next.sign;
		ends[text.length - 1] = next.end;
	}
	const [escape = '', ...captured] = escapes.exec(text) ?? [];
	const end = ends[escape.length - 1];
	const sign = decode(escape, captured);
	return sign === undefined || end === undefined ? null : { sign, end };
}

function decode(escape: string, [hex, decimal, name]: ReadonlyArray<string | undefined>) {
	if (name !== undefined) return names.get(name.toLowerCase());
	if (escape.startsWith('%')) return Buffer.from(escape.replaceAll('%', ''), 'hex').toString();
	if (escape.startsWith('\\')) {
		const units = escape.match(/[\da-f]{4}/gi) ?? [];
		return String.fromCharCode(...units.map((unit) => parseInt(unit, 16)));
	}
	const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
	return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** JSON without the numbers that hold a key of digits: a text takes the place of each. */
async function withoutNumber(text: string, key: string): Promise<string> {
	if (!Number.isFinite(Number(key)) || !/^\uFEFF?\s*[{[]/.test(text)) return text;
	await pause();
	let isInString = false;
	return text.replace(/\\.|"|-?\d[\d.e+-]*/gi, (token) => {
		if (token === '"') isInString = !isInString;
		const isKey = token.includes(key) || Number(token) === Number(key);
		return isKey && !isInString ? `"${placeholder}"` : token;
	});
}
