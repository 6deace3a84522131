import { openShop } from '../shop';

const shop = openShop();

const rows = ['event_name', 'sku', 'price'].map((name) => ({
	id: name,
	name,
	value: `={{ $json.${name} }}`,
	type: 'string',
}));

const parameters = {
	eventSource: 'fields',
	platform: 'web',
	anonUid: '={{ "visitor-" + $itemIndex }}',
	eventFields: { assignments: rows },
};

async function hintOf(items: Parameters<typeof shop.send>[0], change = {}): Promise<string> {
	const result = await shop.send(items, { parameters: { ...parameters, ...change } });
	return result.hints.map(({ message }) => message).join();
}

test('the line above the output says which fields are missing, and in how many events', async () => {
	const items = [{ event_name: 'view', sku: 'a', price: '1' }, { event_name: 'view' }, {}];
	expect(await hintOf(items)).toContain(
		'In 2 of 3 events, an expression has no value for sku, price or event_name.',
	);
	expect(await hintOf(items.slice(0, 2))).toContain(
		'In 1 of 2 events, an expression has no value for sku and price.',
	);
	expect(await hintOf(items.slice(0, 1))).toMatch(
		/1 event was accepted in 1 request\. The first event has: [^.]+\.$/,
	);
});

test('it says if the events do not say what happened', async () => {
	expect(await hintOf([{}], { eventFields: {} })).toContain('Event Fields is empty, so');
});
