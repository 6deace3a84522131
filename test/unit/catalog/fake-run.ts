import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { uploadCatalog } from '../../../nodes/KainicCatalog/catalog';
import { failed, type Job, type Step } from '../../../nodes/shared/delivery/job';
import { InputError, inputFailure } from '../../../nodes/shared/failure';
import type { Connection } from '../../../nodes/shared/kainic/connection';
import type { Bytes } from '../../../nodes/shared/n8n/binary';
import type { RunContext } from '../../../nodes/shared/n8n/operation';
import { Parameters } from '../../../nodes/shared/n8n/parameters';

/** Values of parameters; a function stands for an expression, and gets the item's index. */
export type PanelValues = Readonly<Record<string, unknown>>;

export const demo: Connection = {
	credential: {},
	baseUrl: 'https://kainic.example',
	projectId: 'demo',
	apiKey: 'secret-key',
};

/** A context that shows a node nothing but its parameters. */
export function fakeParameters(panel: PanelValues): Parameters {
	const context = {
		getNodeParameter(name: string, index: number, fallback: unknown, options?: object): unknown {
			const value = lookUp(panel, name) ?? fallback;
			return resolve(value, options === undefined ? index : null);
		},
	} as unknown as IExecuteFunctions;
	return new Parameters(context);
}

/** Values of a collection stand under its name: the path of a name is looked up as far as it goes. */
function lookUp(panel: unknown, name: string): unknown {
	if (typeof panel !== 'object' || panel === null) return undefined;
	if (Object.hasOwn(panel, name)) return Reflect.get(panel, name);
	const inner = Object.keys(panel).find((key) => name.startsWith(`${key}.`));
	return inner === undefined
		? undefined
		: lookUp(Reflect.get(panel, inner), name.slice(inner.length + 1));
}

/** Evaluates expressions at any depth for an item; for `null` they stay as they are. */
function resolve(value: unknown, index: number | null): unknown {
	if (typeof value === 'function') {
		return index === null ? '={{ … }}' : Reflect.apply(value, undefined, [index]);
	}
	if (Array.isArray(value)) return value.map((entry) => resolve(entry, index));
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value);
	return Object.fromEntries(entries.map(([name, entry]) => [name, resolve(entry, index)]));
}

export interface FakeRun {
	readonly items: readonly INodeExecutionData[];
	readonly panel?: PanelValues;
	/** Content of the file of an item. */
	readonly files?: ReadonlyMap<number, string>;
	readonly connectionOf?: (itemIndex: number) => Connection;
	readonly runsAsTool?: boolean;
	readonly executesOnce?: boolean;
	/** Keys that earlier runs claimed. */
	readonly claimed?: Set<string>;
	/** How often the time slice is over: at each n-th question. */
	readonly sliceLength?: number;
}

export function fakeRun(given: FakeRun): RunContext {
	const { items, panel = {}, files = new Map<number, string>(), sliceLength = Infinity } = given;
	const parameters = fakeParameters({
		syncMode: 'full',
		storeId: 'store-1',
		minProducts: 1,
		productSource: 'inputItems',
		binaryPropertyName: 'data',
		...panel,
	});
	const claimed = given.claimed ?? new Set<string>();
	const own = new Set<string>();
	let questions = 0;
	return {
		items,
		parameters,
		options: parameters.at(0),
		connectionOf: given.connectionOf ?? (() => demo),
		fileOf: (index) => {
			const content = files.get(index);
			if (content === undefined) throw new InputError('no file', { code: 'no_file' });
			const open = () => chunksOf(content);
			return { name: '', open, size: async () => Buffer.byteLength(content) };
		},
		runsAsTool: given.runsAsTool ?? false,
		timezone: 'Europe/Berlin',
		executesOnce: given.executesOnce ?? false,
		claim: (key) => {
			if (claimed.has(key) && !own.has(key)) return false;
			own.add(key);
			claimed.add(key);
			return true;
		},
		yielder: {
			isDue: () => {
				questions += 1;
				return questions % sliceLength === 0;
			},
			yieldToEventLoop: async () => {},
			renew: () => {},
		},
		remarks: [],
		log: () => {},
	};
}

export async function* chunksOf(content: string): AsyncGenerator<Bytes> {
	const bytes = new TextEncoder().encode(content);
	for (let start = 0; start < bytes.length; start += 7) yield bytes.slice(start, start + 7);
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
	const body = job.body(new AbortController().signal);
	if (body.kind !== 'form') throw new Error('An upload is a form');
	const fields: Record<string, string> = {};
	let file: File | undefined;
	for (const [name, value] of body.form.entries()) {
		if (typeof value === 'string') fields[name] = value;
		else file = value;
	}
	const text = await new Response(file?.stream()).text();
	const progress = body.progress();
	if (progress.bytes !== progress.totalBytes || progress.totalBytes !== Buffer.byteLength(text)) {
		throw new Error(`The announced size is wrong: ${JSON.stringify(progress)}`);
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
