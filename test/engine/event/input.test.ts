import { NodeConnectionTypes } from 'n8n-workflow';
import { codesOf, errorOf, openShop, refusal, views } from '../shop';

const shop = openShop();

test.each([
	'={{ $json.bad ? $json.nothing.at.all.really : "tracker-web" }}',
	'={{ $json.bad ? (() => { throw new Error("boom") })() : "tracker-web" }}',
])('an expression that throws fails its own item, before it is sent: %s', async (trackerId) => {
	const [first, second] = views(2);
	const items = [first!, { ...second, bad: true }];
	const result = await shop.send(items, { parameters: { trackerId } });
	expect(codesOf(result.errorBranch)).toEqual(['invalid_input']);
	expect(errorOf(result.errorBranch[0]).message).toContain('Item 1');
	expect(shop.accepted()).toEqual(['visitor-0']);
});

describe('event fields on the panel', () => {
	const field = (name: string, value: unknown, type = 'string') => ({
		id: name,
		name,
		value,
		type,
	});

	async function sendFields(assignments: unknown[], item: Record<string, unknown> = {}) {
		const parameters = {
			eventSource: 'fields',
			platform: 'mobile',
			anonUid: '={{ $json.visitor ?? "v" }}',
			additionalFields: { uid: '={{ $json.user }}', sid: '' },
			eventFields: { assignments },
		};
		return await shop.send([Object(item)], { parameters: Object(parameters) });
	}

	const sent = () => shop.events()[0];

	test('numbers as IDs become text, optional fields that are empty are left out', async () => {
		await sendFields([], { visitor: 4711, user: null });
		expect(sent()).toEqual({ platform: 'mobile', anon_uid: '4711' });
	});

	test('0, false, null and "" are sent, undefined is left out, dates become ISO 8601', async () => {
		await sendFields([
			field('zero', '={{ 0 }}', 'number'),
			field('no', '={{ false }}', 'boolean'),
			field('nothing', '={{ null }}'),
			field('empty', ''),
			field('absent', '={{ $json.missing }}'),
			field('at', '={{ DateTime.fromISO("2026-11-25T10:00:00+02:00", { setZone: true }) }}'),
			field('when', '={{ new Date(0) }}'),
			field('price', '19.90', 'number'),
			field('tags', '["a","b"]', 'array'),
			field('nested', '{"a":1}', 'object'),
			field('number', '={{ 5 }}', 'string'),
		]);
		expect(sent()).toEqual({
			platform: 'mobile',
			anon_uid: 'v',
			zero: 0,
			no: false,
			nothing: null,
			empty: '',
			at: '2026-11-25T10:00:00.000+02:00',
			when: '1970-01-01T00:00:00.000Z',
			price: 19.9,
			tags: ['a', 'b'],
			nested: { a: 1 },
			number: '5',
		});
	});

	test.each([
		['a value that is not of its type', [field('price', 'cheap', 'number')], 'price'],
		['a value without a name', [field('', 'x')], 'no name'],
		['a field that is entered twice', [field('a', 'x'), field('a', 'y')], '"a" is entered twice'],
		['NaN as text', [field('a', '={{ NaN }}')], 'is not a valid number (NaN)'],
		['2^60 as text', [field('a', '={{ 2 ** 60 }}')], 'which is too large'],
	])('%s fails and names the field', async (_name, rows, word) => {
		const result = await sendFields(rows);
		expect(errorOf(result.errorBranch[0]).message).toContain(word);
		expect(shop.requests()).toBe(0);
	});

	test('a date without an offset is one of the workflow, also if another workflow ran before', async () => {
		const assignments = [field('at', '2026-12-31T10:00', 'dateTime')];
		const sendIn = async (timezone: string, anonUid: string) => {
			await shop.send([{}], {
				parameters: Object({
					...{ eventSource: 'fields', platform: 'web', anonUid },
					eventFields: { assignments },
				}),
				workflowSettings: { timezone },
			});
			return shop.emulator.world.ledger.events.at(-1)?.event['at'];
		};
		expect(await sendIn('Asia/Tokyo', '={{ "v" }}')).toBe('2026-12-31T10:00:00.000+09:00');
		expect(await sendIn('Europe/Berlin', 'v')).toBe('2026-12-31T10:00:00.000+01:00');
		expect(await sendIn('America/New_York', 'v')).toBe('2026-12-31T10:00:00.000-05:00');
	});
});

test('the output keeps one main connection, so that wires of other workflows stay valid', async () => {
	const { KainicEvent } = await import('../../../nodes/KainicEvent/KainicEvent.node');
	expect(new KainicEvent().description.outputs).toEqual([NodeConnectionTypes.Main]);
	expect(new KainicEvent().description.version).toBe(1);
});

test('the choice of input items as events is not offered as an AI tool', async () => {
	const { eventProperties } = await import('../../../nodes/KainicEvent/properties');
	const source = eventProperties.find(({ name }) => name === 'eventSource');
	const option = source?.options?.find((each) => 'value' in each && each.value === 'inputItem');
	expect(option).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
});

test('a domain that is refused with one Origin says nothing of another', async () => {
	shop.emulator.inject(refusal('Event Dismissed: Domain Not Supported', 403));
	const values = [{ name: 'Origin', value: '=https://s{{ $itemIndex % 2 }}.example' }];
	const parameters = { options: { headers: { values } } };
	const result = await shop.send(views(4), { parameters });
	expect(codesOf(result.errorBranch)).toEqual(['domain', 'domain']);
	expect(shop.accepted()).toEqual(['visitor-1', 'visitor-3']);
});
