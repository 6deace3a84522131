import { failed, valid, type Plan, type Present, type Step } from '../shared/send/job';
import { inputFailure, type Failure, type InputError } from '../shared/failure';
import { endpoint, field } from '../shared/kainic/api';
import type { Operation, RunContext } from '../shared/operation';
import { retryAdvice } from '../shared/panel/properties';
import { formatNumber } from '../shared/values';
import { createBody, formBytes, tooLarge } from './form';
import { guardProblem, previousName, refusalOfAll } from './full-sync';
import { catalogDefaults } from './properties';
import { partsOf, type UploadPart } from './request';
import { collectUploads, readSettings, unitsOf, type Settings } from './uploads';

export const uploadCatalog: Operation = {
	defaults: catalogDefaults,
	outputs: 1,
	keyType: 'project',
	maxResponseBytes: 4 * 1024 * 1024,
	labels: { unit: 'product', done: 'uploaded' },
	advice: retryAdvice,
	outputForm: (options) =>
		['inputItems', 'json'].includes(String(options.value('productSource'))) ? 'joined' : 'each',
	plan: planUploads,
};

async function* planUploads(run: RunContext): Plan {
	const settings = readSettings(run);
	const { uploads, refused } = await collectUploads(run, settings);
	const refusal = settings.syncMode === 'full' ? refusalOfAll([...refused.values()]) : null;
	if (refusal !== null) throw refusal;
	for (const [index, failure] of refused) yield failed([index], failure);
	const report = startProgress(run);
	const sound: UploadPart[] = [];
	for (const upload of uploads) {
		try {
			for (const part of await partsOf(run, settings, upload)) {
				const problem = problemOf(part, settings.limit);
				if (problem === null) sound.push(part);
				yield problem === null
					? toStep(part, settings, report)
					: failed(part.indexes, failureOf(run, part.indexes, problem), part.products);
			}
		} catch (error) {
			yield failed(upload.indexes, failureOf(run, upload.indexes, error), unitsOf(upload));
		}
	}
	run.remarks.push(...idRemark(sound), ...comparisonRemark(run, sound), ...repeatedRemark(sound));
}

/** Why a part must not be sent; null if it may. */
function problemOf(part: UploadPart, limit: number): InputError | null {
	const { upload, form, file, guards } = part;
	const store = `store "${upload.storeId}"`;
	const suspicion = guards === null ? null : guardProblem(part, guards, store);
	if (suspicion !== null) return suspicion;
	const bytes = file.bytes + formBytes(form);
	return bytes > limit ? tooLarge(bytes, limit, `request for the ${store}`) : null;
}

/** Names the only item of an upload, unless it is the only one of the run. */
function failureOf({ items }: RunContext, indexes: readonly number[], error: unknown): Failure {
	const isNamed = indexes.length === 1 && items.length > 1;
	return inputFailure(error, isNamed ? `Item ${indexes[0]}` : null);
}

function toStep(
	part: UploadPart,
	settings: Settings,
	report: ReturnType<typeof startProgress>,
): Step {
	const { upload, headers, form, indexes, file, products } = part;
	const { connection, storeId } = upload;
	if (settings.validatesOnly) return valid(indexes, present(part, settings, {}), products);
	return {
		kind: 'job',
		indexes,
		account: connection,
		target: null,
		units: products,
		url: connection.baseUrl + endpoint.catalog(),
		headers,
		body: (signal) => createBody(form, file, signal, (bytes) => report(storeId, bytes, file.bytes)),
		read: (data) => present(part, settings, { response: data ?? null }),
		split: () => [],
	};
}

/** The item of an upload. */
function present(
	{ upload: { storeId }, products, file: { bytes } }: UploadPart,
	{ syncMode }: Settings,
	answer: { readonly response?: unknown },
): Present {
	const figures = { storeId, syncMode, products, bytes };
	return (_itemIndex, { kind, attempts }) => {
		const json = { status: kind, ...figures, attempts, ...answer };
		return [{ kind: 'new_item', output: 0, json }];
	};
}

/** Says that full syncs were not compared with an earlier count; empty if all were. */
function comparisonRemark({ parameters }: RunContext, parts: readonly UploadPart[]): string[] {
	const unseen = parts.filter(({ guards }) => guards?.previousProducts === 0).length;
	if (unseen === 0) return [];
	const which = unseen === parts.length ? '' : ` for ${unseen} of ${parts.length} stores`;
	const reason = parameters.isGiven(previousName) ? 'is 0' : 'is not set';
	return [
		`The number of products was not compared with an earlier one${which}, since the option Previous Products ${reason}.`,
	];
}

/** Says that no product has the inferred field for its ID; empty if one has it. */
function idRemark([first, ...others]: readonly UploadPart[]): string[] {
	if (first === undefined || others.some(({ missingId }) => missingId === '')) return [];
	return first.missingId === '' ? [] : [first.missingId];
}

/** Says how many products repeat an ID; empty if none does. */
function repeatedRemark(parts: readonly UploadPart[]): string[] {
	const repeated = parts.reduce((sum, part) => sum + part.repeated, 0);
	if (repeated === 0) return [];
	const products = repeated === 1 ? 'product repeats' : 'products repeat';
	return [`${formatNumber(repeated)} ${products} the ${field.itemId} of another one.`];
}

/**
 * Returns a function that logs how far an upload is, at most once a second. It also yields to the
 * event loop if the network takes bytes so fast that nothing else would run.
 */
function startProgress({ log, yielder }: RunContext) {
	let last = Date.now();
	return async (storeId: string, bytes: number, totalBytes: number): Promise<void> => {
		await yielder.pause();
		if (Date.now() - last < 1000) return;
		last = Date.now();
		const [sent, total] = [formatNumber(bytes), formatNumber(totalBytes)];
		log(`Kainic Catalog: store "${storeId}": ${sent} of ${total} bytes sent`);
	};
}
