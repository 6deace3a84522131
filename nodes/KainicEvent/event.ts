import {
	batchBytes,
	Batcher,
	bytesAlone,
	countEvents,
	createEntry,
	halve,
	type Batch,
	type BatchLimits,
	type Entry,
} from '../shared/send/batch';
import { valid, type Job, type Plan, type Present, type Step } from '../shared/send/job';
import { InputError, within } from '../shared/failure';
import { toJson } from '../shared/json';
import { endpoint, type Fields } from '../shared/kainic/api';
import type { Connection } from '../shared/kainic/connection';
import { checkEvent } from '../shared/kainic/identity';
import { readHeaders } from '../shared/panel/headers';
import { eachItem, type Operation, type RunContext } from '../shared/operation';
import { withoutOwnFields } from '../shared/output/own-fields';
import { formatNumber, isPlainObject, listOf, pathId, shortened } from '../shared/values';
import { eventSource } from './source';

/** Where events go. Events with the same destination object may share a request. */
interface Destination {
	readonly connection: Connection;
	readonly trackerId: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Names the tracker with these headers: Kainic may refuse it only for the Origin in them. */
	readonly id: string;
}

export const sendEvents: Operation = {
	outputs: 1,
	keyType: 'project',
	maxResponseBytes: 1024 * 1024,
	labels: { unit: 'event', done: 'accepted' },
	advice: {},
	outputForm: (options) => {
		const places = ['output', 'options.output'];
		const outputs = places.map((name) => options.choice(name));
		return outputs.includes('summary') ? 'summary' : 'each';
	},
	plan: planEvents,
};

const nothing: readonly never[] = [];

async function* planEvents(run: RunContext): Plan {
	const { options } = run;
	const limits: BatchLimits = {
		count: options.wholeNumber('options.batchSize'),
		bytes: options.wholeNumber('options.batchKilobytes') * 1024,
	};
	const isolatesRejected = options.flag('options.isolateRejected');
	const batcher = new Batcher<Destination>(limits);
	const destinationOf = destinationReader(run);
	const source = eventSource(run);
	const validatesOnly = run.parameters.reader(['options.validateOnly'], (parameters) =>
		parameters.flag('options.validateOnly'),
	);
	const jobOf = (batch: Batch<Destination>): Job => toJob(batch, isolatesRejected);
	const planEntry = (index: number, text: string, events: number): readonly Step[] => {
		const entry = checkSize(createEntry(index, text, events), limits);
		const destination = destinationOf(index);
		if (run.remarks.length === 0) run.remarks.push(fieldsText(text));
		if (validatesOnly(index)) return [valid([index], present(destination, events, text), events)];
		const full = batcher.add(destination, entry);
		return full.length === 0 ? nothing : full.map(jobOf);
	};
	yield* eachItem(run, (index) => {
		const events = source.eventsOf(index);
		if (events.length === 1) return planEntry(index, serialise(events[0]), 1);
		return serialiseAll(events, run).then((text) => planEntry(index, text, events.length));
	});
	for (const batch of batcher.flush()) yield jobOf(batch);
	run.remarks.push(...source.remarks());
}

/** Checks and serialises several events of an item, joined by commas. A thrown InputError names the event. */
async function serialiseAll(events: readonly unknown[], { yielder }: RunContext): Promise<string> {
	const texts: string[] = [];
	for (const [position, event] of events.entries()) {
		await yielder.pause();
		texts.push(within(`event ${position}`, () => serialise(event)));
	}
	return texts.join(',');
}

function serialise(event: unknown): string {
	return toJson(checkEvent(withoutOwnFields(event)));
}

/** Returns the entry. Throws an InputError for one that is larger than a request may be. */
function checkSize(entry: Entry, { bytes: limit }: BatchLimits): Entry {
	const bytes = bytesAlone(entry);
	if (bytes > limit) throw tooLarge(entry.events, bytes, limit);
	return entry;
}

/** Shows which names are sent, since a field that was dragged keeps the name that the shop gave it. */
function fieldsText(text: string): string {
	const names = Object.keys(parseEvents(text)[0] ?? {}).map((name) => shortened(name, 40));
	const more = names.length > mostNames ? [`${formatNumber(names.length - mostNames)} more`] : [];
	return `The first event has: ${listOf([...names.slice(0, mostNames), ...more], 'and')}.`;
}

const mostNames = 20;

/** The events of an entry, as Kainic gets them. */
function parseEvents(text: string): readonly Fields[] {
	const events: unknown = JSON.parse(`[${text}]`);
	return Array.isArray(events) ? events.filter(isPlainObject) : [];
}

function tooLarge(events: number, bytes: number, limit: number): InputError {
	const what = events === 1 ? 'the event has' : `the ${formatNumber(events)} events have`;
	return new InputError(
		`${what} ${formatNumber(bytes)} bytes, but the limit of a request is ${formatNumber(limit)} bytes.`,
		{
			code: 'too_large',
			advice:
				events === 1
					? 'Send a smaller event, or raise Batch Kilobytes under Options.'
					: 'Before this node, split the list into one item for each event, e.g. with a Split Out node, or raise Batch Kilobytes under Options.',
		},
	);
}

/** Reads an item's destination. Items with the same one share an object, and so their batches. */
function destinationReader({ parameters, connection }: RunContext): (index: number) => Destination {
	const known = new Map<string, Destination>();
	const addressOf = parameters.reader(['trackerId', 'options.headers'], (item) => {
		const trackerId = pathId(item.consoleId('trackerId'), item.get('trackerId').title);
		const headers = readHeaders(item);
		return { trackerId, headers, id: `${trackerId} ${JSON.stringify(headers)}` };
	});
	return (index) => {
		const address = addressOf(index);
		const destination = known.get(address.id) ?? { connection, ...address };
		known.set(address.id, destination);
		return destination;
	};
}

function toJob(batch: Batch<Destination>, isolatesRejected: boolean): Job {
	const { destination, entries } = batch;
	const { connection, trackerId, headers, id } = destination;
	const events = countEvents(batch);
	return {
		kind: 'job',
		indexes: entries.map(({ index }) => index),
		target: { scope: 'tracker', id },
		units: events,
		url: connection.baseUrl + endpoint.events(connection.projectId, trackerId),
		headers,
		body: () => ({ kind: 'json', bytes: batchBytes(batch) }),
		read: () => present(destination, events),
		split: () => (isolatesRejected ? halve(batch).map((half) => toJob(half, true)) : []),
	};
}

/** `requestEvents` is how many events the request had that carried the item. `text` has the events to show. */
function present({ trackerId }: Destination, requestEvents: number, text?: string): Present {
	return (_itemIndex, { kind, attempts }) => {
		const kainic = { status: kind, trackerId, requestEvents, attempts };
		const shown = text === undefined ? {} : shownEvents(parseEvents(text));
		return [{ kind: 'input_item', kainic: { ...kainic, ...shown } }];
	};
}

function shownEvents(events: readonly Fields[]): Fields {
	return events.length === 1 ? { event: events[0] } : { events };
}
