import { valid, type Job, type Plan, type Present, type Step } from '../shared/send/job';
import { jsonBody } from '../shared/send/request';
import { within } from '../shared/failure';
import { toJson } from '../shared/json';
import { endpoint, type Fields } from '../shared/kainic/api';
import { readConsoleId, readHeaders } from '../shared/panel/collections';
import { eachItem, type Operation, type RunContext } from '../shared/operation';
import { withoutOwnFields } from '../shared/items';
import { formatNumber, isPlainObject, listOf, pathId, shortened } from '../shared/values';
import { Batcher, createEntry, type Batch, type Destination } from './batch';
import { checkEvent } from './check-event';
import { eventSource } from './source';
import { pause } from '../shared/pause';

export const sendEvents: Operation = {
	outputs: 1,
	keyType: 'project',
	maxResponseBytes: 1024 * 1024,
	labels: { unit: 'event', done: 'accepted' },
	advice: {},
	outputForm: (options) => (options.choice('output') === 'summary' ? 'summary' : 'each'),
	plan: planEvents,
};

async function* planEvents(run: RunContext): Plan {
	const { options, parameters, remarks } = run;
	const limits = {
		count: options.number('options.batchSize'),
		bytes: options.number('options.batchKilobytes') * 1024,
	};
	const isolatesRejected = options.flag('options.isolateRejected') === true;
	const batcher = new Batcher(limits);
	const destinationOf = destinationReader(run);
	const source = eventSource(run);
	const validatesOnly = parameters.reader((item) => item.flag('options.validateOnly') === true);
	const planEntry = (index: number, text: string, events: number): readonly Step[] => {
		const entry = createEntry(index, text, events, limits.bytes);
		const destination = destinationOf(index);
		remarks[0] ??= fieldsText(text);
		if (validatesOnly(index)) return [valid([index], present(destination, events, text), events)];
		return batcher.add(destination, entry).map((batch) => toJob(batch, isolatesRejected));
	};
	yield* eachItem(run, (index) => {
		const events = source.eventsOf(index);
		if (events.length === 1) return planEntry(index, serialise(events[0]), 1);
		return serialiseAll(events, run).then((text) => planEntry(index, text, events.length));
	});
	for (const batch of batcher.flush()) yield toJob(batch, isolatesRejected);
	remarks.push(...source.remarks());
}

/** Checks and serialises several events of an item, joined by commas. A thrown InputError names the event. */
async function serialiseAll(events: readonly unknown[], { cancel }: RunContext): Promise<string> {
	const texts: string[] = [];
	for (const [position, event] of events.entries()) {
		await pause();
		cancel?.throwIfAborted();
		texts.push(within(`event ${position + 1} of ${events.length}`, () => serialise(event)));
	}
	return texts.join(',');
}

function serialise(event: unknown): string {
	return toJson(checkEvent(withoutOwnFields(event)));
}

const maxNames = 20;

/** Lists the fields of the first event, so that people notice names of the shop that Kainic does not expect. */
function fieldsText(text: string): string {
	const names = Object.keys(parseEvents(text)[0] ?? {}).map((name) => shortened(name, 40));
	const more = names.length > maxNames ? [`${formatNumber(names.length - maxNames)} more`] : [];
	return `The first event has: ${listOf([...names.slice(0, maxNames), ...more], 'and')}.`;
}

function parseEvents(text: string): readonly Fields[] {
	const events: unknown = JSON.parse(`[${text}]`);
	return Array.isArray(events) ? events.filter(isPlainObject) : [];
}

/** Items with the same destination get the same object, so that Batcher puts them into one batch. */
function destinationReader({ parameters, connection }: RunContext): (index: number) => Destination {
	const known = new Map<string, Destination>();
	return parameters.reader((item) => {
		const trackerId = pathId(readConsoleId(item, 'trackerId'), item.get('trackerId').title);
		const headers = readHeaders(item);
		const id = `${trackerId} ${JSON.stringify(headers)}`;
		const url = connection.baseUrl + endpoint.events(connection.projectId, trackerId);
		const destination = known.get(id) ?? { id, trackerId, url, headers };
		known.set(id, destination);
		return destination;
	});
}

export function toJob(
	batch: Pick<Batch, 'destination' | 'entries'>,
	isolatesRejected: boolean,
): Job {
	const { destination, entries } = batch;
	const { id, url, headers } = destination;
	const units = entries.reduce((sum, { events }) => sum + events, 0);
	return {
		kind: 'job',
		indexes: entries.map(({ index }) => index),
		target: { scope: 'tracker', id },
		units,
		url,
		headers,
		body: () => {
			const texts = entries.map(({ text }) => text);
			return jsonBody(Buffer.from(`[${texts.join(',')}]`));
		},
		read: () => present(destination, units),
		split: () => {
			if (!isolatesRejected || entries.length === 1) return [];
			const middle = Math.ceil(entries.length / 2);
			const halves = [entries.slice(0, middle), entries.slice(middle)];
			return halves.map((half) => toJob({ destination, entries: half }, true));
		},
	};
}

/** `requestEvents`: number of events in the request of the item. `text` has the events to show. */
function present({ trackerId }: Destination, requestEvents: number, text?: string): Present {
	return (_itemIndex, { kind, attempts }) => {
		const kainic = { status: kind, trackerId, requestEvents, attempts };
		if (text === undefined) return [{ kind: 'input_item', kainic }];
		const events = parseEvents(text);
		const shown = events.length === 1 ? { event: events[0] } : { events };
		return [{ kind: 'input_item', kainic: { ...kainic, ...shown } }];
	};
}
