import type { IDataObject } from 'n8n-workflow';
import {
	Batcher,
	exceeds,
	halve,
	type Batch,
	type BatchLimits,
	type Parcel,
} from '../shared/delivery/batch';
import {
	pause,
	refuse,
	type Accepted,
	type Job,
	type Plan,
	type Step,
} from '../shared/delivery/job';
import { InputProblem, problemOf } from '../shared/failure';
import { endpoint } from '../shared/kainic/api';
import { checkEvent } from '../shared/kainic/event';
import { headerReader } from '../shared/n8n/headers';
import type { Operation, Outlet, Setup, Success } from '../shared/n8n/operation';
import { pathId, type Place } from '../shared/values';
import { eventSource } from './sources';

/** What is told of every event that was accepted, or found valid. */
export interface Receipt {
	readonly trackerId: string;
	/** Events in the request that carried it. */
	readonly requestEvents: number;
}

interface Destination {
	readonly trackerId: string;
	readonly headers: Readonly<Record<string, string>>;
}

export const sendEvents: Operation<Receipt> = {
	defaults: { concurrency: 1, maxAttempts: 4, timeout: 10, timeBudget: 120 },
	outputs: 1,
	endsBy: 'item',
	words: { unit: 'event', units: 'events', done: 'accepted' },
	givesHint: true,
	plan: planEvents,
	present: presentReceipt,
	remark: () => '',
	summarizes: ({ choice }) => choice('options.output', ['items', 'summary']) === 'summary',
};

function planEvents(setup: Setup): Plan<Receipt> {
	const { parameters } = setup;
	const limits: BatchLimits = {
		count: parameters.wholeNumber('options.batchSize', 100, 'Batch Size'),
		bytes: parameters.wholeNumber('options.batchKilobytes', 450, 'Batch Kilobytes') * 1024,
	};
	return parameters.flag('options.validateOnly')
		? checkItems(setup, limits)
		: batchItems(setup, limits);
}

/** Yields what is planned for all items, `planParcel` saying what for the events of one. */
function* planItems(
	setup: Setup,
	limits: BatchLimits,
	planParcel: (parcel: Parcel<Destination>) => ReadonlyArray<Step<Receipt>>,
): Generator<Step<Receipt>> {
	const parcelOf = parcelReader(setup, limits);
	for (let index = 0; index < setup.items.length; index += 1) {
		if (setup.pauseIsDue()) yield pause;
		const steps = planItem(index);
		// Most items complete no batch, and even to go through an empty list costs something.
		if (steps.length > 0) yield* steps;
	}
	function planItem(index: number): ReadonlyArray<Step<Receipt>> {
		try {
			return planParcel(parcelOf(index));
		} catch (error) {
			return [refuse([index], problemOf(error, `Item ${index}`))];
		}
	}
}

function checkItems(setup: Setup, limits: BatchLimits): Plan<Receipt> {
	return planItems(setup, limits, ({ index, destination, texts }) => {
		const units = texts.length;
		const data = { trackerId: destination.trackerId, requestEvents: units };
		return [{ kind: 'checked', indexes: [index], units, data }];
	});
}

const none: readonly never[] = [];

function* batchItems(setup: Setup, limits: BatchLimits): Generator<Step<Receipt>> {
	const batcher = new Batcher<Destination>(limits);
	const toJob = jobMaker(setup);
	yield* planItems(setup, limits, (parcel) => {
		const batches = batcher.add(parcel);
		return batches.length === 0 ? none : batches.map(toJob);
	});
	yield* batcher.flush().map(toJob);
}

/** Reads, checks and serialises the events of one item. */
function parcelReader(setup: Setup, limits: BatchLimits): (index: number) => Parcel<Destination> {
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

/** A class, as a function of its own for each event would cost more than the event's check. */
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

function jobMaker({ connection, parameters }: Setup): (batch: Batch<Destination>) => Job<Receipt> {
	const isolatesRejected = parameters.flag('options.isolateRejected');
	const toJob = (batch: Batch<Destination>): Job<Receipt> => {
		const { trackerId, headers } = batch.destination;
		const units = batch.counts.reduce((sum, count) => sum + count, 0);
		const receipt = { trackerId, requestEvents: units };
		return {
			kind: 'job',
			indexes: batch.indexes,
			completes: batch.completes,
			group: trackerId,
			units,
			url: connection.baseUrl + endpoint.collect(connection.projectId, trackerId),
			headers,
			body: () => batch.body,
			read: () => ({ kind: 'read', data: receipt }),
			split: () => (isolatesRejected ? halve(batch).map(toJob) : []),
		};
	};
	return toJob;
}

/** One object for all items of a request, as n8n stores what is the same object once. */
const receipts = new WeakMap<Accepted<Receipt>, IDataObject>();

function receiptOf(accepted: Accepted<Receipt>): IDataObject {
	const known = receipts.get(accepted);
	if (known !== undefined) return known;
	const { data, attempts } = accepted;
	const receipt = { status: attempts === 0 ? 'valid' : 'accepted', ...data, attempts };
	receipts.set(accepted, receipt);
	return receipt;
}

function presentReceipt(success: Success<Receipt>, outlet: Outlet): void {
	const { item, accepted } = success;
	const json: IDataObject = { ...item.json, kainic: receiptOf(accepted) };
	// n8n would take an item with a top-level error for a failure.
	if ('error' in json) delete json.error;
	outlet.put(success, 0, json, item.binary);
}
