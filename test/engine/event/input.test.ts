import { NodeConnectionTypes, type IDataObject, type IWorkflowSettings } from 'n8n-workflow';
import { KainicEvent } from '../../../nodes/KainicEvent/KainicEvent.node';
import { codesOf, errorOf, openShop, views } from '../shop';

const shop = openShop();
const { outputs, version, properties } = new KainicEvent().description;

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

/** A row of Event Fields. */
const field = (name: string, value: unknown, type = 'string') => ({ id: name, name, value, type });

type Row = ReturnType<typeof field>;

const plain = (...names: readonly string[]) =>
	names.map((name) => field(name, `={{ $json.${name} }}`));

/** Sends an event for each item, made of the fields on the panel. */
async function sendFields(
	assignments: readonly Row[],
	items: readonly IDataObject[] = [{}],
	panel: IDataObject = {},
	workflowSettings: IWorkflowSettings = {},
) {
	const fields = { eventSource: 'fields', platform: 'web', anonUid: 'v', ...panel };
	const parameters = Object({ ...fields, eventFields: { assignments } });
	const { hints, errorBranch } = await shop.send([...items], { parameters, workflowSettings });
	const { message, description } = errorOf(errorBranch[0]);
	return { hint: hints[0]?.message, refusal: `${String(message)} ${String(description)}` };
}

describe('event fields on the panel', () => {
	const ids = { anonUid: '={{ $json.visitor }}', additionalFields: { uid: '={{ $json.user }}' } };

	test('numbers as IDs become text, optional fields that are empty are left out', async () => {
		await sendFields([], [{ visitor: 4711, user: null }], ids);
		expect(shop.events()).toEqual([{ platform: 'web', anon_uid: '4711' }]);
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
			// The panel leaves it out.
			field('uid', 'u'),
		]);
		expect(shop.events()[0]).toEqual({
			platform: 'web',
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
			uid: 'u',
		});
	});

	const isFile = 'has the type Binary Data, but an event cannot contain a file. Choose the type';
	const twice = 'is entered twice. Remove one of the two.';

	test.each<[name: string, rows: Row[], problem: string]>([
		['a value that is not of its type', [field('price', 'cheap', 'number')], '"price" has the'],
		['a value without a name', [field('', 'x')], 'no name'],
		['NaN as text', [field('a', '={{ NaN }}')], 'is not a valid number (NaN)'],
		['2^60 as text', [field('a', '={{ 2 ** 60 }}')], 'which is too large'],
		['a file', [field('photo', 'data', 'binary')], `"photo" ${isFile}`],
		['an empty file', [field('photo', '', 'binary')], `"photo" ${isFile}`],
		['a field that is entered twice', [field('a', 'x'), field('a', 'y')], `"a" ${twice}`],
		['a second anon_uid', [field('anon_uid', 'x')], `"anon_uid" ${twice}`],
		['a second platform', [field('platform', 'mobile')], `"platform" ${twice}`],
		['a second uid', [field('uid', 'x')], `"uid" ${twice}`],
		['a second sid', [field('sid', 'x')], `"sid" ${twice}`],
	])('%s fails and names the field', async (_name, rows, problem) => {
		const additionalFields = { uid: 'u', sid: 's' };
		const { refusal } = await sendFields(rows, [{}], { additionalFields });
		expect(refusal).toContain(problem);
		expect(shop.requests()).toBe(0);
	});

	test('a date without an offset is one of the time zone of the workflow', async () => {
		const assignments = [field('at', '2026-12-31T10:00', 'dateTime')];
		await sendFields(assignments, [{}], {}, { timezone: 'Asia/Tokyo' });
		expect(shop.events()[0]?.at).toBe('2026-12-31T10:00:00.000+09:00');
	});
});

describe('the line above the output', () => {
	test('names the fields of the first event that is sent, under the names that are sent', async () => {
		const visit = { visitor: 'v', sku: 'p-1', price: 5 };
		const anonUid = '={{ $json.visitor }}';
		const { hint } = await sendFields(plain('sku', 'price'), [{}, visit, visit], { anonUid });
		expect(hint).toBe(
			'2 events were accepted in 1 request. 1 event was not sent. For the reasons, see the Error Branch. The first event has: platform, anon_uid, sku and price.',
		);
	});

	test('says which fields are missing, and in how many events', async () => {
		const items = [{ event_name: 'view', sku: 'a', price: '1' }, { event_name: 'view' }, {}];
		const hintOf = async (count: number) =>
			(await sendFields(plain('event_name', 'sku', 'price'), items.slice(0, count))).hint;
		expect(await hintOf(3)).toContain(
			'In 2 of 3 events, an expression has no value for sku, price or event_name.',
		);
		expect(await hintOf(2)).toContain(
			'In 1 of 2 events, an expression has no value for sku and price.',
		);
		expect(await hintOf(1)).toMatch(/in 1 request\. The first event has: [^.]+\.$/);
	});
});

test('the output keeps one main connection, so that wires of other workflows stay valid', () => {
	expect(outputs).toEqual([NodeConnectionTypes.Main]);
	expect(version).toBe(1);
});

test('the choice of input items as events is not offered as an AI tool', () => {
	const source = properties.find(({ name }) => name === 'eventSource');
	const option = source?.options?.find((each) => 'value' in each && each.value === 'inputItem');
	expect(option).toMatchObject({ displayOptions: { hide: { '@tool': [true] } } });
});
