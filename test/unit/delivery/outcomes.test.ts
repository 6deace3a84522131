import fc from 'fast-check';
import type { Outcome } from '../../../nodes/shared/delivery/job';
import {
	countFailed,
	countRequest,
	countTotal,
	emptyStats,
	Outcomes,
} from '../../../nodes/shared/delivery/outcomes';
import { notSentFailure, type Failure } from '../../../nodes/shared/failure';

const accepted: Outcome<string> = { kind: 'accepted', data: 'x', attempts: 1 };
const missing = notSentFailure('missing');
const refusal: Failure = {
	...notSentFailure('no', { code: 'rejected' }),
	notSent: false,
	attempts: 1,
};
const failed: Outcome<string> = { kind: 'failed', failure: refusal };

function outcomesOf(...entries: ReadonlyArray<readonly [Outcome<string>, boolean]>) {
	const outcomes = new Outcomes<string>(1);
	for (const [outcome, continues] of entries) outcomes.enter([0], outcome, continues);
	return outcomes.close(missing);
}

describe('the outcome of an item', () => {
	test('is the failure that is given if it has none', () => {
		const outcomes = new Outcomes<string>(3);
		outcomes.enter([1], accepted, false);
		expect(outcomes.countMissing()).toBe(2);
		const absent = { kind: 'failed', failure: missing };
		expect(outcomes.close(missing)).toEqual([absent, accepted, absent]);
	});

	test('of several requests is accepted if all are', () => {
		expect(outcomesOf([accepted, true], [accepted, false])).toEqual([accepted]);
	});

	test('of several requests is accepted if all are, whichever ends first', () => {
		const [first, middle, last] = [
			[accepted, true],
			[accepted, true],
			[accepted, false],
		] as const;
		for (const order of [
			[last, first, middle],
			[first, last, middle],
			[middle, last, first],
		]) {
			expect(outcomesOf(...order)).toEqual([accepted]);
		}
	});

	test('that waits for further requests is not accepted yet', () => {
		const [outcome] = outcomesOf([accepted, true]);
		expect(outcome).toEqual({
			kind: 'failed',
			failure: { ...missing, notSent: false, mayBeAccepted: true },
		});
	});

	test.each([
		['first', [accepted, true], [failed, false]],
		['last', [failed, true], [accepted, false]],
	] as const)('is possibly accepted if the %s request was', (_name, first, second) => {
		expect(outcomesOf(first, second)).toEqual([
			{ kind: 'failed', failure: { ...refusal, notSent: false, mayBeAccepted: true } },
		]);
	});

	test('is the first failure of two, with the attempts of both', () => {
		expect(outcomesOf([failed, true], [failed, false])).toEqual([
			{ kind: 'failed', failure: { ...refusal, attempts: 2 } },
		]);
	});
});

describe('what a run counts', () => {
	test('is in total all that its items say, each once', () => {
		const kind = fc.constantFrom('unknown', 'notSent', 'rejected');
		fc.assert(
			fc.property(fc.array(fc.tuple(kind, fc.nat(9))), fc.nat(9), fc.nat(9), (list, a, c) => {
				const stats = { ...emptyStats(), accepted: a, checked: c };
				const expected = { ...stats };
				for (const [name, units] of list) {
					const notSent = name === 'notSent';
					countFailed(stats, units, { ...refusal, notSent, mayBeAccepted: name === 'unknown' });
					if (name === 'unknown') expected.unknown += units;
					else if (notSent) expected.notSent += units;
					else expected.rejected += units;
				}
				expect(stats).toEqual(expected);
				const all = list.reduce((sum, [, units]) => sum + units, a + c);
				expect(countTotal(stats)).toBe(all);
			}),
		);
	});

	test('has every attempt as a request, and those after the first as retries', () => {
		const stats = emptyStats();
		countRequest(stats, 1);
		countRequest(stats, 4);
		expect(stats).toEqual({ ...emptyStats(), requests: 5, retries: 3 });
	});
});
