import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import type { JsonObject } from '../../../harness/json';
import { parseWorkflow } from '../../../harness/workflows';
import { failureKinds } from '../../../nodes/shared/failure-codes';
import { withoutResult } from '../../../nodes/shared/n8n/leftovers';
import { codeNode, folder, itemsOf } from './code-node';

const file = 'failed-events.json';
const rowsToKeep = codeNode(file, 'Rows to Keep');
const sortOut = codeNode(file, 'Sort Out');
const oneAlert = codeNode(file, 'One Alert');

const error = fc.record({
	code: fc.constantFrom(...Object.keys(failureKinds)),
	message: fc.string(),
	description: fc.string(),
	httpCode: fc.constantFrom(null, 400, 503),
	attempts: fc.nat(3),
	notSent: fc.boolean(),
	mayBeAccepted: fc.boolean(),
});

const event = fc.dictionary(
	fc.string().filter((name) => name !== 'kainicTracker'),
	fc.jsonValue(),
);

test('what failed becomes a row whose event is the event, and what may be accepted does not wait', () => {
	fc.assert(
		fc.property(event, error, (given, failure) => {
			const { error: _own, kainic: _result, ...sent } = given;
			const item = { ...sent, error: failure };
			const [row] = rowsToKeep({ nodes: { 'Called With Failed Events': itemsOf(item) } });
			expect(withoutResult(JSON.parse(String(row?.['event'])))).toEqual(
				JSON.parse(JSON.stringify(sent)),
			);
			expect(row).toMatchObject({ code: failure.code, message: failure.message, tries: 0 });
			if (failure.mayBeAccepted) expect(row?.['state']).toBe('unconfirmed');
			else if (failure.attempts > 0 && !failure.notSent) expect(row?.['state']).toBe('waiting');
		}),
	);
});

test('any items become rows or are accepted, and none is lost', () => {
	fc.assert(
		fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (items) => {
			const rows = rowsToKeep({ nodes: { 'Called With Failed Events': itemsOf(...items) } });
			expect(rows).toHaveLength(items.length);
		}),
	);
	const accepted = { number: 1, kainic: { status: 'accepted' } };
	expect(rowsToKeep({ nodes: { 'Called With Failed Events': itemsOf(accepted) } })).toEqual([]);
});

const row = fc.record({
	event: fc.constant('{}'),
	tracker: fc.constant(''),
	tries: fc.nat(25),
	first_seen: fc.constant('2026-11-26T10:00:00.000Z'),
	error: fc.option(error, { nil: undefined }),
});

test('after a try, only what Kainic has not and can accept waits, for so many tries', () => {
	fc.assert(
		fc.property(fc.array(row), fc.boolean(), (rows, sendsAgain) => {
			const settings = { max_tries: 20, send_unconfirmed_again: sendsAgain };
			const items = rows.map(({ error: failure, ...rest }) =>
				failure === undefined
					? { ...rest, kainic: { status: 'accepted' } }
					: { ...rest, error: failure },
			);
			const put = sortOut({ input: itemsOf(...items), nodes: { Settings: itemsOf(settings) } });
			const failed = rows.filter(({ error: failure }) => failure !== undefined);
			expect(put).toHaveLength(failed.length);
			for (const [index, { error: failure, tries }] of failed.entries()) {
				const made = tries + ((failure?.attempts ?? 0) > 0 ? 1 : 0);
				expect(put[index]).toMatchObject({ tries: made });
				if (put[index]?.['state'] !== 'waiting') continue;
				expect(made).toBeLessThan(20);
				if (!sendsAgain) expect(failure?.mayBeAccepted).toBe(false);
			}
		}),
	);
});

test('an item without a result counts as one that may be accepted', () => {
	const settings = { max_tries: 20, send_unconfirmed_again: false };
	const nodes = { Settings: itemsOf(settings) };
	const [put] = sortOut({ input: itemsOf({ event: '{}', tries: 0 }), nodes });
	expect(put).toMatchObject({ state: 'unconfirmed' });
});

/** Rows that are given up. */
function givenUp(count: number): JsonObject[] {
	return Array.from({ length: count }, (_, number) => ({
		id: number + 1,
		event: JSON.stringify({ number, error: { code: 'network' } }),
		...{ tracker: '', code: 'network', message: 'Down.', tries: 20, first_seen: 'x' },
	}));
}

test('one alert lists all of them, without the error inside', () => {
	const alerts = oneAlert({ input: itemsOf(...givenUp(30)) });
	expect(alerts).toHaveLength(1);
	expect(alerts[0]?.['text']).toMatch(
		/^30 events for Kainic are given up\.\n.*"number":0[\s\S]*and 10 more$/,
	);
	expect(alerts[0]?.['events']).toHaveLength(30);
	expect(alerts[0]).toHaveProperty('events.29.event', { number: 29 });
	expect(alerts[0]).toHaveProperty('last_row', 30);
});

test('an alert lists a hundred at most, says how many follow, and takes out no others', () => {
	const [alert] = oneAlert({ input: itemsOf(...givenUp(505)) });
	expect(alert?.['events']).toHaveLength(100);
	expect(alert?.['text']).toMatch(/^505 events .* first 100 are listed here, the other 405 in/);
	expect(alert).toHaveProperty('last_row', 100);
	const long = { ...givenUp(1)[0], event: JSON.stringify({ text: 'x'.repeat(100_000) }) };
	expect(String(oneAlert({ input: itemsOf(long) })[0]?.['text']).length).toBeLessThan(1000);

	const { nodes } = parseWorkflow(readFileSync(path.join(folder, file), 'utf8'));
	const given = nodes.find(({ name }) => name === 'Given Up');
	expect(given?.['parameters']).toMatchObject({ orderByColumn: 'id', orderByDirection: 'ASC' });
	const forget = nodes.find(({ name }) => name === 'Forget What Was Told');
	expect(JSON.stringify(forget)).toContain("$('One Alert').first().json.last_row");
});
