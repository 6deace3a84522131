import type { JsonObject } from '../../../tools/n8n/json';
import { codeNode, itemsOf } from '../../support/workflows/code-node';

const describeFailure = codeNode('alerts.json', 'Describe Failure');
const chooseAlerts = codeNode('alerts.json', 'Choose Alerts');

const failed = (execution: JsonObject | undefined, more: JsonObject = {}) => {
	const nodes = { 'Receive Failure': itemsOf({ workflow: { name: 'Shop' }, execution, ...more }) };
	return describeFailure({ nodes })[0] ?? {};
};

test('a failed run is told with its node, the words of its error and its address', () => {
	const url = 'https://n8n.example/executions/7';
	const message = '3 of 9 events failed, 3 with the code credit.';
	const error = { name: 'NodeOperationError', message };
	expect(failed({ url, error, lastNodeExecuted: 'Report Failures', mode: 'trigger' })['what']).toBe(
		`"Shop" failed at "Report Failures": ${message} ${url}`,
	);
});

test('failures whose messages differ in numbers or quoted texts alone are one, and others are not', () => {
	const keyOf = (message: string) =>
		failed({ error: { message }, lastNodeExecuted: 'Send' })['key'];
	expect(keyOf('3 of 9 failed')).toBe(keyOf('12 of 99 failed'));
	expect(keyOf('3 of 9 failed, code credit')).not.toBe(keyOf('3 of 9 failed, code tracker'));
	expect(keyOf('platform is the text "a".')).toBe(keyOf('platform is the text "<b>".'));
});

test('a text of a stranger calls nobody in the chat', () => {
	const message = 'The text "<!channel> <http://evil.example|Log in> @all".';
	expect(failed({ error: { message } })['what']).not.toMatch(/[<>@]/);
});

test('no email address is kept or told', () => {
	const of = (email: string) => failed({ error: { message: `550 <${email}> unknown` } });
	expect(JSON.stringify(of('ann@shop.example'))).not.toMatch(/ann|shop.example/);
	expect(of('ann@shop.example')['key']).toBe(of('bob@shop.example')['key']);
});

test('a long message is cut, and a trigger that failed and a run that names nothing are told', () => {
	const long = failed({ error: { message: 'x'.repeat(5_000) } })['what'];
	expect(String(long).length).toBeLessThan(900);
	const trigger = { error: { node: { name: 'Clock' }, message: 'no time' } };
	expect(failed(undefined, { trigger })['what']).toBe('"Shop" failed at "Clock": no time');
	expect(failed(undefined)['what']).toBe('"Shop" failed at "its trigger": unknown error');
});

test('a run by the button of the editor sends a test, and a scheduled run describes nothing', () => {
	const test = { key: 'test', what: expect.stringMatching(/test/) };
	expect(describeFailure({ mode: 'test' })[0]).toMatchObject(test);
	expect(describeFailure({})).toEqual([{}]);
});

const hour = 3_600_000;
const ago = (hours: number): number => Date.now() - hours * hour;

const nodes = { 'Your Shop': itemsOf({ again_hours: 6, lock_minutes: 2 }) };

/** Hours since the failure was seen and told, what else is in its row, and whether it is told now. */
test.each<[string, seen: number, told: number | null, row: JsonObject, isTold: boolean]>([
	['new', 0, null, { claimed_until: null }, true],
	['told, and not seen since', 2, 1, {}, false],
	['told, and seen again soon', 0, 5, {}, false],
	['told, and seen after six hours', 0, 7, {}, true],
	['being told by another run', 0, null, { claimed_until: ago(-1) }, false],
	['told by a run that was cut off', 0, null, { claimed_until: ago(1) }, true],
	['told again by such a run', 1, 7, { claimed_until: ago(1) }, true],
	['a test, which is told each time', 0, 1, { key: 'test' }, true],
	['a test that the chat refused', 0, null, { key: 'test', claimed_until: ago(-1) }, true],
	['an empty row of n8n', 0, null, { key: undefined }, false],
])('a failure that is %s', (_, seen, told, row, isTold) => {
	const times = { seen_at: ago(seen), told_at: told === null ? null : ago(told) };
	const given = { key: 'k', what: 'w', claimed_until: 0, ...times, ...row };
	const chosen = chooseAlerts({ nodes, input: itemsOf(given) });
	expect(chosen).toHaveLength(Number(isTold));
});

const due = (key: string): JsonObject => ({ id: 1, key, what: key, seen_at: ago(0) });

test('all alerts of a run have one claim, which no other run has, and are not more than a message holds', () => {
	const input = itemsOf(...Array.from({ length: 90 }, (_, index) => due(`k${index}`)));
	const claimOf = () => {
		const chosen = chooseAlerts({ nodes, input });
		expect(chosen).toHaveLength(50);
		expect(new Set(chosen.map(({ until }) => until)).size).toBe(1);
		return chosen[0]?.['until'];
	};
	expect(claimOf()).not.toBe(claimOf());
});

test('an alert that n8n could not save is sent all the same, unless it was told before', () => {
	const failure = { key: 'k', what: 'Shop failed.', seen_at: ago(0) };
	const chosen = (...rows: readonly JsonObject[]) =>
		chooseAlerts({
			nodes: { ...nodes, 'Save Failure': itemsOf(failure) },
			input: itemsOf(...rows),
		});
	const told = { what: 'Shop failed. (n8n could not save this alert.)' };
	expect(chosen({})).toEqual([expect.objectContaining(told)]);
	expect(chosen(due('other'), { ...due('k'), told_at: ago(7) })).toMatchObject([told]);
	expect(chosen({ ...due('k'), told_at: ago(1) })).toEqual([]);
});

test('two workflows with one name have alerts of their own', () => {
	const keyOf = (id: string) =>
		describeFailure({
			nodes: {
				'Receive Failure': itemsOf({ workflow: { id, name: 'Shop' }, execution: { error: {} } }),
			},
		})[0]?.['key'];
	expect(keyOf('1')).not.toBe(keyOf('2'));
});
