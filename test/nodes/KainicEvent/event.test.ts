import { sendEvents } from '../../../nodes/KainicEvent/event';
import { eventProperties } from '../../../nodes/KainicEvent/properties';
import { canceledUnsent } from '../../../nodes/shared/failure';
import { summaryJson } from '../../../nodes/shared/output/report';
import { createBody } from '../../../nodes/shared/send/request-body';
import type { Job, Plan, Settled } from '../../../nodes/shared/send/job';
import { Results } from '../../../nodes/shared/send/results';
import { fakeRun, type Panel } from '../../support/units/fake-run';

const panel = { trackerId: 't', eventSource: 'inputItem' };
const view = { platform: 'web', anon_uid: 'v', item_id: 'p' };

async function plan(items: readonly object[], own: Panel = {}) {
	const run = fakeRun({
		items: items.map((json) => ({ json: Object(json) })),
		properties: eventProperties,
		panel: { ...panel, ...own },
		context: { getTimezone: () => 'UTC' },
	});
	const { steps, remarks } = await taken(sendEvents.plan(run));
	const jobs = steps.filter((step) => step.kind === 'job');
	const settled = steps.filter((step) => step.kind === 'settled');
	return { jobs, settled, remarks: remarks.join(' ') };
}

/** All steps of a plan, and its remarks. */
async function taken<Details>(plan: Plan<Details>) {
	const steps: Array<Job<Details> | Settled> = [];
	for (;;) {
		const { done, value } = await plan.next();
		if (done === true) return { steps, remarks: value ?? [] };
		steps.push(value);
	}
}

const bodyOf = ({ content }: Job): unknown => JSON.parse(String(createBody(content).content));

describe('events', () => {
	test('of one tracker with the same headers go together, and share the failures of both', async () => {
		const value = (index: number) => `https://${index % 2}.example`;
		const { jobs } = await plan([view, view, view, view, view], {
			trackerId: (index: number) => (index === 4 ? 'other' : 't'),
			options: { headers: { values: [{ name: 'Origin', value }] } },
		});
		expect(jobs).toMatchObject([
			{ indexes: [0, 2], headers: { origin: 'https://0.example' } },
			{ indexes: [1, 3], headers: { origin: 'https://1.example' } },
			{ indexes: [4], url: 'https://kainic.example/collector/collect/custom/demo/other' },
		]);
		expect(new Set(jobs.map(({ target }) => target?.id)).size).toBe(3);
		for (const { target } of jobs) expect(target?.scope).toBe('tracker');
	});

	test('give their item a receipt', async () => {
		const { jobs } = await plan([view, view]);
		const show = (mayBeAcceptedTwice: boolean) =>
			jobs.flatMap((job) => sendEvents.show(job, null, { attempts: 2, mayBeAcceptedTwice }));
		const kainic = { status: 'accepted', trackerId: 't', requestEvents: 2, attempts: 2 };
		expect(show(false)).toEqual([{ kind: 'input_item', kainic }]);
		const twice = { ...kainic, mayBeAcceptedTwice: true };
		expect(show(true)).toEqual([{ kind: 'input_item', kainic: twice }]);
	});

	test('of one item go together, and count', async () => {
		const events = [view, { ...view, note: 'x'.repeat(2000) }, view];
		const { jobs } = await plan([{}], { eventSource: 'json', eventJson: events });
		expect(jobs).toMatchObject([{ indexes: [0], units: 3 }]);
		expect(jobs.map(bodyOf)).toEqual([events]);
	});
});

test.each([
	[1, { event: view }],
	[2, { events: [view, view] }],
])('with Validate Only, %i events of an item are shown, not sent', async (requestEvents, shown) => {
	const eventJson = Array.from({ length: requestEvents }, () => ({
		...view,
		platform: 'WEB',
		error: { code: 'timeout', notSent: true },
	}));
	const options = { validateOnly: true };
	const { jobs, settled } = await plan([{}], { eventSource: 'json', eventJson, options });
	expect(jobs).toEqual([]);
	expect(settled).toMatchObject([{ indexes: [0], units: requestEvents }]);
	const kainic = { status: 'valid', trackerId: 't', requestEvents, attempts: 0, ...shown };
	const items = [{ kind: 'input_item', kainic }];
	expect(settled.map(({ outcome }) => outcome)).toEqual([{ kind: 'valid', items }]);
});

describe('an item whose events cannot be sent fails with its reason, and counts all its events', () => {
	const json = { eventSource: 'json' };
	const many = Array.from({ length: 300 }, () => ({ ...view, note: 'x'.repeat(2000) }));

	test.each<[reason: string, own: Panel, units: number, more?: object]>([
		[
			'The field "platform" is',
			{ ...json, eventJson: [view, view, {}] },
			...([3, { where: 'item 0, event 2' }] as const),
		],
		['has no events: it is an empty array.', { ...json, eventJson: '[]' }, 1],
		['is not valid JSON', { ...json, eventJson: '{"platform":' }, 1],
		['The event is the text "a\nb", but it must be', { ...json, eventJson: ['a\nb'] }, 1],
		...['5', '[[]]', 'null'].map((eventJson): [string, Panel, number] => [
			'must be an object',
			{ ...json, eventJson },
			1,
		]),
		[
			'The 300 events have 451 kB or more, but a request has at most 450 kB.',
			{ ...json, eventJson: many },
			...([300, { code: 'too_large', description: expect.stringMatching(/Split Out/) }] as const),
		],
		[
			'The event has 489 kB, but a request has at most 450 kB.',
			{ ...json, eventJson: { ...view, note: 'x'.repeat(500_000) } },
			...([1, { code: 'too_large', description: expect.stringMatching(/smaller event/) }] as const),
		],
		['is a web address.', { trackerId: 'https://kainic.example' }, 1],
		['\'Tracker ID\' ".." is not a valid ID.', { trackerId: '..' }, 1],
	])('%s', async (reason, own, units, more = {}) => {
		const { jobs, settled } = await plan([view], own);
		expect(jobs).toEqual([]);
		const message = expect.stringContaining(reason);
		const failure = { code: 'invalid_input', where: 'item 0', message, notSent: true, ...more };
		expect(settled).toMatchObject([{ indexes: [0], units, outcome: { failure } }]);
	});

	test('and the summary counts its events, too', async () => {
		const five = Array.from({ length: 5 }, () => view);
		const eventJson = (index: number) => (index === 0 ? five : [...five.slice(1), {}]);
		const { jobs, settled } = await plan([{}, {}], { ...json, eventJson });
		const results = new Results(2);
		for (const job of jobs)
			results.end(job, { kind: 'accepted', items: [], mayBeAcceptedTwice: false });
		for (const step of settled) results.end(step, step.outcome);
		const { stats } = results.close(canceledUnsent);
		const summary = summaryJson(stats, sendEvents.labels, 0);
		expect(summary).toMatchObject({ events: 10, accepted: 5, notSent: 5, itemsNotSent: 0 });
	});

	test('an event has at most 450 kB as an array', async () => {
		const bytes = JSON.stringify([{ ...view, note: '' }]).length;
		const events = (more: number) => ({ ...view, note: `é${'x'.repeat(more)}` });
		const fits = 450 * 1024 - bytes - Buffer.byteLength('é');
		expect((await plan([{}], { ...json, eventJson: events(fits) })).jobs).toHaveLength(1);
		expect((await plan([{}], { ...json, eventJson: events(fits + 1) })).jobs).toEqual([]);
	});
});

describe('the name of a row of Event Fields', () => {
	const planRow = async (name: string) => {
		const eventFields = { assignments: [{ name, type: 'string', value: 'a' }] };
		return await plan([{}], { eventSource: 'fields', platform: 'web', anonUid: 'v', eventFields });
	};

	test('is sent without the white space around it', async () => {
		const { jobs } = await planRow(' order_id\n');
		expect(jobs.map(bodyOf)).toEqual([[{ platform: 'web', anon_uid: 'v', order_id: 'a' }]]);
	});

	test.each([
		['  ', "A row of 'Event Fields' has no name."],
		[' anon_uid', 'The event field "anon_uid" is entered twice.'],
	])('is refused if it is %j', async (name, message) => {
		const { settled } = await planRow(name);
		expect(settled).toMatchObject([{ outcome: { failure: { message } } }]);
	});
});

describe('the line above the output says', () => {
	const first = async (event: object) => (await plan([{}, event, view])).remarks;
	const fields = (count: number) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));

	test('which fields the first valid event has, under the names that are sent', async () => {
		expect(await first({ ...view, price: 5 })).toBe(
			'The first event has: platform, anon_uid, item_id and price.',
		);
	});

	test.each([
		[17, /, item_id, f0, .+, f15 and f16\.$/],
		[18, /, item_id, f0, .+, f16 and 1 more\.$/],
		[29, /, f16 and 12 more\.$/],
	])('how many more there are than 20: of 3 and %i', async (count, names) => {
		expect(await first({ ...view, ...fields(count) })).toMatch(names);
	});

	test('the beginning of a long name', async () => {
		expect(await first({ ...view, ['x'.repeat(41)]: 5 })).toMatch(/ and x{39}…\.$/);
	});

	const rows = (count: number, value: unknown, type = 'string') => ({
		assignments: Array.from({ length: count }, (_, index) => ({
			...{ name: `f${index}`, type },
			value,
		})),
	});
	const empty = "'Event Fields' is empty, so the events do not say what happened.";

	test.each<[what: string, eventFields: unknown, remark: string]>([
		['no row', undefined, empty],
		['a row that was not filled in', { assignments: [{ name: '', value: '' }] }, empty],
		['a row', rows(1, 'a'), 'The first event has: platform, anon_uid and f0.'],
		[
			'an expression for all rows',
			() => rows(0, ''),
			'The first event has: platform and anon_uid.',
		],
		[
			'a number that is empty',
			rows(1, '', 'number'),
			'The first event has: platform and anon_uid. In the event, there is no value for f0.',
		],
		['five fields without a value', rows(5, () => undefined), 'for f0, f1, f2, f3 and f4.'],
		['six fields without a value', rows(6, () => undefined), 'for f0, f1, f2, f3 and others.'],
	])('what is wrong with Event Fields that have %s', async (_, eventFields, remark) => {
		const own = { eventSource: 'fields', platform: 'web', anonUid: 'v', eventFields };
		const { remarks } = await plan([{}], own);
		expect(remarks.slice(-remark.length)).toBe(remark);
	});
});
