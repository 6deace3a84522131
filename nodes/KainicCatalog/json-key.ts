/** Bytes of a key that are kept; a longer one is not read. */
const longestKey = 1024 * 1024;

/** Collects the bytes of a key, which may stretch over chunks. Linear, however small the chunks are. */
export class KeyReader {
	/** Copies of what came in earlier chunks: their memory is used again. */
	private readonly parts: Uint8Array[] = [];

	/** Bytes of the key in earlier chunks. */
	private length = 0;

	/** Index in the chunk at which the key begins; 0 if it began in an earlier one. */
	private start = 0;

	private isOpen = false;

	/** The opening quote is at `index`. */
	begin(index: number): void {
		this.isOpen = true;
		this.start = index + 1;
		this.length = 0;
		this.parts.length = 0;
	}

	/** The key whose closing quote is at `index`; null if it is too long. */
	end(bytes: Uint8Array, index: number): string | null {
		this.isOpen = false;
		const rest = bytes.subarray(this.start, index);
		if (this.length + rest.length > longestKey) return null;
		const text = Buffer.concat([...this.parts, rest]).toString('utf8');
		if (!text.includes('\\')) return text;
		const name: unknown = JSON.parse(`"${text}"`);
		return String(name);
	}

	/** Keeps what the next chunk needs of this one. */
	endChunk(bytes: Uint8Array): void {
		if (!this.isOpen) return;
		const part = Uint8Array.from(bytes.subarray(this.start));
		this.start = 0;
		this.length += part.length;
		if (this.length <= longestKey) this.parts.push(part);
		else this.parts.length = 0;
	}
}
