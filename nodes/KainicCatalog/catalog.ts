import { failed, valid, type Plan, type Present, type Step } from '../shared/send/job';
import { inputFailure } from '../shared/failure';
import { endpoint, field } from '../shared/kainic/api';
import type { Operation, RunContext } from '../shared/operation';
import { formatNumber } from '../shared/values';
import { createBody } from './form';
import { previousName, refusalOfAll } from './full-sync';
import { requestOf, type UploadRequest } from './request';
import { collectUploads, readSettings, type Settings } from './uploads';
import { pause } from '../shared/pause';

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
	const requests: UploadRequest[] = [];
	for (const upload of uploads) {
		try {
			const request = await requestOf(run, settings, upload);
			requests.push(request);
			yield toStep(run, request, settings, report);
		} catch (error) {
			const { indexes, content } = upload;
			const isNamed = indexes.length === 1 && run.items.length > 1;
			const failure = inputFailure(error, isNamed ? `Item ${indexes[0]}` : null);
			yield failed(indexes, failure, content.products + content.repeated);
		}
	}
	run.remarks.push(...remarksOf(run, requests));
}

function toStep(
	{ connection }: RunContext,
	request: UploadRequest,
	settings: Settings,
	report: ReturnType<typeof startProgress>,
): Step {
	const { storeId, claim, headers, form, indexes, file } = request;
	const { products, firstProduct } = request.content;
	if (settings.validatesOnly) {
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

function present(
	{ storeId, content: { products }, file: { bytes } }: UploadRequest,
	{ syncMode }: Settings,
	more: Readonly<Record<string, unknown>>,
): Present {
	const figures = { storeId, syncMode, products, bytes };
	return (_itemIndex, { kind, attempts }) => {
		const json = { status: kind, ...figures, attempts, ...more };
		return [{ kind: 'new_item', output: 0, json }];
	};
}

/** Sentences for the line above the output, about uploads that may be sent. */
function remarksOf({ parameters }: RunContext, requests: readonly UploadRequest[]): string[] {
	const remarks: string[] = [];
	const [missingId = '', ...others] = requests.map(({ content }) => content.missingId);
	if (missingId !== '' && !others.includes('')) remarks.push(missingId);
	const unseen = requests.filter(({ guards }) => guards?.previousProducts === 0).length;
	if (unseen > 0) {
		const which = unseen === requests.length ? '' : ` for ${unseen} of ${requests.length} stores`;
		const reason = parameters.isGiven(previousName) ? 'is 0' : 'is not set';
		remarks.push(
			`The number of products was not compared with the last upload${which}, because the option Previous Products ${reason}.`,
		);
	}
	const repeated = requests.reduce((sum, { content }) => sum + content.repeated, 0);
	const repeat = repeated === 1 ? 'product has' : 'products have';
	if (repeated > 0) {
		remarks.push(
			`${formatNumber(repeated)} ${repeat} the same ${field.itemId} as another product.`,
		);
	}
	return remarks;
}

/**
 * Returns a function that logs how far an upload is, at most once a second. It lets other
 * work run, because a fast upload never waits for the network.
 */
function startProgress({ context }: RunContext) {
	let last = Date.now();
	return async (storeId: string, bytes: number, totalBytes: number): Promise<void> => {
		await pause();
		if (Date.now() - last < 1000) return;
		last = Date.now();
		const [sent, total] = [formatNumber(bytes), formatNumber(totalBytes)];
		context.logger.info(`Kainic Catalog: store "${storeId}": ${sent} of ${total} bytes sent`);
	};
}
