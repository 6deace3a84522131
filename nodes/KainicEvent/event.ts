import type { IDataObject } from 'n8n-workflow';
import {
	Batcher,
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
import { problemOf } from '../shared/failure';
import { endpoint } from '../shared/kainic/api';
import type { Operation, Outlet, Setup, Success } from '../shared/n8n/operation';
import { parcelReader, type Destination } from './parcels';

/** What is told of every event that was accepted, or found valid. */
export interface Receipt {
	readonly trackerId: string;
	/** Events in the request that carried it. */
	readonly requestEvents: number;
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
