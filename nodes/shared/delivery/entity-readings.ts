import { byteCode, type Decoded, digitOf, type Reading } from './decoded';
import { entities } from './html-entities';

/** Maximum digits of a numeric entity, e.g. `&#0065;`. */
const mostDigits = 64;

/** Maximum positions that are kept as possible ends of one entity name. */
const mostEnds = 8;

const none: readonly never[] = [];

const hash = 0x23;
const semicolon = 0x3b;

/**
 * What an ampersand before this position can mean. With `semicolonsCount`, the semicolon behind an
 * entity may also be a character by itself, since browsers read an entity without one as well.
 */
export function entityReadings(
	decoded: Decoded,
	position: number,
	semicolonsCount: boolean,
): readonly Reading[] {
	const first = decoded.step(position, (code) => code === hash || entities.has(code));
	if (first === undefined) return none;
	if (first.code === hash) return numbers(decoded, first.end, semicolonsCount);
	const found: Reading[] = [];
	for (const [name, code] of entities.get(first.code) ?? none) {
		for (const end of endsOfWord(decoded, position, name)) found.push({ code, end });
		if (found.length > 0 && !semicolonsCount) break;
	}
	return found;
}

/**
 * Browsers read an entity without its semicolon as well. A digit that is itself an escape may belong
 * to the number or begin the next character: `&#10%32` is `f`, and so is the start of `&#102&#55`.
 */
function numbers(decoded: Decoded, position: number, semicolonsCount: boolean): readonly Reading[] {
	const x = decoded.step(position, (code) => code === 0x78 || code === 0x58);
	const base = x === undefined ? 10 : 16;
	const prefixes: Reading[] = [];
	let end = x?.end ?? position;
	let code = 0;
	for (let digits = 0; digits <= mostDigits; digits++) {
		const digit = decoded.step(end, (unit) => digitOf(unit) < base || unit === semicolon);
		if (digit === undefined || digit.code === semicolon) {
			if (digits === 0) return none;
			const closed = digit === undefined ? [] : [{ code, end: digit.end }];
			const open = digit === undefined || semicolonsCount ? [{ code, end }] : [];
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
function endsOfWord(decoded: Decoded, position: number, letters: string): readonly number[] {
	let ends: readonly number[] = [position];
	for (const letter of letters) {
		ends = decoded.endsOf(letter.charCodeAt(0), ends).slice(0, mostEnds);
		if (ends.length === 0) return none;
	}
	return ends;
}
