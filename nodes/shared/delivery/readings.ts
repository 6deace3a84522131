import { byteCode, Decoded, type Reading } from './decoded';
import { entityReadings } from './entity-readings';
import type { Pace } from './pace';

/** Readings kept per position: enough for any real nesting, and what keeps the search linear. */
const mostReadings = 8;

const none: readonly never[] = [];

const percent = 0x25;
const ampersand = 0x26;
const backslash = 0x5c;
const letterU = 0x75;

const shortEscapes = new Map(
	[...'"\'/', ...'bfnrt'].map((letter): [number, number] => {
		const decoded = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }[letter] ?? letter;
		return [letter.charCodeAt(0), decoded.charCodeAt(0)];
	}),
);

/**
 * Reads everything that a text can mean after percent, JSON and HTML decoding, in any order and any
 * number of times. Escapes are decoded from right to left, so that an escape inside an escape is known
 * before the outer one is read. Linear in the text. Yields at the given pace, a step for each character.
 *
 * With `semicolonsCount`, the semicolon behind an entity may also be a character by itself.
 */
export function* decode(
	text: string,
	pace: Pace,
	semicolonsCount: boolean,
): Generator<void, Decoded> {
	const decoded = new Decoded(text);
	const reader = new EscapeReader(decoded, semicolonsCount);
	for (let position = text.length - 1; position >= 0; position--) {
		const code = text.charCodeAt(position);
		if (code === percent || code === backslash || code === ampersand) {
			decoded.set(position, reader.read(position, code));
		}
		if (pace.needsPauseAfter(1)) yield;
	}
	return decoded;
}

/** Reads the escapes of a text whose later ones are decoded. */
class EscapeReader {
	constructor(
		private readonly decoded: Decoded,
		private readonly semicolonsCount: boolean,
	) {}

	/** What the escape that begins here with `code` can mean; undefined if none does. */
	read(position: number, code: number): readonly Reading[] | undefined {
		const next = position + 1;
		if (code === backslash && this.decoded.text.charCodeAt(next) === backslash)
			return this.readRun(next);
		const found: Reading[] = code === backslash ? [{ code, end: next }] : [];
		this.decode(code, next, found);
		return found.length === 0 ? undefined : found;
	}

	/**
	 * JSON within JSON: a run of backslashes means one, wherever in it the reader begins; and its last
	 * one can begin the letter of an outer escape, as in `\\\\\\u0075`.
	 */
	private readRun(next: number): readonly Reading[] | undefined {
		const run = this.decoded.at(next);
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
		if (code === ampersand) {
			const entities = entityReadings(this.decoded, next, this.semicolonsCount);
			for (const entity of entities) this.add(entity, found);
		}
		if (code !== backslash) return;
		for (const escape of this.jsonEscapes(next)) this.add(escape, found);
		const inner = this.decoded.at(next);
		if (inner === undefined || !inner.some((reading) => reading.code === backslash)) return;
		for (const reading of inner) if (found.length < mostReadings) found.push(reading);
	}

	/** Adds a reading, and what it means as the first character of another escape. */
	private add(reading: Reading | undefined, found: Reading[]): void {
		if (reading === undefined || found.length >= mostReadings) return;
		found.push(reading);
		this.decode(reading.code, reading.end, found);
	}

	private percentCode(position: number): Reading | undefined {
		const byte = this.decoded.hex(position, 2);
		if (byte === undefined || byte.code < 0x80) return byte;
		return { code: byteCode + byte.code, end: byte.end };
	}

	/**
	 * What a backslash before this position can mean. In `\\\\\\u00750030`, the letter can be the `u` of
	 * `\\u0075`, or that of the escape which this `u` begins.
	 */
	private jsonEscapes(position: number): readonly Reading[] {
		const code = this.decoded.text.charCodeAt(position);
		if (isEscapeLetter(code)) return this.jsonEscape({ code, end: position + 1 });
		const letters = this.decoded.at(position)?.filter((reading) => isEscapeLetter(reading.code));
		if (letters === undefined || letters.length === 0) return none;
		return letters.flatMap((letter) => this.jsonEscape(letter));
	}

	private jsonEscape(letter: Reading): readonly Reading[] {
		const short = shortEscapes.get(letter.code);
		if (short !== undefined) return [{ code: short, end: letter.end }];
		const unit = this.decoded.hex(letter.end, 4);
		return unit === undefined ? none : [unit];
	}
}

function isEscapeLetter(code: number): boolean {
	return code === letterU || shortEscapes.has(code);
}
