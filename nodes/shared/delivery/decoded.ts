/** One way to read a text at a position: a character, and the position after it. */
export interface Reading {
	/** A code unit or code point; `byteCode` plus a byte of 0x80 or more for a piece of UTF-8. */
	readonly code: number;
	readonly end: number;
}

/** Bytes of percent-encoded UTF-8 have codes beyond Unicode. */
export const byteCode = 0x110000;

const none: readonly never[] = [];

/** A text, and what the escapes in it mean. */
export class Decoded {
	private readonly readings: Array<readonly Reading[] | undefined>;

	constructor(readonly text: string) {
		this.readings = new Array<undefined>(text.length);
	}

	/** What an escape at this position can mean; undefined if none begins here. */
	at(position: number): readonly Reading[] | undefined {
		return this.readings[position];
	}

	set(position: number, readings: readonly Reading[] | undefined): void {
		this.readings[position] = readings;
	}

	/** The first reading whose code is accepted: as it stands, or decoded. */
	step(position: number, accepts: (code: number) => boolean): Reading | undefined {
		const code = this.text.charCodeAt(position);
		if (accepts(code)) return { code, end: position + 1 };
		return this.readings[position]?.find((reading) => accepts(reading.code));
	}

	/** Where a character ends that begins in one of these places: as it stands, or decoded. */
	endsOf(wanted: number, places: readonly number[]): readonly number[] {
		const ends: number[] = [];
		for (const place of places) {
			if (this.text.charCodeAt(place) === wanted) addOnce(ends, place + 1);
			for (const { code, end } of this.readings[place] ?? none) {
				if (code === wanted) addOnce(ends, end);
			}
		}
		return ends;
	}

	/** Reads a number of exactly `digits` hexadecimal digits; undefined if there are fewer. */
	hex(position: number, digits: number): Reading | undefined {
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
export function digitOf(code: number): number {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const letter = code | 0x20;
	return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
}

function isHexDigit(code: number): boolean {
	return digitOf(code) < 16;
}

/** For a few values, quicker than a set. */
export function addOnce<Value>(list: Value[], value: Value): void {
	if (!list.includes(value)) list.push(value);
}
