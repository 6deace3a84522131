import { openShop, views } from './shop';

const shop = openShop();

test('a cancel lands within a second while 10,000 items with expressions are planned, and nothing is sent after it', async () => {
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

	const running = await shop.send(views(10_000), {
		parameters: Object(expressions),
		cancelAfter: 150,
	});
	expect(running.record.status).toBe('canceled');
	expect(running.record.millisecondsAfterCancel).toBeLessThan(1000);
	const sent = shop.requests();
	await new Promise((resolve) => setTimeout(resolve, 200));
	expect(shop.requests()).toBe(sent);
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
