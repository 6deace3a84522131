import type { NodeCase } from './node-case';

const stores = ['store-1', 'store-2'];

export const nodeCase: NodeCase = {
	keyType: 'project',
	items: [0, 1, 2, 3].map((index) => ({ item_id: `p-${index}`, store: stores[index % 2] ?? '' })),
	jobs: [
		[0, 2],
		[1, 3],
	],
	parameters: { syncMode: 'full', minProducts: 1, storeId: '={{ $json.store }}' },
	options: {},
	otherSources: { productsJson: '[{"item_id":"p"}]' },
	fullAnswer: {},
	tool: {
		parameters: {
			...{ syncMode: 'stock', storeId: 'store-1' },
			productsJson: "={{ $fromAI('products', 'the products', 'json') }}",
		},
		arguments: { products: [{ item_id: 'p-1', stock: 3 }] },
	},
	sharedScope: null,
	successData: {},
	needsData: false,
	keepsItems: false,
	taken: ({ world }) =>
		world.ledger.catalogs.uploads.flatMap(({ storeId, request }) =>
			(nodeCase.jobs[stores.indexOf(storeId)] ?? []).map((item) => ({ item, request })),
		),
};
