import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Emulator } from '../../../emulator';
import { success } from '../table/answers';
import type { NodeName } from './fault-case';

/** An item that Kainic took, and the request that brought it. */
export interface Taken {
	readonly item: number;
	/** Counts from 1. */
	readonly request: number;
}

/** A node with work for it: two requests, one after the other. */
export interface NodeCase {
	readonly name: NodeName;
	readonly type: string;
	readonly keyType: 'project' | 'experiment';
	readonly items: readonly IDataObject[];
	/** The items of each request. */
	readonly jobs: readonly [readonly number[], readonly number[]];
	readonly parameters: INodeParameters;
	/** What it has as options, beside those that say how often and how long it tries. */
	readonly options: INodeParameters;
	/** Failures of this scope concern both requests. */
	readonly sharedScope: 'tracker' | 'model' | 'experiment' | null;
	/** What the emulator took, item by item. */
	taken(emulator: Emulator): Taken[];
	/** The data of a success, with further fields where the node reads what it puts out. */
	dataWith(fields: Readonly<Record<string, unknown>>): object;
}

const visitor = (index: number) => `visitor-${index}`;

const visitors = [0, 1].map((index) => ({ visitor: visitor(index), session: `session-${index}` }));

const dataWith: NodeCase['dataWith'] = (fields) => ({
	...success.data,
	items: success.data.items.map((item) => ({ ...fields, ...item })),
});

const event: NodeCase = {
	name: 'event',
	type: 'kainicEvent',
	keyType: 'project',
	items: [0, 1, 2, 3].map((index) => ({ platform: 'web', anon_uid: visitor(index) })),
	jobs: [
		[0, 1],
		[2, 3],
	],
	parameters: { trackerId: 'tracker-web', eventSource: 'inputItem' },
	options: { batchSize: 2 },
	sharedScope: 'tracker',
	taken: ({ world }) =>
		world.ledger.events.map(({ event: { anon_uid: id }, request }) => ({
			item: indexOf(id),
			request,
		})),
	dataWith,
};

const question = { platform: 'web', anonUid: '={{ $json.visitor }}', type: 'popular' };

const predict: NodeCase = {
	name: 'predict',
	type: 'kainicPredict',
	keyType: 'project',
	items: visitors,
	jobs: [[0], [1]],
	parameters: { ...question, modelId: 'model-popular' },
	options: { concurrency: 1, limit: 1 },
	sharedScope: 'model',
	taken: takenPredictions,
	dataWith,
};

const experiment: NodeCase = {
	...predict,
	name: 'experiment',
	type: 'kainicExperiment',
	keyType: 'experiment',
	sharedScope: 'experiment',
	parameters: { ...question, experimentId: 'experiment-home', sid: '={{ $json.session }}' },
};

const stores = ['store-1', 'store-2'];

const catalog: NodeCase = {
	name: 'catalog',
	type: 'kainicCatalog',
	keyType: 'project',
	items: [0, 1, 2, 3].map((index) => ({ item_id: `p-${index}`, store: stores[index % 2] ?? '' })),
	jobs: [
		[0, 2],
		[1, 3],
	],
	parameters: { syncMode: 'full', minProducts: 1, storeId: '={{ $json.store }}' },
	options: {},
	sharedScope: null,
	taken: ({ world }) =>
		world.ledger.catalogs.uploads.flatMap(({ storeId, request }) =>
			(catalog.jobs[stores.indexOf(storeId)] ?? []).map((item) => ({ item, request })),
		),
	dataWith,
};

export const nodeCases: Readonly<Record<NodeName, NodeCase>> = {
	event,
	predict,
	experiment,
	catalog,
};

function takenPredictions({ world }: Emulator): Taken[] {
	return world.ledger.predictions.map(({ anonUid, request }) => ({
		item: indexOf(anonUid),
		request,
	}));
}

function indexOf(id: unknown): number {
	return Number(String(id).replace(visitor(0).slice(0, -1), ''));
}
