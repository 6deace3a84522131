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

describe('an item that comes back', () => {
	test('loses what this package added, and keeps the rest in its order', () => {
		expect(withoutResult({ a: 1, error, kainic, b: 2 })).toEqual({ a: 1, b: 2 });
		expect(withoutResult({ error: { ...error, httpCode: 503 } })).toEqual({});
		expect(withoutResult({ kainic: { ...kainic, status: 'valid' } })).toEqual({});
	});

	test('gets its own error back, whatever it was', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (json, own) => {
				const item = { ...json, error: own };
				const failed = { ...item, error: errorOf(notSentFailure('no'), Object(item)) };
				expect(withoutResult(failed)).toEqual(withoutResult(item));
			}),
		);
	});

	test('is told from one that stands for several', () => {
		const failed = (count: number) => ({
			error: errorOf(ofSeveral(notSentFailure('no'), count), {}),
		});
		expect(standsForSeveral(failed(1))).toBe(false);
		expect(standsForSeveral(failed(2))).toBe(true);
		expect(standsForSeveral({ error: { description: failed(2).error.description } })).toBe(false);
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
