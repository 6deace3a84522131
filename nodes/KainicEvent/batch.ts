import { InputError } from '../shared/failure';
import { formatNumber } from '../shared/values';

/** Where events go. Events with the same destination object may share a request. */
export interface Destination {
	/** Tracker and headers: Kainic may refuse a tracker for one Origin and accept it for another. */
	readonly id: string;
	readonly trackerId: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** What one input item adds to a batch: the JSON of its events, joined by commas. */
export interface Entry {
	readonly index: number;
	readonly text: string;
	/** Bytes of a JSON array that holds only this entry. */
	readonly bytes: number;
	readonly events: number;
}

/** Throws an InputError if the entry has more than `limit` bytes. */
export function createEntry(index: number, text: string, events: number, limit: number): Entry {
	const bytes = Buffer.byteLength(text) + 2;
	if (bytes <= limit) return { index, text, bytes, events };
	const [what, advice] =
		events === 1
			? ['The event has', 'Send a smaller event, or raise Batch Kilobytes under Options.']
			: [
					`The ${formatNumber(events)} events have`,
					'Add a Split Out node before this node, so that each item has one event. Or raise Batch Kilobytes under Options.',
				];
	throw new InputError(
		`${what} ${formatNumber(Math.ceil(bytes / 1024))} kB, but Batch Kilobytes is ${limit / 1024}.`,
		{ code: 'too_large', advice },
	);
}

export interface BatchLimits {
	/** Maximum events in one batch, unless a single item has more. */
	readonly count: number;
	/** Maximum bytes of the JSON array that a batch is sent as. */
	readonly bytes: number;
}

/** Items of one destination, in input order, to be sent in one request. */
export interface Batch {
	readonly destination: Destination;
	readonly entries: Entry[];
	events: number;
	/** Of the JSON array of all events. */
	bytes: number;
}

/**
 * Fills batches by destination, in input order. Items with the same destination object share a batch.
 * The events of an item stay together: an item with more than the maximum is a batch of its own.
 */
export class Batcher {
	private readonly open = new Map<Destination, Batch>();

	constructor(private readonly limits: BatchLimits) {}

	/** Adds an item and returns the batches that are full because of it. */
	add(destination: Destination, entry: Entry): readonly Batch[] {
		const { count, bytes } = this.limits;
		const full: Batch[] = [];
		// In a batch, a comma takes the place of the entry's two brackets.
		const length = entry.bytes - 1;
		let batch = this.open.get(destination);
		if (batch && (batch.events + entry.events > count || batch.bytes + length > bytes)) {
			full.push(batch);
			this.open.delete(destination);
			batch = undefined;
		}
		batch ??= { destination, entries: [], events: 0, bytes: 1 };
		batch.entries.push(entry);
		batch.events += entry.events;
		batch.bytes += length;
		if (batch.events < count) {
			this.open.set(destination, batch);
		} else {
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
