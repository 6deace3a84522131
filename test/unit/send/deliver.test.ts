import { setImmediate as oneTurn } from 'node:timers/promises';
import { failed, valid, type Step } from '../../../nodes/shared/send/job';
import { notSentFailure } from '../../../nodes/shared/failure';
import {
	answer,
	deliverAll,
	fail,
	fakeJob,
	jobs,
	presenting,
	refusedConnection,
	reset,
	shown,
	splitting,
	success,
	type FakeOptions,
	type Result,
} from './fake-transport';

const noCredit = fail('Insufficient Credit !', 402);

describe('what a run counts', () => {
	test('is what its items say', async () => {
		const steps: Array<Step> = [
			failed([0], notSentFailure('bad'), 2),
			valid([1], presenting('kept'), 3),
			fakeJob({ indexes: [2], units: 5 }),
			fakeJob({ indexes: [3], units: 7 }),
		];
		const { outcomes, stats } = await deliverAll(steps, [reset, reset, success, fail('no')]);
		expect(stats).toEqual({
			...{ accepted: 5, valid: 3, rejected: 7, notSent: 2, itemsNotSent: 0, unknown: 0 },
			...{ requests: 4, retries: 2 },
		});
		expect(outcomes[1]).toMatchObject({ kind: 'valid', attempts: 0 });
		expect(shown(outcomes[1])).toMatchObject([{ json: { data: 'kept' } }]);
	});
});

describe('how a plan is worked on', () => {
	test('a concurrency beyond all sense makes no more workers than there are jobs', async () => {
		const many = { concurrency: 5_000_000_000 };
		const { kinds, firstFailure } = await deliverAll(jobs(2), success, many);
		expect(kinds).toBe('accepted,accepted');
		expect(firstFailure).toBeNull();
	});

	/** How many jobs are under way when each begins. */
	async function underWay(result: Result) {
		let current = 0;
		const counts: number[] = [];
		const beforeAnswers = async () => {
			current += 1;
			counts.push(current);
			await oneTurn();
			current -= 1;
		};
		const fake = { answer: result, policy: { maxAttempts: 1 }, beforeAnswers };
		await deliverAll(jobs(70), fake, { concurrency: 50 });
		return counts;
	}

	const inside = 'Prediction request failed from project x: y';

	test.each<[name: string, result: Result, atEnd: number]>([
		['grow with successes', success, 40],
		['stay as they are with refusals', fail('no'), 10],
		['become one with errors of the server', answer(503, 'busy'), 1],
		['become one with a refusal that is an error of the server', fail('no', 500), 1],
		['become one with failures inside Kainic', fail(inside, 500), 1],
		['become one without connections', refusedConnection, 1],
	])('ten jobs at once %s', async (_, result, atEnd) => {
		const counts = await underWay(result);
		expect(counts.slice(0, 10)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
		expect(counts.at(-1)).toBe(atEnd);
	});

	test('nothing is tried again after a failure that stops the run', async () => {
		const fake = { answer: [answer(503, 'busy'), noCredit] };
		const { failures, starts, elapsed } = await deliverAll(jobs(2), fake, { concurrency: 2 });
		expect(starts).toEqual([0, 0]);
		expect(elapsed()).toBe(0);
		expect(failures[0]).toMatchObject({ code: 'server_error', attempts: 1, mayBeAccepted: true });
	});

	test('a run that stops at a failure plans nothing after it, and closes its plan', async () => {
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
		const stopping = { stopsAtFailure: true };
		const { firstFailure } = await deliverAll(plan(), [success, fail('no'), success], stopping);
		expect(planned).toBe(2);
		expect(firstFailure).toMatchObject({ indexes: [1], failure: { code: 'rejected' } });
		expect(closed).toHaveBeenCalledTimes(1);
	});
});

describe('a request that is refused for its data', () => {
	const whole = [splitting(0, 1, 2, 3)];
	const refusesTwo: FakeOptions = {
		answer: ({ indexes }) => (indexes.includes(2) ? fail('bad') : success),
	};

	test('is split until the bad item is found, which counts all its attempts', async () => {
		const { kinds, failures, stats } = await deliverAll(whole, refusesTwo);
		expect(kinds).toBe('accepted,accepted,failed,accepted');
		expect(failures[2]).toMatchObject({ message: 'bad', attempts: 4, notSent: false });
		expect(stats).toMatchObject({ accepted: 3, rejected: 1, requests: 7 });
	});

	test('is split after a server error of the same batch too, and what failed may then have been accepted', async () => {
		const results = [answer(503, 'busy'), fail('bad'), success, fail('bad')];
		const { outcomes } = await deliverAll([splitting(0, 1)], results);
		expect(outcomes).toMatchObject([
			{ kind: 'accepted', attempts: 3 },
			{ failure: { code: 'rejected', attempts: 3, notSent: false, mayBeAccepted: true } },
		]);
	});

	test('is split in a run that stops as well, which names the bad item and sends no further part', async () => {
		const stopping = { stopsAtFailure: true };
		const { firstFailure, attempts, failures } = await deliverAll(whole, refusesTwo, stopping);
		expect(firstFailure?.indexes).toEqual([2]);
		expect(attempts).toHaveLength(6);
		expect(failures[3]).toMatchObject({
			...{ notSent: false, attempts: 3, quoted: false },
			message: expect.stringMatching(/not send .* separately/),
		});
	});

	test('is not split if that cannot help', async () => {
		const { attempts, firstFailure } = await deliverAll(whole, fail('No', 404));
		expect(attempts).toHaveLength(1);
		expect(firstFailure?.indexes).toEqual([0, 1, 2, 3]);
	});
});

describe('after a cancel', () => {
	/** Answers one request, during which the run is canceled. */
	const once = (result: ReturnType<typeof fail>): FakeOptions => {
		let requests = 0;
		return { answer: () => (requests++ === 0 ? result : success), canceled: () => requests > 0 };
	};

	test('the parts of a request that was refused are not sent', async () => {
		const { failures, attempts } = await deliverAll([splitting(0, 1)], once(fail('It is wrong')));
		expect(attempts).toHaveLength(1);
		const ended = { code: 'canceled', attempts: 1, notSent: false };
		expect(failures).toMatchObject([ended, ended]);
	});

	test('what is planned is not sent, whatever failed before', async () => {
		const { failures, stats, attempts } = await deliverAll(jobs(3), once(noCredit));
		expect(attempts).toHaveLength(1);
		const message = 'The execution was canceled before this item was sent.';
		const unsent = { code: 'canceled', message, notSent: true };
		expect(failures).toMatchObject([{ code: 'credit' }, unsent, unsent]);
		expect(stats).toMatchObject({ rejected: 1, notSent: 2 });
	});

	test('the items that were not sent are a failure of the run, so that a node that is set to stop throws', async () => {
		let isCanceled = false;
		function* plan(): Generator<Step> {
			yield fakeJob({ indexes: [0] });
			isCanceled = true;
			throw new Error('canceled');
		}
		const fake = { answer: () => success, canceled: () => isCanceled };
		const { stats, firstFailure } = await deliverAll(plan(), fake);
		expect(firstFailure).toMatchObject({ indexes: [], failure: { code: 'canceled' } });
		expect(stats).toMatchObject({ accepted: 1, notSent: 3 });
	});
});

test('a plan that breaks ends its items with its reason', async () => {
	function* plan(): Generator<Step> {
		yield fakeJob({ indexes: [0] });
		throw new Error('broken');
	}
	const { failures, firstFailure, stats } = await deliverAll(plan());
	const unsent = { message: 'Broken', notSent: true };
	expect(failures).toMatchObject([null, unsent, unsent, unsent]);
	expect(firstFailure).toMatchObject({ indexes: [], failure: { message: 'Broken' } });
	expect(stats).toMatchObject({ accepted: 1, notSent: 3 });
});

test('a job that waits for its turn is not sent once the plan is broken', async () => {
	async function* plan(): AsyncGenerator<Step> {
		yield* jobs(2);
		// The first job is on its way meanwhile.
		for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
		throw new Error('broken');
	}
	const fake = { answer: success };
	const { failures } = await deliverAll(plan(), fake, { interval: 500, concurrency: 3 });
	expect(failures).toMatchObject([null, ...Array(3).fill({ message: 'Broken', notSent: true })]);
});

test('what is under way when something unforeseen happens may have been accepted', async () => {
	const onRetry = () => {
		throw new Error('the log is full');
	};
	const { failures, attempts } = await deliverAll(jobs(2), [reset, success], { onRetry });
	expect(attempts).toHaveLength(2);
	const message = 'An unexpected error happened: the log is full';
	const known = { message, attempts: 1, notSent: false, mayBeAccepted: true };
	expect(failures).toMatchObject([known, null]);
});

test('a request that cannot be split for an unforeseen reason ends all the same', async () => {
	const split = () => {
		throw new Error('odd');
	};
	const { failures } = await deliverAll([fakeJob({ split })], fail('bad'));
	expect(failures).toMatchObject([{ message: 'An unexpected error happened: odd' }]);
});

test('the first failure in time is named, also if it is one of a check', async () => {
	const steps = [failed([2], notSentFailure('bad')), ...jobs(2)];
	const { firstFailure } = await deliverAll(steps, fail('no'));
	expect(firstFailure).toMatchObject({ indexes: [2], failure: { message: 'bad' } });
});

test('a plan that breaks is the first failure, if a request fails only later', async () => {
	let begin = () => {};
	const begun = new Promise<void>((resolve) => (begin = resolve));
	async function* plan(): AsyncGenerator<Step> {
		yield fakeJob({ indexes: [0] });
		await begun;
		throw new Error('broken');
	}
	const beforeAnswers = async () => {
		begin();
		await oneTurn();
	};
	const fake = { answer: fail('no'), beforeAnswers };
	const { firstFailure, failures } = await deliverAll(plan(), fake, { concurrency: 2 });
	expect(failures[0]).toMatchObject({ message: 'no' });
	expect(firstFailure).toMatchObject({ failure: { message: 'Broken' } });
});
