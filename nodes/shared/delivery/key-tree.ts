import { byteCode, type Readings } from './readings';

/** Alternative sequences of codes that mean one character of a key. */
export type KeyCharacter = readonly (readonly number[])[];

/** All keys, by their characters. */
export function treeOf(keys: readonly string[]): Alike {
	const characters = new Map<string, KeyCharacter>();
	const spelled = (character: string): KeyCharacter => {
		const known = characters.get(character) ?? keyCharacter(character);
		characters.set(character, known);
		return known;
	};
	// A run of backslashes reads as one.
	const forms = keys.map((key) => Array.from(key.replace(/\\+/g, '\\'), spelled));
	return new Alike(forms, 0);
}

/** A character with which some keys go on, and these keys. */
interface Step {
	readonly character: KeyCharacter;
	readonly next: Alike;
}

/** Keys that have their first characters in common. They are told apart when a text gets that far. */
export class Alike {
	/** True if one of the keys has no more characters. */
	readonly hasWhole: boolean;

	private byFirstCode: ReadonlyMap<number, readonly Step[]> | undefined;

	constructor(
		private readonly keys: ReadonlyArray<readonly KeyCharacter[]>,
		private readonly depth: number,
	) {
		this.hasWhole = keys.some(({ length }) => length === depth);
	}

	mayGoOnAt(readings: Readings, place: number): boolean {
		const { text } = readings;
		if (this.known().has(text.charCodeAt(place))) return true;
		const decoded = readings.at(place);
		return decoded !== undefined && decoded.some(({ code }) => this.known().has(code));
	}

	/** What may come at one of these places, each once. */
	steps(readings: Readings, places: readonly number[]): readonly Step[] {
		const found: Step[] = [];
		for (const place of places) {
			this.addSteps(readings.text.charCodeAt(place), found);
			for (const { code } of readings.at(place) ?? []) this.addSteps(code, found);
		}
		return found;
	}

	private addSteps(code: number, found: Step[]): void {
		for (const step of this.known().get(code) ?? []) addOnce(found, step);
	}

	private known(): ReadonlyMap<number, readonly Step[]> {
		this.byFirstCode ??= this.tellApart();
		return this.byFirstCode;
	}

	private tellApart(): ReadonlyMap<number, readonly Step[]> {
		const keysOf = new Map<KeyCharacter, Array<readonly KeyCharacter[]>>();
		for (const key of this.keys) {
			const character = key[this.depth];
			if (character !== undefined) addTo(keysOf, character, key);
		}
		const steps = new Map<number, Step[]>();
		for (const [character, keys] of keysOf) {
			const step = { character, next: new Alike(keys, this.depth + 1) };
			for (const code of new Set(character.flatMap(([first]) => first ?? []))) {
				addTo(steps, code, step);
			}
		}
		return steps;
	}
}

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
	const list = lists.get(key);
	if (list === undefined) lists.set(key, [value]);
	else list.push(value);
}

function keyCharacter(character: string): KeyCharacter {
	const codePoint = character.codePointAt(0) ?? 0;
	if (character === ' ') return [[codePoint], [0x2b]];
	if (codePoint < 0x80) return [[codePoint]];
	const units = Array.from({ length: character.length }, (_, unit) => character.charCodeAt(unit));
	const bytes = Array.from(Buffer.from(character, 'utf8'), (byte) => byteCode + byte);
	return units.length === 1 ? [units, bytes] : [[codePoint], units, bytes];
}

/** For a few values, quicker than a set. */
export function addOnce<Value>(list: Value[], value: Value): void {
	if (!list.includes(value)) list.push(value);
}
