import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { credentialFor, openShop } from '../event/shop';
import { runAsTool } from '../support';

const shop = openShop();

const fields = (...names: string[]): INodeParameters => ({
	assignments: names.map((name) => ({
		id: name,
		name,
		value: `={{ $json.${name} }}`,
		type: name === 'price' ? 'number' : 'string',
	})),
});

const byExpressions = {
	trackerId: "={{ $('Start').first().json.tracker }}",
	eventSource: 'fields',
	anonUid: '={{ $json["visitor ID"] }}',
	eventFields: fields('event_name', 'price'),
};

const items: IDataObject[] = [
	{ tracker: 'tracker-web', 'visitor ID': 'a', event_name: 'view', price: '1.5' },
	{ tracker: 'tracker-pos', 'visitor ID': 7, event_name: 'view', price: 2 },
	{ tracker: 'tracker-pos', 'visitor ID': 'c', event_name: '={{ 1 }}' },
];

test.each(['separate', 'combined'] as const)(
	'Kainic Event sends what n8n makes of the expressions, files %s',
	async (binaryMode) => {
		const { success, errorBranch } = await shop.send(items, {
			// With "combined", n8n 2 gives the JSON itself as the item of another node.
			parameters: {
				...byExpressions,
				...(binaryMode === 'combined' && { trackerId: 'tracker-web' }),
			},
			workflowSettings: { binaryMode },
		});
		expect(errorBranch).toEqual([]);
		expect(success).toHaveLength(3);
		expect(shop.emulator.world.ledger.events.map(({ event }) => event)).toEqual([
			{ platform: 'web', anon_uid: 'a', event_name: 'view', price: 1.5 },
			{ platform: 'web', anon_uid: '7', event_name: 'view', price: 2 },
			{ platform: 'web', anon_uid: 'c', event_name: '={{ 1 }}' },
		]);
		expect(shop.requests()).toBe(1);
	},
);

test.each(['engine', 'direct'] as const)(
	'as a tool, through %s calls, $json is the item of the agent, as it is for n8n',
	async (calledBy) => {
		const { record } = await runAsTool({
			type: 'kainicEvent',
			parameters: {
				trackerId: 'tracker-web',
				eventSource: 'fields',
				anonUid: "={{ $fromAI('visitor', '', 'string') }}",
				eventFields: fields('chatInput'),
			},
			arguments: { visitor: 'a' },
			credential: credentialFor(shop.emulator.url),
			calledBy,
		});
		expect(record.error).toBeUndefined();
		expect(shop.emulator.world.ledger.events.map(({ event }) => event)).toEqual([
			{ platform: 'web', anon_uid: 'a', chatInput: 'Hello' },
		]);
	},
);
