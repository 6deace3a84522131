import type { IDataObject } from 'n8n-workflow';
import {
	batchBytes,
	Batcher,
	exceeds,
	halve,
	itemsOf,
	type Batch,
	type BatchLimits,
} from '../shared/delivery/batch';
import { checked, pause, type Job, type Plan, type Step } from '../shared/delivery/job';
import { InputError } from '../shared/failure';
import { toJson } from '../shared/json';
import { endpoint } from '../shared/kainic/api';
import type { Connection } from '../shared/kainic/connection';
import { checkEvent } from '../shared/kainic/identity';
import { headerReader } from '../shared/n8n/headers';
import { withoutResult } from '../shared/n8n/leftovers';
import {
	ask,
	eachItem,
	nothing,
	type Operation,
	type OutputItem,
	type RunContext,
	type Success,
} from '../shared/n8n/operation';
import { formatNumber, pathId } from '../shared/values';
import { eventDefaults } from './properties';
import { fieldsOf } from './sent-fields';
import { eventSource, hasFields, type EventSource } from './source';

/** What the output says of every event that was accepted or found valid. */
export interface EventResult {
	readonly trackerId: string;
	/** Events in the request that carried it. */
	readonly requestEvents: number;
}

/** Where events go. Events with the same destination object may share a request. */
interface Destination {
	readonly connection: Connection;
	readonly trackerId: string;
	readonly headers: Readonly<Record<string, string>>;
	/** Of the tracker with these headers: which domains it accepts can depend on them. */
	readonly id: string;
	/** True if the events are checked and not sent. */
	readonly validatesOnly: boolean;
}

export const sendEvents: Operation<EventResult> = {
	defaults: eventDefaults,
	outputs: 1,
	keyType: 'project',
	longestResponse: 1024 * 1024,
	words: { unit: 'event', units: 'events', done: 'accepted' },
	summarizes: (options) =>
		options.choice('options.output', 'Output', ['items', 'summary']) === 'summary',
	plan: planEvents,
	present: presentEvent,
};

function planEvents(run: RunContext): Plan<EventResult> {
	const { options } = run;
	run.remarks.push(ask(() => emptyFieldsRemark(run), ''));
	const limits: BatchLimits = {
		count: options.wholeNumber('options.batchSize', 'Batch Size', 100),
		bytes: options.wholeNumber('options.batchKilobytes', 'Batch Kilobytes', 450) * 1024,
	};
	return eventSteps(run, limits, eventSource(run));
}

function emptyFieldsRemark({ options, parameters }: RunContext): string {
	if (options.value('eventSource') !== 'fields' || parameters.holdsExpression('eventFields')) {
		return '';
	}
	const isEmpty = !hasFields(options.value('eventFields'));
	return isEmpty ? 'Event Fields is empty, so the events do not say what happened.' : '';
}

function* eventSteps(
	run: RunContext,
	limits: BatchLimits,
	eventsOf: EventSource,
): Generator<Step<EventResult>> {
	const batcher = new Batcher<Destination>(limits);
	const destinationOf = destinationReader(run);
	const isolatesRejected = run.options.flag('options.isolateRejected', 'Isolate Rejected');
	const planEntry = (index: number, texts: readonly string[]): Iterable<Step<EventResult>> => {
		const destination = destinationOf(index);
		if (destination.validatesOnly) {
			const { trackerId } = destination;
			return [checked([index], { trackerId, requestEvents: texts.length }, texts.length)];
		}
		const batches = batcher.add(destination, index, texts);
		return batches.length === 0 ? nothing : batches.map((batch) => toJob(batch, isolatesRejected));
	};
	yield* eachItem(run, (index) => {
		const events = eventsOf(index);
		if (events.length === 1) return planEntry(index, [serialise(events[0], limits)]);
		return planSeveral(run, events, limits, (texts) => planEntry(index, texts));
	});
	for (const batch of batcher.flush()) yield toJob(batch, isolatesRejected);
}

/** Plans an item with several events, each checked. Yields a pause whenever one is due. */
function* planSeveral(
	{ timeSlice }: RunContext,
	events: readonly unknown[],
	limits: BatchLimits,
	planEntry: (texts: readonly string[]) => Iterable<Step<EventResult>>,
): Generator<Step<EventResult>, void> {
	const texts: string[] = [];
	for (const [position, event] of events.entries()) {
		if (timeSlice.isOver()) yield pause;
		texts.push(serialiseAt(position, event, limits));
	}
	yield* planEntry(texts);
}

function serialise(event: unknown, limits: BatchLimits): string {
	const text = toJson(checkEvent(withoutResult(event)));
	if (exceeds(text, limits)) throw tooLarge(text, limits);
	return text;
}

/** Serialises one event of several. A thrown InputError names its position. */
function serialiseAt(position: number, event: unknown, limits: BatchLimits): string {
	try {
		return serialise(event, limits);
	} catch (error) {
		throw atPosition(error, position);
	}
}

function atPosition(error: unknown, position: number): unknown {
	if (!(error instanceof InputError)) return error;
	return new InputError(error.message, { ...error.explanation, within: `event ${position}` });
}

function tooLarge(text: string, { bytes }: BatchLimits): InputError {
	const size = formatNumber(Buffer.byteLength(text));
	return new InputError(
		`the event has ${size} bytes, but a batch may have ${formatNumber(bytes)} bytes.`,
		{
			code: 'too_large',
			advice: 'Send a smaller event, or raise Batch Kilobytes under Options.',
		},
	);
}

/** Reads an item's destination. Items with the same one share an object, and so their batches. */
function destinationReader(run: RunContext): (index: number) => Destination {
	const known = new Map<Connection, Map<string, Destination>>();
	const headersOf = headerReader(run.parameters);
	const isConstant = destinationParameters.every((name) => !run.parameters.holdsExpression(name));
	let last: Destination | null = null;
	return (index) => {
		const connection = run.connectionOf(index);
		if (isConstant && last?.connection === connection) return last;
		const { values: headers, key } = headersOf(index);
		const parameters = run.parameters.at(index);
		const trackerId = pathId(parameters.consoleId('trackerId', 'Tracker ID'), 'Tracker ID');
		const validatesOnly = parameters.flag('options.validateOnly', 'Validate Only');
		const ofConnection = known.get(connection) ?? new Map<string, Destination>();
		known.set(connection, ofConnection);
		const id = `${trackerId} ${key}`;
		const form = `${validatesOnly} ${id}`;
		last = ofConnection.get(form) ?? { connection, trackerId, headers, id, validatesOnly };
		ofConnection.set(form, last);
		return last;
	};
}

/** If none of them holds an expression, items differ in their connection alone. */
const destinationParameters = ['trackerId', 'options.headers', 'options.validateOnly'] as const;

function toJob(batch: Batch<Destination>, isolatesRejected: boolean): Job<EventResult> {
	const { connection, trackerId, headers, id } = batch.destination;
	const units = batch.texts.length;
	return {
		kind: 'job',
		indexes: itemsOf(batch),
		continues: batch.continues,
		account: connection,
		target: { scope: 'tracker', id },
		units,
		url: connection.baseUrl + endpoint.collect(connection.projectId, trackerId),
		headers,
		body: () => ({ kind: 'json', bytes: batchBytes(batch) }),
		read: () => ({ trackerId, requestEvents: units }),
		ignoresData: true,
		split: () => (isolatesRejected ? halve(batch).map((half) => toJob(half, true)) : []),
	};
}

function presentEvent(
	{ item, itemIndex, accepted }: Success<EventResult>,
	run: RunContext,
): readonly OutputItem[] {
	const { data, attempts } = accepted;
	const { trackerId, requestEvents } = data;
	const status = attempts === 0 ? 'valid' : 'accepted';
	const fields = fieldsOf(run, itemIndex);
	// Its own objects for each item: a later node may write to them.
	const kainic =
		fields === null
			? { status, trackerId, requestEvents, attempts }
			: { status, trackerId, fields: [...fields], requestEvents, attempts };
	const json: IDataObject = { ...item.json, kainic };
	// n8n would take an item with a top-level error for a failure.
	if ('error' in json) delete json.error;
	return [{ output: 0, json, binary: item.binary }];
}
