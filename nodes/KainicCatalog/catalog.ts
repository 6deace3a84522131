import { inputFailure, type Failure } from '../shared/failure';
import { endpoint, field } from '../shared/kainic/api';
import type { Operation, RunContext } from '../shared/operation';
import { yieldUnlessCanceled } from '../shared/wait';
import { readHeaders } from '../shared/panel/collections';
import {
	failedItems,
	receiptJson,
	validItems,
	type Job,
	type OutputItem,
	type Plan,
	type Settled,
} from '../shared/send/job';
import { formatNumber } from '../shared/values';
import { fileName, formBytes, readForm } from './form';
import {
	noteFullSync,
	readMinimum,
	refuseExecuteOnce,
	refuseSecondSync,
	refuseSeveralFiles,
	refuseTooFew,
	refuseWithout,
} from './full-sync';
import type { ProductList } from './products';
import { maxBytes, readSettings, tooLarge, type Settings } from './settings';
import { readUploads, type Upload } from './uploads';

/** What the output item of an upload reports about its request. */
interface UploadDetails {
	readonly storeId: string;
	readonly syncMode: Settings['syncMode'];
	readonly products: number;
	readonly bytes: number;
}

export const uploadCatalog: Operation<UploadDetails> = {
	outputs: 1,
	patience: 300,
	keyType: 'project',
	labels: { unit: 'product', done: 'uploaded', twice: 'uploaded twice' },
	// A failed item contains only the first product, so nobody must send it again.
	advice: {
		credit: 'Top up the project credit in the Kainic Console. Then run the workflow again.',
		rate_limited: 'Run the workflow again later.',
		rejected: 'Read the message and correct the cause. Then run the workflow again.',
		server_error: 'Run the workflow again later.',
		timeout: "Run the workflow again later, or raise 'Timeout' under 'Options'.",
	},
	outputMode: (parameters) => (parameters.choice('productSource') === 'file' ? 'each' : 'joined'),
	plan: planUploads,
	show: ({ details }, data, receipt) => [
		showUpload({ status: 'accepted', ...details, ...receiptJson(receipt), response: data ?? null }),
	],
	ended: (context, { details: { storeId, syncMode } }, outcome) => {
		const isRefused = outcome.kind === 'failed' && !outcome.failure.mayBeAccepted;
		if (syncMode === 'full' && !isRefused) noteFullSync(context, storeId);
	},
};

/** Uploads files of a stock sync one by one. Before a full sync, all items are read and checked. */
async function* planUploads(run: RunContext): Plan<UploadDetails> {
	const settings = readSettings(run);
	const isFull = settings.syncMode === 'full';
	if (isFull) refuseExecuteOnce(run);
	const lists = new Set<ProductList>();
	const uploads: Upload[] = [];
	const failures: Failure[] = [];
	for await (const read of readUploads(run, settings)) {
		if (read.kind === 'upload') lists.add(read.products);
		if (!isFull) yield read.kind === 'upload' ? await toStep(run, settings, read) : read;
		else if (read.kind === 'upload') uploads.push(read);
		else if (read.outcome.kind === 'failed') failures.push(read.outcome.failure);
	}
	refuseWithout(failures);
	const steps: Array<Job<UploadDetails> | Settled> = [];
	for (const upload of uploads) steps.push(await toStep(run, settings, upload, uploads));
	// A node that is set to stop sends nothing after a failure.
	yield* steps.filter(({ kind }) => kind === 'settled');
	yield* steps.filter(({ kind }) => kind === 'job');
	return remarksOf(lists);
}

/** The request of an upload, or its failure. `fullSyncs`: all full syncs of this run. */
async function toStep(
	run: RunContext,
	settings: Settings,
	upload: Upload,
	fullSyncs: readonly Upload[] = [],
): Promise<Job<UploadDetails> | Settled> {
	const { indexes, products } = upload;
	await yieldUnlessCanceled(run.cancel);
	try {
		if (fullSyncs.length > 0) await checkFullSync(run, upload, fullSyncs);
		return requestOf(run, settings, upload);
	} catch (error) {
		const isNamed = indexes.length === 1 && run.items.length > 1;
		const failure = inputFailure(error, isNamed ? `item ${indexes[0]}` : null);
		return failedItems(indexes, failure, products.products);
	}
}

/** Throws an InputError if the catalog would be incomplete after this upload. */
async function checkFullSync(
	run: RunContext,
	{ storeId, indexes, products }: Upload,
	uploads: readonly Upload[],
): Promise<void> {
	const forStore = uploads.filter((other) => other.storeId === storeId);
	if (forStore.length > 1) refuseSeveralFiles(storeId);
	refuseSecondSync(run, storeId);
	refuseTooFew(products, await readMinimum(run, indexes), storeId);
}

/** Throws an InputError if the request cannot be sent. */
function requestOf(
	run: RunContext,
	settings: Settings,
	{ storeId, indexes, products: list, file: source }: Upload,
): Job<UploadDetails> | Settled {
	const { runParameters, connection, context } = run;
	const { syncMode, validatesOnly } = settings;
	const { products, firstProduct } = list;
	const headers = readHeaders(runParameters);
	const form = readForm(run, storeId, syncMode);
	const file = source ?? list.toJson();
	const bytes = file.size + formBytes(form);
	if (bytes > maxBytes) throw tooLarge(bytes, settings, `request for the store "${storeId}"`);
	const what = `${validatesOnly ? 'valid' : 'ready'}, ${formatNumber(file.size)} bytes`;
	context.logger.info(`Kainic Catalog: store "${storeId}": ${what}`);
	const details = { storeId, syncMode, products, bytes: file.size };
	if (validatesOnly) {
		const item = showUpload({ status: 'valid', ...details, attempts: 0, firstProduct });
		return validItems(indexes, [item], products);
	}
	return {
		kind: 'job',
		indexes,
		units: products,
		target: null,
		url: connection.baseUrl + endpoint.catalog(),
		headers,
		content: { kind: 'form', form: { ...form, fileName, file } },
		details,
	};
}

/** Sentences for the line above the output. Several stores can get the same list. */
function remarksOf(lists: ReadonlySet<ProductList>): string[] {
	const remarks: string[] = [];
	const missing = [...lists].map(({ missingId }) => missingId);
	if (!missing.includes('')) remarks.push(...missing.slice(0, 1));
	const repeated = [...lists].reduce((sum, list) => sum + list.repeated, 0);
	const repeat = repeated === 1 ? 'product has' : 'products have';
	if (repeated > 0) {
		remarks.push(
			`${formatNumber(repeated)} ${repeat} the same ${field.itemId} as another product.`,
		);
	}
	return remarks;
}

function showUpload(json: Readonly<Record<string, unknown>>): OutputItem {
	return { kind: 'new_item', output: 0, json };
}
