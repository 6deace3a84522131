/** Parts of one destination, ready to be sent. */
export interface Batch<Destination> {
	readonly destination: Destination;
	/** The JSON of each part. */
	readonly texts: readonly string[];
	/** The input item of each part, ascending. */
	readonly indexes: readonly number[];
	/** True if further batches follow for its only item, which is too large for one. */
	readonly continues: boolean;
}

export interface BatchLimits {
	/** Maximum parts in one batch. */
	readonly count: number;
	/** Maximum bytes of the JSON array that a batch is sent as. */
	readonly bytes: number;
}

/**
 * Fills batches by destination, in input order. Items with the same destination object share a
 * batch; the parts of an item stay together if they fit into one.
 */
export class Batcher<Destination> {
	private readonly open = new Map<Destination, OpenBatch<Destination>>();

	constructor(private readonly limits: BatchLimits) {}

	/** Takes the JSON of an item's parts and returns the batches that are full because of it. */
	add(
		destination: Destination,
		index: number,
		texts: readonly string[],
	): ReadonlyArray<Batch<Destination>> {
		const bytes = weigh(texts);
		const current = this.open.get(destination);
		if (current !== undefined && this.fits(current, texts, bytes)) {
			return this.put(current, index, texts, bytes);
		}
		this.open.delete(destination);
		const next = emptyBatch(destination);
		const more = this.fits(next, texts, bytes)
			? this.put(next, index, texts, bytes)
			: [...divide(destination, index, texts, this.limits)];
		return current === undefined ? more : [current, ...more];
	}

	/** The batches that are not full, in the order in which they were begun. */
	*flush(): Generator<Batch<Destination>> {
		yield* this.open.values();
		this.open.clear();
	}

	private put(
		batch: OpenBatch<Destination>,
		index: number,
		texts: readonly string[],
		bytes: number,
	): ReadonlyArray<Batch<Destination>> {
		const isNew = batch.texts.length === 0;
		for (const text of texts) {
			batch.texts.push(text);
			batch.indexes.push(index);
		}
		batch.bytes += bytes;
		if (batch.texts.length === this.limits.count) {
			this.open.delete(batch.destination);
			return [batch];
		}
		if (isNew) this.open.set(batch.destination, batch);
		return none;
	}

	private fits(batch: OpenBatch<Destination>, texts: readonly string[], bytes: number): boolean {
		const { limits } = this;
		return batch.texts.length + texts.length <= limits.count && batch.bytes + bytes <= limits.bytes;
	}
}

interface OpenBatch<Destination> extends Batch<Destination> {
	readonly texts: string[];
	readonly indexes: number[];
	/** Bytes of the JSON array. */
	bytes: number;
}

function emptyBatch<Destination>(destination: Destination): OpenBatch<Destination> {
	return { destination, texts: [], indexes: [], continues: false, bytes: frameBytes };
}

const none: readonly never[] = [];

/** Two brackets less one comma: each part counts a comma, but the last has none. */
const frameBytes = 1;

function weigh(texts: readonly string[]): number {
	let bytes = 0;
	for (const text of texts) bytes += Buffer.byteLength(text) + 1;
	return bytes;
}

/** The batches of an item that is too large for one. */
function* divide<Destination>(
	destination: Destination,
	index: number,
	texts: readonly string[],
	limits: BatchLimits,
): Generator<Batch<Destination>> {
	const batchOf = (parts: readonly string[], continues: boolean): Batch<Destination> => ({
		destination,
		texts: parts,
		indexes: parts.map(() => index),
		continues,
	});
	let start = 0;
	let bytes = frameBytes;
	for (const [position, text] of texts.entries()) {
		const weight = Buffer.byteLength(text) + 1;
		if (position > start && (position - start === limits.count || bytes + weight > limits.bytes)) {
			yield batchOf(texts.slice(start, position), true);
			start = position;
			bytes = frameBytes;
		}
		bytes += weight;
	}
	yield batchOf(texts.slice(start), false);
}

/** Maximum UTF-8 bytes per UTF-16 code unit. */
const longestUnit = 3;

/** True if a part is too large for any batch. */
export function exceeds(text: string, { bytes }: BatchLimits): boolean {
	const overhead = 1 + frameBytes;
	if (text.length * longestUnit + overhead <= bytes) return false;
	return Buffer.byteLength(text) + overhead > bytes;
}

/** The input items of a batch, each once. */
export function itemsOf({ indexes }: Batch<unknown>): readonly number[] {
	const items: number[] = [];
	let last = -1;
	for (const index of indexes) {
		if (index !== last) items.push(index);
		last = index;
	}
	return items;
}

/** The JSON array of all parts, as the bytes that are sent. */
export function batchBytes({ texts }: Batch<unknown>): Buffer {
	// Brackets around the joined text would copy a large text once more.
	const parts = [...texts];
	const last = parts.length - 1;
	parts[0] = `[${parts[0] ?? ''}`;
	parts[last] = `${parts[last] ?? ''}]`;
	return Buffer.from(parts.join(','));
}

/** The halves of a batch by its input items; none if it has a single one. */
export function halve<Destination>(batch: Batch<Destination>): ReadonlyArray<Batch<Destination>> {
	const items = itemsOf(batch);
	const middle = items[Math.ceil(items.length / 2)];
	if (middle === undefined) return [];
	const cut = batch.indexes.indexOf(middle);
	const part = (start: number, end?: number): Batch<Destination> => ({
		...batch,
		texts: batch.texts.slice(start, end),
		indexes: batch.indexes.slice(start, end),
	});
	return [part(0, cut), part(cut)];
}
