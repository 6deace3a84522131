import { addOnce, byteCode, type Decoded } from './decoded';

/** Alternative sequences of codes that mean one character of a key. */
export type KeyCharacter = readonly (readonly number[])[];

/** A character with which some keys go on, and these keys. */
interface Step {
	readonly character: KeyCharacter;
	readonly next: Alike;
}

/** Keys that have their first `common` code units in common. They are told apart when a text gets that far. */
export class Alike {
	/** True if one of the keys has no more characters. */
	readonly hasWhole: boolean;

	private byFirstCode: ReadonlyMap<number, readonly Step[]> | undefined;

	constructor(
		private readonly keys: readonly string[],
		private readonly common = 0,
	) {
		this.hasWhole = keys.some(({ length }) => length === common);
	}

	/** Keys that have to be told apart before a text can be compared with their next character. */
	get untold(): number {
		return this.byFirstCode === undefined ? this.keys.length : 0;
	}

	mayGoOnAt(decoded: Decoded, place: number): boolean {
		if (this.known().has(decoded.text.charCodeAt(place))) return true;
		const readings = decoded.at(place);
		return readings !== undefined && readings.some(({ code }) => this.known().has(code));
	}

	/** What may come at one of these places, each once. */
	steps(decoded: Decoded, places: readonly number[]): readonly Step[] {
		const found: Step[] = [];
		for (const place of places) {
			this.addSteps(decoded.text.charCodeAt(place), found);
			for (const { code } of decoded.at(place) ?? []) this.addSteps(code, found);
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
		const keysByCodePoint = new Map<number, string[]>();
		for (const key of this.keys) {
			const codePoint = key.codePointAt(this.common);
			if (codePoint !== undefined) addTo(keysByCodePoint, codePoint, key);
		}
		const steps = new Map<number, Step[]>();
		for (const [codePoint, keys] of keysByCodePoint) {
			const text = String.fromCodePoint(codePoint);
			const character = keyCharacter(codePoint, text);
			const step = { character, next: new Alike(keys, this.common + text.length) };
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

function keyCharacter(codePoint: number, character: string): KeyCharacter {
	if (character === ' ') return [[codePoint], [0x2b]];
	if (codePoint < 0x80) return [[codePoint]];
	const units = Array.from({ length: character.length }, (_, unit) => character.charCodeAt(unit));
	const bytes = Array.from(Buffer.from(character, 'utf8'), (byte) => byteCode + byte);
	return units.length === 1 ? [units, bytes] : [[codePoint], units, bytes];
}
