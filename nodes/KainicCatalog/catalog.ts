import type { GenericValue } from 'n8n-workflow';
import { checked, type Job, type Step } from '../shared/delivery/job';
import { endpoint } from '../shared/kainic/api';
import {
	type Operation,
	type OutputItem,
	type RunContext,
	type Success,
} from '../shared/n8n/operation';
import { formatNumber } from '../shared/values';
import { createBody } from './form';
import { previousName, type Guards } from './guards';
import { prepare, type UploadPart } from './prepare';
import { catalogDefaults } from './properties';
import { repeatedRemark, uncountedRemark } from './repeated';
import { megabyte, readSettings, type Settings } from './settings';
import { nameOfStore, refusePartialSyncs } from './stores';
import { collectUploads, type Upload } from './uploads';

/** What the output says of an upload that was accepted or found valid. */
export interface UploadResult {
	/** The store and mode that the form names; null if no field is known to name them. */
	readonly storeId: string | null;
	readonly syncMode: string | null;
	/** Different ones: those with the same ID count once, unless they are in a file. */
	readonly products: number;
	/** Of the file. */
	readonly bytes: number;
	/** The data of the response; undefined if nothing was sent. */
	readonly response: unknown;
}

export const uploadCatalog: Operation<UploadResult> = {
	defaults: catalogDefaults,
	outputs: 1,
	keyType: 'project',
	longestResponse: 4 * 1024 * 1024,
	words: { unit: 'product', units: 'products', done: 'uploaded' },
	joinsItems: (options) => ['inputItems', 'json'].includes(String(options.value('productSource'))),
	plan: (run) => planUploads(run, readSettings(run)),
	present: presentResult,
};

/** Says that full syncs were compared with nothing, since a catalog may have shrunk unseen; empty if all were. */
function comparisonRemark({ parameters }: RunContext, guards: readonly Guards[]): string {
	const unseen = guards.filter(({ previousProducts }) => previousProducts === null).length;
	if (unseen === 0) return '';
	const which = unseen === guards.length ? '' : ` for ${unseen} of ${guards.length} stores`;
	const reason = parameters.isGiven(previousName) ? 'is 0' : 'is not set';
	return `The number of products was not compared with an earlier one${which}, since the option Previous Products ${reason}.`;
}

async function* planUploads(
	run: RunContext,
	settings: Settings,
): AsyncGenerator<Step<UploadResult>> {
	const collected = yield* collectUploads(run, settings);
	const uploads = yield* refusePartialSyncs(run, collected);
	const report = startProgress(run);
	let repeated = 0;
	const guards: Guards[] = [];
	for (const [position, upload] of uploads.entries()) {
		const parts = yield* prepare(run, settings, upload);
		for (const [index, part] of parts.entries()) {
			const { indexes, products, file } = part;
			repeated += part.repeated;
			if (part.guards !== null) guards.push(part.guards);
			const result = resultOf(upload, part);
			if (settings.validatesOnly) {
				yield checked(indexes, result, products);
				continue;
			}
			const place = `upload ${position + 1} of ${uploads.length}`;
			const ofParts = parts.length === 1 ? '' : `, part ${index + 1} of ${parts.length}`;
			const title = `${place}${ofParts}, ${nameOfStore(upload)}, ${formatNumber(products)} products`;
			yield toJob(upload, part, result, (bytes) => report(title, bytes, file.bytes));
		}
	}
	run.remarks.push(comparisonRemark(run, guards));
	run.remarks.push(settings.source === 'file' ? uncountedRemark : repeatedRemark(repeated));
}

function resultOf({ target }: Upload, { products, repeated, file }: UploadPart): UploadResult {
	const { storeId, sentMode: syncMode } = target;
	const different = products - repeated;
	return { storeId, syncMode, products: different, bytes: file.bytes, response: undefined };
}

function toJob(
	{ target }: Upload,
	{ indexes, products, file }: UploadPart,
	result: UploadResult,
	onRead: (bytes: number) => Promise<void>,
): Job<UploadResult> {
	const { connection, headers, form } = target;
	return {
		kind: 'job',
		indexes,
		account: connection,
		target: null,
		units: products,
		url: connection.baseUrl + endpoint.uploadProducts(),
		headers,
		body: (signal) => createBody(form, file, signal, onRead),
		read: (data) => ({ ...result, response: data ?? null }),
	};
}

/**
 * Returns a function that logs how far an upload is, at most once a second. It also yields to the
 * event loop if the network takes bytes so fast that nothing else would run.
 */
function startProgress({
	log,
	timeSlice,
}: RunContext): (title: string, bytes: number, totalBytes: number) => Promise<void> {
	let last = Date.now();
	return async (title, bytes, totalBytes) => {
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
		if (Date.now() - last < logInterval) return;
		last = Date.now();
		log(`Kainic Catalog: ${title}: ${inMegabytes(bytes)} of ${inMegabytes(totalBytes)} MB sent`);
	};
}

/** Milliseconds between two lines in n8n's log. */
const logInterval = 1000;

function inMegabytes(bytes: number): string {
	return (bytes / megabyte).toFixed(1);
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
