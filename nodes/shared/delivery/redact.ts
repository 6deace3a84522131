import { byteCode, Readings } from './readings';

/**
 * Removes the API keys of a run from what a server sent, in every spelling. Takes time linear in the
 * text, whatever the text is.
 */
export interface Redactor {
	/** Characters that a key can take, however it is spelled. */
	readonly reach: number;
	text(text: string): string;
	/**
	 * The beginning of a text without any part of a key: at most `length` characters. Reads no more of
	 * the text than it needs.
	 */
	excerpt(text: string, length: number): string;
	/**
	 * Redacts a body whose data is handed on. Keys shorter than 8 characters stay: ordinary data holds
	 * them by chance. Yields after every 16 K characters, so that the caller can yield to the event loop.
	 */
	body(text: string): Generator<void, string>;
}

const placeholder = '[API key]';

const shortestInData = 8;

/** Characters examined at a time. A text full of escapes takes a few milliseconds for these. */
const pieceLength = 16 * 1024;

/** Creates a redactor for all keys that a run sends. Empty keys are skipped. */
export function createRedactor(keys: readonly string[]): Redactor {
	const all = new KeySearch(keys.filter((key) => key !== ''));
	const long = new KeySearch(keys.filter((key) => key.length >= shortestInData));
	return {
		reach: all.reach,
		text: (text) => toEnd(redact(all, text, Infinity, pieceLength)),
		excerpt: (text, length) => toEnd(redact(all, text, length, length)).slice(0, length),
		body: (text) => redact(long, text, Infinity, pieceLength),
	};
}

/** Redacts piece by piece, until the result has `enough` characters. */
function* redact(
	keys: KeySearch,
	text: string,
	enough: number,
	length: number,
): Generator<void, string> {
	if (keys.reach === 0) return text;
	const step = Math.max(1, length);
	let result = '';
	let position = 0;
	while (position < text.length && result.length < enough) {
		const until = position + step;
		for (const { start, end } of keys.matches(text, position, until)) {
			result += text.slice(position, start) + placeholder;
			position = end;
		}
		if (position < until) {
			result += text.slice(position, until);
			position = until;
		}
		yield;
	}
	return result;
}

function toEnd<Result>(steps: Generator<void, Result>): Result {
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
	}
}

/** A key in a text: from `start` up to `end`. */
interface Match {
	readonly start: number;
	readonly end: number;
}

/** Alternative sequences of codes that mean one character of a key. */
type KeyCharacter = readonly (readonly number[])[];

/** Characters of text that one character of a key can take: three layers that encode every character. */
const longestSpelling = 384;

/** Every spelling except the key as it is has one of these. */
const mayBeSpelled = /[%\\&+]/;

/** Ways to read on that are followed at the same time. */
const mostPlaces = 16;

/** Finds keys in a text: as they are, and as addresses, JSON and HTML spell them, nested and mixed. */
class KeySearch {
	private readonly forms: ReadonlyArray<readonly KeyCharacter[]>;

	private readonly firstCodes: ReadonlySet<number>;

	/** Maximum characters of a spelled key. */
	readonly reach: number;

	constructor(private readonly keys: readonly string[]) {
		// A run of backslashes reads as one.
		this.forms = keys.map((key) => Array.from(key.replace(/\\+/g, '\\'), keyCharacter));
		this.firstCodes = new Set(
			this.forms.flatMap(([first = []]) => first.flatMap(([code]) => code ?? [])),
		);
		this.reach = Math.max(0, ...keys.map((key) => key.length * longestSpelling));
	}

	/** The keys that begin at `from` or later and before `until`, without overlap. Linear. */
	matches(text: string, from: number, until: number): readonly Match[] {
		const piece = text.slice(from, until + this.reach);
		if (!this.mayHold(piece)) return [];
		const readings = new Readings(piece);
		const found: Match[] = [];
		let position = 0;
		while (position < until - from && position < piece.length) {
			const end = this.endAt(readings, position);
			if (end !== undefined) found.push({ start: from + position, end: from + end });
			position = end ?? position + 1;
		}
		return found;
	}

	private mayHold(piece: string): boolean {
		return mayBeSpelled.test(piece) || this.keys.some((key) => piece.includes(key));
	}

	/** The end of the longest key that begins at this position. */
	private endAt(readings: Readings, position: number): number | undefined {
		if (!this.mayBeginAt(readings, position)) return undefined;
		const ends = this.forms.flatMap((form) => endOf(form, readings, position) ?? []);
		return ends.length === 0 ? undefined : Math.max(...ends);
	}

	private mayBeginAt(readings: Readings, position: number): boolean {
		if (this.firstCodes.has(readings.text.charCodeAt(position))) return true;
		const decoded = readings.at(position);
		return decoded !== undefined && decoded.some(({ code }) => this.firstCodes.has(code));
	}
}

function keyCharacter(character: string): KeyCharacter {
	const codePoint = character.codePointAt(0) ?? 0;
	if (character === ' ') return [[codePoint], [0x2b]];
	if (codePoint < 0x80) return [[codePoint]];
	const units = Array.from({ length: character.length }, (_, unit) => character.charCodeAt(unit));
	const bytes = Array.from(Buffer.from(character, 'utf8'), (byte) => byteCode + byte);
	return units.length === 1 ? [units, bytes] : [[codePoint], units, bytes];
}

function endOf(
	form: readonly KeyCharacter[],
	readings: Readings,
	start: number,
): number | undefined {
	let places: readonly number[] = [start];
	for (const character of form) {
		places = after(character, readings, places);
		if (places.length === 0) return undefined;
	}
	return Math.max(...places);
}

function after(
	character: KeyCharacter,
	readings: Readings,
	places: readonly number[],
): readonly number[] {
	const ends = new Set<number>();
	for (const codes of character) {
		let reached: Iterable<number> = places;
		for (const code of codes) reached = afterCode(code, readings, reached);
		for (const end of reached) if (ends.size < mostPlaces) ends.add(end);
	}
	return [...ends];
}

function afterCode(code: number, readings: Readings, places: Iterable<number>): Set<number> {
	const ends = new Set<number>();
	for (const place of places) {
		if (readings.text.charCodeAt(place) === code) ends.add(place + 1);
		for (const reading of readings.at(place) ?? []) {
			if (reading.code === code) ends.add(reading.end);
		}
	}
	return ends;
}
