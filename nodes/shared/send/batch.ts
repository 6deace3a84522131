/** What one input item adds to a batch: the JSON of its events, joined by commas. */
export interface Entry {
	readonly index: number;
	readonly text: string;
	/** Of the text and a comma. */
	readonly bytes: number;
	readonly events: number;
}

export function createEntry(index: number, text: string, events: number): Entry {
	return { index, text, bytes: Buffer.byteLength(text) + 1, events };
}

/** Items of one destination, ready to be sent in one request. */
export interface Batch<Destination> {
	readonly destination: Destination;
	/** In input order; at least one. */
	readonly entries: readonly Entry[];
}

export interface BatchLimits {
	/** Maximum events in one batch, unless a single item has more. */
	readonly count: number;
	/** Maximum bytes of the JSON array that a batch is sent as. */
	readonly bytes: number;
}

/**
 * Fills batches by destination, in input order. Items with the same destination object share a batch.
 * The events of an item stay together: an item with more than the maximum is a batch of its own.
 */
export class Batcher<Destination> {
	private readonly open = new Map<Destination, OpenBatch<Destination>>();

	constructor(private readonly limits: BatchLimits) {}

	/** Adds an item and returns the batches that are full because of it. */
	add(destination: Destination, entry: Entry): ReadonlyArray<Batch<Destination>> {
		const current = this.open.get(destination);
		const fits = current !== undefined && this.fits(current, entry);
		const batch = fits ? current : { destination, entries: [], events: 0, bytes: frameBytes };
		batch.entries.push(entry);
		batch.events += entry.events;
		batch.bytes += entry.bytes;
		// The open batch keeps its place in the map, and most items need no array.
		if (fits && batch.events < this.limits.count) return none;
		this.open.delete(destination);
		const replaced = current === undefined || fits ? [] : [current];
		if (batch.events >= this.limits.count) return [...replaced, batch];
		this.open.set(destination, batch);
		return replaced;
	}

	/** The batches that are not full, in the order in which they were begun. */
	*flush(): Generator<Batch<Destination>> {
		yield* this.open.values();
		this.open.clear();
	}

	private fits(batch: OpenBatch<Destination>, { events, bytes }: Entry): boolean {
		const { count, bytes: limit } = this.limits;
		return batch.events + events <= count && batch.bytes + bytes <= limit;
	}
}

const none: readonly never[] = [];

interface OpenBatch<Destination> extends Batch<Destination> {
	readonly entries: Entry[];
	events: number;
	/** Bytes of the JSON array. */
	bytes: number;
}

/** Two brackets less one comma: each entry counts a comma, but the last has none. */
const frameBytes = 1;

/** Bytes of a JSON array that holds only this entry. */
export function bytesAlone({ bytes }: Entry): number {
	return bytes + frameBytes;
}

export function countEvents({ entries }: Batch<unknown>): number {
	return entries.reduce((sum, { events }) => sum + events, 0);
}

/** The JSON array of all events, as the bytes that are sent. */
export function batchBytes({ entries }: Batch<unknown>): Buffer {
	const text = entries.map((entry) => entry.text).join(',');
	// Brackets around the text would copy it once more.
	const bytes = Buffer.allocUnsafe(Buffer.byteLength(text) + 2);
	bytes.write('[');
	bytes.write(text, 1);
	bytes.write(']', bytes.length - 1);
	return bytes;
}

/** The halves of a batch by its items; none if it has only one. */
export function halve<Destination>({
	destination,
	entries,
}: Batch<Destination>): ReadonlyArray<Batch<Destination>> {
	if (entries.length < 2) return [];
	const middle = Math.ceil(entries.length / 2);
	return [entries.slice(0, middle), entries.slice(middle)].map((half) => ({
		destination,
		entries: half,
	}));
}
