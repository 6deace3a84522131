import { sendEvents } from '../../../nodes/KainicEvent/event';
import { eventProperties } from '../../../nodes/KainicEvent/properties';
import type { Job, Present, Step } from '../../../nodes/shared/send/job';
import { fakeRun, parametersOf, type Panel } from '../support/fake-run';

const panel = { trackerId: 't', eventSource: 'inputItem' };
const view = { platform: 'web', anon_uid: 'v', item_id: 'p' };

async function plan(items: readonly object[], own: Panel = {}) {
	const run = fakeRun({
		items: items.map((json) => ({ json: Object(json) })),
		properties: eventProperties,
		panel: { ...panel, ...own },
		context: { getTimezone: () => 'UTC' },
	});
	const steps: Step[] = [];
	for await (const step of sendEvents.plan(run)) steps.push(step);
	const jobs = steps.filter((step) => step.kind === 'job');
	const settled = steps.filter((step) => step.kind === 'settled');
	return { steps, jobs, settled, remarks: run.remarks.join(' ') };
}

const bodyOf = ({ body }: Job): unknown =>
	JSON.parse(String(body(new AbortController().signal).content));

const shownBy = (present: Present, kind: 'accepted' | 'valid') => [
	...present(0, { kind, attempts: 2 }),
];

describe('events', () => {
	test('go to their tracker with their headers, in batches, and share the failures of both', async () => {
		const items = [0, 1, 2, 3, 4].map((anon) => ({ ...view, anon_uid: `v${anon}` }));
		const value = (index: number) => `https://${index % 2}.example`;
		const { jobs } = await plan(items, {
			trackerId: (index: number) => (index === 4 ? 'other' : 't'),
			options: { batchSize: 2, headers: { values: [{ name: 'Origin', value }] } },
		});
		const url = 'https://kainic.example/collector/collect/custom/demo/';
		expect(jobs).toMatchObject([
			{ indexes: [0, 2], units: 2, headers: { origin: 'https://0.example' } },
			{ indexes: [1, 3], units: 2, headers: { origin: 'https://1.example' } },
			{ indexes: [4], units: 1, headers: { origin: 'https://0.example' } },
		]);
		expect(jobs.map((job) => job.url)).toEqual([`${url}t`, `${url}t`, `${url}other`]);
		expect(jobs.map(bodyOf)).toEqual([[items[0], items[2]], [items[1], items[3]], [items[4]]]);
		expect(new Set(jobs.map(({ target }) => target?.id)).size).toBe(3);
		expect(jobs[0]?.target?.scope).toBe('tracker');
	});

	test('give their item a receipt', async () => {
		const { jobs } = await plan([view, view]);
		const kainic = { status: 'accepted', trackerId: 't', requestEvents: 2, attempts: 2 };
		expect(jobs.flatMap((job) => shownBy(job.read(null), 'accepted'))).toEqual([
			{ kind: 'input_item', kainic },
		]);
	});

	test('of one item go together, and count', async () => {
		const events = [view, { ...view, note: 'x'.repeat(2000) }, view];
		const { jobs } = await plan([{}], { eventSource: 'json', eventJson: events });
		expect(jobs).toMatchObject([{ indexes: [0], units: 3 }]);
		expect(jobs.map(bodyOf)).toEqual([events]);
	});

	test('are halved again and again if Isolate Rejected is on', async () => {
		const items = [view, view, view];
		const [job] = (await plan(items, { options: { isolateRejected: true } })).jobs;
		const halves = job?.split() ?? [];
		expect(halves).toMatchObject([{ indexes: [0, 1] }, { indexes: [2] }]);
		expect(halves[0]?.split()).toMatchObject([{ indexes: [0] }, { indexes: [1] }]);
		expect(halves[1]?.split()).toEqual([]);
		expect((await plan(items)).jobs.flatMap((whole) => whole.split())).toEqual([]);
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
	const kainic = { status: 'valid', trackerId: 't', requestEvents, attempts: 2, ...shown };
	const presents = settled.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [] : outcome));
	expect(presents.flatMap(({ present }) => shownBy(present, 'valid'))).toEqual([
		{ kind: 'input_item', kainic },
	]);
});

describe('an item whose events cannot be sent fails with its reason', () => {
	const json = { eventSource: 'json' };
	const long = { ...view, note: 'x'.repeat(400) };
	test.each<[reason: string, own: Panel, code?: string]>([
		['Item 0, event 3 of 3: The field "platform" is', { ...json, eventJson: [view, view, {}] }],
		['has no events: it is an empty array.', { ...json, eventJson: '[]' }],
		['is not valid JSON', { ...json, eventJson: '{"platform":' }],
		...['5', '[[]]', 'null'].map((eventJson): [string, Panel] => [
			'must be an object',
			{ ...json, eventJson },
		]),
		[
			'Item 0: The 4 events have 2 kB, but Batch Kilobytes is 1.',
			{ ...json, options: { batchKilobytes: 1 }, eventJson: [long, long, long, long] },
			'too_large',
		],
		['Item 0: Tracker ID is a web address.', { trackerId: 'https://kainic.example' }],
		['Item 0: Tracker ID ".." is not a valid ID.', { trackerId: '..' }],
	])('%s', async (reason, own, code = 'invalid_input') => {
		const { jobs, settled } = await plan([view], own);
		expect(jobs).toEqual([]);
		const message = expect.stringContaining(reason);
		expect(settled).toMatchObject([{ indexes: [0], outcome: { failure: { code, message } } }]);
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

	test('what the source of the events remarks', async () => {
		const own = { eventSource: 'fields', platform: 'web', anonUid: 'v' };
		expect((await plan([{}], own)).remarks).toBe(
			'The first event has: platform and anon_uid. Event Fields is empty, so the events do not say what happened.',
		);
	});
});

test.each([
	['each', {}],
	['summary', { output: 'summary' }],
	// As workflows have it that are older than its place on the panel.
])('the output has the form %s for %j', (form, own) => {
	expect(sendEvents.outputForm(parametersOf(own, eventProperties).at(0))).toBe(form);
});
