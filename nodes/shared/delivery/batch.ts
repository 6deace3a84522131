import { ArrayWriter, longestUnit, sliceArray } from './array-writer';

/** What one input item contributes. */
export interface Parcel<Destination> {
	readonly index: number;
	/** Parcels with the same destination, the very same object, may share a batch. */
	readonly destination: Destination;
	/** The JSON of one or more parts. */
	readonly texts: readonly string[];
}

/** Parcels of one destination, ready to be sent. */
export interface Batch<Destination> {
	readonly destination: Destination;
	/** The input items, in their order. */
	readonly indexes: readonly number[];
	/** How many parts each of them has. */
	readonly counts: readonly number[];
	/** Where in the body each of them ends, the sign after its last part included. */
	readonly ends: readonly number[];
	/** The JSON array of all parts. */
	readonly body: Buffer;
	/** False while further batches follow for its only parcel, which is too large for one. */
	readonly completes: boolean;
}

export interface BatchLimits {
	/** Parts in one batch. */
	readonly count: number;
	/** Bytes of the JSON array that a batch is sent as. */
	readonly bytes: number;
}

/** Fills batches by destination, in input order; a parcel's parts stay together where they fit into one batch. */
export class Batcher<Destination> {
	private readonly open = new Map<Destination, OpenBatch<Destination>>();

	/** Writers of batches that were closed. */
	private readonly idleWriters: ArrayWriter[] = [];

	constructor(private readonly limits: BatchLimits) {}

	/** Takes a parcel and returns the batches that are full because of it. */
	add(parcel: Parcel<Destination>): ReadonlyArray<Batch<Destination>> {
		const { destination } = parcel;
		const current = this.open.get(destination);
		if (current?.take(parcel) === true) return current.isFull() ? this.close(current) : none;
		const full = current === undefined ? none : this.close(current);
		const writer = this.idleWriters.pop() ?? new ArrayWriter();
		const next = new OpenBatch(destination, this.limits, writer);
		if (!next.take(parcel)) {
			this.idleWriters.push(writer);
			return [...full, ...divide(parcel, this.limits, writer)];
		}
		this.open.set(destination, next);
		return next.isFull() ? [...full, ...this.close(next)] : full;
	}

	/** The batches that are not full, in the order in which they were begun. */
	flush(): ReadonlyArray<Batch<Destination>> {
		return [...this.open.values()].flatMap((batch) => this.close(batch));
	}

	private close(batch: OpenBatch<Destination>): ReadonlyArray<Batch<Destination>> {
		this.open.delete(batch.destination);
		this.idleWriters.push(batch.writer);
		return [batch.close(true)];
	}
}

const none: readonly never[] = [];

class OpenBatch<Destination> {
	private readonly indexes: number[] = [];

	private readonly counts: number[] = [];

	private readonly ends: number[] = [];

	private parts = 0;

	constructor(
		readonly destination: Destination,
		private readonly limits: BatchLimits,
		readonly writer: ArrayWriter,
	) {}

	/** Takes a parcel whole, or does not take it. */
	take({ index, texts }: Parcel<Destination>): boolean {
		const { count, bytes } = this.limits;
		if (this.parts + texts.length > count || !this.writer.append(texts, bytes)) return false;
		this.parts += texts.length;
		this.indexes.push(index);
		this.counts.push(texts.length);
		this.ends.push(this.writer.position());
		return true;
	}

	isFull(): boolean {
		return this.parts === this.limits.count;
	}

	close(completes: boolean): Batch<Destination> {
		const { destination, indexes, counts, ends } = this;
		return { destination, indexes, counts, ends, body: this.writer.take(), completes };
	}
}

/** The batches of a parcel that is too large for one. */
function divide<Destination>(
	{ index, destination, texts }: Parcel<Destination>,
	limits: BatchLimits,
	writer: ArrayWriter,
): ReadonlyArray<Batch<Destination>> {
	const batches: Array<Batch<Destination>> = [];
	let taken: string[] = [];
	const close = (completes: boolean) => {
		const batch = new OpenBatch(destination, limits, writer);
		batch.take({ index, destination, texts: taken });
		batches.push(batch.close(completes));
	};
	let bytes = frameBytes;
	for (const text of texts) {
		const weight = Buffer.byteLength(text) + 1;
		if (taken.length === limits.count || (taken.length > 0 && bytes + weight > limits.bytes)) {
			close(false);
			taken = [];
			bytes = frameBytes;
		}
		taken.push(text);
		bytes += weight;
	}
	close(true);
	return batches;
}

/** The brackets around an array; each part adds its comma, of which there is one too many. */
const frameBytes = 1;

/** Whether a part is too large for any batch. */
export function exceeds(text: string, { bytes }: BatchLimits): boolean {
	const overhead = 1 + frameBytes;
	if (text.length * longestUnit + overhead <= bytes) return false;
	return Buffer.byteLength(text) + overhead > bytes;
}

/** The halves of a batch by its input items; none where it has a single one. */
export function halve<Destination>(batch: Batch<Destination>): ReadonlyArray<Batch<Destination>> {
	const { length } = batch.indexes;
	const middle = Math.ceil(length / 2);
	return middle === length ? [] : [sliceBatch(batch, 0, middle), sliceBatch(batch, middle, length)];
}

function sliceBatch<Destination>(
	batch: Batch<Destination>,
	from: number,
	to: number,
): Batch<Destination> {
	const start = batch.ends[from - 1] ?? 1;
	const ends = batch.ends.slice(from, to);
	return {
		...batch,
		indexes: batch.indexes.slice(from, to),
		counts: batch.counts.slice(from, to),
		ends: ends.map((end) => end - start + 1),
		body: sliceArray(batch.body, start, ends.at(-1) ?? start),
	};
}
