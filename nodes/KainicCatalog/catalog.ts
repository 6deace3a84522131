import type { GenericValue } from 'n8n-workflow';
import { checked, type Job, type Step } from '../shared/delivery/job';
import { endpoint, field } from '../shared/kainic/api';
import {
	type Operation,
	type OutputItem,
	type RunContext,
	type Success,
} from '../shared/n8n/operation';
import { formatNumber } from '../shared/values';
import { createBody } from './form';
import { refuseParts } from './full-sync';
import { previousName, type Guards } from './guards';
import { prepare, type UploadPart } from './prepare';
import { catalogDefaults } from './properties';
import { megabyte, readSettings, type Settings, type SyncMode } from './settings';
import { collectUploads, placeReader, type PlaceReader, type Upload } from './uploads';

/** What the output says of an upload that was accepted or found valid. */
export interface UploadResult {
	readonly storeId: string;
	readonly syncMode: SyncMode;
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
	plan: (run) => {
		const settings = readSettings(run);
		return planUploads(run, settings, placeReader(run, settings));
	},
	present: presentResult,
};

async function* planUploads(
	run: RunContext,
	settings: Settings,
	placeOf: PlaceReader,
): AsyncGenerator<Step<UploadResult>> {
	const collected = await collectUploads(run, settings, placeOf);
	const uploads = yield* refuseParts(run, settings, collected);
	const report = startProgress(run);
	const guards: Guards[] = [];
	let repeated = 0;
	for (const [position, upload] of uploads.entries()) {
		const parts = await prepare(run, settings, upload);
		for (const [index, part] of parts.entries()) {
			if (part.kind === 'settled') {
				yield part;
				continue;
			}
			repeated += part.repeated;
			if (upload.guards !== null) guards.push(upload.guards);
			const result = resultOf(upload, part, settings.syncMode);
			const ofParts = parts.length === 1 ? '' : `, part ${index + 1} of ${parts.length}`;
			const title = `upload ${position + 1} of ${uploads.length}${ofParts}, store "${upload.storeId}", ${formatNumber(part.products)} products`;
			yield settings.validatesOnly
				? checked(part.indexes, result, part.products)
				: toJob(upload, part, result, (bytes) => report(title, bytes, result.bytes));
		}
	}
	run.remarks.push(comparisonRemark(run, guards), repeatedRemark(repeated));
}

function resultOf(
	{ storeId }: Upload,
	{ products, repeated, file }: UploadPart,
	syncMode: SyncMode,
): UploadResult {
	const different = products - repeated;
	return { storeId, syncMode, products: different, bytes: file.bytes, response: undefined };
}

function toJob(
	{ connection, form, request }: Upload,
	{ indexes, file, products }: UploadPart,
	result: UploadResult,
	onRead: (bytes: number) => Promise<void>,
): Job<UploadResult> {
	return {
		kind: 'job',
		indexes,
		account: connection,
		target: null,
		units: products,
		url: connection.baseUrl + endpoint.uploadProducts(),
		headers: request.headers,
		body: (signal) => createBody(form, file, signal, onRead),
		read: (data) => ({ ...result, response: data ?? null }),
	};
}

/** Says that full syncs were compared with nothing, since a catalog may have shrunk unseen; empty if all were. */
function comparisonRemark({ parameters }: RunContext, guards: readonly Guards[]): string {
	const unseen = guards.filter(({ previousProducts }) => previousProducts === 0).length;
	if (unseen === 0) return '';
	const which = unseen === guards.length ? '' : ` for ${unseen} of ${guards.length} stores`;
	const reason = parameters.isGiven(previousName) ? 'is 0' : 'is not set';
	return `The number of products was not compared with an earlier one${which}, since the option Previous Products ${reason}.`;
}

/** Says how many products repeat an ID; empty if none does. */
function repeatedRemark(repeated: number): string {
	if (repeated === 0) return '';
	const products = repeated === 1 ? 'product repeats' : 'products repeat';
	return `${formatNumber(repeated)} ${products} the ${field.itemId} of another one.`;
}

/** Milliseconds between two lines in n8n's log. */
const logInterval = 1000;

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
		const [sent, all] = [bytes, totalBytes].map((size) => (size / megabyte).toFixed(1));
		log(`Kainic Catalog: ${title}: ${sent} of ${all} MB sent`);
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
