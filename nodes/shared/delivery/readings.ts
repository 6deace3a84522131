import { entities } from './html-entities';

/** One way to read a text at a position: a character, and the position after it. */
export interface Reading {
	/** A code unit or code point; `byteCode` plus a byte of 0x80 or more for a piece of UTF-8. */
	readonly code: number;
	readonly end: number;
}

/** Bytes of percent-encoded UTF-8 have codes beyond Unicode. */
export const byteCode = 0x110000;

/** Readings kept per position: enough for any real nesting, and what keeps the search linear. */
const mostReadings = 8;

/** Digits of an entity such as `&#0065;`. */
const mostDigits = 64;

const none: readonly never[] = [];

const percent = 0x25;
const ampersand = 0x26;
const hash = 0x23;
const semicolon = 0x3b;
const backslash = 0x5c;
const letterU = 0x75;

const shortEscapes = new Map(
	[...'"\'/', ...'bfnrt'].map((letter): [number, number] => {
		const decoded = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[letter] ?? letter;
		return [letter.charCodeAt(0), decoded.charCodeAt(0)];
	}),
);

/**
 * Everything that a text can mean after percent, JSON and HTML decoding, in any order and any number
 * of times. Escapes are decoded from right to left, so that an escape inside an escape is known
 * before the outer one is read. Linear in the text.
 */
export class Readings {
	private readonly decoded: Array<readonly Reading[] | undefined>;

	private constructor(
		readonly text: string,
		private readonly semicolonsCount: boolean,
	) {
		this.decoded = new Array<undefined>(text.length);
	}

	/**
	 * Yields after every `pause` characters. With `semicolonsCount`, the semicolon behind an entity may
	 * also be a character by itself, since browsers read an entity without one as well.
	 */
	static *of(text: string, pause: number, semicolonsCount: boolean): Generator<void, Readings> {
		const readings = new Readings(text, semicolonsCount);
		for (let position = text.length - 1; position >= 0; position--) {
			const code = text.charCodeAt(position);
			if (code === percent || code === backslash || code === ampersand) {
				readings.decoded[position] = readings.readEscapes(position, code);
			}
			if (position > 0 && position % pause === 0) yield;
		}
		return readings;
	}

	/** What an escape at this position can mean; undefined if none begins here. */
	at(position: number): readonly Reading[] | undefined {
		return this.decoded[position];
	}

	private readEscapes(position: number, code: number): readonly Reading[] | undefined {
		const next = position + 1;
		if (code === backslash && this.text.charCodeAt(next) === backslash) return this.readRun(next);
		const found: Reading[] = code === backslash ? [{ code, end: next }] : [];
		this.decode(code, next, found);
		return found.length === 0 ? undefined : found;
	}

	/**
	 * JSON within JSON: a run of backslashes means one, wherever in it the reader begins; and its last
	 * one can begin the letter of an outer escape, as in `\\\\\\u0075`.
	 */
	private readRun(next: number): readonly Reading[] | undefined {
		const run = this.decoded[next];
		if (run === undefined) return run;
		const more = this.jsonEscapes(next).filter(
			(escape) => !run.some(({ code, end }) => code === escape.code && end === escape.end),
		);
		if (more.length === 0) return run;
		const found = [...run];
		for (const escape of more) this.add(escape, found);
		return found;
	}

	/** Adds the meanings of an escape whose first character, `code`, ends before `next`. */
	private decode(code: number, next: number, found: Reading[]): void {
		if (code === percent) this.add(this.percentCode(next), found);
		if (code === ampersand) for (const entity of this.entities(next)) this.add(entity, found);
		if (code !== backslash) return;
		for (const escape of this.jsonEscapes(next)) this.add(escape, found);
		const inner = this.decoded[next];
		if (inner === undefined || !inner.some((reading) => reading.code === backslash)) return;
		for (const reading of inner) if (found.length < mostReadings) found.push(reading);
	}

	/** Adds a reading, and what it means as the first character of another escape. */
	private add(reading: Reading | undefined, found: Reading[]): void {
		if (reading === undefined || found.length >= mostReadings) return;
		found.push(reading);
		this.decode(reading.code, reading.end, found);
	}

	/** The first reading whose code is accepted: as it stands, or decoded. */
	private step(position: number, accepts: (code: number) => boolean): Reading | undefined {
		const code = this.text.charCodeAt(position);
		if (accepts(code)) return { code, end: position + 1 };
		return this.decoded[position]?.find((reading) => accepts(reading.code));
	}

	private percentCode(position: number): Reading | undefined {
		const byte = this.hex(position, 2);
		if (byte === undefined || byte.code < 0x80) return byte;
		return { code: byteCode + byte.code, end: byte.end };
	}

	/**
	 * What a backslash before this position can mean. In `\\\\\\u00750030`, the letter can be the `u` of
	 * `\\u0075`, or that of the escape which this `u` begins.
	 */
	private jsonEscapes(position: number): readonly Reading[] {
		const code = this.text.charCodeAt(position);
		if (isEscapeLetter(code)) return this.jsonEscape({ code, end: position + 1 });
		const letters = this.decoded[position]?.filter((reading) => isEscapeLetter(reading.code));
		if (letters === undefined || letters.length === 0) return none;
		return letters.flatMap((letter) => this.jsonEscape(letter));
	}

	private jsonEscape(letter: Reading): readonly Reading[] {
		const short = shortEscapes.get(letter.code);
		if (short !== undefined) return [{ code: short, end: letter.end }];
		const unit = this.hex(letter.end, 4);
		return unit === undefined ? none : [unit];
	}

	private entities(position: number): readonly Reading[] {
		const first = this.step(position, (code) => code === hash || entities.has(code));
		if (first === undefined) return none;
		if (first.code === hash) return this.numericEntities(first.end);
		const found: Reading[] = [];
		for (const [name, code] of entities.get(first.code) ?? none) {
			for (const end of this.word(position, name)) found.push({ code, end });
			if (found.length > 0 && !this.semicolonsCount) break;
		}
		return found;
	}

	/**
	 * Browsers read an entity without its semicolon as well. A digit that is itself an escape may belong
	 * to the number or begin the next character: `&#10%32` is `f`, and so is the start of `&#102&#55`.
	 */
	private numericEntities(position: number): readonly Reading[] {
		const x = this.step(position, (code) => code === 0x78 || code === 0x58);
		const base = x === undefined ? 10 : 16;
		const prefixes: Reading[] = [];
		let end = x?.end ?? position;
		let code = 0;
		for (let digits = 0; digits <= mostDigits; digits++) {
			const digit = this.step(end, (unit) => digitOf(unit) < base || unit === semicolon);
			if (digit === undefined || digit.code === semicolon) {
				if (digits === 0) return none;
				const closed = digit === undefined ? [] : [{ code, end: digit.end }];
				const open = digit === undefined || this.semicolonsCount ? [{ code, end }] : [];
				return [...closed, ...open, ...prefixes.reverse()];
			}
			const isPlain = digit.end === end + 1;
			if (code > 0 && code < byteCode - 1 && !isPlain) prefixes.push({ code, end });
			code = Math.min(code * base + digitOf(digit.code), byteCode - 1);
			end = digit.end;
		}
		return prefixes;
	}

	/** Where a word ends: in several places if a letter of it is an escape that has several meanings. */
	private word(position: number, letters: string): readonly number[] {
		let ends: readonly number[] = [position];
		for (const letter of letters) {
			ends = this.endsOf(letter.charCodeAt(0), ends);
			if (ends.length === 0) return none;
		}
		return ends;
	}

	/** Where a character ends that begins in one of these places. */
	private endsOf(wanted: number, places: readonly number[]): readonly number[] {
		const ends: number[] = [];
		for (const place of places) {
			if (this.text.charCodeAt(place) === wanted) ends.push(place + 1);
			for (const { code, end } of this.decoded[place] ?? none) {
				if (code === wanted && ends.length < mostReadings) ends.push(end);
			}
		}
		return ends;
	}

	private hex(position: number, digits: number): Reading | undefined {
		let code = 0;
		let end = position;
		for (let count = 0; count < digits; count++) {
			const digit = this.step(end, isHexDigit);
			if (digit === undefined) return undefined;
			code = code * 16 + digitOf(digit.code);
			end = digit.end;
		}
		return { code, end };
	}
}

/** The value of a hexadecimal digit; 16 for anything else. */
function digitOf(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = code | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
}

function isHexDigit(code: number): boolean {
	return digitOf(code) < 16;
}

function isEscapeLetter(code: number): boolean {
	return code === letterU || shortEscapes.has(code);
}
