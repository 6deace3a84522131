import type { GenericValue } from 'n8n-workflow';
import { refuse, type Job, type Plan, type Step } from '../shared/delivery/job';
import { endpoint } from '../shared/kainic/api';
import type { Operation, Outlet, Setup, Success } from '../shared/n8n/operation';
import { collectDrafts, refuseRivals, unitsOf, type Draft } from './drafts';
import { comparisonRemark, type SyncMode } from './guards';
import { prepare, type Payload } from './prepare';
import { startProgress, type Progress } from './progress';
import { readSettings, readSyncMode, type Settings } from './settings';
import { createForm } from './upload';

/** What is told of an upload that was accepted, or found valid. */
export interface Receipt {
	readonly storeId: string;
	readonly syncMode: SyncMode;
	readonly products: number;
	/** Of the file. */
	readonly bytes: number;
	/** The data of the answer; undefined where nothing was sent. */
	readonly response: unknown;
}

export const uploadCatalog: Operation<Receipt> = {
	defaults: { concurrency: 1, maxAttempts: 4, timeout: 120, timeBudget: 600 },
	outputs: 1,
	endsBy: 'request',
	words: { unit: 'product', units: 'products', done: 'uploaded' },
	givesHint: true,
	plan: planUploads,
	present: presentReceipt,
	remark: (parameters) => comparisonRemark(parameters, readSyncMode(parameters)),
	summarizes: () => false,
};

function planUploads(setup: Setup): Plan<Receipt> {
	return steps(setup, readSettings(setup));
}

async function* steps(setup: Setup, settings: Settings): AsyncGenerator<Step<Receipt>> {
	const collected = yield* collectDrafts(setup, settings.syncMode);
	const drafts = settings.syncMode === 'full' ? yield* refuseRivals(collected) : collected;
	const progress = startProgress(setup);
	for (const [position, draft] of drafts.entries()) {
		const prepared = yield* prepare(setup, settings, draft);
		if (prepared.kind === 'refused') {
			yield refuse(draft.indexes, prepared.failure, unitsOf(draft));
			continue;
		}
		for (const [part, payload] of prepared.payloads.entries()) {
			const place = `upload ${position + 1} of ${drafts.length}`;
			const ofParts = `, part ${part + 1} of ${prepared.payloads.length}`;
			const title = prepared.payloads.length === 1 ? place : place + ofParts;
			yield toStep({ setup, settings, draft, payload, title, progress });
		}
	}
}

interface Planned {
	readonly setup: Setup;
	readonly settings: Settings;
	readonly draft: Draft;
	readonly payload: Payload;
	/** Which of the run's uploads it is. */
	readonly title: string;
	readonly progress: Progress;
}

function toStep(planned: Planned): Step<Receipt> {
	const { settings, draft, payload } = planned;
	const { indexes, products, content } = payload;
	const receipt: Receipt = {
		storeId: draft.destination.storeId,
		syncMode: settings.syncMode,
		products,
		bytes: content.bytes,
		response: undefined,
	};
	if (settings.validatesOnly) return { kind: 'checked', indexes, units: products, data: receipt };
	return toJob(planned, receipt);
}

function toJob(
	{ setup, draft, payload, title, progress }: Planned,
	receipt: Receipt,
): Job<Receipt> {
	const { storeId, headers, form } = draft.destination;
	const { indexes, products, content } = payload;
	return {
		kind: 'job',
		indexes,
		completes: true,
		group: storeId,
		units: products,
		url: setup.connection.baseUrl + endpoint.uploadProducts(),
		headers,
		body: (signal) =>
			createForm(form, {
				bytes: content.bytes,
				open: () => progress.watch(content, signal, { title, storeId, products }),
			}),
		read: (data) => ({ kind: 'read', data: { ...receipt, response: data ?? null } }),
		split: () => [],
	};
}

function presentReceipt(success: Success<Receipt>, outlet: Outlet): void {
	const { data, attempts } = success.accepted;
	const { response, ...figures } = data;
	const status = response === undefined ? 'valid' : 'accepted';
	const json = { status, ...figures, attempts };
	const answered = response === undefined ? {} : { response: toGenericValue(response) };
	outlet.put(success, 0, { ...json, ...answered });
}

/** An answer was parsed from JSON, so it holds nothing but what n8n's items may hold. */
function toGenericValue(value: unknown): GenericValue {
	switch (typeof value) {
		case 'string':
		case 'number':
		case 'boolean':
		case 'object':
			return value;
		default:
			return null;
	}
}
