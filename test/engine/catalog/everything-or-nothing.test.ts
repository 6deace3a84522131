import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { linksOf } from '../../faults/support/outcomes';
import { createStartNode, runNode, runWorkflow } from '../support';
import type { TestNode } from '../support/workflow-definition';
import { credentialFor, errorOf, openShop, products } from '../shop';

const shop = openShop();

test.each<[string, IDataObject[], INodeParameters, RegExp]>([
	[
		'n8n made it of an error',
		[...products(2), { error: { message: 'socket hang up' } }],
		{},
		/^Item 2: The item is an error of an earlier node/,
	],
	[
		'n8n made it of an error and its message',
		[...products(2), { error: 'x', message: 'y' }],
		{},
		/^Item 2: The item is an error of an earlier node/,
	],
	[
		'an expression of it fails',
		['A', null, 'A'].map((store) => ({ item_id: 'x', store })),
		{ storeId: '={{ $json.store.trim() }}' },
		/^Item 1: /,
	],
])('a full sync is not sent if one of its items is refused: %s', async (_, items, given, why) => {
	const result = await shop.upload(items, { parameters: given });
	const error = errorOf(result.errorBranch[0]);

	expect(result.success).toEqual([]);
	expect(result.errorBranch.map(linksOf)).toEqual([[...items.keys()]]);
	expect(error.message).toMatch(why);
	expect(error.description).toMatch(/Nothing was uploaded, because/);
	expect(shop.requests()).toBe(0);
});

test('as long as Minimum Products is as it begins, an answer is not taken for the catalog', async () => {
	const { errorBranch } = await runNode({
		type: 'kainicCatalog',
		credential: credentialFor(shop.emulator.url),
		items: [{ products: products(200), total: 200 }],
		parameters: { syncMode: 'full', storeId: 'store-1' },
		onError: 'continueErrorOutput',
	});

	expect(errorOf(errorBranch[0]).message).toMatch(/has 1 product, but Minimum Products is 10/);
	expect(shop.requests()).toBe(0);
});

describe('in one execution', () => {
	const node = (name: string, more: INodeParameters = {}, executeOnce = false): TestNode => ({
		name,
		type: 'n8n-nodes-kainic.kainicCatalog',
		parameters: { syncMode: 'full', storeId: 'store-1', minProducts: 1, ...more },
		onError: 'continueErrorOutput',
		executeOnce,
	});
	/** Each node gets the products twice, in two runs. */
	const workflow = (...nodes: TestNode[]) =>
		runWorkflow({
			nodes: [
				{ name: 'Start', type: 'testbed.start' },
				...['Left', 'Right'].map((name) => ({ name, type: 'testbed.passThrough' })),
				...nodes,
			],
			wires: ['Left', 'Right'].flatMap((from) => [
				{ from: 'Start', to: from },
				...nodes.map(({ name }) => ({ from, to: name })),
			]),
			nodeTypes: { 'testbed.start': createStartNode(products(3).map((one) => ({ json: one }))) },
			credential: credentialFor(shop.emulator.url),
		});
	const failures = (record: Awaited<ReturnType<typeof workflow>>) =>
		(record.runs.Node ?? []).map(({ outputs }) => outputs[1]?.map((item) => errorOf(item)) ?? []);

	test('a second run of the node is not a second full sync of the store', async () => {
		const record = await workflow(node('Node'));

		expect(failures(record)).toMatchObject([[], [{ code: 'suspicious_catalog' }]]);
		expect(shop.uploads()).toHaveLength(1);
	});

	test('it may be one for another store, or in stock', async () => {
		await workflow(node('Node', { storeId: '={{ "store-" + ($runIndex + 1) }}' }));
		await workflow(node('Node', { syncMode: 'stock' }));

		expect(shop.uploads().map(({ storeId }) => storeId)).toEqual([
			'store-1',
			'store-2',
			'store-1',
			'store-1',
		]);
	});

	test('Execute Once is refused in a full sync', async () => {
		const record = await workflow(node('Node', {}, true));

		expect(failures(record)[0]?.[0]?.message).toMatch(
			/^Execute Once is on, so this node gets only the first/,
		);
		expect(shop.requests()).toBe(0);
	});
});
