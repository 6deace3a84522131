import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { nodeNames, type NodeName } from '../support/fault-case';
import { nodeCases } from '../support/node-case';
import type { Answer } from './answering-server';

/** Something hostile or large that one node has to do with. */
export interface BlockCase {
	readonly name: string;
	/** The line of the table that it counts in. */
	readonly row: string;
	readonly node: NodeName;
	readonly answer: Answer;
	readonly items: readonly IDataObject[];
	readonly parameters: INodeParameters;
}

export const apiKey = 'sentinel7f3a-plain-key';

const megabyte = 1024 * 1024;

const success = (data: string): Answer => ({
	status: 200,
	body: Buffer.from(`{"status":"success","data":${data}}`),
});

const refusal: Answer = {
	status: 401,
	body: Buffer.from('{"status":"fail","message":"no such key"}'),
};

/** Raw characters, as a page holds them. */
const floods: ReadonlyArray<readonly [string, string]> = [
	...['\\', '%', '&', '"', '<', '+', '/', '\\u0000'].map((text) => [`\`${text}\``, text] as const),
	["the key's first character", 's'],
	['beginnings of the key', 'sentinel7f3a-plain-ke'],
];

const flood = (text: string) => text.repeat(Math.floor(megabyte / text.length));

/** The same inside a JSON text, where a quote and a lone backslash need another. */
const jsonFlood = (text: string) => flood(text === '\\' || text === '"' ? `\\${text}` : text);

interface HostileAnswer {
	readonly row: string;
	readonly name: string;
	readonly answer: Answer;
}

const floodAnswers = floods.flatMap(([name, text]): readonly HostileAnswer[] => {
	const row = `an answer with 1 MB of ${name}`;
	const inJson = jsonFlood(text);
	const refusing = Buffer.from(`{"status":"fail","message":"${inJson}"}`);
	return [
		{ row, name: `${row}: a page`, answer: { status: 502, body: Buffer.from(flood(text)) } },
		{ row, name: `${row}: a refusal`, answer: { status: 400, body: refusing } },
		{ row, name: `${row}: data`, answer: success(`{"items":[{"item_id":"${inJson}"}]}`) },
	];
});

const list = (count: number, text: string) => `[${Array(count).fill(text).join(',')}]`;

const deep = '['.repeat(190) + ']'.repeat(190);

const names = (count: number) =>
	`{${Array.from({ length: count }, (_, index) => `"name-${index}":0`).join(',')}}`;

const shapes: ReadonlyArray<readonly [string, Answer]> = [
	['5 million `[`', { status: 200, body: Buffer.alloc(5_000_000, '[') }],
	['5 million `[` in its data', success('['.repeat(5_000_000))],
	['200 levels of nesting, again and again', success(list(450, deep))],
	['2,000,000 elements', success(list(2_000_000, '0'))],
	['99,000 elements', success(list(99_000, '0'))],
	['49,000 empty recommendations', success(list(49_000, '{}'))],
	['20 MB', success(`"${'x'.repeat(20 * megabyte)}"`)],
	['3.9 MB in one text', success(`{"items":[{"title":"${'x'.repeat(3.9 * megabyte)}"}]}`)],
	['an object of 100,000 names', success(names(100_000))],
	['an object of 99,000 names', success(`{"items":[${names(99_000)}]}`)],
	['an object of 19,000 names', success(`{"items":[${names(19_000)}]}`)],
];

const quick = { maxAttempts: 1, timeout: 60, timeBudget: 60 };

const shapeAnswers = shapes.map(([name, answer]): HostileAnswer => {
	const row = `an answer with ${name}`;
	return { row, name: row, answer };
});

const answerCase = (hostile: HostileAnswer, node: NodeName): BlockCase => {
	const { items, parameters, options } = nodeCases[node];
	const all = { ...parameters, options: { ...options, ...quick, limit: 1_000_000 } };
	return { ...hostile, node, items: items.slice(0, 1), parameters: all };
};

/** All nodes read in the same way; a node that reads all, and one that reads what its data holds. */
const answerCases = [
	...shapeAnswers.flatMap((hostile) => nodeNames.map((node) => answerCase(hostile, node))),
	...floodAnswers.flatMap((hostile) =>
		(['predict', 'catalog'] as const).map((node) => answerCase(hostile, node)),
	),
];

const view = (index: number) => ({ platform: 'web', anon_uid: `visitor-${index}`, event: 'view' });

const many = <Made>(count: number, make: (index: number) => Made) =>
	Array.from({ length: count }, (_, index) => make(index));

const eventsOf = (parameters: INodeParameters, options: INodeParameters = {}) => ({
	trackerId: 'tracker-web',
	eventSource: 'inputItem',
	...parameters,
	options: { ...quick, ...options },
});

const eventCase = (
	name: string,
	answer: Answer,
	items: readonly IDataObject[],
	parameters: INodeParameters,
): Omit<BlockCase, 'row'> => ({ name, node: 'event', answer, items, parameters });

const accepted = success('{}');

const inputCases: ReadonlyArray<Omit<BlockCase, 'row'>> = [
	eventCase(
		'one item with 40,000 events',
		accepted,
		[{}],
		eventsOf({ eventSource: 'json', eventJson: JSON.stringify(many(40_000, view)) }),
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
		node: 'predict',
		answer: success(list(50_000, '1')),
		items: nodeCases.predict.items,
		parameters: {
			...nodeCases.predict.parameters,
			options: { ...quick, limit: 1_000_000, concurrency: 2 },
		},
	},
	{
		name: '100,000 items, the key refused',
		node: 'predict',
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
	{
		name: 'one JSON text with 100,000 products',
		node: 'catalog',
		answer: accepted,
		items: [{}],
		parameters: {
			syncMode: 'stock',
			storeId: 'store-1',
			productSource: 'json',
			productsJson: JSON.stringify(many(100_000, (index) => ({ item_id: `p-${index}` }))),
			options: quick,
		},
	},
	{
		name: '100,000 products as items',
		node: 'catalog',
		answer: accepted,
		items: many(100_000, (index) => ({ item_id: `p-${index}` })),
		parameters: {
			syncMode: 'full',
			storeId: 'store-1',
			productSource: 'inputItems',
			options: quick,
		},
	},
	{
		name: '10,000 stores, the key refused',
		node: 'catalog',
		answer: refusal,
		items: many(10_000, (index) => ({ item_id: `p-${index}`, store: `s-${index}` })),
		parameters: {
			syncMode: 'full',
			storeId: '={{ $json.store }}',
			productSource: 'inputItems',
			options: quick,
		},
	},
];

const titles = {
	event: 'Kainic Event',
	predict: 'Kainic Predict',
	experiment: 'Kainic Experiment',
	catalog: 'Kainic Catalog',
} as const;

export const blockCases: readonly BlockCase[] = [
	...inputCases.map((each) => ({ ...each, row: `${titles[each.node]}: ${each.name}` })),
	...answerCases,
];
