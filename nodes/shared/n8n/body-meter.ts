const comma = 0x2c;
const colon = 0x3a;
const bracket = 0x5b;
const brace = 0x7b;
const quote = 0x22;
const backslash = 0x5c;

/** Counts, chunk by chunk, what makes the JSON of a body slow to parse. Linear. */
export class BodyMeter {
	/** Values at most, commas and brackets in texts included. */
	values = 0;

	private readonly nameHashes = new Set<number>();

	private isInText = false;

	private isEscaped = false;

	/** Of the text that is being read, or of the last one. */
	private hash = 0;

	/** Names of fields. Those that are equal count once, since a repeated name costs little. */
	get names(): number {
		return this.nameHashes.size;
	}

	write(bytes: Uint8Array): void {
		for (let index = 0; index < bytes.length; index += 1) {
			const byte = bytes[index] ?? 0;
			if (byte === comma || byte === bracket || byte === brace) this.values += 1;
			if (this.isInText) this.readText(byte);
			else if (byte === quote) this.beginText();
			else if (byte === colon) this.nameHashes.add(this.hash);
		}
	}

	private beginText(): void {
		this.isInText = true;
		this.hash = 0;
	}

	private readText(byte: number): void {
		if (byte === quote && !this.isEscaped) {
			this.isInText = false;
			return;
		}
		this.isEscaped = byte === backslash && !this.isEscaped;
		this.hash = (Math.imul(this.hash, 31) + byte) | 0;
	}
}
