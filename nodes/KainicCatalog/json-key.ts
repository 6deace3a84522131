/** Bytes of a key that are kept; a longer one is not read. */
export const longestKey = 1024 * 1024;

/** Collects the bytes of a key, which may stretch over chunks. Linear, however small the chunks are. */
export class KeyReader {
	/** Bytes of the key so far, escapes as they are written; of the last key after its end. */
	bytes = 0;

	/** A copy of what came in earlier chunks, whose memory is used again. */
	private kept = new Uint8Array(64);

	/** Index in the chunk at which the key begins; 0 if it began in an earlier one. */
	private start = 0;

	private isOpen = false;

	/** The opening quote is at `index`. */
	begin(index: number): void {
		this.isOpen = true;
		this.start = index + 1;
		this.bytes = 0;
	}

	/** The key whose closing quote is at `index`; null if it is too long. */
	end(chunk: Uint8Array, index: number): string | null {
		this.isOpen = false;
		this.keep(chunk.subarray(this.start, index));
		if (this.bytes > longestKey) return null;
		const text = Buffer.from(this.kept.buffer, 0, this.bytes).toString('utf8');
		if (!text.includes('\\')) return text;
		const name: unknown = JSON.parse(`"${text}"`);
		return String(name);
	}

	/** Keeps what the next chunk needs of this one. */
	endChunk(chunk: Uint8Array): void {
		if (!this.isOpen) return;
		this.keep(chunk.subarray(this.start));
		this.start = 0;
	}

	private keep(part: Uint8Array): void {
		const end = this.bytes + part.length;
		if (end <= longestKey) {
			if (end > this.kept.length) {
				const larger = new Uint8Array(2 * end);
				larger.set(this.kept.subarray(0, this.bytes));
				this.kept = larger;
			}
			this.kept.set(part, this.bytes);
		}
		this.bytes = end;
	}
}
