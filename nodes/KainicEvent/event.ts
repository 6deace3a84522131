import { inputFailure } from '../shared/failure';
import { endpoint, type Fields } from '../shared/kainic/api';
import { eachItem, type Operation, type RunContext } from '../shared/operation';
import { readConsoleId, readHeaders } from '../shared/panel/collections';
import {
	failedItems,
	listJob,
	receiptJson,
	validItems,
	type Entry,
	type OutputItem,
	type Plan,
} from '../shared/send/job';
import { formatNumber, isPlainObject, listOf, pathId, shortened } from '../shared/values';
import { Batcher, maxBodyBytes, serialise, type Batch, type Destination } from './batch';
import { eventSource } from './source';

/** What the output item of an event reports about its request. */
interface EventDetails {
	readonly trackerId: string;
}

export const sendEvents: Operation<EventDetails> = {
	outputs: 1,
	patience: 120,
	keyType: 'project',
	labels: { unit: 'event', done: 'accepted', twice: 'accepted twice' },
	advice: {},
	outputMode: (parameters) => (parameters.choice('output') === 'summary' ? 'summary' : 'each'),
	plan: planEvents,
	show: ({ details: { trackerId }, units }, _data, receipt) => [
		{
			kind: 'input_item',
			kainic: { status: 'accepted', trackerId, requestEvents: units, ...receiptJson(receipt) },
		},
	],
};

/** Reads and checks the events of each item, and puts them into batches. */
async function* planEvents(run: RunContext): Plan<EventDetails> {
	const { runParameters, parameters } = run;
	const batcher = new Batcher(runParameters.number('options.batchSize'), maxBodyBytes);
	const isDivisible = runParameters.flag('options.isolateRejected') === true;
	const destinationOf = destinationReader(run);
	const source = eventSource(run);
	const validatesOnly = parameters.reader((item) => item.flag('options.validateOnly') === true);
	const toJob = ({ destination, entries }: Batch) =>
		listJob(
			{
				target: { scope: 'tracker', id: destination.id },
				url: destination.url,
				headers: destination.headers,
				details: { trackerId: destination.trackerId },
			},
			entries,
			isDivisible,
		);
	let firstEvent: string | undefined;
	yield* eachItem(run, (index) => {
		let units = 1;
		try {
			const events = source.eventsOf(index);
			units = events.length;
			const entry = { index, text: serialise(events), units };
			const destination = destinationOf(index);
			firstEvent ??= entry.text;
			if (!validatesOnly(index)) return batcher.add(destination, entry).map(toJob);
			return [validItems([index], showValid(destination, entry), units)];
		} catch (error) {
			return [failedItems([index], inputFailure(error, `item ${index}`), units)];
		}
	});
	for (const batch of batcher.flush()) yield toJob(batch);
	const fields = firstEvent === undefined ? [] : [fieldsText(firstEvent)];
	return [...fields, ...source.remarks()];
}

const maxNames = 20;

/** Lists the fields of the first event, so that people notice names that Kainic does not expect. */
function fieldsText(text: string): string {
	const names = Object.keys(parseEvents(text)[0] ?? {}).map((name) => shortened(name, 40));
	const more = names.length > maxNames ? [`${formatNumber(names.length - maxNames)} more`] : [];
	return `The first event has: ${listOf([...names.slice(0, maxNames), ...more], 'and')}.`;
}

function parseEvents(text: string): readonly Fields[] {
	const events: unknown = JSON.parse(`[${text}]`);
	return Array.isArray(events) ? events.filter(isPlainObject) : [];
}

/** Items with the same tracker and headers get the same object, so that Batcher puts them into one batch. */
function destinationReader({ parameters, connection }: RunContext): (index: number) => Destination {
	const destinations = new Map<string, Destination>();
	return parameters.reader((item) => {
		const trackerId = pathId(readConsoleId(item, 'trackerId'), "'Tracker ID'");
		const headers = readHeaders(item);
		const id = `${trackerId} ${JSON.stringify(headers)}`;
		const url = connection.baseUrl + endpoint.events(connection.projectId, trackerId);
		const destination = destinations.get(id) ?? { id, trackerId, url, headers };
		destinations.set(id, destination);
		return destination;
	});
}

/** With Validate Only, an item shows the events that the node would send. */
function showValid({ trackerId }: Destination, { text, units }: Entry): readonly OutputItem[] {
	const events = parseEvents(text);
	const content = events.length === 1 ? { event: events[0] } : { events };
	const kainic = { status: 'valid', trackerId, requestEvents: units, attempts: 0, ...content };
	return [{ kind: 'input_item', kainic }];
}
