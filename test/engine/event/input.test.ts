import { type INodeParameters, NodeConnectionTypes } from 'n8n-workflow';
import { codesOf, credentialFor, errorOf, openShop, views } from './shop';

const shop = openShop();

describe('bad input fails clearly, alone, and before it is sent', () => {
	test('an event larger than the byte limit', async () => {
		const [small, large] = views(2);
		const result = await shop.send([small!, { ...large, note: 'x'.repeat(2000) }], {
			parameters: { options: { batchKilobytes: 1 } },
		});
		expect(codesOf(result.errorBranch)).toEqual(['too_large']);
		expect(errorOf(result.errorBranch[0]).message).toMatch(/^Item 1: the event has 2,\d{3} bytes/);
		expect(shop.accepted()).toEqual(['visitor-0']);
	});

	test('a circular event', async () => {
		const [json] = views(1);
		const circular = { ...json, self: {} };
		circular.self = circular;
		const result = await shop.send([], { inputItems: [{ json: circular }] });
		expect(result.error ?? errorOf(result.errorBranch[0])).toBeDefined();
		expect(shop.requests()).toBe(0);
	});

	test.each(['continueErrorOutput', 'continueRegularOutput'] as const)(
		'%s: an expression that throws for one item',
		async (onError) => {
			const trackerId = '={{ $json.bad ? $json.nothing.at.all.really : "tracker-web" }}';
			const expression = '={{ $json.bad ? (() => { throw new Error("boom") })() : "tracker-web" }}';
			const [first, second] = views(2);
			for (const value of [trackerId, expression]) {
				const result = await shop.send([first!, { ...second, bad: true }], {
					onError,
					parameters: { trackerId: value },
				});
				const failed = [...result.success, ...result.errorBranch].filter(({ json }) => json.error);
				expect(codesOf(failed)).toEqual(['invalid_input']);
				expect(errorOf(failed[0]).message).toContain('Item 1');
			}
			expect(shop.accepted()).toEqual(['visitor-0', 'visitor-0']);
		},
	);

	test.each([['.'], ['..'], [''], ['  '], [undefined], [null], [{ a: 1 }], [1.5]])(
		'a tracker ID of %p',
		async (tracker) => {
			const items = views(1).map((view) => ({ ...view, tracker }));
			const result = await shop.send(Object(items), {
				parameters: { trackerId: '={{ $json.tracker }}' },
			});
			expect(codesOf(result.errorBranch)).toEqual(['invalid_input']);
			expect(errorOf(result.errorBranch[0]).message).toContain('Tracker ID');
			expect(shop.requests()).toBe(0);
		},
	);

	test.each(['a/b', 'a b', '../x', 'a?api_key=1', 'a#b', '%2f', 'ü'])(
		'a tracker ID of %p stays one encoded part of the path',
		async (trackerId) => {
			await shop.send(views(1), { parameters: { trackerId } });
			expect(shop.emulator.world.ledger.events[0]?.trackerId).toBe(trackerId);
		},
	);

	test.each([
		['a line break in a header', [{ name: 'X-A', value: 'a\r\nX-B: c' }]],
		['a header name with a space', [{ name: 'X A', value: 'a' }]],
		['a header that frames the request', [{ name: 'Content-Length', value: '1' }]],
		['a header without a name', [{ name: '', value: 'a' }]],
	])('%s', async (_name, values) => {
		const result = await shop.send(views(1), { parameters: { options: { headers: { values } } } });
		expect(codesOf(result.errorBranch)).toEqual(['invalid_input']);
		expect(shop.requests()).toBe(0);
	});

	test.each([
		['batchSize', 0],
		['batchSize', 2.5],
		['batchSize', 'many'],
		['concurrency', -1],
		['maxAttempts', 0],
		['timeout', 0],
		['timeBudget', 'x'],
		['batchKilobytes', true],
	])('the option %s of %p fails every item, and nothing is sent', async (name, value) => {
		const options = { [name]: `={{ ${JSON.stringify(value)} }}` };
		const result = await shop.send(views(2), { parameters: { options } });
		expect(codesOf(result.errorBranch)).toEqual(['invalid_input', 'invalid_input']);
		expect(shop.requests()).toBe(0);
	});

	test.each([
		['plain http beyond this machine', { baseUrl: 'http://shop.example' }, 'plain http'],
		['another scheme', { baseUrl: 'ftp://shop.example' }, 'ftp'],
		['no address', { baseUrl: 'shop' }, 'not an address'],
		['a query in the address', { baseUrl: 'https://shop.example/?a=1' }, 'more than a host'],
		['no key', { apiKey: ' ' }, 'no API Key'],
		['no project', { projectId: '' }, 'no Project ID'],
	])('a credential with %s', async (_name, change, problem) => {
		const credential = { ...credentialFor(shop.emulator.url), ...change };
		const result = await shop.send(views(2), { credential });
		expect(result.errorBranch).toHaveLength(2);
		expect(errorOf(result.errorBranch[0]).message).toContain(problem);
		expect(errorOf(result.errorBranch[0]).notSent).toBe(true);
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

	const sent = () => shop.emulator.world.ledger.events[0]?.event;

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
		['a value that is not of its type', field('price', 'cheap', 'number'), 'price'],
		['a value without a name', field('', 'x'), 'no name'],
	])('%s fails and names the field', async (_name, row, word) => {
		const result = await sendFields([row]);
		expect(errorOf(result.errorBranch[0]).message).toContain(word);
		expect(shop.requests()).toBe(0);
	});

	test.each([
		'2026-02-28',
		'2026-02-28 10:00:00',
		'2026-02-28 09:05',
		'2026-02-28T10:00:00',
		'2028-02-29T10:00:00.5Z',
		'2026-12-31T23:59:59-11:00',
	])('the date %s stays the day that it names', async (written) => {
		await sendFields([field('at', written, 'dateTime')]);
		const [day = '', time = '00:00:00'] = written.split(/[T ]/);
		expect(sent()?.['at']).toMatch(
			new RegExp(`^${day}T${time.slice(0, 8)}.*(Z|[+-]\\d\\d:\\d\\d)$`),
		);
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

	test.each([
		'2026-02-31',
		'2026-02-30T10:00:00Z',
		'2027-02-29',
		'2026-13-01',
		'2026-12-30 9:05',
		'2026-12-30 10:00:00 PM',
		'12/24/2026',
		'24.12.2026',
		'2026',
		'1',
		'Tue, 31 Feb 2026 10:00:00 GMT',
	])('the text %s is no date, and n8n is not to guess at one', async (written) => {
		const result = await sendFields([field('at', written, 'dateTime')]);
		expect(errorOf(result.errorBranch[0])).toMatchObject({ code: 'invalid_input', notSent: true });
		expect(errorOf(result.errorBranch[0]).message).toMatch(/"at" is .* is not a date of the form/);
		expect(shop.requests()).toBe(0);
	});

	test('an anonymous user ID that an expression leaves undefined', async () => {
		const parameters = { eventSource: 'fields', platform: 'web', anonUid: '={{ $json.missing }}' };
		const result = await shop.send([{}], { parameters });
		expect(errorOf(result.errorBranch[0])).toMatchObject({
			code: 'invalid_input',
			message: 'Item 0: Anonymous User ID is empty.',
		});
	});
});

test('events without fields of their own are sent, and the line above the output says so', async () => {
	const fields = { eventSource: 'fields', platform: 'web', anonUid: 'visitor-0' };
	const assignments = [{ id: '1', name: 'event_name', type: 'string', value: 'view' }];
	const said = async (parameters: INodeParameters) => {
		const result = await shop.send([{ sku: 'sku-1' }], { parameters });
		return result.hints[0]?.message;
	};
	expect(await said(fields)).toBe(
		'1 event in 1 request. Event Fields is empty, so the events do not say what happened.',
	);
	expect(await said({ ...fields, eventFields: { assignments } })).toBe('1 event in 1 request.');
	expect(shop.accepted()).toEqual(['visitor-0', 'visitor-0']);
});

test('a row that is none fails its item, and not the run for the line above the output', async () => {
	const parameters = { eventSource: 'fields', platform: 'web', anonUid: 'v', eventFields: 'x' };
	const { hints, errorBranch } = await shop.send([{}], { parameters });
	expect(hints[0]?.message).toBe('Nothing was sent. For the reason, see the Error output.');
	expect(errorOf(errorBranch[0]).message).toMatch(/^Item 0: Event Fields is the text "x"/);
});

test('the output keeps one main connection, so that wires of other workflows stay valid', async () => {
	const { KainicEvent } = await import('../../../nodes/KainicEvent/KainicEvent.node');
	expect(new KainicEvent().description.outputs).toEqual([NodeConnectionTypes.Main]);
	expect(new KainicEvent().description.version).toBe(1);
});

describe('what the panel gives twice, or in a form that JSON does not have, is refused', () => {
	const assigned = (...rows: Array<[name: string, type: string, value: unknown]>) => ({
		eventSource: 'fields',
		platform: 'web',
		anonUid: 'v-1',
		eventFields: {
			assignments: rows.map(([name, type, value], id) => ({ id: `${id}`, name, type, value })),
		},
	});

	test.each([
		['a field', assigned(['a', 'string', 'x'], ['a', 'string', 'y']), '"a" is given twice'],
		['NaN as text', assigned(['a', 'string', '={{ NaN }}']), 'is NaN'],
		['2^60 as text', assigned(['a', 'string', '={{ 2 ** 60 }}']), 'too large to be sent exactly'],
		[
			'a header',
			{
				options: {
					headers: {
						values: [
							{ name: 'Origin', value: 'https://a' },
							{ name: 'origin', value: 'https://b' },
						],
					},
				},
			},
			'"origin" is given twice',
		],
		[
			'who is asked',
			{ options: { headers: { values: [{ name: 'Host', value: 'other.example' }] } } },
			'the header "Host" is set by the node itself',
		],
	])('%s', async (_name, parameters, problem) => {
		const result = await shop.send(views(1), { parameters: Object(parameters) });
		expect(errorOf(result.errorBranch[0]).message).toContain(problem);
		expect(shop.requests()).toBe(0);
	});
});

test('Validate Only by an expression that finds nothing sends nothing', async () => {
	const options = { validateOnly: '={{ $json.dryRun }}' };
	const result = await shop.send(views(1), { parameters: { options } });
	expect(errorOf(result.errorBranch[0]).message).toContain('Validate Only is empty');
	expect(shop.requests()).toBe(0);
});

test('a domain that is refused with one Origin says nothing of another', async () => {
	shop.emulator.inject({
		kind: 'answer',
		status: 403,
		body: '{"status":"fail","message":"Event Dismissed: Domain Not Supported"}',
	});
	const values = [{ name: 'Origin', value: '=https://s{{ $itemIndex % 2 }}.example' }];
	const parameters = { options: { headers: { values } } };
	const result = await shop.send(views(4), { parameters });
	expect(codesOf(result.errorBranch)).toEqual(['domain', 'domain']);
	expect(shop.accepted()).toEqual(['visitor-1', 'visitor-3']);
});
