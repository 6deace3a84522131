/** What one input item adds to a batch: the JSON of its events, joined by commas. */
export interface Entry {
	readonly index: number;
	readonly text: string;
	/** Bytes of a JSON array that holds only this entry. */
	readonly bytes: number;
	readonly events: number;
}

export function createEntry(index: number, text: string, events: number): Entry {
	return { index, text, bytes: Buffer.byteLength(text) + 2, events };
}

export interface BatchLimits {
	/** Maximum events in one batch, unless a single item has more. */
	readonly count: number;
	/** Maximum bytes of the JSON array that a batch is sent as. */
	readonly bytes: number;
}

/** Items of one destination, in input order, to be sent in one request. */
export class Batch<Destination> {
	readonly entries: Entry[] = [];

	events = 0;

	/** Of the JSON array. An entry counts a comma instead of its brackets, but the last has none. */
	private bytes = 1;

	constructor(readonly destination: Destination) {}

	fits(entry: Entry, { count, bytes }: BatchLimits): boolean {
		return this.events + entry.events <= count && this.bytes + entry.bytes - 1 <= bytes;
	}

	add(entry: Entry): void {
		this.entries.push(entry);
		this.events += entry.events;
		this.bytes += entry.bytes - 1;
	}

	/** The JSON array of all events, as the bytes that are sent. */
	toBytes(): Buffer {
		const text = this.entries.map((entry) => entry.text).join(',');
		// Brackets around the text would copy it again.
		const bytes = Buffer.allocUnsafe(this.bytes);
		bytes.write('[');
		bytes.write(text, 1);
		bytes.write(']', bytes.length - 1);
		return bytes;
	}

	/** The halves by items; none if there is only one item. */
	halves(): ReadonlyArray<Batch<Destination>> {
		const { entries, destination } = this;
		if (entries.length < 2) return [];
		const middle = Math.ceil(entries.length / 2);
		return [entries.slice(0, middle), entries.slice(middle)].map((half) => {
			const batch = new Batch(destination);
			for (const entry of half) batch.add(entry);
			return batch;
		});
	}
}

const none: readonly never[] = [];

/**
 * Fills batches by destination, in input order. Items with the same destination object share a batch.
 * The events of an item stay together: an item with more than the maximum is a batch of its own.
 */
export class Batcher<Destination> {
	private readonly open = new Map<Destination, Batch<Destination>>();

	constructor(private readonly limits: BatchLimits) {}

	/** Adds an item and returns the batches that are full because of it. */
	add(destination: Destination, entry: Entry): ReadonlyArray<Batch<Destination>> {
		const current = this.open.get(destination);
		const fits = current !== undefined && current.fits(entry, this.limits);
		const batch = fits ? current : new Batch(destination);
		batch.add(entry);
		// The open batch keeps its place in the map, and most items need no array.
		if (fits && batch.events < this.limits.count) return none;
		this.open.delete(destination);
		const replaced = current === undefined || fits ? [] : [current];
		if (batch.events >= this.limits.count) return [...replaced, batch];
		this.open.set(destination, batch);
		return replaced;
	}

	/** The batches that are not full, in the order in which they were begun. */
	flush(): Iterable<Batch<Destination>> {
		return this.open.values();
	}
}
