import { InputError, inputFailure } from '../shared/failure';
import { endpoint, field } from '../shared/kainic/api';
import type { Operation, RunContext } from '../shared/operation';
import { yieldUnlessCanceled } from '../shared/wait';
import { readHeaders } from '../shared/panel/collections';
import {
	failedItems,
	validItems,
	type Job,
	type OutputItem,
	type Plan,
	type Settled,
} from '../shared/send/job';
import { formatNumber } from '../shared/values';
import { fileName, formBytes, readForm, tooLarge, type UploadForm } from './form';
import {
	readMinimum,
	refusalOfAll,
	refusePartialRun,
	refuseSeveralFiles,
	refuseTooFew,
} from './full-sync';
import { readSettings, readUploads, type Settings, type Upload } from './uploads';

/** What the output item of an upload reports about its request. */
interface UploadDetails {
	readonly storeId: string;
	readonly syncMode: Settings['syncMode'];
	readonly products: number;
	readonly bytes: number;
}

export const uploadCatalog: Operation<UploadDetails> = {
	outputs: 1,
	keyType: 'project',
	labels: { unit: 'product', done: 'uploaded' },
	advice: {},
	outputMode: (parameters) => (parameters.choice('productSource') === 'file' ? 'each' : 'joined'),
	plan: planUploads,
	show: ({ details }, data, attempts) => [
		showUpload({ status: 'accepted', ...details, attempts, response: data ?? null }),
	],
};

interface CheckedUpload extends Upload {
	readonly headers: Readonly<Record<string, string>>;
	readonly form: UploadForm;
	readonly file: Blob;
}

/** Reads and checks all items before the first upload is sent. */
async function* planUploads(run: RunContext): Plan<UploadDetails> {
	const settings = readSettings(run);
	const isFull = settings.syncMode === 'full';
	if (isFull) refusePartialRun(run);
	const { uploads, refused } = await readUploads(run, settings);
	const failures = refused.flatMap(({ outcome }) =>
		outcome.kind === 'failed' ? [outcome.failure] : [],
	);
	const refusal = isFull ? refusalOfAll(failures) : null;
	if (refusal !== null) throw refusal;
	yield* refused;
	const checked: CheckedUpload[] = [];
	for (const upload of uploads) {
		await yieldUnlessCanceled(run.cancel);
		try {
			if (isFull) await checkFullSync(run, upload, uploads);
			checked.push(await checkRequest(run, settings, upload));
		} catch (error) {
			const { indexes, products } = upload;
			const isNamed = indexes.length === 1 && run.items.length > 1;
			const failure = inputFailure(error, isNamed ? `item ${indexes[0]}` : null);
			yield failedItems(indexes, failure, products.products);
		}
	}
	run.remarks.push(...remarksOf(checked));
	for (const upload of checked) {
		const bytes = formatNumber(upload.file.size);
		const what = settings.validatesOnly ? 'valid' : 'ready';
		run.context.logger.info(`Kainic Catalog: store "${upload.storeId}": ${what}, ${bytes} bytes`);
		yield toStep(run, upload, settings);
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
	refuseTooFew(products, await readMinimum(run, indexes), storeId);
}

/** Makes the form and the file of an upload. Throws an InputError if the request cannot be sent. */
async function checkRequest(
	run: RunContext,
	{ syncMode, limit }: Settings,
	upload: Upload,
): Promise<CheckedUpload> {
	const { storeId, indexes, products } = upload;
	const parameters = run.parameters.at(indexes[0] ?? 0);
	const headers = readHeaders(parameters);
	const form = readForm(parameters, run.connection, storeId, syncMode);
	const key = parameters.text('options.wrapInKey');
	await refuseDifferences(run, indexes);
	const file = upload.file ?? products.toJson(key);
	const bytes = file.size + formBytes(form);
	if (bytes > limit) throw tooLarge(bytes, limit, `request for the store "${storeId}"`);
	return { ...upload, headers, form, file };
}

/** Options that must have the same value for all items of one upload. */
const commonOptions = ['headers', 'formNames', 'extraFormFields', 'wrapInKey'].map(
	(name) => `options.${name}`,
);

async function refuseDifferences(
	{ parameters, cancel }: RunContext,
	indexes: readonly number[],
): Promise<void> {
	for (const name of commonOptions) {
		const { title, holdsExpression, read } = parameters.get(name);
		if (!holdsExpression) continue;
		const values = new Set<string | undefined>();
		for (const index of indexes) {
			await yieldUnlessCanceled(cancel);
			values.add(JSON.stringify(read(index)));
		}
		if (values.size === 1) continue;
		throw new InputError(`${title} has different values for the items of one upload.`, {
			advice: `Change the expression of ${title}. It must return the same value for all items of an upload.`,
		});
	}
}

/** Sentences for the line above the output. */
function remarksOf(uploads: readonly Upload[]): string[] {
	const remarks: string[] = [];
	const missing = uploads.map(({ products }) => products.missingId);
	if (!missing.includes('')) remarks.push(...missing.slice(0, 1));
	const repeated = uploads.reduce((sum, { products }) => sum + products.repeated, 0);
	const repeat = repeated === 1 ? 'product has' : 'products have';
	if (repeated > 0) {
		remarks.push(
			`${formatNumber(repeated)} ${repeat} the same ${field.itemId} as another product.`,
		);
	}
	return remarks;
}

function toStep(
	{ connection }: RunContext,
	{ storeId, indexes, products: { products, firstProduct }, headers, form, file }: CheckedUpload,
	{ syncMode, validatesOnly }: Settings,
): Job<UploadDetails> | Settled {
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

function showUpload(json: Readonly<Record<string, unknown>>): OutputItem {
	return { kind: 'new_item', output: 0, json };
}
