import type { GenericValue } from 'n8n-workflow';
import { checked, type Job, type Step } from '../shared/delivery/job';
import { endpoint } from '../shared/kainic/api';
import type { Operation, OutputItem, RunContext, Success } from '../shared/n8n/operation';
import { createBody } from './form';
import { notCompared, previousName } from './guards';
import { prepare, type UploadPart } from './prepare';
import { startProgress, type ReportRead } from './progress';
import { readSettings, type Settings } from './settings';
import { nameOfStore, refusePartialSyncs } from './stores';
import { collectUploads, type Upload } from './uploads';

/** What the output says of an upload that was accepted or found valid. */
export interface UploadResult {
	/** The store and mode that the form names; null if no field is known to name them. */
	readonly storeId: string | null;
	readonly syncMode: string | null;
	readonly products: number;
	/** Of the file. */
	readonly bytes: number;
	/** The data of the response; undefined if nothing was sent. */
	readonly response: unknown;
}

export const uploadCatalog: Operation<UploadResult> = {
	defaults: { concurrency: 1, maxAttempts: 4, timeout: 120, timeBudget: 600 },
	outputs: 1,
	keyType: 'project',
	longestResponse: 4 * 1024 * 1024,
	endsBy: 'request',
	words: { unit: 'product', units: 'products', done: 'uploaded' },
	hint: ({ options, parameters }) =>
		options.value('syncMode') === 'full' && !parameters.isGiven(previousName) ? notCompared : '',
	plan: (run) => planUploads(run, readSettings(run)),
	present: presentResult,
};

async function* planUploads(
	run: RunContext,
	settings: Settings,
): AsyncGenerator<Step<UploadResult>> {
	const collected = yield* collectUploads(run, settings);
	const uploads = yield* refusePartialSyncs(run, collected);
	const report = startProgress(run);
	for (const [position, upload] of uploads.entries()) {
		const parts = yield* prepare(run, settings, upload);
		for (const [index, part] of parts.entries()) {
			const place = `upload ${position + 1} of ${uploads.length}`;
			const ofParts = parts.length === 1 ? '' : `, part ${index + 1} of ${parts.length}`;
			const result = resultOf(upload, part);
			yield settings.validatesOnly
				? checked(part.indexes, result, part.products)
				: toJob({ upload, part, result, title: place + ofParts, report });
		}
	}
}

function resultOf({ target }: Upload, { products, file }: UploadPart): UploadResult {
	const { storeId, sentMode } = target;
	return { storeId, syncMode: sentMode, products, bytes: file.bytes, response: undefined };
}

interface PlannedPart {
	readonly upload: Upload;
	readonly part: UploadPart;
	readonly result: UploadResult;
	/** Which of the run's uploads it is. */
	readonly title: string;
	readonly report: ReportRead;
}

function toJob({ upload, part, result, title, report }: PlannedPart): Job<UploadResult> {
	const { connection, headers, form } = upload.target;
	const { indexes, products, file } = part;
	const described = { title, store: nameOfStore(upload), products, bytes: file.bytes };
	return {
		kind: 'job',
		indexes,
		account: connection,
		target: null,
		units: products,
		url: connection.baseUrl + endpoint.uploadProducts(),
		headers,
		body: (signal) =>
			createBody(form, file, signal, async (bytes) => await report(described, bytes)),
		read: (data) => ({ ...result, response: data ?? null }),
	};
}

function presentResult({ accepted }: Success<UploadResult>): OutputItem[] {
	const { data, attempts } = accepted;
	const { response, ...figures } = data;
	const isSent = response !== undefined;
	const json = { status: isSent ? 'accepted' : 'valid', ...figures, attempts };
	const responded = isSent ? { response: toGenericValue(response) } : {};
	return [{ output: 0, json: { ...json, ...responded } }];
}

/** Narrows a value that was parsed from JSON to n8n's type for such values. */
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
