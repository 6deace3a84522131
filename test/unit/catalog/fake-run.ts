import { catalogProperties } from '../../../nodes/KainicCatalog/properties';
import { uploadCatalog } from '../../../nodes/KainicCatalog/catalog';
import { failed, type Job, type Step } from '../../../nodes/shared/send/job';
import { inputFailure } from '../../../nodes/shared/failure';
import type { RunContext } from '../../../nodes/shared/operation';
import { fakeRun as runOf, type FakeRun } from '../support/fake-run';

export { demo, type FakeRun, type Panel } from '../support/fake-run';

/** A run of Kainic Catalog; by default a full sync of items that are products. */
export function fakeRun({ panel, ...given }: FakeRun): RunContext {
	return runOf({
		properties: catalogProperties,
		...given,
		panel: {
			syncMode: 'full',
			storeId: 'store-1',
			minProducts: 1,
			productSource: 'inputItems',
			binaryPropertyName: 'data',
			...panel,
		},
	});
}

/** All steps of a plan. If it throws, the items that it did not reach end together, as delivery ends them. */
export async function stepsOf(run: RunContext): Promise<Array<Step>> {
	const steps: Array<Step> = [];
	try {
		for await (const step of uploadCatalog.plan(run)) steps.push(step);
	} catch (error) {
		const ended = new Set(steps.flatMap(({ indexes }) => indexes));
		const others = [...run.items.keys()].filter((index) => !ended.has(index));
		steps.push(failed(others, inputFailure(error, null)));
	}
	return steps;
}

export interface Sent {
	readonly indexes: readonly number[];
	readonly fields: Readonly<Record<string, string>>;
	readonly fileName: string;
	readonly text: string;
	readonly products: readonly unknown[];
}

/** What a job puts on the wire. */
export async function sent(job: Job): Promise<Sent> {
	const { content, progress } = job.body(new AbortController().signal);
	if (!(content instanceof FormData)) throw new Error('An upload is a form');
	const fields: Record<string, string> = {};
	let file: File | undefined;
	for (const [name, value] of content.entries()) {
		if (typeof value === 'string') fields[name] = value;
		else file = value;
	}
	const text = await new Response(file?.stream()).text();
	const { bytes, totalBytes } = progress();
	if (bytes !== totalBytes || totalBytes !== Buffer.byteLength(text)) {
		throw new Error(`The announced size is wrong: ${bytes} of ${totalBytes}`);
	}
	const products = JSON.parse(text) as unknown[];
	return { indexes: job.indexes, fields, fileName: file?.name ?? '', text, products };
}

export async function uploadsOf(run: RunContext): Promise<Sent[]> {
	const jobs = (await stepsOf(run)).filter((step) => step.kind === 'job');
	return await Promise.all(jobs.map(sent));
}

/** The failures of a plan, with the items they end. */
export async function refusalsOf(run: RunContext) {
	return (await stepsOf(run)).flatMap((step) =>
		step.kind === 'settled' && step.outcome.kind === 'failed'
			? [{ indexes: step.indexes, ...step.outcome.failure }]
			: [],
	);
}
