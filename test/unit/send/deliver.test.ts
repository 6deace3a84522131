import { failed, valid, type Step } from '../../../nodes/shared/send/job';
import { notSentFailure } from '../../../nodes/shared/failure';
import { deliverAll } from './deliver-all';
import {
	answer,
	attemptOf,
	fail,
	fakeJob,
	fakeTransport,
	jobs,
	presenting,
	refusedConnection,
	reset,
	shown,
	splitting,
	success,
	type FakeOptions,
} from './fake-transport';

const creditMessage =
	'Event Dismissed: Please top-up your project credit in order to collect events';

const ok: FakeOptions = { answer: () => ({ result: success }) };

describe('what a run counts', () => {
	test('is what its items say', async () => {
		const steps: Array<Step> = [
			failed([0], notSentFailure('bad'), 2),
			valid([1], presenting(null), 3),
			fakeJob({ indexes: [2], units: 5 }),
			fakeJob({ indexes: [3], units: 7 }),
		];
		const { stats } = await deliverAll(steps, {
			answer: (_job, attempt) => ({ result: attempt === 1 ? success : fail('no') }),
		});
		expect(stats).toEqual({
			accepted: 5,
			valid: 3,
			rejected: 7,
			notSent: 2,
			itemsNotSent: 0,
			unknown: 0,
			requests: 2,
			retries: 0,
		});
	});

	test('has every attempt as a request, and those after the first as retries', async () => {
		const { stats } = await deliverAll(jobs(4), {
			answer: (_job, attempt) => ({ result: attempt < 3 ? reset : success }),
		});
		expect(stats).toMatchObject({ accepted: 4, requests: 6, retries: 2 });
	});

	test('has what never left this machine as not sent', async () => {
		const { outcomes, stats } = await deliverAll(jobs(4), {
			answer: () => ({ result: { ...refusedConnection, isPermanent: true } }),
		});
		expect(stats).toMatchObject({ notSent: 4, rejected: 0, unknown: 0 });
		expect(outcomes[0]).toMatchObject({ failure: { notSent: true, attempts: 1 } });
	});

	test('has what is valid and not to be sent as a success without an attempt', async () => {
		const { outcomes } = await deliverAll([valid([0, 1], presenting('kept'), 5)], ok);
		expect(outcomes[1]).toMatchObject({ kind: 'valid', attempts: 0 });
		expect(shown(outcomes[1])).toMatchObject([{ json: { data: 'kept' } }]);
	});
});

describe('what an earlier failure makes pointless', () => {
	test('is not sent, keeps its code, and says which request failed', async () => {
		const { outcomes, attempts, stats } = await deliverAll(jobs(4), {
			answer: () => ({ result: fail(creditMessage, 402) }),
		});
		expect(attempts).toHaveLength(1);
		expect(stats).toMatchObject({ rejected: 1, notSent: 3, requests: 1 });
		expect(outcomes[0]).toMatchObject({ failure: { code: 'credit', notSent: false, attempts: 1 } });
		expect(outcomes[3]).toMatchObject({
			failure: {
				code: 'credit',
				notSent: true,
				attempts: 0,
				httpCode: null,
				message: `This item was not sent, because an earlier request failed. Kainic says: "${creditMessage}".`,
			},
		});
	});

	test.each([
		[401, 1],
		[403, 4],
	])(
		'by a %i leaves %i requests of 4: a firewall answers 403 to one body',
		async (status, sent) => {
			const { attempts } = await deliverAll(jobs(4), {
				answer: () => ({ result: answer(status, 'Forbidden') }),
			});
			expect(attempts).toHaveLength(sent);
		},
	);
});

describe('how a plan is worked on', () => {
	test('a concurrency beyond all sense makes no more workers than there are jobs', async () => {
		const { outcomes, firstFailure } = await deliverAll(jobs(4), ok, {
			concurrency: 5_000_000_000,
		});
		expect(outcomes.map(({ kind }) => kind)).toEqual(Array(4).fill('accepted'));
		expect(firstFailure).toBeNull();
	});

	test('at most as many jobs are under way as asked for, and not fewer', async () => {
		let underWay = 0;
		let most = 0;
		const { transport } = fakeTransport(ok);
		const attempt: typeof transport.attempt = async (...given) => {
			underWay += 1;
			most = Math.max(most, underWay);
			await new Promise((resolve) => setImmediate(resolve));
			underWay -= 1;
			return await transport.attempt(...given);
		};
		await deliverAll(jobs(9), ok, {
			itemCount: 9,
			transport: { ...transport, attempt },
			concurrency: 3,
		});
		expect(most).toBe(3);
	});

	test('nothing is tried again after a failure that stops the run', async () => {
		const { transport } = fakeTransport(ok);
		const asked: number[] = [];
		let begin = () => {};
		const begun = new Promise<void>((resolve) => (begin = resolve));
		const attempt: typeof transport.attempt = async ({ indexes: [index = 0] }) => {
			asked.push(index);
			if (index === 1) {
				begin();
				return await attemptOf(answer(503, 'busy'));
			}
			await begun;
			return await attemptOf(fail(creditMessage, 402));
		};
		const waits: boolean[] = [];
		const sleep: typeof transport.sleep = async (_milliseconds, isPointless) => {
			for (let turn = 0; turn < 50; turn++) await Promise.resolve();
			waits.push(isPointless?.() === true);
		};
		const { outcomes } = await deliverAll(jobs(2), ok, {
			itemCount: 2,
			transport: { ...transport, attempt, sleep },
			concurrency: 2,
		});
		expect(asked).toEqual([0, 1]);
		expect(waits).toEqual([true]);
		expect(outcomes[1]).toMatchObject({
			failure: { code: 'server_error', attempts: 1, mayBeAccepted: true },
		});
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
		const { firstFailure } = await deliverAll(
			plan(),
			{ answer: (_job, attempt) => ({ result: attempt === 2 ? fail('no') : success }) },
			{ stopsAtFailure: true },
		);
		expect(planned).toBe(2);
		expect(firstFailure).toMatchObject({ indexes: [1], failure: { code: 'rejected' } });
		expect(closed).toHaveBeenCalledTimes(1);
	});
});

describe('a request that is refused for its data', () => {
	const whole = splitting(0, 1, 2, 3);
	const refusesTwo: FakeOptions = {
		answer: ({ indexes }) => ({ result: indexes.includes(2) ? fail('bad') : success }),
	};

	test('is split until the bad item is found, which counts all its attempts', async () => {
		const { outcomes, stats } = await deliverAll([whole], refusesTwo);
		expect(outcomes.map(({ kind }) => kind)).toEqual([
			'accepted',
			'accepted',
			'failed',
			'accepted',
		]);
		expect(outcomes[2]).toMatchObject({ failure: { attempts: 4, notSent: false } });
		expect(stats).toMatchObject({ accepted: 3, rejected: 1, requests: 7 });
	});

	test('is split after a server error of the same batch too, and what failed may then have been accepted', async () => {
		const { outcomes } = await deliverAll(
			[splitting(0, 1)],
			{
				answer: ({ indexes }, attempt) => {
					if (attempt === 1) return { result: answer(503, 'busy') };
					return { result: indexes.includes(1) ? fail('bad') : success };
				},
			},
			{ itemCount: 2 },
		);
		expect(outcomes).toMatchObject([
			{ kind: 'accepted', attempts: 3 },
			{ failure: { code: 'rejected', attempts: 3, notSent: false, mayBeAccepted: true } },
		]);
	});

	test('is split in a run that stops as well, which names the bad item and sends no further part', async () => {
		const { firstFailure, attempts, outcomes } = await deliverAll([whole], refusesTwo, {
			stopsAtFailure: true,
		});
		expect(firstFailure?.indexes).toEqual([2]);
		expect(attempts).toHaveLength(6);
		expect(outcomes[3]).toMatchObject({
			failure: {
				notSent: false,
				attempts: 3,
				message: expect.stringContaining('not sent separately'),
				quoted: false,
			},
		});
	});

	test('fails as it is if it has no parts', async () => {
		const { outcomes, stats } = await deliverAll(jobs(4), {
			answer: () => ({ result: fail('It is wrong') }),
		});
		expect(stats).toMatchObject({ rejected: 4, requests: 4 });
		expect(outcomes[3]).toMatchObject({
			kind: 'failed',
			failure: { code: 'rejected', message: 'It is wrong', attempts: 1, notSent: false },
		});
	});

	test('is not split if that cannot help', async () => {
		const { attempts, firstFailure } = await deliverAll([whole], {
			answer: () => ({ result: fail('No', 404) }),
		});
		expect(attempts).toHaveLength(1);
		expect(firstFailure?.indexes).toEqual([0, 1, 2, 3]);
	});
});

describe('after a cancel', () => {
	test('the parts of a request that was refused are not sent', async () => {
		let requests = 0;
		const { outcomes } = await deliverAll(
			[splitting(0, 1)],
			{
				answer: () => {
					requests += 1;
					return { result: fail('It is wrong') };
				},
				canceled: () => requests > 0,
			},
			{ itemCount: 2 },
		);
		expect(requests).toBe(1);
		expect(outcomes).toMatchObject([
			{ failure: { code: 'canceled', attempts: 1, notSent: false } },
			{ failure: { code: 'canceled', attempts: 1, notSent: false } },
		]);
	});

	test('what is planned is not sent, whatever failed before', async () => {
		let requests = 0;
		const { outcomes, stats } = await deliverAll(jobs(4), {
			answer: () => {
				requests += 1;
				return { result: fail(creditMessage) };
			},
			canceled: () => requests > 0,
		});
		expect(requests).toBe(1);
		expect(outcomes[0]).toMatchObject({ failure: { code: 'credit' } });
		for (const outcome of outcomes.slice(1)) {
			expect(outcome).toMatchObject({
				failure: {
					code: 'canceled',
					message: 'The execution was canceled before this item was sent.',
					notSent: true,
				},
			});
		}
		expect(stats).toMatchObject({ rejected: 1, notSent: 3 });
	});

	test('the items that were not sent are a failure of the run, so that a node that is set to stop throws', async () => {
		let isCanceled = false;
		function* plan(): Generator<Step> {
			yield fakeJob({ indexes: [0] });
			isCanceled = true;
			throw new Error('canceled');
		}
		const { stats, firstFailure } = await deliverAll(plan(), { ...ok, canceled: () => isCanceled });
		expect(firstFailure).toMatchObject({ indexes: [], failure: { code: 'canceled' } });
		expect(stats).toMatchObject({ accepted: 1, notSent: 3 });
	});
});

test('a plan that breaks ends its items with its reason', async () => {
	function* plan(): Generator<Step> {
		yield fakeJob({ indexes: [0] });
		throw new Error('broken');
	}
	const { outcomes, firstFailure, stats } = await deliverAll(plan(), ok);
	expect(outcomes[0]).toMatchObject({ kind: 'accepted' });
	for (const outcome of outcomes.slice(1)) {
		expect(outcome).toMatchObject({ failure: { message: 'Broken', notSent: true } });
	}
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
	const sleep = async () => await new Promise<void>((resolve) => setImmediate(resolve));
	const transport = { ...fakeTransport(ok).transport, sleep };
	const { outcomes } = await deliverAll(plan(), ok, { interval: 500, concurrency: 3, transport });
	expect(outcomes[0]).toMatchObject({ kind: 'accepted' });
	expect(outcomes[1]).toMatchObject({ failure: { message: 'Broken', notSent: true } });
});

test('what is under way when something unforeseen happens may have been accepted', async () => {
	const onRetry = () => {
		throw new Error('the log is full');
	};
	const { outcomes, attempts } = await deliverAll(
		jobs(2),
		{ answer: (_job, attempt) => ({ result: attempt === 1 ? reset : success }) },
		{ itemCount: 2, onRetry },
	);
	expect(attempts).toHaveLength(2);
	expect(outcomes[0]).toMatchObject({
		failure: { attempts: 1, notSent: false, mayBeAccepted: true },
	});
	expect(outcomes[1]).toMatchObject({ kind: 'accepted' });
});

test('the first failure in time is named, also if it is one of a check', async () => {
	const steps = [failed([2], notSentFailure('bad')), ...jobs(2)];
	const { firstFailure } = await deliverAll(steps, { answer: () => ({ result: fail('no') }) });
	expect(firstFailure).toMatchObject({ indexes: [2], failure: { message: 'bad' } });
});
