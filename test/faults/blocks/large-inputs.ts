import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { caseOf } from '../../support/node-cases';
import { list, quick, success, type Answer, type BlockCase } from './block-case';

const refusal: Answer = {
	status: 401,
	body: Buffer.from('{"status":"fail","message":"no such key"}'),
};

const view = (index: number) => ({
	platform: 'web',
	anon_uid: `visitor-${index}`,
	event_name: 'view',
});

const product = (index: number) => ({ item_id: `p-${index}` });

const many = <Made>(count: number, make: (index: number) => Made) =>
	Array.from({ length: count }, (_, index) => make(index));

const eventsOf = (parameters: INodeParameters, options: INodeParameters = {}) => ({
	trackerId: 'tracker-web',
	eventSource: 'inputItem',
	...parameters,
	options: { ...quick, ...options },
});

type InputCase = Omit<BlockCase, 'together' | 'apiKey'>;

const caseFor =
	(node: string) =>
	(
		name: string,
		answer: Answer,
		items: readonly IDataObject[],
		parameters: INodeParameters,
	): InputCase => ({ name, node, answer, items, parameters });

const eventCase = caseFor('kainicEvent');
const predictCase = caseFor('kainicPredict');
const catalogCase = caseFor('kainicCatalog');

const productsOf = (more: INodeParameters) => {
	return {
		syncMode: 'full',
		storeId: 'store-1',
		productSource: 'inputItems',
		options: quick,
		...more,
	};
};

const accepted = success('{}');

const predict = caseOf('kainicPredict');

export const inputCases: readonly InputCase[] = [
	eventCase(
		'one item with 40,000 events',
		accepted,
		[{}],
		eventsOf({ eventSource: 'json', eventJson: JSON.stringify(many(40_000, view)) }),
	),
	eventCase(
		'12 MB of [ as Event JSON',
		accepted,
		[{}],
		eventsOf({ eventSource: 'json', eventJson: '['.repeat(12_000_000) }),
	),
	eventCase(
		'20,000 trackers, the key refused',
		refusal,
		many(20_000, (index) => ({ ...view(index), tracker: `t-${index}` })),
		eventsOf({ trackerId: '={{ $json.tracker }}' }),
	),
	eventCase(
		'Concurrency 5,000,000,000, 500 requests',
		accepted,
		many(500, view),
		eventsOf({}, { concurrency: 5_000_000_000, batchSize: 1 }),
	),
	eventCase('100,000 items', accepted, many(100_000, view), eventsOf({})),
	predictCase('100,000 output items', success(list(50_000, '1')), predict.items, {
		...predict.parameters,
		options: { ...quick, limit: 1_000_000, concurrency: 2 },
	}),
	predictCase('100,000 items, the key refused', refusal, many(100_000, view), {
		...{ platform: 'web', anonUid: 'visitor', type: 'popular', modelId: 'm' },
		options: quick,
	}),
	catalogCase(
		'one JSON text with 100,000 products',
		accepted,
		[{}],
		productsOf({
			...{ syncMode: 'stock', productSource: 'json' },
			productsJson: JSON.stringify(many(100_000, product)),
		}),
	),
	catalogCase('100,000 products as items', accepted, many(100_000, product), productsOf({})),
	catalogCase(
		'10,000 stores, the key refused',
		refusal,
		many(10_000, (index) => ({ ...product(index), store: `s-${index}` })),
		productsOf({ storeId: '={{ $json.store }}' }),
	),
];
