import { addOnce, type Decoded } from './decoded';
import { Alike, type KeyCharacter } from './key-tree';
import { Pace } from './pace';
import { decode } from './readings';

/** A key in a text: from `start` up to `end`. */
export interface Match {
	readonly start: number;
	readonly end: number;
}

/** Characters of text that one character of a key can take: three layers that encode every character. */
const longestSpelling = 384;

/** Every spelling except the key as it is has one of these. */
const mayBeSpelled = /[%\\&+]/;

/** Ways to read on that are followed at the same time. */
const mostPlaces = 16;

/** To look for each of more keys in a text, as it is, takes longer than to read the text once for all of them. */
const mostLookedFor = 1000;

/** Steps before others get a chance: positions of a text, characters of keys. Escapes take a few milliseconds for these. */
export const pieceLength = 16 * 1024;

/**
 * Finds keys in a text: as they are, and as addresses, JSON and HTML spell them, nested and mixed. All
 * keys are looked for at the same time, since a run can have one for each item.
 */
export class KeySearch {
	private readonly root: Alike;

	/** True if a semicolon can belong to a key. More readings than necessary would hide some. */
	private readonly hasSemicolon: boolean;

	/** Characters of the longest key. */
	private readonly longest: number;

	/** Maximum characters of a spelled key. */
	readonly reach: number;

	constructor(private readonly keys: readonly string[]) {
		// A run of backslashes reads as one.
		this.root = new Alike(keys.map((key) => key.replace(/\\+/g, '\\')));
		this.hasSemicolon = keys.some((key) => key.includes(';'));
		this.longest = keys.reduce((most, { length }) => Math.max(most, length), 0);
		this.reach = longestSpelling * this.longest;
	}

	/**
	 * The keys that begin at `from` or later and before `until`, without overlap. Linear in the text.
	 * Yields after every 16 K steps.
	 */
	*matches(text: string, from: number, until: number): Generator<void, readonly Match[]> {
		if (!(yield* this.mayHold(text, from, until))) return [];
		const piece = text.slice(from, until + this.reach);
		const pace = new Pace(pieceLength);
		const decoded = yield* decode(piece, pace, this.hasSemicolon);
		const found: Match[] = [];
		const stop = Math.min(until - from, piece.length);
		let position = 0;
		while (position < stop) {
			if (pace.needsPauseAfter(1)) yield;
			const mayBegin = this.root.mayGoOnAt(decoded, position);
			const end = mayBegin ? yield* this.endAt(decoded, position, pace) : undefined;
			if (end !== undefined) found.push({ start: from + position, end: from + end });
			position = end ?? position + 1;
		}
		return found;
	}

	/** Yields after each key, since a key that repeats itself may take milliseconds. */
	private *mayHold(text: string, from: number, until: number): Generator<void, boolean> {
		if (this.keys.length > mostLookedFor) return true;
		if (mayBeSpelled.test(text.slice(from, until + this.reach))) return true;
		const stop = Math.min(until, text.length);
		for (let start = from; start < stop; start += pieceLength) {
			const piece = text.slice(start, start + pieceLength + this.longest);
			for (const key of this.keys) {
				if (piece.includes(key)) return true;
				yield;
			}
		}
		return false;
	}

	/** The end of the longest key that begins at this position. */
	private *endAt(
		decoded: Decoded,
		position: number,
		pace: Pace,
	): Generator<void, number | undefined> {
		let longest: number | undefined;
		const open: Reached[] = [{ alike: this.root, places: [position] }];
		for (let reached = open.pop(); reached !== undefined; reached = open.pop()) {
			const { alike, places } = reached;
			if (pace.needsPauseAfter(places.length)) yield;
			if (alike.hasWhole) longest = Math.max(longest ?? 0, ...places);
			for (const { character, next } of alike.steps(decoded, places)) {
				if (pace.needsPauseAfter(next.untold)) yield;
				const ends = after(character, decoded, places);
				if (ends.some((end) => next.hasWhole || next.mayGoOnAt(decoded, end))) {
					open.push({ alike: next, places: ends });
				}
			}
		}
		return longest;
	}
}

/** Keys that agree with a text so far, and the positions at which the rest of them may begin. */
interface Reached {
	readonly alike: Alike;
	readonly places: readonly number[];
}

function after(
	character: KeyCharacter,
	decoded: Decoded,
	places: readonly number[],
): readonly number[] {
	const ends: number[] = [];
	for (const codes of character) {
		let reached = places;
		for (const code of codes) reached = decoded.endsOf(code, reached);
		for (const end of reached) if (ends.length < mostPlaces) addOnce(ends, end);
	}
	return ends;
}
