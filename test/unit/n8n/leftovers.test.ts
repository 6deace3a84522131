import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { failureJson, notSentFailure } from '../../../nodes/shared/failure';
import {
	errorOf,
	ofSeveral,
	standsForSeveral,
	withoutResult,
} from '../../../nodes/shared/n8n/leftovers';

const error = failureJson(notSentFailure('no'));
const kainic = { status: 'accepted', trackerId: 'web', requestEvents: 2, attempts: 1 };

/** An item that went through several nodes, and failed in each with `count` items. */
function failTimes(item: IDataObject, times: number, count: number): IDataObject {
	let failed = item;
	for (let time = 0; time < times; time += 1) {
		const failure = errorOf(ofSeveral(notSentFailure('no'), count), failed);
		failed = { ...failed, error: failure };
	}
	return failed;
}

describe('an item that comes back', () => {
	test('loses what this package added, and keeps the rest in its order', () => {
		expect(withoutResult({ a: 1, error, kainic, b: 2 })).toEqual({ a: 1, b: 2 });
		expect(withoutResult({ error: { ...error, httpCode: 503 } })).toEqual({});
		expect(withoutResult({ kainic: { ...kainic, status: 'valid' } })).toEqual({});
		expect(withoutResult({ kainic: { ...kainic, fields: ['platform'] } })).toEqual({});
	});

	test('gets its own error back, whatever it was and however often it failed', () => {
		const own = fc.dictionary(fc.string(), fc.jsonValue());
		fc.assert(
			fc.property(own, fc.jsonValue(), fc.integer({ min: 1, max: 4 }), (json, ownError, times) => {
				const item = { ...json, error: ownError };
				const failed = failTimes(item, times, 1);
				expect(withoutResult(failed)).toEqual(withoutResult(item));
			}),
		);
	});

	test('is told from one that stands for several, however often it fails afterwards', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 3 }),
				fc.integer({ min: 0, max: 3 }),
				(count, times) => {
					const failed = failTimes(failTimes({ a: 1 }, 1, count), times, 1);
					expect(standsForSeveral(failed)).toBe(count > 1);
				},
			),
		);
		const { description } = failureJson(ofSeveral(notSentFailure('no'), 2));
		expect(standsForSeveral({ error: { description } })).toBe(false);
	});

	test('says once for how many it stands', () => {
		const { error: failure } = failTimes({ a: 1 }, 3, 1_000);
		const stands = 'this one stands for 1,000 input items.';
		expect(JSON.stringify(failure).split(stands)).toHaveLength(2);
	});

	test.each([
		['text', 'payment failed'],
		["another node's error", { message: 'x', stack: 'y' }],
		['a code alone', { code: 'rejected' }],
		['one field more', { ...error, retries: 1 }],
		['one field less', Object.fromEntries(Object.entries(error).slice(1))],
		['an unknown code', { ...error, code: 'payment' }],
		['a field of another type', { ...error, notSent: 'yes' }],
		['nothing', null],
	])("keeps an error of the user's own: %s", (_name, own) => {
		const item = { error: own, a: 1 };
		expect(withoutResult(item)).toEqual(item);
	});

	test.each([
		['a score', { score: 1 }],
		['a status alone', { status: 'accepted' }],
		['another status', { ...kainic, status: 'done' }],
		['one field more', { ...kainic, note: '' }],
		['a field of another type', { ...kainic, attempts: '1' }],
	])("keeps a kainic of the user's own: %s", (_name, own) => {
		const item = { kainic: own, a: 1 };
		expect(withoutResult(item)).toEqual(item);
	});

	test('is never changed itself, whatever it holds', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (json) => {
				const before = JSON.stringify(json);
				withoutResult(json);
				expect(JSON.stringify(json)).toBe(before);
			}),
		);
	});
});
