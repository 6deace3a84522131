import type { Entry } from '../shared/send/job';

/** Where events go. Events with the same destination object may share a request. */
export interface Destination {
	/** Tracker and headers: Kainic may refuse a tracker for one Origin and accept it for another. */
	readonly id: string;
	readonly trackerId: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** Items of one destination, in input order, to be sent in one request. */
export interface Batch {
	readonly destination: Destination;
	readonly entries: Entry[];
	events: number;
	/** Size of the JSON array of all events. */
	bytes: number;
}

/**
 * Fills batches by destination, in input order. The events of an item stay together: an item with more than
 * the maximum is a batch of its own.
 */
export class Batcher {
	private readonly open = new Map<Destination, Batch>();

	constructor(
		private readonly maxEvents: number,
		private readonly maxBytes: number,
	) {}

	/** Adds an item and returns the batches that are full because of it. */
	add(destination: Destination, entry: Entry): readonly Batch[] {
		const full: Batch[] = [];
		const bytes = Buffer.byteLength(entry.text) + 1;
		let batch = this.open.get(destination);
		if (
			batch &&
			(batch.events + entry.units > this.maxEvents || batch.bytes + bytes > this.maxBytes)
		) {
			full.push(batch);
			this.open.delete(destination);
			batch = undefined;
		}
		batch ??= { destination, entries: [], events: 0, bytes: 1 };
		batch.entries.push(entry);
		batch.events += entry.units;
		batch.bytes += bytes;
		this.open.set(destination, batch);
		if (batch.events >= this.maxEvents) {
			full.push(batch);
			this.open.delete(destination);
		}
		return full;
	}

	/** The batches that are not full, in the order in which they were begun. */
	flush(): Iterable<Batch> {
		return this.open.values();
	}
}
