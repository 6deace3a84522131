import fc from 'fast-check';
import { failureKinds } from '../../../nodes/shared/failure-codes';
import { withoutAddedFields } from '../../../nodes/shared/items';
import { codeNode, itemsOf } from '../../support/workflows/code-node';
import { forAll } from '../../support/for-all';

const file = 'failed-events.json';
const checkEvents = codeNode(file, 'Check Events');
const reportFailures = codeNode(file, 'Report Failures');

const kept = (...items: readonly unknown[]) =>
	checkEvents({ nodes: { 'Receive Failed Events': itemsOf(...items) } });

const error = fc.record({
	code: fc.constantFrom(...Object.keys(failureKinds)),
	message: fc.string(),
	description: fc.string(),
	httpCode: fc.constantFrom(null, 400, 503),
	attempts: fc.nat(3),
	notSent: fc.boolean(),
	mayBeAccepted: fc.boolean(),
});

const fields = fc.dictionary(
	fc.string().filter((name) => name !== 'kainicTracker'),
	fc.jsonValue(),
);
const event = fields.map((more) => ({ ...more, platform: 'web', anon_uid: 'visitor-1' }));

test('what failed becomes a row whose event is the event, and is due at once', () =>
	forAll([event, error], (given, failure) => {
		const { error: _own, kainic: _result, ...sent } = given as Record<string, unknown>;
		const [row] = kept({ ...sent, error: failure, kainicTracker: 'tracker-app' });
		expect(withoutAddedFields(JSON.parse(String(row?.['event'])))).toEqual(
			JSON.parse(JSON.stringify(sent)),
		);
		expect(row).toMatchObject({ tracker: 'tracker-app', code: failure.code, state: 'waiting' });
		expect(row).toMatchObject({ tries: 0, due: 0 });
	}));

test('any items become rows or are accepted, and none is lost', async () => {
	await forAll([fc.array(fields)], (items) => {
		expect(kept(...items)).toHaveLength(items.length);
	});
	expect(kept({ number: 1, kainic: { status: 'accepted' } })).toEqual([]);
});

test('a run is red if an event will not be sent again, and names codes and a row', () => {
	const report = (...states: readonly string[]) => {
		const rows = states.map((state, index) => ({ id: index + 1, state, code: `code_${state}` }));
		return reportFailures({ nodes: { 'Save Outcomes': itemsOf(...rows) } });
	};
	expect(report('accepted', 'waiting')).toEqual([{ tried: 2 }]);
	expect(() => report('accepted', 'refused', 'given_up')).toThrow(
		'2 events are not sent again (code_refused, code_given_up). One of them is in row 2.',
	);
});
