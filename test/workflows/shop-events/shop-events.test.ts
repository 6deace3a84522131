import { createHash } from 'node:crypto';
import { compileFunction } from 'node:vm';
import { arrayOf, objectOf } from '../../../tools/n8n/json';
import { codeNode, itemsOf, parametersOf } from '../../support/workflows/code-node';

const countEvents = codeNode('shop-events.json', 'Count Events');
const checkEvents = codeNode('shop-events.json', 'Check Events');

const click = {
	...{
		event_name: 'recommendation_click',
		anon_uid: 'v',
		uid: 'u',
		item_id: 17,
		rank: 2,
		parent_id: 9,
	},
	...{ type: 'similar', source: 'kainic', sid: 's', kainic_mid: 'm' },
};

function columnsOf(file: string, node: string): string[] {
	const columns = objectOf(parametersOf(file, node)['columns'], node)['column'];
	return arrayOf(columns, node).map((column) => String(Object(column).name));
}

test('a run counts its events and keeps its clicks, in columns that the data tables have', () => {
	const views = ['a', 'b'].map((item_id) => ({ event_name: 'product_view', item_id }));
	const [counts = {}, ...clicks] = countEvents({
		input: itemsOf(...views, click, { event_name: 'add_to_cart' }, { event_name: 'wish' }),
	});
	const numbers = { views: 2, carts: 1, clicks: 1, failed: 0, answers: 0 };
	expect(counts).toEqual({ kind: 'events', name: 'b', at: expect.any(Number), ...numbers });
	const kept = { anon_uid: 'v', uid: 'u', item_id: '17', parent_id: '9', type: 'similar' };
	const more = { source: 'kainic', kainic_exp_id: '', at: expect.any(Number) };
	expect(clicks).toEqual([{ ...kept, ...more }]);
	expect(columnsOf('health.json', 'Create Table')).toEqual(
		expect.arrayContaining(Object.keys(counts)),
	);
	expect(columnsOf('health.json', 'Create Clicks Table')).toEqual(Object.keys(clicks[0] ?? {}));
});

test('a session that saw an experiment is kept, and counts as an answer unless it got bestsellers', () => {
	const ids = { sid: 's', anon_uid: 'v', kainic_exp_id: 'e' };
	const seen = { event_name: 'experiment_exposure', ...ids };
	const input = itemsOf(
		{ ...seen, group: 'model', source: 'kainic' },
		{ ...seen, source: 'bestsellers' },
	);
	const [counts, ...rows] = countEvents({ input });
	expect(counts).toMatchObject({ views: 0, answers: 1 });
	const row = { sid: 's', anon_uid: 'v', kainic_exp_id: 'e', at: expect.any(Number) };
	expect(rows).toEqual([
		{ ...row, group: 'model', fallback: 0 },
		{ ...row, group: '', fallback: 1 },
	]);
	expect(columnsOf('forget-person.json', 'Create Exposures Table').sort()).toEqual(
		Object.keys(rows[0] ?? {}).sort(),
	);
});

test('a failed event counts, and an event that is not valid does not', () => {
	const failed = { ...click, error: { code: 'credit' } };
	const invalid = { ...click, error: { code: 'invalid_input' } };
	const rows = countEvents({ input: itemsOf(failed, invalid, { ...failed, event_name: 'wish' }) });
	expect(rows).toMatchObject([{ clicks: 1, failed: 1 }, { item_id: '17' }]);
	expect(rows).toHaveLength(2);
});

test('a click has the time of the visitor, unless it is in the future or no time', () => {
	const timeOf = (occurred_at?: unknown) =>
		Number(countEvents({ input: itemsOf({ ...click, occurred_at }) })[1]?.['at']);
	expect(timeOf('2026-01-01T10:00:00Z')).toBe(Date.parse('2026-01-01T10:00:00Z'));
	for (const wrong of ['2126-01-01T10:00:00Z', 'soon', undefined, {}, null])
		expect(Math.abs(timeOf(wrong) - Date.now())).toBeLessThan(60_000);
});

test('a long text of a stranger is cut', () => {
	const long = { ...click, item_id: 'x'.repeat(5_000), source: { a: 1 } };
	const [, row] = countEvents({ input: itemsOf(long) });
	expect(String(row?.['item_id'])).toHaveLength(200);
	expect(row?.['source']).toBe('[object Object]');
});

/** The status for what Check Events says. */
function statusFor(error: string): unknown {
	const { responseCode } = objectOf(
		parametersOf('shop-events.json', 'Refuse Events')['options'],
		'',
	);
	const [, expression] = /^=\{\{(.*)\}\}$/.exec(String(responseCode)) ?? [];
	return Reflect.apply(compileFunction(`return ${expression}`, ['$json']), undefined, [{ error }]);
}

test('kainic.js forgets what is no list of events, and keeps its events if n8n could not look at them', () => {
	const many = JSON.stringify(Array.from({ length: 51 }, () => ({})));
	for (const body of ['', 'x', '[', '{"a":1}', '[]', '[1]', many, undefined, {}]) {
		const refuse = () => checkEvents({ input: itemsOf({ body }) });
		expect(refuse).toThrow();
		try {
			refuse();
		} catch (error) {
			expect(statusFor(`${Object(error).message} [line 6]`)).toBe(400);
		}
	}
	// What n8n 2.41.1 says in place of Check Events.
	for (const error of [
		'Task request timed out after 60 seconds',
		'Task execution timed out after 300 seconds',
		'Node execution failed',
		'Node ran out of memory',
		'Task aborted because the n8n instance was shutting down',
	])
		expect(statusFor(error)).toBe(503);
});

const dropKnown = codeNode('shop-events.json', 'Drop Known Events');

/** Sends events a, b and one without an ID, in the run whose row is 5. */
const sentAfter = (...rows: ReadonlyArray<{ id: number; event_ids: string }>) =>
	dropKnown({
		input: itemsOf(...rows, { id: 5, event_ids: 'a,b,' }),
		nodes: {
			'Note Event IDs': itemsOf({ id: 5, event_ids: 'a,b,' }),
			'Check Events': itemsOf({ event_id: 'a' }, { event_id: 'b' }, { item_id: 'x' }),
		},
	});

test('an event of an earlier run is dropped, and of two runs at the same moment one sends it', () => {
	expect(sentAfter()).toHaveLength(3);
	expect(sentAfter({ id: 6, event_ids: 'a,b' })).toHaveLength(3);
	expect(sentAfter({ id: 4, event_ids: 'a' })).toEqual([{ event_id: 'b' }, { item_id: 'x' }]);
	expect(sentAfter({ id: 3, event_ids: '' })).toHaveLength(3);
});

test('IDs with the same end, or with a comma, are different events', () => {
	const { value } = objectOf(parametersOf('shop-events.json', 'Note Event IDs')['columns'], '');
	// n8n's expressions have hash().
	const code = String(Object(value).event_ids)
		.slice(3, -2)
		.replace(/(String\([^)]*\))\.hash\(\)/, 'hash($1)');
	const hash = (text: string) => createHash('md5').update(text).digest('hex');
	const note = compileFunction(`return ${code}`, ['$', 'hash']);
	const end = '7a0c-11ef-8c6d-0242ac120002';
	const ids = [`1${end}`, `2${end}`, 'a,b', undefined];
	const events = itemsOf(...ids.map((event_id) => ({ event_id })));
	const event_ids: unknown = Reflect.apply(note, undefined, [() => ({ all: () => events }), hash]);
	const nodes = { 'Note Event IDs': itemsOf({ id: 5, event_ids }), 'Check Events': events };
	const known = hash(`1${end}`);
	expect(dropKnown({ input: itemsOf({ id: 4, event_ids: `${known},,a,b` }), nodes })).toEqual(
		[`2${end}`, 'a,b', undefined].map((event_id) => ({ event_id })),
	);
});

test('if the data table cannot be used, all events are sent', () => {
	const nodes = {
		'Note Event IDs': itemsOf({ error: 'full' }),
		'Check Events': itemsOf({ event_id: 'a' }),
	};
	expect(dropKnown({ input: itemsOf({ error: 'full' }), nodes })).toHaveLength(1);
});

test('the time of a browser whose clock is more than a day wrong is when n8n got the event', () => {
	const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
	const events = [-23, 23, 25, 24 * 31, -25].map((hours) => ({ a: 1, occurred_at: at(hours) }));
	const timesOf = (body: unknown) =>
		checkEvents({ input: itemsOf({ body }) }).map((event) => event['occurred_at']);
	const [early, late, ...wrong] = timesOf(JSON.stringify(events));
	expect([early, late]).toEqual(events.slice(0, 2).map((event) => event.occurred_at));
	for (const time of wrong)
		expect(Math.abs(Date.parse(String(time)) - Date.now())).toBeLessThan(60_000);
	expect(timesOf(events)).toEqual(events.map((event) => event.occurred_at));
	expect(checkEvents({ input: itemsOf({ body: '[{}]' }) })).toEqual([{}]);
});

const reportFailures = codeNode('shop-events.json', 'Report Failures');

test('a run is red if an event failed, and says how many', () => {
	const run = (...sent: readonly object[]) =>
		reportFailures({ nodes: { 'Send Events': itemsOf(...sent) } });
	expect(run(click)).toEqual([{ sent: 1 }]);
	const failed = { ...click, error: { message: 'No credit' } };
	expect(() => run(click, failed)).toThrow('1 of 2 events failed. For one of them: No credit');
});
