/** What one input item contributes: one or more parts, serialised once. */
export interface Parcel<Destination> {
	readonly index: number;
	/** Parcels with the same destination, the very same object, may share a batch. */
	readonly destination: Destination;
	readonly parts: readonly Part[];
}

export interface Part {
	readonly text: string;
	readonly bytes: number;
}

export interface Batch<Destination> {
	readonly destination: Destination;
	/** In input order. */
	readonly parcels: ReadonlyArray<Parcel<Destination>>;
	/** False while further batches follow for its only parcel, which is too large for one. */
	readonly completes: boolean;
}

export interface BatchLimits {
	/** Parts in one batch. */
	readonly count: number;
	/** Bytes of the JSON array that a batch is sent as. */
	readonly bytes: number;
}

/** The brackets around an array; each part adds its comma, of which there is one too many. */
const frameBytes = 1;

/** Fills batches by destination, in input order; a parcel's parts stay together where they fit into one batch. */
export class Batcher<Destination> {
	private readonly open = new Map<Destination, OpenBatch<Destination>>();

	constructor(private readonly limits: BatchLimits) {}

	/** Takes a parcel and returns the batches that are full because of it. */
	add(parcel: Parcel<Destination>): ReadonlyArray<Batch<Destination>> {
		const { destination, parts } = parcel;
		const weight = weigh(parts);
		const current = this.open.get(destination);
		if (current !== undefined && this.fits(current, parcel, weight)) {
			current.parcels.push(parcel);
			current.count += parts.length;
			current.bytes += weight;
			return this.closeIfFull(destination);
		}
		const full = this.close(destination);
		if (parts.length > this.limits.count || weight + frameBytes > this.limits.bytes) {
			return [...full, ...divide(parcel, this.limits)];
		}
		const bytes = weight + frameBytes;
		this.open.set(destination, { parcels: [parcel], count: parts.length, bytes });
		return [...full, ...this.closeIfFull(destination)];
	}

	/** The batches that are not full, in the order in which they were begun. */
	flush(): ReadonlyArray<Batch<Destination>> {
		return [...this.open.keys()].flatMap((destination) => this.close(destination));
	}

	private fits(
		batch: OpenBatch<Destination>,
		parcel: Parcel<Destination>,
		weight: number,
	): boolean {
		const { count, bytes } = this.limits;
		return batch.count + parcel.parts.length <= count && batch.bytes + weight <= bytes;
	}

	private closeIfFull(destination: Destination): ReadonlyArray<Batch<Destination>> {
		const isFull = this.open.get(destination)?.count === this.limits.count;
		return isFull ? this.close(destination) : none;
	}

	private close(destination: Destination): ReadonlyArray<Batch<Destination>> {
		const batch = this.open.get(destination);
		if (batch === undefined) return none;
		this.open.delete(destination);
		return [{ destination, parcels: batch.parcels, completes: true }];
	}
}

const none: readonly never[] = [];

/** The batches of a parcel that is too large for one. */
function divide<Destination>(
	parcel: Parcel<Destination>,
	limits: BatchLimits,
): ReadonlyArray<Batch<Destination>> {
	const groups: Part[][] = [];
	let bytes = Infinity;
	for (const part of parcel.parts) {
		const group = groups.at(-1);
		const weight = part.bytes + 1;
		if (group !== undefined && group.length < limits.count && bytes + weight <= limits.bytes) {
			group.push(part);
			bytes += weight;
		} else {
			groups.push([part]);
			bytes = weight + frameBytes;
		}
	}
	return groups.map((parts, position) => ({
		destination: parcel.destination,
		parcels: [{ ...parcel, parts }],
		completes: position === groups.length - 1,
	}));
}

interface OpenBatch<Destination> {
	readonly parcels: Array<Parcel<Destination>>;
	count: number;
	bytes: number;
}

function weigh(parts: readonly Part[]): number {
	return parts.reduce((sum, { bytes }) => sum + bytes + 1, 0);
}

/** Whether a part is too large for any batch. */
export function exceeds(part: Part, limits: BatchLimits): boolean {
	return part.bytes + 1 + frameBytes > limits.bytes;
}

/** The halves of a batch by its parcels; none where it has a single one. */
export function halve<Destination>(batch: Batch<Destination>): ReadonlyArray<Batch<Destination>> {
	const middle = Math.ceil(batch.parcels.length / 2);
	if (middle === batch.parcels.length) return [];
	return [batch.parcels.slice(0, middle), batch.parcels.slice(middle)].map((parcels) => ({
		...batch,
		parcels,
	}));
}

/** The bytes of a batch as a JSON array. */
export function encodeBatch(batch: Batch<unknown>): Buffer {
	const texts = batch.parcels.flatMap(({ parts }) => parts.map(({ text }) => text));
	return Buffer.from(`[${texts.join(',')}]`);
}
