/** What one input item contributes to a batch. */
export interface BatchEntry {
	readonly index: number;
	/** The JSON of one or more parts. */
	readonly texts: readonly string[];
}

/** Entries of one destination, ready to be sent. */
export interface Batch<Destination> {
	readonly destination: Destination;
	readonly entries: readonly BatchEntry[];
	/** True if further batches follow for its only entry, which is too large for one. */
	readonly continues: boolean;
}

export interface BatchLimits {
	/** Maximum parts in one batch. */
	readonly count: number;
	/** Maximum bytes of the JSON array that a batch is sent as. */
	readonly bytes: number;
}

/**
 * Fills batches by destination, in input order. Entries with the same destination object share a
 * batch; the parts of an entry stay together if they fit into one.
 */
export class Batcher<Destination> {
	private readonly open = new Map<Destination, OpenBatch>();

	constructor(private readonly limits: BatchLimits) {}

	/** Takes an entry and returns the batches that are full because of it. */
	add(destination: Destination, entry: BatchEntry): ReadonlyArray<Batch<Destination>> {
		const weight = weigh(entry);
		const current = this.open.get(destination);
		if (current !== undefined && this.fits(current, entry, weight)) {
			return this.put(destination, current, entry, weight);
		}
		return this.begin(destination, current, entry, weight);
	}

	/** The batches that are not full, in the order in which they were begun. */
	*flush(): Generator<Batch<Destination>> {
		for (const [destination, { entries }] of this.open) {
			yield { destination, entries, continues: false };
		}
		this.open.clear();
	}

	private begin(
		destination: Destination,
		current: OpenBatch | undefined,
		entry: BatchEntry,
		weight: number,
	): ReadonlyArray<Batch<Destination>> {
		this.open.delete(destination);
		const closed =
			current === undefined ? none : [{ destination, entries: current.entries, continues: false }];
		const next: OpenBatch = { entries: [], count: 0, bytes: frameBytes };
		const more = this.fits(next, entry, weight)
			? this.put(destination, next, entry, weight)
			: [...divide(destination, entry, this.limits)];
		return closed.length === 0 ? more : [...closed, ...more];
	}

	private put(
		destination: Destination,
		batch: OpenBatch,
		entry: BatchEntry,
		weight: number,
	): ReadonlyArray<Batch<Destination>> {
		batch.entries.push(entry);
		batch.count += entry.texts.length;
		batch.bytes += weight;
		if (batch.count === this.limits.count) {
			this.open.delete(destination);
			return [{ destination, entries: batch.entries, continues: false }];
		}
		if (batch.entries.length === 1) this.open.set(destination, batch);
		return none;
	}

	private fits(batch: OpenBatch, { texts }: BatchEntry, weight: number): boolean {
		const { count, bytes } = this.limits;
		return batch.count + texts.length <= count && batch.bytes + weight <= bytes;
	}
}

interface OpenBatch {
	readonly entries: BatchEntry[];
	count: number;
	bytes: number;
}

const none: readonly never[] = [];

/** Two brackets less one comma: each part counts a comma, but the last has none. */
const frameBytes = 1;

function weigh({ texts }: BatchEntry): number {
	let weight = 0;
	for (const text of texts) weight += Buffer.byteLength(text) + 1;
	return weight;
}

/** The batches of an entry that is too large for one. */
function* divide<Destination>(
	destination: Destination,
	{ index, texts }: BatchEntry,
	limits: BatchLimits,
): Generator<Batch<Destination>> {
	let start = 0;
	let bytes = frameBytes;
	for (const [position, text] of texts.entries()) {
		const weight = Buffer.byteLength(text) + 1;
		if (position > start && (position - start === limits.count || bytes + weight > limits.bytes)) {
			const entries = [{ index, texts: texts.slice(start, position) }];
			yield { destination, entries, continues: true };
			start = position;
			bytes = frameBytes;
		}
		bytes += weight;
	}
	yield { destination, entries: [{ index, texts: texts.slice(start) }], continues: false };
}

/** Maximum UTF-8 bytes per UTF-16 code unit. */
const longestUnit = 3;

/** True if a part is too large for any batch. */
export function exceeds(text: string, { bytes }: BatchLimits): boolean {
	const overhead = 1 + frameBytes;
	if (text.length * longestUnit + overhead <= bytes) return false;
	return Buffer.byteLength(text) + overhead > bytes;
}

export function countParts({ entries }: Batch<unknown>): number {
	return entries.reduce((sum, { texts }) => sum + texts.length, 0);
}

/** The JSON array of all parts, as the bytes that are sent. */
export function batchBytes({ entries }: Batch<unknown>): Buffer {
	return Buffer.from(`[${entries.map(({ texts }) => texts.join(',')).join(',')}]`);
}

/** The halves of a batch by its input items; none if it has a single one. */
export function halve<Destination>(batch: Batch<Destination>): ReadonlyArray<Batch<Destination>> {
	const middle = Math.ceil(batch.entries.length / 2);
	if (middle === batch.entries.length) return [];
	return [
		{ ...batch, entries: batch.entries.slice(0, middle) },
		{ ...batch, entries: batch.entries.slice(middle) },
	];
}
