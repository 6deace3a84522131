import { failed, valid, type Plan, type Present, type Step } from '../shared/send/job';
import { inputFailure, type Failure } from '../shared/failure';
import { endpoint, field } from '../shared/kainic/api';
import type { Operation, RunContext } from '../shared/operation';
import { formatNumber } from '../shared/values';
import { createBody, formBytes, tooLarge } from './form';
import { guardProblem, previousName, refusalOfAll } from './full-sync';
import { requestOf, type UploadRequest } from './request';
import { collectUploads, readSettings, unitsOf, type Settings } from './uploads';

export const uploadCatalog: Operation = {
	outputs: 1,
	keyType: 'project',
	maxResponseBytes: 4 * 1024 * 1024,
	labels: { unit: 'product', done: 'uploaded' },
	advice: {},
	outputForm: (options) =>
		['inputItems', 'json'].includes(String(options.get('productSource').read(0)))
			? 'joined'
			: 'each',
	plan: planUploads,
};

async function* planUploads(run: RunContext): Plan {
	const settings = readSettings(run);
	const { uploads, refused } = await collectUploads(run, settings);
	const refusal = settings.syncMode === 'full' ? refusalOfAll([...refused.values()]) : null;
	if (refusal !== null) throw refusal;
	for (const [index, failure] of refused) yield failed([index], failure);
	const report = startProgress(run);
	const sound: UploadRequest[] = [];
	for (const upload of uploads) {
		let request: UploadRequest;
		try {
			request = await requestOf(run, settings, upload);
			refuseUpload(request, settings.limit);
		} catch (error) {
			yield failed(upload.indexes, failureOf(run, upload.indexes, error), unitsOf(upload));
			continue;
		}
		sound.push(request);
		yield toStep(run, request, settings, report);
	}
	run.remarks.push(...idRemark(sound), ...comparisonRemark(run, sound), ...repeatedRemark(sound));
}

/** Throws an InputError if an upload must not be sent. */
function refuseUpload(request: UploadRequest, limit: number): void {
	const { storeId, form, file, guards } = request;
	const store = `store "${storeId}"`;
	const problem = guards === null ? null : guardProblem(request, guards, store);
	if (problem !== null) throw problem;
	const bytes = file.bytes + formBytes(form);
	if (bytes > limit) throw tooLarge(bytes, limit, `request for the ${store}`);
}

/** Names the only item of an upload, unless it is the only one of the run. */
function failureOf({ items }: RunContext, indexes: readonly number[], error: unknown): Failure {
	const isNamed = indexes.length === 1 && items.length > 1;
	return inputFailure(error, isNamed ? `Item ${indexes[0]}` : null);
}

function toStep(
	{ connection }: RunContext,
	request: UploadRequest,
	settings: Settings,
	report: ReturnType<typeof startProgress>,
): Step {
	const { storeId, claim, headers, form, indexes, file, products } = request;
	if (settings.validatesOnly) {
		const { firstProduct } = request;
		return valid(indexes, present(request, settings, { firstProduct }), products);
	}
	return {
		kind: 'job',
		indexes,
		target: null,
		units: products,
		url: connection.baseUrl + endpoint.catalog(),
		headers,
		body: (signal) => {
			if (claim !== null && typeof claim === 'object') claim.isSent = true;
			return createBody(form, file, signal, (bytes) => report(storeId, bytes, file.bytes));
		},
		read: (data) => present(request, settings, { response: data ?? null }),
		split: () => [],
	};
}

/** The item of an upload. */
function present(
	{ storeId, products, file: { bytes } }: UploadRequest,
	{ syncMode }: Settings,
	more: Readonly<Record<string, unknown>>,
): Present {
	const figures = { storeId, syncMode, products, bytes };
	return (_itemIndex, { kind, attempts }) => {
		const json = { status: kind, ...figures, attempts, ...more };
		return [{ kind: 'new_item', output: 0, json }];
	};
}

/** Says that full syncs were not compared with an earlier count; empty if all were. */
function comparisonRemark(
	{ parameters }: RunContext,
	requests: readonly UploadRequest[],
): string[] {
	const unseen = requests.filter(({ guards }) => guards?.previousProducts === 0).length;
	if (unseen === 0) return [];
	const which = unseen === requests.length ? '' : ` for ${unseen} of ${requests.length} stores`;
	const reason = parameters.isGiven(previousName) ? 'is 0' : 'is not set';
	return [
		`The number of products was not compared with the last upload${which}, because the option Previous Products ${reason}.`,
	];
}

/** Says that no product has the inferred field for its ID; empty if one has it. */
function idRemark([first, ...others]: readonly UploadRequest[]): string[] {
	if (first === undefined || others.some(({ missingId }) => missingId === '')) return [];
	return first.missingId === '' ? [] : [first.missingId];
}

/** Says how many products repeat an ID; empty if none does. */
function repeatedRemark(requests: readonly UploadRequest[]): string[] {
	const repeated = requests.reduce((sum, request) => sum + request.repeated, 0);
	if (repeated === 0) return [];
	const products = repeated === 1 ? 'product repeats' : 'products repeat';
	return [`${formatNumber(repeated)} ${products} the ${field.itemId} of another product.`];
}

/**
 * Returns a function that logs how far an upload is, at most once a second. It also yields to the
 * event loop if the network takes bytes so fast that nothing else would run.
 */
function startProgress({ context, yielder }: RunContext) {
	let last = Date.now();
	return async (storeId: string, bytes: number, totalBytes: number): Promise<void> => {
		await yielder.pause();
		if (Date.now() - last < 1000) return;
		last = Date.now();
		const [sent, total] = [formatNumber(bytes), formatNumber(totalBytes)];
		context.logger.info(`Kainic Catalog: store "${storeId}": ${sent} of ${total} bytes sent`);
	};
}
