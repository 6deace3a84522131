import { catalogProperties } from '../../../nodes/KainicCatalog/properties';
import { uploadCatalog } from '../../../nodes/KainicCatalog/catalog';
import { createBody } from '../../../nodes/shared/send/request-body';
import { failedItems, type Job, type Settled } from '../../../nodes/shared/send/job';
import { failureJson, inputFailure } from '../../../nodes/shared/failure';
import type { RunContext } from '../../../nodes/shared/operation';
import { fakeRun as runOf, type FakeRun } from '../../support/units/fake-run';

export type { Panel } from '../../support/units/fake-run';

/** What a run is given; the rest is a full sync of one product. */
export type Given = Partial<FakeRun>;

/** Products as items: `p0`, `p1` and so on. */
export const items = (count: number) =>
	Array.from({ length: count }, (_, index) => ({ json: { item_id: `p${index}` } }));

export function fakeRun({ panel, ...given }: Given): RunContext {
	return runOf({
		properties: catalogProperties,
		items: items(1),
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
export async function stepsOf(given: Given): Promise<Array<Job | Settled>> {
	const run = fakeRun(given);
	const steps: Array<Job | Settled> = [];
	try {
		for await (const step of uploadCatalog.plan(run)) steps.push(step);
	} catch (error) {
		const ended = new Set(steps.flatMap(({ indexes }) => indexes));
		const others = [...run.items.keys()].filter((index) => !ended.has(index));
		steps.push(failedItems(others, inputFailure(error, null), others.length));
	}
	return steps;
}

export interface Sent {
	readonly indexes: readonly number[];
	readonly headers: Job['headers'];
	readonly fields: Readonly<Record<string, string>>;
	readonly fileName: string;
	readonly text: string;
	readonly products: readonly unknown[];
}

export async function sent(job: Job): Promise<Sent> {
	const { content, bytesTaken, totalBytes } = createBody(job.content);
	if (!(content instanceof FormData)) throw new Error('An upload is a form');
	const fields: Record<string, string> = {};
	let file: File | undefined;
	for (const [name, value] of content.entries()) {
		if (typeof value === 'string') fields[name] = value;
		else file = value;
	}
	const text = await new Response(file?.stream()).text();
	const bytes = bytesTaken();
	if (bytes !== totalBytes || totalBytes !== Buffer.byteLength(text)) {
		throw new Error(`The announced size is wrong: ${bytes} of ${totalBytes}`);
	}
	const products = JSON.parse(text) as unknown[];
	return {
		indexes: job.indexes,
		headers: job.headers,
		fields,
		fileName: file?.name ?? '',
		text,
		products,
	};
}

export async function uploadsOf(given: Given): Promise<Sent[]> {
	const jobs = (await stepsOf(given)).filter((step) => step.kind === 'job');
	return await Promise.all(jobs.map(sent));
}

/** The failures of a plan, with the items they end. Each says what to do. */
export async function refusalsOf(given: Given) {
	const refusals = (await stepsOf(given)).flatMap((step) =>
		step.kind === 'settled' && step.outcome.kind === 'failed'
			? [{ indexes: step.indexes, ...step.outcome.failure, ...failureJson(step.outcome.failure) }]
			: [],
	);
	for (const { description } of refusals) expect(description).not.toBe('');
	return refusals;
}

export async function refusalOf(given: Given) {
	const [refusal, ...others] = await refusalsOf(given);
	if (refusal === undefined || others.length > 0) throw new Error('Not one refusal');
	return refusal;
}
