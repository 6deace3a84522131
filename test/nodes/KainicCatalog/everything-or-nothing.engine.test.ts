import {
	NodeConnectionTypes,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';
import { linksOf } from '../../faults/support/outcomes';
import { createNodeType, createStartNode, runWorkflow } from '../../support/engine';
import type { WorkflowRecord } from '../../support/engine/record';
import {
	codesOf,
	credentialFor,
	errorOf,
	openNodes,
	products,
} from '../../support/engine/with-emulator';

const shop = openNodes();

test('a full sync is not sent if an expression of one of its items fails', async () => {
	const items = ['A', null, 'A'].map((store) => ({ item_id: 'x', store }));
	const parameters = { storeId: '={{ $json.store.trim() }}' };
	const { success, errorBranch } = await shop.upload(items, { parameters });
	expect(success).toEqual([]);
	expect(errorBranch.map(linksOf)).toEqual([[0, 1, 2]]);
	expect(errorOf(errorBranch[0])).toMatchObject({
		message: expect.stringMatching(/ \[item 1\]$/),
		description: expect.stringContaining('Nothing was uploaded, because'),
	});
	expect(shop.requests()).toBe(0);
});

/** As Loop Over Items: each time one item on the output Loop, and all results on the output Done. */
const loop = createNodeType(
	async function () {
		const state: { open?: INodeExecutionData[]; done?: INodeExecutionData[] } =
			this.getContext('node');
		if (state.open === undefined) Object.assign(state, { open: this.getInputData(), done: [] });
		else state.done?.push(...this.getInputData());
		const [next, ...open] = state.open ?? [];
		state.open = open;
		return next === undefined ? [state.done ?? [], []] : [[], [next]];
	},
	{ name: 'loop', outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main] },
);

/** The codes of each run of a full sync: in a loop, or after it. */
async function codesOfLoop(
	place: 'in the loop' | 'after the loop',
	syncMode = 'full',
	items: IDataObject[] = products(3),
) {
	const inLoop = place === 'in the loop';
	const { runs } = await runWorkflow({
		nodes: [
			{ name: 'Start', type: 'testbed.start' },
			{ name: 'Loop', type: 'testbed.loop' },
			{ name: 'Other', type: 'testbed.passThrough' },
			fullSync({ syncMode, storeId: '={{ $json.store ?? "store-1" }}' }),
		],
		wires: [
			{ from: 'Start', to: 'Loop' },
			{ from: 'Loop', output: 1, to: inLoop ? 'Node' : 'Other' },
			...(inLoop
				? [0, 1].map((output) => ({ from: 'Node', output, to: 'Loop' }))
				: [
						{ from: 'Other', to: 'Loop' },
						{ from: 'Loop', to: 'Node' },
					]),
		],
		nodeTypes: {
			'testbed.start': createStartNode(items.map((json) => ({ json }))),
			'testbed.loop': loop,
		},
		credential: credentialFor(shop.emulator.url),
	});
	return codesOfRuns(runs);
}

const fullSync = (parameters: INodeParameters) => ({
	...{ name: 'Node', type: 'n8n-nodes-kainic.kainicCatalog' },
	onError: 'continueErrorOutput' as const,
	parameters: { syncMode: 'full', storeId: 'store-1', minProducts: 1, ...parameters },
});

const codesOfRuns = ({ Node: runs = [] }: WorkflowRecord['runs']) =>
	runs.map(({ outputs }) => codesOf(outputs[1] ?? []));

/** The codes of each run of a full sync that reads all products again after each failure. */
async function codesOfRetries() {
	const all = products(3).map((json) => ({ json }));
	const { runs } = await runWorkflow({
		nodes: [
			{ name: 'Start', type: 'testbed.start' },
			{ name: 'Read', type: 'testbed.read' },
			fullSync({ options: { maxAttempts: 1 } }),
		],
		wires: [
			{ from: 'Start', to: 'Read' },
			{ from: 'Read', to: 'Node' },
			{ from: 'Node', output: 1, to: 'Read' },
		],
		nodeTypes: {
			'testbed.start': createStartNode([{ json: {} }]),
			// Ends after four times.
			'testbed.read': createNodeType(
				async function () {
					const state: { times?: number } = this.getContext('node');
					state.times = (state.times ?? 0) + 1;
					return [state.times > 4 ? [] : all];
				},
				{ name: 'read' },
			),
		},
		credential: credentialFor(shop.emulator.url),
	});
	return codesOfRuns(runs);
}

describe('with Loop Over Items', () => {
	test('a full sync in the loop is sent once, and later runs do not replace it', async () => {
		const refused = ['suspicious_catalog'];
		expect(await codesOfLoop('in the loop')).toEqual([[], refused, refused]);
		expect(shop.uploads()).toMatchObject([{ productCount: 1 }]);
	});

	test('a full sync in the loop is sent for each store', async () => {
		const stores = ['store-1', 'store-2', 'store-1'].map((store) => ({ item_id: 'p', store }));
		expect(await codesOfLoop('in the loop', 'full', stores)).toEqual([
			...[[], [], ['suspicious_catalog']],
		]);
		expect(shop.uploads()).toMatchObject([{ storeId: 'store-1' }, { storeId: 'store-2' }]);
	});

	test('a full sync after the loop has all products', async () => {
		expect(await codesOfLoop('after the loop')).toEqual([[]]);
		expect(shop.uploads()).toMatchObject([{ productCount: 3 }]);
	});

	test('stock is sent in every turn', async () => {
		expect(await codesOfLoop('in the loop', 'stock')).toEqual([[], [], []]);
		expect(shop.uploads()).toHaveLength(3);
	});
});

describe('a full sync that comes again after a failure', () => {
	test('is sent if Kainic refused it', async () => {
		shop.emulator.inject({ kind: 'answer', status: 400, count: 2 });
		expect(await codesOfRetries()).toEqual([['rejected'], ['rejected'], []]);
		expect(shop.uploads()).toMatchObject([{ productCount: 3 }]);
	});

	test('is not sent if Kainic may have accepted it', async () => {
		shop.emulator.inject({ kind: 'answer', status: 500 });
		const refused = ['suspicious_catalog'];
		expect(await codesOfRetries()).toEqual([['server_error'], refused, refused, refused]);
		expect(shop.requests()).toBe(1);
	});
});

test('Execute Once is refused in a full sync', async () => {
	const { errorBranch } = await shop.upload(products(3), { executeOnce: true });
	expect(errorOf(errorBranch[0]).message).toMatch(/^'Execute Once' is on, so this node gets only/);
	expect(shop.requests()).toBe(0);
});

/** As any node that fails for some of its items: n8n's error branch then has these items with all their fields. */
const failing = createNodeType(
	async function () {
		return [
			this.getInputData().map(({ json }, item) =>
				json.item_id === 'p-1'
					? { json: { error: 'no price' }, pairedItem: { item } }
					: { json: { ...json, price: 5 }, pairedItem: { item } },
			),
		];
	},
	{ name: 'failing' },
);

/** The failed items of each run of a node that gets the success branch and the error branch of a failing node. */
async function failuresAfterFailing(syncMode: string) {
	const { runs } = await runWorkflow({
		nodes: [
			{ name: 'Start', type: 'testbed.start' },
			{ name: 'Failing', type: 'testbed.failing', onError: 'continueErrorOutput' },
			fullSync({ syncMode }),
		],
		wires: [0, 1]
			.map((output) => ({ from: 'Failing', output, to: 'Node' }))
			.concat({
				...{ from: 'Start', output: 0, to: 'Failing' },
			}),
		nodeTypes: {
			'testbed.start': createStartNode(products(3).map((json) => ({ json }))),
			'testbed.failing': failing,
		},
		credential: credentialFor(shop.emulator.url),
	});
	return (runs.Node ?? []).flatMap(({ outputs }) => outputs[1] ?? []);
}

describe('an item that failed in an earlier node', () => {
	test.each(['full', 'stock'])('is not uploaded as a product: %s', async (syncMode) => {
		const failures = await failuresAfterFailing(syncMode);
		expect(shop.uploads()).toMatchObject([{ productCount: 2 }]);
		expect(failures.map(({ json }) => errorOf({ json }))).toMatchObject([
			{
				code: 'file_schema',
				message: expect.stringMatching(/^The item has a field "error"/),
				description: expect.stringContaining('Connect only the success branch'),
			},
		]);
	});

	test.each([
		{ productSource: 'inputItems' },
		{ productSource: 'json', productsJson: '={{ JSON.stringify([$json]) }}' },
	])('is no product, although the node is ours: %j', async (parameters) => {
		shop.emulator.inject({ kind: 'answer', status: 400 });
		const { errorBranch: failed } = await shop.upload(products(1));
		const items = failed.map(({ json }) => json);
		expect(items).toMatchObject([{ item_id: 'p-0', error: { code: 'rejected' } }]);
		const { errorBranch } = await shop.upload(items, { parameters });
		expect(codesOf(errorBranch)).toEqual(['file_schema']);
		expect(shop.requests()).toBe(1);
	});

	test('refuses the full sync of the others', async () => {
		const errors = ['no price', { message: '500 - "boom"', name: 'AxiosError' }];
		for (const error of errors) {
			const { errorBranch } = await shop.upload([...products(3), { item_id: 'p-3', error }]);
			expect(codesOf(errorBranch)).toEqual(['file_schema']);
		}
		expect(shop.requests()).toBe(0);
	});
});
