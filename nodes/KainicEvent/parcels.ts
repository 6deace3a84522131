import { exceeds, type BatchLimits, type Parcel } from '../shared/delivery/batch';
import { InputProblem } from '../shared/failure';
import { checkEvent } from '../shared/kainic/event';
import { headerReader } from '../shared/n8n/headers';
import type { Setup } from '../shared/n8n/operation';
import { pathId, type Place } from '../shared/values';
import { eventSource } from './sources';

/** Where the events of an item go: events with the same destination may share a request. */
export interface Destination {
	readonly trackerId: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** Reads, checks and serialises the events of one item. */
export function parcelReader(
	setup: Setup,
	limits: BatchLimits,
): (index: number) => Parcel<Destination> {
	const eventsOf = eventSource(setup);
	const destinationOf = destinationReader(setup);
	return (index) => {
		const destination = destinationOf(index);
		return { index, destination, texts: serialiseAll(eventsOf(index), index, limits) };
	};
}

function serialiseAll(events: readonly unknown[], index: number, limits: BatchLimits): string[] {
	const [only] = events;
	if (events.length === 1) return [serialise(only, new EventPlace(index, null), limits)];
	return events.map((event, position) => serialise(event, new EventPlace(index, position), limits));
}

/** Spelled out for a failure alone; of a closure for every event, V8 would have the garbage. */
class EventPlace implements Place {
	constructor(
		private readonly index: number,
		private readonly position: number | null,
	) {}

	toString(): string {
		const { index, position } = this;
		return position === null ? `Item ${index}` : `Item ${index}, event ${position}`;
	}
}

function serialise(event: unknown, place: Place, limits: BatchLimits): string {
	const text = JSON.stringify(checkEvent(event, place));
	if (!exceeds(text, limits)) return text;
	throw new InputProblem(
		`${String(place)} has ${Buffer.byteLength(text)} bytes, but a batch may have ${limits.bytes} bytes.`,
		{
			code: 'too_large',
			advice: 'Send a smaller event, or raise Batch Kilobytes under Options.',
		},
	);
}

/** The tracker and headers of an item. Items with the same ones share an object, and so their batches. */
function destinationReader({ parameters }: Setup): (index: number) => Destination {
	const known = new Map<string, Destination>();
	const headersOf = headerReader(parameters);
	const label = 'Tracker ID';
	let last: Destination | null = null;
	return (index) => {
		const { values: headers, key: headersKey } = headersOf(index);
		const trackerId = parameters.id('trackerId', index, label);
		if (last?.trackerId === trackerId && last.headers === headers) return last;
		const key = `${trackerId} ${headersKey}`;
		last = known.get(key) ?? { trackerId: pathId(trackerId, index, label), headers };
		known.set(key, last);
		return last;
	};
}
