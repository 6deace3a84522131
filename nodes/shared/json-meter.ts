import { formatNumber } from './values';

/** What makes JSON slow to parse or to walk through, and how much of it is read at most. */
export interface JsonLimits {
	/** Commas and opening brackets outside strings: no fewer than there are values, the outermost aside. */
	readonly values: number;
	/** Different field names: an object with many costs far more than a list. */
	readonly names: number;
	/** Levels of nested arrays and objects: JSON is parsed and read recursively. */
	readonly depth: number;
}

const comma = 0x2c;
const colon = 0x3a;
const quote = 0x22;
const backslash = 0x5c;
const openingBrace = 0x7b;
const closingBrace = 0x7d;

/** `[` and `{`, `]` and `}` differ only in this bit. */
const braceBit = 0x20;

/** Measures JSON chunk by chunk, before it is parsed. Linear, for any bytes. */
export class JsonMeter {
	private values = 0;

	private depth = 0;

	private deepest = 0;

	private readonly nameHashes = new Set<number>();

	private isInString = false;

	private isEscaped = false;

	/** Of the string that is being read, or of the last one. */
	private hash = 0;

	constructor(private readonly limits: JsonLimits) {}

	write(bytes: Uint8Array): void {
		for (let index = 0; index < bytes.length; index += 1) {
			const byte = bytes[index] ?? 0;
			if (this.isInString) this.readString(byte);
			else if (byte === quote) this.beginString();
			else if (byte === colon) this.nameHashes.add(this.hash);
			else if (byte === comma) this.values += 1;
			else if ((byte | braceBit) === openingBrace) this.open();
			else if ((byte | braceBit) === closingBrace) this.depth -= 1;
		}
	}

	/** The limit that was exceeded, e.g. `100,000 values`; null if the JSON can be parsed. */
	excess(): string | null {
		const { values, names, depth } = this.limits;
		if (this.values > values) return `${formatNumber(values)} values`;
		if (this.nameHashes.size > names) return `${formatNumber(names)} different field names`;
		return this.deepest > depth ? `${formatNumber(depth)} levels of nesting` : null;
	}

	private open(): void {
		this.values += 1;
		this.depth += 1;
		if (this.depth > this.deepest) this.deepest = this.depth;
	}

	private beginString(): void {
		this.isInString = true;
		this.hash = 0;
	}

	private readString(byte: number): void {
		if (byte === quote && !this.isEscaped) {
			this.isInString = false;
			return;
		}
		this.isEscaped = byte === backslash && !this.isEscaped;
		this.hash = (this.hash * 31 + byte) | 0;
	}
}
