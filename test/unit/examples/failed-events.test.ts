import fc from 'fast-check';
import { failureKinds } from '../../../nodes/shared/failure-codes';
import { withoutOwnFields } from '../../../nodes/shared/output/own-fields';
import { codeNode, itemsOf } from './code-node';

const file = 'failed-events.json';
const rowsToKeep = codeNode(file, 'Rows to Keep');
const nextTry = codeNode(file, 'Next Try');

const settings = { first_minutes: 5, most_minutes: 360, try_days: 7 };
const around = { Settings: itemsOf(settings) };
const kept = (...items: readonly unknown[]) =>
	rowsToKeep({ nodes: { ...around, 'Called With Failed Events': itemsOf(...items) } });

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

test('what failed becomes a row whose event is the event', () => {
	fc.assert(
		fc.property(event, error, (given, failure) => {
			const { error: _own, kainic: _result, ...sent } = given;
			const [row] = kept({ ...sent, error: failure, kainicTracker: 'tracker-app' });
			expect(withoutOwnFields(JSON.parse(String(row?.['event'])))).toEqual(
				JSON.parse(JSON.stringify(sent)),
			);
			expect(row).toMatchObject({ tracker: 'tracker-app', tries: 0, state: 'waiting' });
		}),
	);
});

test('any items become rows or are accepted, and none is lost', () => {
	fc.assert(
		fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (items) => {
			expect(kept(...items)).toHaveLength(items.length);
		}),
	);
	expect(kept({ number: 1, kainic: { status: 'accepted' } })).toEqual([]);
	expect(rowsToKeep({ nodes: around })).toEqual([]);
});

const day = 86_400_000;

function tried(code: string, tries: number, age: number) {
	const first_seen = new Date(Date.now() - age).toISOString();
	const row = { id: 3, tries, first_seen, error: { code } };
	return nextTry({ nodes: around, input: itemsOf(row) })[0] ?? {};
}

test('whatever failed is tried again, after twice as long each time, for days', () => {
	const minutes = [0, 1, 2, 6, 7, 2000].map((tries) => {
		const { due, state } = tried('server_error', tries, 6 * day);
		expect(state).toBe('waiting');
		return Math.round((Number(due) - Date.now()) / 60_000);
	});
	expect(minutes).toEqual([5, 10, 20, 320, 360, 360]);
	expect(tried('network', 40, 8 * day)).toMatchObject({ state: 'given_up', tries: 41 });
});

test('only what Kainic can never take is refused, and what is told names no event', () => {
	const never = ['invalid_input', 'missing_fields', 'field_type', 'too_large'];
	for (const code of Object.keys(failureKinds)) {
		const { state, ...told } = tried(code, 0, 0);
		expect([code, state]).toEqual([code, never.includes(code) ? 'refused' : 'waiting']);
		expect(Object.keys(told).sort()).toEqual(['code', 'due', 'id', 'node', 'tries', 'workflow']);
	}
});
