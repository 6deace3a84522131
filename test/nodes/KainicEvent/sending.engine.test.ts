import type { IDataObject, IWorkflowSettings } from 'n8n-workflow';
import { violations } from '../../support/contract';
import { codesOf, errorOf, openNodes, views } from '../../support/engine/with-emulator';

const shop = openNodes();

test('996 of 1,000 items arrive once, in order, in 10 requests; 4 invalid ones fail alone', async () => {
	const items = views(1000);
	const invalid: Record<number, Record<string, unknown>> = {
		3: { anon_uid: 'x' },
		150: { platform: 'tv', anon_uid: 'x' },
		420: { platform: 'web', anon_uid: 5 },
		999: { platform: ['web'], anon_uid: 'x' },
	};
	const mixed = items.map((item, index) => Object(invalid[index] ?? item));
	// One request at a time keeps the order.
	const result = await shop.send(mixed, { parameters: { options: { concurrency: 1 } } });
	const valid = items.filter((_, index) => invalid[index] === undefined);
	expect(shop.accepted()).toEqual(valid.map(({ anon_uid }) => anon_uid));
	expect(shop.requests()).toBe(10);
	expect(result.success.map(({ pairedItem }) => pairedItem)).toEqual(
		items.flatMap((_, index) => (invalid[index] === undefined ? [{ item: index }] : [])),
	);
	expect(result.errorBranch.map(({ json: { error: _error, ...json } }) => json)).toEqual(
		Object.values(invalid),
	);
	expect(errorOf(result.errorBranch[2])).toMatchObject({
		code: 'invalid_input',
		message: 'The field "anon_uid" is the number 5, but it must be text. [item 420]',
		description: expect.stringContaining('String($json.anon_uid)'),
	});
	expect(result.hints[0]?.message).toBe(
		'996 events were accepted in 10 requests. 4 events were not sent. For the reasons, see the Error Branch. The first event has: platform, anon_uid, event_name and item_id.',
	);
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
		expect(shop.events().flatMap((event) => violations('schemas/Event', event))).toEqual([]);
	},
);

test('an expression that fails for an item fails this item alone', async () => {
	const trackerId = '={{ $json.bad ? $json.nothing.at.all.really : "tracker-web" }}';
	const items = views(2).map((view, index) => ({ ...view, bad: index === 1 }));
	const [failed, ...others] = (await shop.send(items, { parameters: { trackerId } })).errorBranch;
	expect(others).toEqual([]);
	expect(errorOf(failed).message).toMatch(/\[item 1\]$/);
	expect(shop.accepted()).toEqual(['visitor-0']);
});

test('an expression that is broken is reported with the name of its field', async () => {
	const parameters = { trackerId: '={{ $json.visitor. }}' };
	const { errorBranch } = await shop.send(views(1), { parameters });
	expect(errorOf(errorBranch[0]).message).toMatch(/syntax.* \[item 0, 'Tracker ID'\]$/);
});

test('the summary is one item linked to all, and failed items still come out', async () => {
	const parameters = { output: 'summary', options: { batchSize: 2 } };
	// n8n would send all again if a failure came first.
	const given = { parameters, retryOnFail: true };
	const result = await shop.send([{ platform: 'tv' }, ...views(3)], given);
	expect(shop.requests()).toBe(2);
	const sent = { events: 4, accepted: 3, rejected: 0, notSent: 1, unknown: 0 };
	const pairedItem = [0, 1, 2, 3].map((item) => ({ item }));
	expect(result.success).toMatchObject([
		{ json: { ...sent, requests: 2, retries: 0 }, pairedItem },
	]);
	const milliseconds = result.success[0]?.json.milliseconds;
	expect(milliseconds).toBeGreaterThanOrEqual(0);
	expect(milliseconds).toBeLessThan(60_000);
	expect(codesOf(result.errorBranch)).toEqual(['invalid_input']);
});

// With Retry On Fail, n8n runs the node again if a failure comes first.
test.each([true, false])(
	'the summary comes first if something was accepted or is valid, otherwise last: Retry On Fail %s',
	async (retryOnFail) => {
		const settings = {
			onError: 'continueRegularOutput',
			maxTries: 2,
			waitBetweenTries: 0,
		} as const;
		const kindsOf = async (items: IDataObject[], options = {}) => {
			const parameters = { output: 'summary', options };
			const { success } = await shop.send(items, { parameters, retryOnFail, ...settings });
			return success.map(({ json }) => ('error' in json ? 'failed' : 'summary'));
		};
		expect(await kindsOf([{ platform: 'tv' }, ...views(1)])).toEqual(['summary', 'failed']);
		expect(shop.requests()).toBe(1);
		expect(await kindsOf([{ platform: 'tv' }])).toEqual(['failed', 'summary']);
		const checked = await kindsOf([{ platform: 'tv' }, ...views(1)], { validateOnly: true });
		expect(checked).toEqual(['summary', 'failed']);
	},
);

test('a summary counts items, not events, if nothing can be planned', async () => {
	const parameters = { output: 'summary', options: { maxAttempts: 0 } };
	const { success, errorBranch } = await shop.send(views(4), { parameters });
	expect(success).toMatchObject([{ json: { events: 0, notSent: 0, itemsNotSent: 4 } }]);
	expect(errorBranch).toHaveLength(4);
});

test('isolating finds the bad event of a batch of 100, and Kainic gets a good one up to eight times', async () => {
	shop.emulator.change({ acceptPartOfBatch: true });
	const items = views(100).map((view, index) => (index === 60 ? { ...view, uid: 7 } : view));
	const result = await shop.send(items, { parameters: { options: { isolateRejected: true } } });
	expect(result.success).toHaveLength(99);
	expect(codesOf(result.errorBranch)).toEqual(['field_type']);
	expect(result.errorBranch[0]?.json.anon_uid).toBe('visitor-60');
	const arrivals = new Map<unknown, number>();
	for (const id of shop.accepted()) arrivals.set(id, (arrivals.get(id) ?? 0) + 1);
	expect(arrivals.size).toBe(99);
	expect(Math.max(...arrivals.values())).toBe(8);
});

/** A row of Event Fields. */
const field = (name: string, value: unknown, type = 'string') => ({ id: name, name, value, type });

type Row = ReturnType<typeof field>;

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
	test('IDs become text, also if they look like an expression, and empty optional ones are left out', async () => {
		const ids = { anonUid: '={{ $json.visitor }}', additionalFields: { uid: '={{ $json.user }}' } };
		await sendFields([], [{ visitor: 4711, user: null }, { visitor: '{{ $json.user }}' }], ids);
		expect(shop.accepted()).toEqual(['4711', '{{ $json.user }}']);
		expect(shop.events()[0]).toEqual({ platform: 'web', anon_uid: '4711' });
	});

	test('0 and false are sent, null, undefined and "" are left out, dates become ISO 8601', async () => {
		const date = '={{ DateTime.fromISO("2026-11-25T10:00:00+02:00", { setZone: true }) }}';
		const rows: ReadonlyArray<readonly [row: Row, sent?: unknown]> = [
			[field('zero', '={{ 0 }}', 'number'), 0],
			[field('no', '={{ false }}', 'boolean'), false],
			[field('nothing', '={{ null }}')],
			[field('empty', '')],
			[field('absent', '={{ $json.missing }}')],
			[field('at', date), '2026-11-25T10:00:00.000+02:00'],
			[field('when', '={{ new Date(0) }}'), '1970-01-01T00:00:00.000Z'],
			// A time in the time zone of the workflow.
			[field('local', '2026-12-31T10:00', 'dateTime'), '2026-12-31T10:00:00.000+09:00'],
			// Additional Fields does not have it here.
			[field('uid', 'u'), 'u'],
		];
		const assignments = rows.map(([row]) => row);
		const { hint } = await sendFields(assignments, [{}], {}, { timezone: 'Asia/Tokyo' });
		const sent = rows.flatMap(([{ name }, value]) => (value === undefined ? [] : [[name, value]]));
		const ids = { platform: 'web', anon_uid: 'v' };
		expect(shop.events()[0]).toEqual({ ...ids, ...Object.fromEntries(sent) });
		expect(hint).toContain('In the event, there is no value for nothing, empty and absent.');
	});

	const twice = 'is entered twice. [item 0] Remove one of the two.';

	test.each<[name: string, rows: Row[], problem: string]>([
		['a value that is not of its type', [field('price', 'cheap', 'number')], '"price" has the'],
		['NaN as text', [field('a', '={{ NaN }}')], 'is not a valid number (NaN)'],
		['2^60 as text', [field('a', '={{ 2 ** 60 }}')], 'which is too large'],
		['an empty file', [field('photo', '', 'binary')], `"photo" has the type 'Binary Data', but`],
		['a field that is entered twice', [field('a', 'x'), field('a', 'y')], `"a" ${twice}`],
		['a second anon_uid', [field('anon_uid', 'x')], `"anon_uid" ${twice}`],
		['a second platform', [field('platform', 'mobile')], `"platform" ${twice}`],
		['a second uid', [field('uid', 'x')], `"uid" ${twice}`],
		['an empty second sid', [field('sid', '')], `"sid" ${twice}`],
	])('%s fails and names the field', async (_name, rows, problem) => {
		const additionalFields = { uid: 'u', sid: 's' };
		const { refusal } = await sendFields(rows, [{}], { additionalFields });
		expect(refusal).toContain(problem);
		expect(shop.requests()).toBe(0);
	});

	test('the line above the output says which fields are missing, and in how many events', async () => {
		const rows = ['event_name', 'sku', 'price'].map((name) => field(name, `={{ $json.${name} }}`));
		const items = [{ event_name: 'view', sku: 'a', price: '1' }, { event_name: 'view' }, {}];
		const hintOf = async (count: number) => (await sendFields(rows, items.slice(0, count))).hint;
		expect(await hintOf(3)).toContain(
			'In 2 of 3 events, there is no value for sku, price or event_name.',
		);
		expect(await hintOf(2)).toContain('In 1 of 2 events, there is no value for sku and price.');
		const badRow = field('stock', '={{ $json.stock }}', 'number');
		const withFailed = [...items.slice(1, 2), { stock: 'many' }, { event_name: 'view', sku: 'a' }];
		const { hint } = await sendFields([...rows, badRow], withFailed);
		expect(hint).toContain('In 2 of 2 events, there is no value for sku, price or stock.');
		expect(await hintOf(1)).toMatch(/in 1 request\. The first event has: [^.]+\.$/);
	});
});
