import { InputError, within } from '../shared/failure';
import { withoutAddedFields } from '../shared/items';
import { toJson } from '../shared/json';
import { field, platformOf, type Fields } from '../shared/kainic/api';
import type { Entry } from '../shared/send/job';
import { formatNumber, isAbsent, isPlainObject, nameOf } from '../shared/values';

/** Bytes of a request. */
export const maxBodyBytes = 450 * 1024;

/**
 * The JSON of the events of one item, joined by commas. Throws an InputError for an invalid event, or if the events are
 * too large for a request.
 */
export function serialise(events: readonly unknown[]): string {
	const texts: string[] = [];
	let bytes = 1;
	for (const [position, event] of events.entries()) {
		const check = () => toJson(checkEvent(withoutAddedFields(event)));
		const text = events.length === 1 ? check() : within(`event ${position}`, check);
		texts.push(text);
		bytes += Buffer.byteLength(text) + 1;
		if (bytes > maxBodyBytes) throw tooLarge(events.length, bytes);
	}
	return texts.join(',');
}

function tooLarge(count: number, bytes: number): InputError {
	const size = formatNumber(Math.ceil(bytes / 1024));
	const [what, advice] =
		count === 1
			? [`The event has ${size} kB`, 'Send a smaller event.']
			: [
					`The ${formatNumber(count)} events have ${size} kB or more`,
					'Add a Split Out node before this node, so that each item has one event.',
				];
	const message = `${what}, but a request has at most ${maxBodyBytes / 1024} kB.`;
	return new InputError(message, { code: 'too_large', advice });
}

/**
 * Checks the two fields that Kainic is known to require: `platform` must be one of three values, and
 * `anon_uid` must be text. Returns the event to send. Throws an InputError that names the field.
 */
export function checkEvent(event: unknown): Fields {
	if (!isPlainObject(event)) {
		throw new InputError(`The event is ${nameOf(event)}, but it must be an object.`);
	}
	const platform = platformOf(requiredField(event, field.platform));
	const anonUid = requiredField(event, field.anonUid);
	if (typeof anonUid !== 'string') {
		throw new InputError(
			`The field "${field.anonUid}" is ${nameOf(anonUid)}, but it must be text.`,
			{
				advice: `Send "${field.anonUid}" as text, e.g. with the expression {{ String($json.${field.anonUid}) }} in an Edit Fields node before this one.`,
			},
		);
	}
	return platform === event[field.platform] ? event : { ...event, [field.platform]: platform };
}

function requiredField(event: Fields, name: string): unknown {
	const value = Object.hasOwn(event, name) ? event[name] : undefined;
	const isEmpty = typeof value === 'string' && value.trim() === '';
	if (!isEmpty && !isAbsent(value)) return value;
	throw new InputError(`The field "${name}" is ${isEmpty ? 'empty' : 'missing'}.`, {
		advice: `${isEmpty ? 'Fill in' : 'Add'} "${name}". Kainic requires this field in every event.`,
	});
}

/** Where events are sent. Events with the same Destination object can be in the same request. */
export interface Destination {
	/** Identifies tracker and headers: Kainic may accept a tracker with one Origin only. */
	readonly id: string;
	readonly trackerId: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
}

/** Items of one destination, in input order. One request sends them. */
export interface Batch {
	readonly destination: Destination;
	readonly entries: Entry[];
	events: number;
	/** Size of the JSON array of all events. */
	bytes: number;
}

/** Fills batches by destination, in input order. If an item has more events than allowed, it gets its own batch. */
export class Batcher {
	private readonly open = new Map<Destination, Batch>();

	constructor(
		private readonly maxEvents: number,
		private readonly maxBytes: number,
	) {}

	/** Adds an item. Returns the batches that are now full. */
	add(destination: Destination, entry: Entry): readonly Batch[] {
		const full: Batch[] = [];
		const close = (batch: Batch) => {
			full.push(batch);
			this.open.delete(destination);
		};
		const bytes = Buffer.byteLength(entry.text) + 1;
		const last = this.open.get(destination);
		const fits =
			last !== undefined &&
			last.events + entry.units <= this.maxEvents &&
			last.bytes + bytes <= this.maxBytes;
		if (last !== undefined && !fits) close(last);
		const batch = fits ? last : { destination, entries: [], events: 0, bytes: 1 };
		batch.entries.push(entry);
		batch.events += entry.units;
		batch.bytes += bytes;
		this.open.set(destination, batch);
		if (batch.events >= this.maxEvents) close(batch);
		return full;
	}

	/** The batches that are not full, in the order in which they were begun. */
	flush(): Iterable<Batch> {
		return this.open.values();
	}
}
