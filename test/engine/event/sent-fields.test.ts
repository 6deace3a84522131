import fc from 'fast-check';
import { openShop } from './shop';

const shop = openShop();

const names = ['event_name', 'item_id', 'price'];

/** Fields of the input that are there; the others are undefined, and so left out. */
const item = fc.subarray(names).map((present) => ({
	...Object.fromEntries(present.map((name) => [name, `${name} of the item`])),
	'other data': true,
}));

const parameters = {
	eventSource: 'fields',
	platform: 'web',
	anonUid: '={{ "visitor-" + $itemIndex }}',
	eventFields: {
		assignments: names.map((name) => ({
			id: name,
			name,
			value: `={{ $json.${name} }}`,
			type: 'string',
		})),
	},
};

test('each item says which fields of it were sent, whatever it holds', async () => {
	const batchSize = fc.integer({ min: 1, max: 4 });
	await fc.assert(
		fc.asyncProperty(
			fc.array(item, { minLength: 1, maxLength: 8 }),
			batchSize,
			async (items, size) => {
				shop.emulator.reset();
				const options = { batchSize: size };
				const result = await shop.send(items, { parameters: { ...parameters, options } });
				const arrived = shop.emulator.world.ledger.events.map(({ event }) => Object.keys(event));
				expect(result.success.map(({ json }) => Object(json.kainic).fields)).toEqual(arrived);
			},
		),
		{ numRuns: 30 },
	);
});

test('a list belongs to its item alone, since a later node may write to it', async () => {
	const result = await shop.send([{}, {}], { parameters });
	const [first, second] = result.success.map(({ json }) => Object(json.kainic).fields);
	expect(first).toEqual(second);
	expect(first).not.toBe(second);
});

test('with Validate Only it says what would be sent', async () => {
	const options = { validateOnly: true };
	const result = await shop.send([{ price: '5' }], { parameters: { ...parameters, options } });
	expect(result.success[0]?.json.kainic).toEqual({
		status: 'valid',
		trackerId: 'tracker-web',
		fields: ['platform', 'anon_uid', 'price'],
		requestEvents: 1,
		attempts: 0,
	});
	expect(shop.requests()).toBe(0);
});

test('what this package added to an item is neither sent nor named', async () => {
	const failed = await shop.send([{ anon_uid: 'v' }]);
	const assignments = [{ id: '1', name: 'error', value: '={{ $json.error }}', type: 'object' }];
	const result = await shop.send(
		failed.errorBranch.map(({ json }) => json),
		{ parameters: { ...parameters, eventFields: { assignments } } },
	);
	expect(result.success[0]?.json.kainic).toMatchObject({ fields: ['platform', 'anon_uid'] });
	expect(shop.emulator.world.ledger.events[0]?.event).toEqual({
		platform: 'web',
		anon_uid: 'visitor-0',
	});
});
