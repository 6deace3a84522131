import type { INodeParameters } from 'n8n-workflow';
import { createStartNode, runNode, runWorkflow } from '../support';
import type { TestNode } from '../support/workflow-definition';
import { credentialFor, errorOf, openShop, products } from './shop';

const shop = openShop();

/** All items of the store must have failed together, and nothing may have been sent. */
async function refused(...given: Parameters<typeof shop.upload>) {
	const result = await shop.upload(...given);
	expect(result.success).toEqual([]);
	expect(shop.requests()).toBe(0);
	return { result, error: errorOf(result.errorBranch[0]) };
}

describe('a full sync is not sent if one of its items is refused', () => {
	test('because its JSON is broken', async () => {
		const items = ['{"item_id":"1"}', '{"item_id":', '{"item_id":"3"}'].map((text) => ({ text }));
		const parameters = { productSource: 'json', productsJson: '={{ $json.text }}' };
		const { result, error } = await refused(items, { parameters });

		expect(result.errorBranch).toHaveLength(1);
		expect(result.errorBranch[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(error.message).toMatch(/^Item 1: Products JSON is not valid JSON/);
		expect(error.description).toMatch(/Not sent, since a full sync/);
	});

	test('because n8n made it of an error', async () => {
		for (const item of [{ error: { message: 'socket hang up' } }, { error: 'x', message: 'y' }]) {
			const { error } = await refused([...products(2), item]);
			expect(error.message).toMatch(/^Item 2: The item is an error of an earlier node/);
		}
	});

	test.each([
		['a number in it would be changed', '{"a":9007199254740993}', /"a" is the number .*too large/],
		['a product is an error', '{"error":"x"}', /The item is an error of an earlier node/],
	])('because of its Products JSON: %s', async (_what, product, problem) => {
		const parameters = { productSource: 'json', productsJson: `[{"b":1},${product}]` };
		const { error } = await refused([{}], { parameters });

		expect(error.message).toMatch(/^Item 0, product 2: /);
		expect(error.message).toMatch(problem);
	});

	test('because an expression of it fails', async () => {
		const items = products(3).map((one, index) => ({ ...one, store: index === 1 ? null : 'A' }));
		const parameters = { storeId: '={{ $json.store.trim() }}' };
		await refused(items, { parameters });
	});
});

test('as long as Minimum Products is as it begins, an answer is not taken for the catalog', async () => {
	const { errorBranch } = await runNode({
		type: 'kainicCatalog',
		credential: credentialFor(shop.emulator.url),
		items: [{ products: products(200), total: 200 }],
		parameters: { syncMode: 'full', storeId: 'store-1' },
		onError: 'continueErrorOutput',
	});

	expect(errorOf(errorBranch[0]).message).toMatch(
		/would have 1 products, but Minimum Products is 10/,
	);
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
			credentials: { kainicApi: credentialFor(shop.emulator.url) },
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

	test('another node is not to replace what one has uploaded', async () => {
		const record = await workflow(node('Node'), node('Other'));
		const [failed] = record.runs.Other?.[0]?.outputs[1] ?? [];

		expect(failures(record)[0]).toEqual([]);
		expect(errorOf(failed)).toMatchObject({ code: 'suspicious_catalog', notSent: true });
		expect(errorOf(failed).message).toMatch(/already the target of a full sync/);
		expect(shop.uploads()).toHaveLength(1);
	});

	test('Execute Once is refused in a full sync', async () => {
		const record = await workflow(node('Node', {}, true));

		expect(failures(record)[0]?.[0]?.message).toMatch(/^Execute Once hands only the first/);
		expect(shop.requests()).toBe(0);
	});
});
