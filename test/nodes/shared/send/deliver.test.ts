import { sleep } from 'n8n-workflow';
import { newFailure } from '../../../../nodes/shared/failure';
import { failedItems, validItems } from '../../../../nodes/shared/send/job';
import {
	answer,
	busy,
	deliverAll,
	fail,
	fakeJob,
	jobs,
	reset,
	success,
	type Reply,
	type Step,
} from './fake-transport';

const noCredit = fail('Insufficient Credit !', 402);

describe('a run', () => {
	test('counts units and requests', async () => {
		const steps = [
			failedItems([0], newFailure('bad'), 2),
			validItems([1], [], 3),
			fakeJob({ indexes: [2], units: 5 }),
			fakeJob({ indexes: [3], units: 7 }),
		];
		const { outcomes, stats } = await deliverAll(steps, [reset, reset, success, fail('no')]);
		expect(stats).toEqual({
			...{ accepted: 5, valid: 3, rejected: 7, notSent: 2, itemsNotSent: 0, unknown: 0 },
			...{ mayBeAcceptedTwice: 5, requests: 4, retries: 2 },
		});
		const items = [{ json: { data: { ok: true }, attempts: 3 } }];
		expect(outcomes[2]).toMatchObject({ kind: 'accepted', items });
	});

	test('names the first failure in time, also if a check found it', async () => {
		const steps = [failedItems([2], newFailure('bad'), 1), ...jobs(2)];
		const { firstFailure } = await deliverAll(steps, fail('no'));
		expect(firstFailure).toMatchObject({ indexes: [2], failure: { message: 'bad' } });
	});

	test('keeps the order of requests if Concurrency is 1, also after a failure', async () => {
		const { attempts } = await deliverAll(jobs(3), [reset, busy('1'), success]);
		expect(attempts.map(({ index }) => index)).toEqual([0, 0, 0, 1, 2]);
	});

	test('makes no more workers than it has items, whatever Concurrency is', async () => {
		const { kinds } = await deliverAll(jobs(2), success, { concurrency: 5e9 });
		expect(kinds).toBe('accepted,accepted');
	});

	test('ends a request for which something unforeseen happens as possibly accepted', async () => {
		const onRetry = () => {
			throw new Error('the log is full');
		};
		const { failures, attempts } = await deliverAll(jobs(2), [reset, success], { onRetry });
		expect(attempts).toHaveLength(2);
		const message = 'Something unexpected happened: the log is full';
		const known = { code: 'bad_response', attempts: 1, notSent: false, mayBeAccepted: true };
		expect(failures).toMatchObject([{ ...known, message }, null]);
	});
});

describe('a run that stops at a failure', () => {
	const stopping = { stopsAtFailure: true };

	test('plans and sends nothing after it, and closes its plan', async () => {
		let planned = 0;
		const closed = jest.fn();
		function* plan(): Generator<Step> {
			try {
				for (const job of jobs(4)) {
					planned += 1;
					yield job;
				}
			} finally {
				closed();
			}
		}
		const { firstFailure, failures } = await deliverAll(plan(), [success, fail('no')], stopping);
		expect(planned).toBe(2);
		expect(firstFailure).toMatchObject({ indexes: [1], failure: { code: 'rejected' } });
		const message = 'This item was not sent, because an earlier request failed. Kainic says: "no".';
		expect(failures[2]).toMatchObject({ notSent: true, attempts: 0, message });
		expect(closed).toHaveBeenCalledTimes(1);
	});

	test('does not wait for a retry', async () => {
		const replies = [answer(503, 'oops'), { ...fail('no'), takes: 100 }];
		const change = { ...stopping, concurrency: 4, random: () => 0.999 };
		const { failures, attempts, time } = await deliverAll(jobs(2), replies, change);
		expect(attempts).toHaveLength(2);
		expect(time).toBeLessThan(350);
		expect(failures[0]).toMatchObject({ code: 'server_error', attempts: 1, mayBeAccepted: true });
	});
});

describe('after a cancel', () => {
	/** The server answers one request like this. Then the run is canceled. */
	const deliverOnce = async (steps: readonly Step[], reply: Reply) => {
		let requests = 0;
		const server = () => (requests++ === 0 ? reply : success);
		return await deliverAll(steps, server, { isCanceled: () => requests > 0 });
	};

	test('nothing is sent, whatever failed before', async () => {
		const { failures, stats, attempts } = await deliverOnce(jobs(3), noCredit);
		expect(attempts).toHaveLength(1);
		const message = 'The execution was canceled before this item was sent.';
		const unsent = { code: 'canceled', message, notSent: true };
		expect(failures).toMatchObject([{ code: 'credit' }, unsent, unsent]);
		expect(stats).toMatchObject({ rejected: 1, notSent: 2 });
	});

	test('a request that waits for its retry ends at once', async () => {
		const { failures, time } = await deliverOnce(jobs(1), busy('30'));
		expect(time).toBe(0);
		expect(failures[0]).toMatchObject({
			...{ code: 'canceled', attempts: 1, notSent: false, quoted: false },
			message: expect.stringMatching(/^The execution was canceled before the next attempt\. ./),
		});
	});

	test('a plan that ends with an error because of the cancel is not broken', async () => {
		let hasEnded = false;
		function* plan(): Generator<Step> {
			yield fakeJob();
			hasEnded = true;
			throw new Error('canceled');
		}
		const isCanceled = () => hasEnded;
		const { stats, firstFailure } = await deliverAll(plan(), success, { isCanceled });
		expect(firstFailure).toMatchObject({ indexes: [], failure: { code: 'canceled' } });
		expect(stats).toMatchObject({ accepted: 1, notSent: 3, itemsNotSent: 3 });
	});
});

describe('a plan that breaks', () => {
	async function* breaking(count: number, milliseconds: number): AsyncGenerator<Step> {
		yield* jobs(count);
		await sleep(milliseconds);
		throw new Error('broken');
	}

	test('ends the items that it had not reached with its reason', async () => {
		const { failures, firstFailure, stats } = await deliverAll(breaking(1, 1));
		const unsent = { message: 'Broken', code: 'invalid_input', notSent: true };
		expect(failures).toMatchObject([null, unsent, unsent, unsent]);
		expect(firstFailure).toMatchObject({ indexes: [], failure: { message: 'Broken' } });
		expect(stats).toMatchObject({ accepted: 1, notSent: 3 });
	});

	test('is the first failure if a request fails only later, and stops requests that wait', async () => {
		const replies = [{ ...fail('no'), takes: 500 }];
		const change = { concurrency: 2, itemCount: 3 };
		const { firstFailure, failures } = await deliverAll(breaking(1, 100), replies, change);
		expect(failures).toMatchObject([{ message: 'no' }, { message: 'Broken' }, {}]);
		expect(firstFailure).toMatchObject({ failure: { message: 'Broken' } });
		const slow = { ...success, takes: 500 };
		const waiting = await deliverAll(breaking(3, 100), slow, { concurrency: 4 });
		expect(waiting.kinds).toBe('accepted,accepted,failed,failed');
	});
});
