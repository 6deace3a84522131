import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createStartNode, runAsTool, runNode, runWorkflow, type StartItem } from '../support';
import { credentialFor, errorOf, fileItem, openShop, products } from './shop';

const shop = openShop();

/** All items of the store must have failed together, and nothing may have been sent. */
async function refused(...given: Parameters<typeof shop.upload>) {
	const result = await shop.upload(...given);
	expect(result.success).toEqual([]);
	expect(shop.requests()).toBe(0);
	return { result, error: errorOf(result.errorBranch[0]) };
}

const json = (texts: readonly string[], more: INodeParameters = {}) => ({
	parameters: { productSource: 'json', productsJson: '={{ $json.text }}', ...more },
	items: texts.map((text): IDataObject => ({ text })),
});

describe('a full sync is not sent if one of its items is refused', () => {
	test('because its JSON is broken', async () => {
		const { items, parameters } = json(['{"item_id":"1"}', '{"item_id":', '{"item_id":"3"}']);
		const { result, error } = await refused(items, { parameters });

		expect(result.errorBranch).toHaveLength(1);
		expect(result.errorBranch[0]?.pairedItem).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(error.message).toMatch(/^Item 1: Products JSON is not valid JSON/);
		expect(error.description).toMatch(/Not sent, since a full sync/);
	});

	test('because its Store ID is empty, so that its store is not known', async () => {
		const items = products(4).map((one, index) => ({
			...one,
			store: ['A', 'B', ''][index % 3] ?? '',
		}));
		const parameters = { storeId: '={{ $json.store }}' };
		const { result, error } = await refused(items, { parameters });

		expect(error).toMatchObject({ message: 'Item 2: Store ID is empty.', items: 4 });
		expect(result.errorBranch).toHaveLength(1);
	});

	test('because its file is missing', async () => {
		const inputItems: StartItem[] = [fileItem(JSON.stringify(products(2))), { json: { file: 1 } }];
		const parameters = { productSource: 'file', binaryPropertyName: 'data' };
		const { result, error } = await refused([], { inputItems, parameters });

		expect(error).toMatchObject({ code: 'no_file' });
		expect(result.errorBranch).toHaveLength(2);
	});

	test('because n8n made it of an error', async () => {
		for (const item of [{ error: { message: 'socket hang up' } }, { error: 'x', message: 'y' }]) {
			const { error } = await refused([...products(2), item]);
			expect(error.message).toMatch(/^Item 2: The item is an error of a node before/);
		}
	});

	test('because it is an empty object', async () => {
		const { error } = await refused([...products(2), {}]);

		expect(error.message).toMatch(/^Item 2: It is an empty object/);
	});

	test.each([
		['9007199254740993', /"a" is the number .*too large/],
		['1e400', /"a" is Infinity/],
	])('because %s in it would be changed', async (number, message) => {
		const { items, parameters } = json([`[{"b":1},{"a":${number}}]`]);
		const { error } = await refused(items, { parameters });

		expect(error.message).toMatch(/^Item 0, product 2: /);
		expect(error.message).toMatch(message);
	});

	test('because an expression of it fails', async () => {
		const items = products(3).map((one, index) => ({ ...one, store: index === 1 ? null : 'A' }));
		const parameters = { storeId: '={{ $json.store.trim() }}' };
		await refused(items, { parameters });
	});
});

test('in stock such an item fails alone, an error item too, and the others are sent', async () => {
	const items = [...products(2), { error: 'socket hang up' }, {}];
	const result = await shop.upload(items, { parameters: { syncMode: 'stock' } });

	expect(result.errorBranch.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 2 },
		{ item: 3 },
	]);
	expect(result.success).toMatchObject([{ json: { products: 2, syncMode: 'stock' } }]);
	expect(shop.uploads()).toMatchObject([{ productCount: 2 }]);
});

test('a guard by expression counts with its strictest value among the items of a store', async () => {
	const items = products(4).map((one, index) => ({ ...one, store: `store-${(index % 2) + 1}` }));
	const parameters = {
		storeId: '={{ $json.store }}',
		minProducts: '={{ $json.item_id === "p-2" ? 3 : 2 }}',
	};
	const result = await shop.upload(items, { parameters });

	expect(result.success).toMatchObject([{ json: { storeId: 'store-2' } }]);
	expect(errorOf(result.errorBranch[0])).toMatchObject({ code: 'suspicious_catalog' });
	expect(errorOf(result.errorBranch[0]).message).toMatch(/but Minimum Products is 3/);
});

describe('what is not a catalog is refused by its number of products', () => {
	test.each<[string, IDataObject]>([
		['a page of products', { products: products(200), total: 200 }],
		['the call of a webhook', { headers: {}, params: {}, query: {}, body: { item_id: '1' } }],
		['the text of a response', { data: '<!doctype html>' }],
	])('%s, as long as Minimum Products is as it begins', async (_what, item) => {
		const node = { type: 'kainicCatalog' as const, credential: credentialFor(shop.emulator.url) };
		const parameters = { syncMode: 'full', storeId: 'store-1' };
		const onError = 'continueErrorOutput';
		const { errorBranch } = await runNode({ ...node, items: [item], parameters, onError });

		expect(errorOf(errorBranch[0]).message).toMatch(
			/would have 1 products, but Minimum Products is 10/,
		);
		expect(shop.requests()).toBe(0);
	});
});

test('an error among the products of a JSON text refuses them', async () => {
	const { items, parameters } = json(['[{"item_id":"1"},{"error":"x"}]']);
	const { error } = await refused(items, { parameters });
	expect(error.message).toMatch(/^Item 0, product 2: The item is an error of a node before/);
});

test('Split Stock refuses a product that is larger than the limit, and sends the others', async () => {
	const items = products(5).map((one, index) =>
		index === 2 ? { ...one, x: 'x'.repeat(9000) } : one,
	);
	const options = { splitStock: true, maxFileMegabytes: 0.005 };
	const result = await shop.upload(items, { parameters: { syncMode: 'stock', options } });

	expect(result.errorBranch.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 2 }]);
	expect(errorOf(result.errorBranch[0])).toMatchObject({ code: 'too_large', notSent: true });
	expect(result.success).toMatchObject([{ json: { products: 4 } }]);
});

describe('in one execution', () => {
	const workflow = (more: INodeParameters, executeOnce = false) =>
		runWorkflow({
			nodes: [
				{ name: 'Start', type: 'testbed.start' },
				{ name: 'Left', type: 'testbed.passThrough' },
				{ name: 'Right', type: 'testbed.passThrough' },
				{
					name: 'Node',
					type: 'n8n-nodes-kainic.kainicCatalog',
					parameters: { syncMode: 'full', storeId: 'store-1', minProducts: 1, ...more },
					onError: 'continueErrorOutput',
					executeOnce,
				},
			],
			wires: [
				{ from: 'Start', to: 'Left' },
				{ from: 'Start', to: 'Right' },
				{ from: 'Left', to: 'Node' },
				{ from: 'Right', to: 'Node' },
			],
			nodeTypes: { 'testbed.start': createStartNode(products(3).map((one) => ({ json: one }))) },
			credentials: { kainicApi: credentialFor(shop.emulator.url) },
		});
	const failures = (record: Awaited<ReturnType<typeof workflow>>) =>
		(record.runs.Node ?? []).map(({ outputs }) => outputs[1]?.map((item) => errorOf(item)) ?? []);

	test('a second run of the node is not a second full sync of the store', async () => {
		const record = await workflow({});

		expect(failures(record)).toMatchObject([[], [{ code: 'suspicious_catalog' }]]);
		expect(shop.uploads()).toHaveLength(1);
	});

	test('it may be one for another store, or in stock', async () => {
		await workflow({ storeId: '={{ "store-" + ($runIndex + 1) }}' });
		await workflow({ syncMode: 'stock' });

		expect(shop.uploads().map(({ storeId }) => storeId)).toEqual([
			'store-1',
			'store-2',
			'store-1',
			'store-1',
		]);
	});

	test('another node is not to replace what one has uploaded', async () => {
		const node = (name: string) => ({
			name,
			type: 'n8n-nodes-kainic.kainicCatalog',
			parameters: { syncMode: 'full', storeId: 'store-1', minProducts: 1 },
			onError: 'continueErrorOutput' as const,
		});
		const record = await runWorkflow({
			nodes: [{ name: 'Start', type: 'testbed.start' }, node('Node'), node('Other')],
			wires: [
				{ from: 'Start', to: 'Node' },
				{ from: 'Start', to: 'Other' },
			],
			nodeTypes: { 'testbed.start': createStartNode(products(3).map((one) => ({ json: one }))) },
			credentials: { kainicApi: credentialFor(shop.emulator.url) },
		});
		const [failed] = record.runs.Other?.[0]?.outputs[1] ?? [];

		expect(failures(record)).toEqual([[]]);
		expect(errorOf(failed)).toMatchObject({ code: 'suspicious_catalog', notSent: true });
		expect(errorOf(failed).message).toMatch(/already the target of a full sync/);
		expect(shop.uploads()).toHaveLength(1);
	});

	test('Execute Once is refused in a full sync', async () => {
		const record = await workflow({}, true);

		expect(failures(record)[0]?.[0]?.message).toMatch(/^Execute Once hands only the first/);
		expect(shop.requests()).toBe(0);
	});
});

describe('as an AI tool', () => {
	const tool = async (parameters: INodeParameters) =>
		await runAsTool({
			type: 'kainicCatalog',
			parameters: { syncMode: 'stock', storeId: 'store-1', ...parameters },
			arguments: { products: [{ item_id: 'p-1', stock: 3 }] },
			calledBy: 'engine',
			credential: credentialFor(shop.emulator.url),
			onError: 'continueRegularOutput',
		});
	const productsJson = "={{ $fromAI('products', 'the products', 'json') }}";

	test('it takes its products from Products JSON if no source is given', async () => {
		const { response } = await tool({ productsJson });

		expect(response).toMatchObject([{ status: 'accepted', products: 1 }]);
	});

	test.each(['inputItems', 'file'])('its source cannot be %s', async (productSource) => {
		const { response } = await tool({ productSource, productsJson });

		expect(JSON.stringify(response)).toMatch(/takes its products from Products JSON/);
		expect(shop.requests()).toBe(0);
	});
});

test('Validate Only given as the text "true" sends nothing', async () => {
	const result = await shop.upload(products(2), {
		parameters: { options: { validateOnly: 'true' } },
	});

	expect(result.success).toMatchObject([{ json: { status: 'valid' } }]);
	expect(shop.requests()).toBe(0);
});

test.each(['={{ "true" }}', '={{ $itemIndex === 0 }}', 'yes', 1])(
	'Validate Only takes no expression and nothing but true or false: with %j nothing is sent',
	async (validateOnly) => {
		const { error } = await refused(products(2), { parameters: { options: { validateOnly } } });

		expect(error.message).toMatch(/^Validate Only/);
	},
);
