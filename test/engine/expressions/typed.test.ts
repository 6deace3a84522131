import { idsOf, titledCases } from '../../cases';
import { openBed } from '../../faults/support/strike';
import { errorOf, openShop } from '../shop';

const bed = openBed('sentinel7f3a-plain-key');
const shop = openShop();

const typed = '{{ $json.visitor }}';
const remedy = 'Switch the field to Expression.';

describe('an ID of the Kainic Console', () => {
	const address = 'https://console.kainic.example/id-1?token=secret';

	test('is one of these', () => {
		const names = titledCases.flatMap(([, node]) => idsOf(node)).map(({ name }) => name);
		expect(names.sort()).toEqual(['experimentId', 'modelId', 'storeId', 'trackerId']);
	});

	test.each(
		titledCases.flatMap(([title, node]) =>
			[
				[typed, 'contains an expression, but the field is set to Fixed.', remedy],
				['"id-1"', 'is in quotation marks.', 'without quotation marks, or correct its expression'],
				[address, 'is a web address.', 'as the Kainic Console shows it'],
			].map(([text = '', problem, advice]) => [title, text, problem, advice, node] as const),
		),
	)('%s refuses %s', async (_, text, problem, advice, node) => {
		for (const { name, displayName } of idsOf(node)) {
			const parameters = { ...node.parameters, options: node.options, [name]: text };
			const options = { onError: 'continueErrorOutput', parameters } as const;
			const { errorBranch } = await bed.run(node, bed.emulator.url, options);
			const { code, message, description } = Object(errorBranch[0]?.json.error);
			expect(code).toBe('invalid_input');
			expect(message).toContain(`Item 0: ${displayName} ${problem}`);
			expect(description).toContain(advice);
		}
		expect(bed.emulator.world.ledger.requests).toEqual([]);
	});
});

describe('an expression that was typed in Fixed mode is refused by the name of its field', () => {
	const fields = { eventSource: 'fields', platform: 'web', anonUid: 'v' };
	const row = (name: string, value: string) => ({ id: name, name, value, type: 'string' });
	const rows = [row('sku', 'a'), row('price', `for ${typed}`)];

	test.each([
		['Anonymous User ID', { ...fields, anonUid: typed }],
		['User ID', { ...fields, additionalFields: { uid: typed } }],
		['"price" of Event Fields', { ...fields, eventFields: { assignments: rows } }],
		['Event JSON', { eventSource: 'json', eventJson: `{"platform":"web","anon_uid":"${typed}"}` }],
		['"Origin" of Headers', { options: { headers: { values: [row('Origin', typed)] } } }],
	])('Kainic Event: %s', async (label, parameters) => {
		const event = { platform: 'web', anon_uid: 'v' };
		const { errorBranch } = await shop.send([event, event], { parameters });
		const messages = errorBranch.map((item) => errorOf(item).message);
		expect(messages).toEqual(
			[0, 1].map(
				(at) => `Item ${at}: ${label} contains an expression, but the field is set to Fixed.`,
			),
		);
		expect(shop.requests()).toBe(0);
	});

	test.each([
		['Item IDs', { itemIds: typed }],
		['Type', { type: typed }],
		['Additional Body Fields', { options: { additionalBodyFields: `{"a":"${typed}"}` } }],
	])('Kainic Predict: %s', async (label, parameters) => {
		const { errorBranch } = await shop.predict([{ visitor: 'v', type: 't' }], {
			parameters,
		});
		expect(errorOf(errorBranch[0]).message).toBe(
			`Item 0: ${label} contains an expression, but the field is set to Fixed.`,
		);
		expect(shop.requests()).toBe(0);
	});

	test('but braces that an item brings are sent', async () => {
		const parameters = { ...fields, anonUid: '={{ $json.visitor }}' };
		await shop.send([{ visitor: typed }], { parameters });
		expect(shop.accepted()).toEqual([typed]);
	});
});

describe('an expression that fails is reported with the name of its field', () => {
	const broken = '={{ $json.visitor. }}';

	test.each([
		['Tracker ID', { trackerId: broken }],
		['Anonymous User ID', { eventSource: 'fields', anonUid: broken }],
		['Headers', { options: { headers: { values: [{ name: 'Origin', value: broken }] } } }],
	])('Kainic Event: %s', async (label, parameters) => {
		const event = { platform: 'web', anon_uid: 'v' };
		const { errorBranch } = await shop.send([event], { parameters });
		expect(errorOf(errorBranch[0]).message).toMatch(new RegExp(`^Item 0, ${label}: .*syntax`));
		expect(shop.requests()).toBe(0);
	});

	test('Kainic Predict: Item IDs', async () => {
		const parameters = { itemIds: broken };
		const { errorBranch } = await shop.predict([{ visitor: 'v' }], { parameters });
		expect(errorOf(errorBranch[0]).message).toMatch(/^Item 0, Item IDs: .*syntax/);
	});
});
