import { NodeConnectionTypes } from 'n8n-workflow';
import { codesOf, errorOf, openShop, refusal, views } from '../shop';

const shop = openShop();

describe('bad input fails clearly, alone, and before it is sent', () => {
	test('an event larger than the byte limit', async () => {
		const [small, large] = views(2);
		const result = await shop.send([small!, { ...large, note: 'x'.repeat(2000) }], {
			parameters: { options: { batchKilobytes: 1 } },
		});
		expect(codesOf(result.errorBranch)).toEqual(['too_large']);
		expect(errorOf(result.errorBranch[0]).message).toMatch(
			/^Item 1: The event has 3 kB, but Batch Kilobytes is 1\.$/,
		);
		expect(shop.accepted()).toEqual(['visitor-0']);
	});

	test.each([
		'={{ $json.bad ? $json.nothing.at.all.really : "tracker-web" }}',
		'={{ $json.bad ? (() => { throw new Error("boom") })() : "tracker-web" }}',
	])('an expression that throws for one item: %s', async (trackerId) => {
		const [first, second] = views(2);
		const items = [first!, { ...second, bad: true }];
		const result = await shop.send(items, { parameters: { trackerId } });
		expect(codesOf(result.errorBranch)).toEqual(['invalid_input']);
		expect(errorOf(result.errorBranch[0]).message).toContain('Item 1');
		expect(shop.accepted()).toEqual(['visitor-0']);
	});

	test.each([
		['a line break', [{ name: 'X-A', value: 'a\r\nX-B: c' }], 'line break'],
		['a name with a space', [{ name: 'X A', value: 'a' }], 'X A'],
		[
			'one that frames the request',
			[{ name: 'Content-Length', value: '1' }],
			'by the node and cannot be changed',
		],
		[
			'who is asked',
			[{ name: 'Host', value: 'other.example' }],
			'by the node and cannot be changed',
		],
		['one twice', ['Origin', 'origin'].map((name) => ({ name, value: 'a' })), 'entered twice'],
	])('a header: %s', async (_name, values, problem) => {
		const result = await shop.send(views(1), { parameters: { options: { headers: { values } } } });
		expect(codesOf(result.errorBranch)).toEqual(['invalid_input']);
		expect(errorOf(result.errorBranch[0]).message).toContain(problem);
		expect(shop.requests()).toBe(0);
	});
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

test('a row that is none fails its item, and not the run for the line above the output', async () => {
	const parameters = { eventSource: 'fields', platform: 'web', anonUid: 'v', eventFields: 'x' };
	const { hints, errorBranch } = await shop.send([{}], { parameters });
	expect(hints[0]?.message).toBe('Nothing was sent. For the reason, see the Error Branch.');
	expect(errorOf(errorBranch[0]).message).toMatch(/^Item 0: Event Fields is the text "x"/);
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

test('an item with a field $error is sent as it is, and its success has another name for it', async () => {
	const item = { platform: 'web', anon_uid: 'v', $error: { message: 'from the shop' } };
	const { success, errorBranch } = await shop.send([item]);
	expect(errorBranch).toEqual([]);
	expect(shop.events()).toEqual([item]);
	expect(success[0]?.json).toMatchObject({ anon_uid: 'v', kainic_error: item.$error });
	expect(success[0]?.json).not.toHaveProperty('$error');
});
