import fc from 'fast-check';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { newFailure, type Failure } from '../../../../nodes/shared/failure';
import type { FailureCode } from '../../../../nodes/shared/failure-codes';
import {
	hintText,
	progressText,
	summaryJson,
	toNodeError,
} from '../../../../nodes/shared/output/report';
import { emptyStats, type Stats } from '../../../../nodes/shared/send/results';
import { fakeNode } from '../../../support/units/fake-node';
import { forAll } from '../../../support/for-all';
import { tableOf } from '../../../support/units/table-of-text';

const events = { unit: 'event', done: 'accepted', twice: 'accepted twice' };
const products = { unit: 'product', done: 'uploaded' };

/** @param figures those that are not 0, e.g. "accepted 2, requests 1" */
function stats(figures: string): Stats {
	const pairs = figures.split(', ').map((figure) => figure.split(' '));
	const given = Object.fromEntries(pairs.map(([name = '', count]) => [name, Number(count)]));
	expect(Object.keys(emptyStats())).toEqual(expect.arrayContaining(Object.keys(given)));
	return { ...emptyStats(), ...given };
}

describe('the line above the output', () => {
	const onError = 'continueErrorOutput';

	test.each(
		tableOf(`
			accepted 1, requests 1 | 1 event was accepted in 1 request.
			accepted 1240, requests 14, retries 1 | 1,240 events were accepted in 14 requests (1 retry).
			accepted 1, rejected 2, notSent 3, unknown 4, requests 5, retries 2 | 1 event was accepted in 5 requests (2 retries). 2 events were rejected. 3 events were not sent. 4 events were possibly accepted, but not confirmed. For the reasons, see the Error Branch.
			rejected 1, requests 1 | 0 events were accepted in 1 request. 1 event was rejected. For the reasons, see the Error Branch.
			requests 1 | 0 events were accepted in 1 request.
			notSent 1 | Nothing was sent. For the reason, see the Error Branch.
			valid 1 | 1 event is valid. Nothing was sent ('Validate Only').
			valid 3, notSent 2 | 3 events are valid. For the other items, see the Error Branch. Nothing was sent ('Validate Only').
			accepted 2, valid 1, requests 1 | 2 events were accepted in 1 request. 1 event was valid and not sent ('Validate Only').
			unknown 2, valid 1, requests 4 | 0 events were accepted in 4 requests. 1 event was valid and not sent ('Validate Only'). 2 events were possibly accepted, but not confirmed. For the reasons, see the Error Branch.
			accepted 200, requests 2, notSent 8, itemsNotSent 1 | 200 events were accepted in 2 requests. 7 events were not sent. 1 item was not sent. For the reasons, see the Error Branch.
			accepted 200, requests 2, notSent 2, itemsNotSent 2 | 200 events were accepted in 2 requests. 2 items were not sent. For the reasons, see the Error Branch.
		`),
	)('says what came of it, and where the rest is: %s', (given = '', line) => {
		expect(hintText(stats(given), events, '', onError)).toBe(line);
	});

	test.each(
		tableOf(`
			accepted 2, requests 1 | 2 products were uploaded in 1 request. Not compared.
			valid 2 | 2 products are valid. Nothing was sent ('Validate Only'). Not compared.
			notSent 2 | Nothing was sent. For the reason, see the Error Branch.
		`),
	)('ends with the remark of the node, if it speaks of anything: %s', (given = '', line) => {
		expect(hintText(stats(given), products, 'Not compared.', onError)).toBe(line);
	});

	test('points to the items themselves if there is no Error output', () => {
		const given = stats('accepted 1, rejected 1, requests 2');
		expect(hintText(given, events, '', 'continueRegularOutput')).toBe(
			"1 event was accepted in 2 requests. 1 event was rejected. For the reasons, see the field 'error' of each failed item.",
		);
	});

	test('says nothing was sent only if no request was made, whatever the figures', async () => {
		const one = fc.nat(3);
		const any = fc.record({
			...{ accepted: one, valid: one, rejected: one, notSent: one, unknown: one },
			...{ itemsNotSent: fc.constant(0), requests: one, retries: one, mayBeAcceptedTwice: one },
		});
		await forAll([any], (given) => {
			const line = hintText(given, events, '', onError);
			if (given.requests > 0) expect(line).not.toContain('Nothing was sent');
			const failed = given.rejected + given.notSent + given.unknown;
			expect(line.includes('see the Error Branch')).toBe(failed > 0);
			expect(line).toMatch(/^\S.*\.$/);
		});
	});
});

test.each(
	tableOf(`
		rejected 3, notSent 5, requests 1 | Nothing was accepted.
		accepted 20, notSent 30 | 20 events were accepted before the run stopped.
		accepted 1, unknown 1000 | 1 event was accepted before the run stopped. For 1,000 more, the result is unknown.
		accepted 200, mayBeAcceptedTwice 100, rejected 1 | 200 events were accepted before the run stopped. Of these, 100 may have been accepted twice.
		unknown 10 | It is unknown whether 10 events were accepted.
		unknown 1, notSent 4 | It is unknown whether 1 event was accepted.
		rejected 1 | Nothing was accepted in this try. | try
		unknown 1 | It is unknown whether 1 event was accepted in this try. | try
		accepted 2, rejected 1 | 2 events were accepted in this try before the run stopped. | try
	`),
)(
	'a sentence says how far a run got, or a try of it: %s: %s',
	(given = '', text = '', isTry = '') => {
		expect(progressText(stats(given), events, isTry === 'try')).toBe(text);
	},
);

test('nothing was answered only if something was asked', () => {
	const predictions = { unit: 'prediction', done: 'answered', unsent: 'sent' };
	const text = (figures: string) => progressText(stats(figures), predictions, false);
	expect(text('rejected 1, requests 1')).toBe('Nothing was answered.');
	expect(text('notSent 1')).toBe('Nothing was sent.');
});

test('a summary counts items that were never planned separately from events', () => {
	const given = stats('accepted 200, valid 3, rejected 10, notSent 12, itemsNotSent 5, unknown 2');
	const own = { events: 222, notSent: 7, itemsNotSent: 5, milliseconds: 7 };
	expect(summaryJson(given, events, 7)).toEqual({ ...given, ...own });
});

describe('the error of a node that stops', () => {
	const refusal: Failure = {
		...newFailure('Invalid API key', { code: 'unauthorized' }),
		...{ quoted: true, httpCode: 401, attempts: 1, notSent: false },
	};
	const progress = 'Nothing was accepted.';
	const stop = (indexes: readonly number[], failure: Failure, runsAsTool = false) =>
		toNodeError(fakeNode(), { indexes, failure }, { itemCount: 50, progress, runsAsTool });

	test('says what happened, what Kainic says, and what to do', () => {
		const error = stop([3], refusal);
		expect(error).toBeInstanceOf(NodeApiError);
		expect(error.message).toBe(`Kainic says: "Invalid API key". ${progress} [item 3]`);
		expect(error.description).toMatch(/^Kainic refused the API key\. Check 'API Key'/);
	});

	test('says in our own words what a status means, once', () => {
		const message = 'Kainic returned a server error. HTTP status 503: maintenance';
		const { headline, description } = newFailure('', { code: 'server_error' });
		const failed = { ...refusal, headline, message, description, quoted: false, httpCode: 503 };
		expect(stop([], failed)).toMatchObject({ message: `${message}. ${progress}`, description });
	});

	test.each([
		['the white space around what Kainic says', ' No way.\n', 'Kainic says: "No way."'],
		['too much of a long reason', 'x'.repeat(500), `Kainic says: "${'x'.repeat(239)}…"`],
		['an error code of n8n', 'approVEPERM, EPERM', 'Kainic says: "approVEPERM, EPERM".'],
	])('has room for how far the run got, whatever the reason is: %s', (_, message, said) => {
		expect(stop([], { ...refusal, message }).message).toBe(`${said} ${progress}`);
	});

	const ownWords = ['The field "price" is missing', 'A row of Headers has no name'];

	test.each(ownWords)('has our own words without quotation marks: %s', (words) => {
		const error = stop([], newFailure(words));
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(error.message).toBe(`${words}. ${progress}`);
		expect(error.description).toMatch(/^Correct the item/);
	});

	test.each([
		[[7], ' [item 7]', 7],
		[[7, 8, 9], ' [items 7 to 9]', 7],
		[[1, 4], ' [items 1, 4]', 1],
		[[1, 4, 6], ' [items 1, 4, 6]', 1],
		[[1, 4, 5, 6], ' [items 1, 4, 5 and others]', 1],
		[[], '', undefined],
		[Array.from({ length: 50 }, (_, index) => index), '', undefined],
	])(
		'ends with the items of the request, unless it is about all: %j%s',
		(indexes, place, first) => {
			const { message, context } = stop(indexes, refusal);
			expect(message).toBe(`Kainic says: "Invalid API key". ${progress}${place}`);
			expect(context.itemIndex).toBe(first);
		},
	);

	test('ends with the event of an item that a check refused', () => {
		const failed = { ...newFailure('It is empty.'), where: 'item 7, event 2' };
		expect(stop([7], failed).message).toBe(`It is empty. ${progress} [item 7, event 2]`);
	});

	test('names no other item if a check refused all items because of one', () => {
		const { message, context } = stop([], { ...newFailure('It is empty.'), where: 'item 3' });
		expect(message).toBe(`It is empty. ${progress} [item 3]`);
		expect(context.itemIndex).toBeUndefined();
	});

	test.each<[FailureCode, object | undefined]>([
		['rate_limited', { cause: 'rate-limited', retryAfterMs: 2000 }],
		['server_error', { cause: 'temporarily-unavailable', retryAfterMs: 2000 }],
		['timeout', { cause: 'temporarily-unavailable', retryAfterMs: 2000 }],
		['credit', { cause: 'quota-exhausted' }],
		['unauthorized', { cause: 'credential-invalid' }],
		...(
			[
				'tracker',
				'domain',
				'not_deployed',
				'no_endpoint',
				'experiment_inactive',
				'unknown_store',
			] as const
		).map((code): [FailureCode, object] => [code, { cause: 'configuration-invalid' }]),
		['rejected', undefined],
		['canceled', undefined],
	])('carries the cause in the words of n8n: %s', (code, cause) => {
		for (const httpCode of [null, 500]) {
			const failed = { ...newFailure('x', { code }), httpCode, retryAfter: 2000 };
			expect(Object(stop([0], failed)).failure).toStrictEqual(cause);
			const { retryAfterMs: _, ...withoutWait } = Object(cause);
			const now = { ...failed, retryAfter: 0 };
			expect({ ...Object(stop([0], now)).failure }).toStrictEqual(withoutWait);
		}
	});

	test('has the advice in its message if an AI agent runs the node', () => {
		expect(stop([0], refusal, true).message).toMatch(
			/^Kainic says: "Invalid API key"\. Kainic refused the API key\. Check .+ \[item 0\]$/,
		);
	});
});
