import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { linksOf } from '../../faults/support/outcomes';
import { createStartNode, runWorkflow } from '../support';
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

describe('in one execution', () => {
	/** The failures of each run of a node that gets the products twice. */
	const failures = async (executeOnce: boolean) => {
		const { runs } = await runWorkflow({
			nodes: [
				{ name: 'Start', type: 'testbed.start' },
				...['Left', 'Right'].map((name) => ({ name, type: 'testbed.passThrough' })),
				{
					...{ name: 'Node', type: 'n8n-nodes-kainic.kainicCatalog', executeOnce },
					onError: 'continueErrorOutput',
					parameters: { syncMode: 'full', storeId: 'store-1', minProducts: 1 },
				},
			],
			wires: ['Left', 'Right'].flatMap((from) => [
				{ from: 'Start', to: from },
				{ from, to: 'Node' },
			]),
			nodeTypes: { 'testbed.start': createStartNode(products(3).map((one) => ({ json: one }))) },
			credential: credentialFor(shop.emulator.url),
		});
		return (runs.Node ?? []).map(({ outputs }) => outputs[1]?.map((item) => errorOf(item)) ?? []);
	};

	test('a second run of the node is not a second full sync of the store', async () => {
		expect(await failures(false)).toMatchObject([[], [{ code: 'suspicious_catalog' }]]);
		expect(shop.uploads()).toHaveLength(1);
	});

	test('Execute Once is refused in a full sync', async () => {
		const [first] = await failures(true);
		expect(first?.[0]?.message).toMatch(/^Execute Once is on, so this node gets only the first/);
		expect(shop.requests()).toBe(0);
	});
});
