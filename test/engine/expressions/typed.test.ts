import { idsOf, titledCases } from '../../cases';
import { errorOf, openShop } from '../shop';

const shop = openShop();

const typed = '{{ $json.visitor }}';
const item = { platform: 'web', anon_uid: 'v', visitor: 'v', type: 't' };
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
			const { errorBranch } = await shop.run(node, { onError: 'continueErrorOutput', parameters });
			const { code, message, description } = errorOf(errorBranch[0]);
			expect(code).toBe('invalid_input');
			expect(message).toContain(`Item 0: ${displayName} ${problem}`);
			expect(description).toContain(advice);
		}
		expect(shop.requests()).toBe(0);
	});
});

describe('an expression that was typed in Fixed mode is refused by the name of its field', () => {
	const fields = { eventSource: 'fields', platform: 'web', anonUid: 'v' };
	const row = (name: string, value: string) => ({ id: name, name, value, type: 'string' });
	const rows = [row('sku', 'a'), row('price', `for ${typed}`)];

	test.each([
		['send', 'Anonymous User ID', { ...fields, anonUid: typed }],
		['send', 'User ID', { ...fields, additionalFields: { uid: typed } }],
		['send', '"price" of Event Fields', { ...fields, eventFields: { assignments: rows } }],
		['send', 'Event JSON', { eventSource: 'json', eventJson: `{"anon_uid":"${typed}"}` }],
		['send', '"Origin" of Headers', { options: { headers: { values: [row('Origin', typed)] } } }],
		['predict', 'Item IDs', { itemIds: typed }],
		['predict', 'Type', { type: typed }],
		[
			'predict',
			'Additional Body Fields',
			{ options: { additionalBodyFields: `{"a":"${typed}"}` } },
		],
	] as const)('%s: %s', async (node, label, parameters) => {
		const { errorBranch } = await shop[node]([item, item], { parameters: Object(parameters) });
		const messages = errorBranch.map((failed) => errorOf(failed).message);
		expect(messages).toEqual(
			[0, 1].map(
				(at) => `Item ${at}: ${label} contains an expression, but the field is set to Fixed.`,
			),
		);
		expect(shop.requests()).toBe(0);
	});

	test('but braces that an item brings are sent', async () => {
		const parameters = { ...fields, anonUid: '={{ $json.visitor }}' };
		await shop.send([{ visitor: typed }], { parameters });
		expect(shop.accepted()).toEqual([typed]);
	});
});

const broken = '={{ $json.visitor. }}';

test.each([
	['send', 'Tracker ID', { trackerId: broken }],
	['send', 'Anonymous User ID', { eventSource: 'fields', anonUid: broken }],
	['send', 'Headers', { options: { headers: { values: [{ name: 'Origin', value: broken }] } } }],
	['predict', 'Item IDs', { itemIds: broken }],
] as const)(
	'an expression that fails is reported with the name of its field: %s, %s',
	async (node, label, parameters) => {
		const { errorBranch } = await shop[node]([item], { parameters: Object(parameters) });
		expect(errorOf(errorBranch[0]).message).toMatch(new RegExp(`^Item 0, ${label}: .*syntax`));
		expect(shop.requests()).toBe(0);
	},
);
