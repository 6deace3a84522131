import { openShop, views } from '../shop';

const shop = openShop();

test('a cancel ends the planning of 10,000 items with expressions, and nothing is sent after it', async () => {
	const expressions = {
		eventSource: 'fields',
		platform: '={{ $json.platform }}',
		anonUid: '={{ $json.anon_uid }}',
		eventFields: {
			assignments: ['event_name', 'item_id'].map((name) => ({
				id: name,
				name,
				value: `={{ $json.${name} }}`,
				type: 'string',
			})),
		},
	};
	let sent = 0;
	const { record } = await shop.send(views(10_000), {
		parameters: Object(expressions),
		cancelWhen: async () => {
			while (shop.requests() === 0) await new Promise((resolve) => setImmediate(resolve));
			sent = shop.requests();
		},
	});
	expect(record.status).toBe('canceled');
	// At most those that were under way: twenty of the hundred.
	expect(shop.requests()).toBeLessThanOrEqual(sent + 20);
});

test.each(['inputItem', 'fields', 'json'])(
	'every request follows the contract: %s',
	async (eventSource) => {
		await shop.send(views(3), {
			parameters: {
				eventSource,
				platform: 'web',
				anonUid: '={{ $json.anon_uid }}',
				eventJson: '={{ JSON.stringify($json) }}',
			},
		});
		const [request] = shop.emulator.world.ledger.requests;
		expect(shop.accepted()).toEqual(views(3).map(({ anon_uid }) => anon_uid));
		expect(request).toMatchObject({ method: 'POST', endpoint: 'events' });
		expect(request?.headers['content-type']).toBe('application/json');
		expect(shop.emulator.contract.of('events').checkRequest(shop.events())).toBeUndefined();
	},
);

describe('as an AI tool', () => {
	test('the choice of input items as events is not offered', async () => {
		const { eventProperties } = await import('../../../nodes/KainicEvent/properties');
		const source = eventProperties.find(({ name }) => name === 'eventSource');
		const option = source?.options?.find((each) => 'value' in each && each.value === 'inputItem');
		expect(option).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
	});
});
