import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { caseOf } from '../../cases';
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

const many = <Made>(count: number, make: (index: number) => Made) =>
	Array.from({ length: count }, (_, index) => make(index));

const eventsOf = (parameters: INodeParameters, options: INodeParameters = {}) => ({
	trackerId: 'tracker-web',
	eventSource: 'inputItem',
	...parameters,
	options: { ...quick, ...options },
});

type InputCase = Omit<BlockCase, 'together'>;

const eventCase = (
	name: string,
	answer: Answer,
	items: readonly IDataObject[],
	parameters: INodeParameters,
): InputCase => ({ name, node: 'kainicEvent', answer, items, parameters });

const catalogCase = (
	name: string,
	answer: Answer,
	items: readonly IDataObject[],
	parameters: INodeParameters,
): InputCase => {
	const common = { storeId: 'store-1', productSource: 'inputItems', options: quick };
	return { name, node: 'kainicCatalog', answer, items, parameters: { ...common, ...parameters } };
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
	...[5_000_000_000, 1_000_000].map((concurrency) =>
		eventCase(
			`Concurrency ${concurrency.toLocaleString('en-US')}, 500 requests`,
			accepted,
			many(500, view),
			eventsOf({}, { concurrency, batchSize: 1 }),
		),
	),
	eventCase('100,000 items', accepted, many(100_000, view), eventsOf({})),
	eventCase('100,000 items, the key refused', refusal, many(100_000, view), eventsOf({})),
	{
		name: '100,000 output items',
		node: 'kainicPredict',
		answer: success(list(50_000, '1')),
		items: predict.items,
		parameters: {
			...predict.parameters,
			options: { ...quick, limit: 1_000_000, concurrency: 2 },
		},
	},
	{
		name: '100,000 items, the key refused',
		node: 'kainicPredict',
		answer: refusal,
		items: many(100_000, (index) => ({ visitor: `visitor-${index}` })),
		parameters: {
			platform: 'web',
			anonUid: 'visitor',
			type: 'popular',
			modelId: 'm',
			options: quick,
		},
	},
	catalogCase('one JSON text with 100,000 products', accepted, [{}], {
		...{ syncMode: 'stock', productSource: 'json' },
		productsJson: JSON.stringify(many(100_000, (index) => ({ item_id: `p-${index}` }))),
	}),
	catalogCase(
		'100,000 products as items',
		accepted,
		many(100_000, (index) => ({ item_id: `p-${index}` })),
		{ syncMode: 'full' },
	),
	catalogCase(
		'10,000 stores, the key refused',
		refusal,
		many(10_000, (index) => ({ item_id: `p-${index}`, store: `s-${index}` })),
		{ syncMode: 'full', storeId: '={{ $json.store }}' },
	),
];
