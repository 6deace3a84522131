import type { Yielder } from '../event-loop';
import { readEscape, type Sign } from './escapes';

const placeholder = '[API key]';

/** Shorter keys stay in data: ordinary data holds them by chance. */
const minLengthInData = 8;

/** How often a key may be escaped: twice by a server, and once more by the JSON of its response. */
const maxLayers = 3;

/** Characters at the end of a cut text that are not shown: an escaped key may begin in them. */
const maxKeySpelling = 8192;

/** Places at which a key is looked for before the event loop gets its turn. */
const placesAtOnce = 1000;

/** The text of a response. If it is cut, it may end inside a character or a key. */
interface ResponseText {
	readonly body: string;
	readonly isCut: boolean;
}

/**
 * The text of a response with `[API key]` in place of each key of 8 characters or more, in all its usual
 * spellings. JSON stays JSON. Linear; yields to the event loop.
 */
export async function bodyWithoutKeys(
	{ body, isCut }: ResponseText,
	keys: readonly string[],
	yielder: Yielder,
): Promise<string> {
	let text = body;
	for (const key of keys.filter(({ length }) => length >= minLengthInData)) {
		text = await withoutKey(withoutNumber(text, key), key, yielder);
	}
	return isCut ? text.slice(0, -maxKeySpelling) : text;
}

/** A message with `[API key]` in place of each key, also of short ones. */
export async function messageWithoutKeys(
	message: string,
	keys: readonly string[],
	yielder: Yielder,
): Promise<string> {
	let text = message;
	for (const key of keys) text = await withoutKey(text, key, yielder);
	return text;
}

async function withoutKey(text: string, key: string, yielder: Yielder): Promise<string> {
	const signs = Array.from(key);
	const starts = startsOf(signs[0] ?? '');
	const kept: string[] = [];
	let layers = layersOf(text);
	let from = 0;
	for (let places = 1; ; places += 1) {
		if (places % placesAtOnce === 0) {
			await yielder.pause();
			layers = layersOf(text);
		}
		const start = starts.exec(text)?.index;
		if (start === undefined) return kept.join('') + text.slice(from);
		const end = endOf(signs, start, layers);
		if (end !== null) {
			kept.push(text.slice(from, start), placeholder);
			from = end;
		}
		starts.lastIndex = end ?? start + 1;
	}
}

/** Finds each place where a sign may begin, or an escape. */
function startsOf(sign: string): RegExp {
	const plain = sign.replace(/[\\^\-\]]/g, '\\$&');
	return new RegExp(`[%&\\\\${plain}${sign === ' ' ? '+' : ''}]`, 'gu');
}

const marks = ['%', '&', '\\'];

/** Reads the sign that begins at a place of the text; null at its end. */
type Layer = (at: number) => Sign | null;

/** The text as it is, and as it was before it was escaped once, twice and so on. */
function layersOf(text: string): readonly Layer[] {
	const layers: Layer[] = [(at) => plainSign(text, at)];
	for (let below = layers[0]; below !== undefined && layers.length <= maxLayers;) {
		below = layerAbove(below);
		layers.push(below);
	}
	return layers;
}

function plainSign(text: string, at: number): Sign | null {
	const code = text.codePointAt(at);
	if (code === undefined) return null;
	const sign = String.fromCodePoint(code);
	return { sign, end: at + sign.length };
}

/** Each place is read once, since layers above read it again and again. */
function layerAbove(below: Layer): Layer {
	const known = new Map<number, Sign>();
	return (at) => {
		const first = below(at);
		if (first === null || !marks.includes(first.sign)) return first;
		const sign = known.get(at) ?? readEscape(first, below) ?? first;
		known.set(at, sign);
		return sign;
	};
}

/** Where a key ends that begins at a place; null if none begins there. Each sign may be in another layer. */
function endOf(key: readonly string[], start: number, layers: readonly Layer[]): number | null {
	let ends = [start];
	for (const wanted of key) {
		const next = new Set<number>();
		for (const at of ends) {
			for (const layer of layers) {
				const found = layer(at);
				if (found !== null && isSame(found.sign, wanted)) next.add(found.end);
				// What is no mark is the same in the other layers.
				if (found === null || !marks.includes(found.sign)) break;
			}
		}
		if (next.size === 0) return null;
		ends = [...next];
	}
	return Math.max(...ends);
}

/** Forms have a plus sign for a space. */
function isSame(found: string, wanted: string): boolean {
	return found === wanted || (wanted === ' ' && found === '+');
}

/** JSON without the numbers that hold a key of digits: a text takes the place of each. */
function withoutNumber(text: string, key: string): string {
	if (!Number.isFinite(Number(key)) || !/^\uFEFF?\s*[{[]/.test(text)) return text;
	let isInString = false;
	return text.replace(/\\.|"|-?\d[\d.e+-]*/gi, (token) => {
		if (token === '"') isInString = !isInString;
		const isKey = token.includes(key) || Number(token) === Number(key);
		return isKey && !isInString ? `"${placeholder}"` : token;
	});
}
