import { itemOf, visitorId, type NodeCase } from './node-case';

export const nodeCase: NodeCase = {
	keyType: 'project',
	items: [0, 1, 2, 3].map((index) => ({ platform: 'web', anon_uid: visitorId(index) })),
	jobs: [
		[0, 1],
		[2, 3],
	],
	parameters: { trackerId: 'tracker-web', eventSource: 'inputItem' },
	options: { batchSize: 2, concurrency: 1 },
	otherSources: {
		platform: 'web',
		anonUid: '={{ $json.anon_uid }}',
		eventJson: '{"platform":"web","anon_uid":"visitor-0"}',
	},
	fullAnswer: {},
	tool: {
		parameters: {
			...{ trackerId: 'tracker-web', eventSource: 'json' },
			eventJson: "={{ $fromAI('event', 'The event as a JSON object', 'json') }}",
		},
		arguments: { event: { platform: 'web', anon_uid: visitorId(0), event_name: 'view' } },
	},
	sharedScope: 'tracker',
	successData: {},
	needsData: false,
	keepsItems: true,
	taken: ({ world }) =>
		world.ledger.events.map(({ event, request }) => ({ item: itemOf(event.anon_uid), request })),
};
