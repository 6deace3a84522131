/** A UTF-16 unit of a text becomes at most so many bytes of UTF-8. */
export const longestUnit = 3;

const firstCapacity = 1024;

const openingBracket = '['.charCodeAt(0);
const comma = ','.charCodeAt(0);
export const closingBracket = ']'.charCodeAt(0);

/**
 * Writes JSON texts into one array, as the bytes that are sent. No text has to be kept until then, and
 * none is gone through twice to know its bytes. A writer is to be used again: memory that grows anew
 * for every array makes V8 collect garbage far more often.
 */
export class ArrayWriter {
	private buffer = Buffer.allocUnsafe(firstCapacity);

	/** Bytes written so far: the bracket, and each text with its comma. */
	private length = this.buffer.writeUInt8(openingBracket);

	/** Appends all texts, or none where the array would then have more than `limit` bytes. */
	append(texts: readonly string[], limit: number): boolean {
		const before = this.length;
		for (const text of texts) {
			this.reserve(text.length * longestUnit + 1);
			this.length += this.buffer.write(text, this.length);
			this.buffer[this.length] = comma;
			this.length += 1;
		}
		if (this.length <= limit) return true;
		this.length = before;
		return false;
	}

	/** Where the next text begins. */
	position(): number {
		return this.length;
	}

	/** Gives the whole array, and begins an empty one. */
	take(): Buffer {
		this.buffer[this.length - 1] = closingBracket;
		const array = Buffer.from(this.buffer.subarray(0, this.length));
		this.length = 1;
		return array;
	}

	private reserve(bytes: number): void {
		const needed = this.length + bytes;
		if (needed <= this.buffer.byteLength) return;
		const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.byteLength * 2));
		this.buffer.copy(larger, 0, 0, this.length);
		this.buffer = larger;
	}
}

/** The part of an array from one position to another as an array of its own. */
export function sliceArray(array: Buffer, start: number, end: number): Buffer {
	const slice = Buffer.concat([array.subarray(0, 1), array.subarray(start, end)]);
	slice[slice.byteLength - 1] = closingBracket;
	return slice;
}
