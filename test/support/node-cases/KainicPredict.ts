import { itemOf, visitorId, type NodeCase } from './node-case';

export const tool: NodeCase['tool'] = {
	parameters: {
		anonUid: "={{ $fromAI('anonUid', 'ID of the visitor', 'string') }}",
		itemIds: "={{ $fromAI('itemIds', 'Product IDs, separated by commas', 'string') }}",
		type: "={{ $fromAI('type', 'Type of recommendations', 'string') }}",
	},
	arguments: { anonUid: visitorId(0), itemIds: 'seed-1, seed-2', type: 'similar' },
};

export const nodeCase: NodeCase = {
	keyType: 'project',
	items: [0, 1].map((index) => ({ visitor: visitorId(index), session: `session-${index}` })),
	jobs: [[0], [1]],
	parameters: {
		...{ platform: 'web', anonUid: '={{ $json.visitor }}', type: 'popular' },
		modelId: 'model-popular',
	},
	options: { concurrency: 1, limit: 1 },
	otherSources: {
		itemIds: 'p-1',
		bodyJson: JSON.stringify({
			...{ kainic_pid: 'demo-project', kainic_mid: 'model-popular' },
			...{ platform: 'web', anon_uid: 'visitor-0', type: 'popular' },
		}),
	},
	fullAnswer: {
		additionalFields: { uid: 'user-1' },
		options: { limit: 1 },
	},
	tool: { ...tool, parameters: { ...tool.parameters, modelId: 'model-similar' } },
	sharedScope: 'model',
	successData: { items: [{ item_id: 'p-1' }], kainic_mid: 'model-1' },
	needsData: true,
	keepsItems: false,
	taken: ({ world }) =>
		world.ledger.predictions.map(({ anonUid, request }) => ({ item: itemOf(anonUid), request })),
};
