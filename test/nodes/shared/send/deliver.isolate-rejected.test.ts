import type { Job } from '../../../../nodes/shared/send/job';
import { answer, batch, deliverAll, fail, reset, success } from './fake-transport';

const all = [batch(0, 1, 2, 3)];

/** Refuses the data of each request that contains one of these items. */
const refusing =
	(...bad: readonly number[]) =>
	({ indexes }: Job) =>
		bad.some((index) => indexes.includes(index)) ? fail('bad') : success;

const range = (from: number, to: number) =>
	Array.from({ length: to - from }, (_, index) => from + index);

describe('Isolate Rejected', () => {
	test('halves a refused batch until it has found the bad item, which counts all its attempts', async () => {
		const { kinds, failures, stats } = await deliverAll(all, refusing(2));
		expect(kinds).toBe('accepted,accepted,failed,accepted');
		expect(failures[2]).toMatchObject({ message: 'bad', attempts: 3, notSent: false });
		expect(stats).toMatchObject({ accepted: 3, rejected: 1, requests: 5, retries: 0 });
	});

	test('works after a server error of the same batch, whose items may then have been accepted', async () => {
		const replies = [answer(503, 'oops'), fail('bad'), success, fail('bad')];
		const { outcomes } = await deliverAll([batch(0, 1)], replies);
		expect(outcomes).toMatchObject([
			{ kind: 'accepted', items: [{ json: { attempts: 3 } }] },
			{ failure: { code: 'rejected', attempts: 3, notSent: false, mayBeAccepted: true } },
		]);
	});

	test.each([
		['a status that is not about the data', fail('No', 404)],
		['a failure of the whole tracker', fail('Event Dismissed: Domain Not Supported')],
		['a connection that breaks', reset],
	])('does not split a batch for %s', async (_, reply) => {
		const { stats, firstFailure } = await deliverAll(all, reply, { policy: { maxAttempts: 1 } });
		expect(stats.requests).toBe(1);
		expect(firstFailure?.indexes).toEqual([0, 1, 2, 3]);
	});

	test('in a run that stops names the bad item, and sends no further part', async () => {
		const stopping = { stopsAtFailure: true };
		const { firstFailure, attempts, failures } = await deliverAll(all, refusing(2), stopping);
		expect(firstFailure?.indexes).toEqual([2]);
		expect(attempts).toHaveLength(4);
		expect(failures[3]).toMatchObject({
			...{ notSent: false, attempts: 2, quoted: false },
			message: expect.stringMatching(/^Kainic refused .+ not send this item separately\. This/),
			description: expect.stringMatching(/^Send this item again\. It is unknown which items/),
		});
	});

	test('sends no part after a cancel', async () => {
		let requests = 0;
		const server = () => {
			requests += 1;
			return fail('bad');
		};
		const isCanceled = () => requests > 0;
		const { failures, attempts } = await deliverAll([batch(0, 1)], server, { isCanceled });
		expect(attempts).toHaveLength(1);
		const ended = { code: 'canceled', attempts: 1, notSent: false };
		expect(failures).toMatchObject([ended, ended]);
	});

	test('stops after twenty items in a row that failed separately, and says so', async () => {
		const items = range(0, 1000);
		const { stats, failures } = await deliverAll([batch(...items)], refusing(...items));
		expect(stats.requests).toBeLessThan(60);
		const unsplit = failures.filter((each) => each?.description.includes('found 20 bad items'));
		expect(unsplit).toHaveLength(980);
		expect(unsplit[0]).toMatchObject({ message: 'bad', code: 'rejected', notSent: false });
	});

	test('finds all bad items if each hundredth is bad, because others between them are accepted', async () => {
		const batches = range(0, 60).map((each) => batch(...range(each * 100, each * 100 + 100)));
		const bad = range(0, 60).map((each) => each * 100 + 50);
		const { stats } = await deliverAll(batches, refusing(...bad), { concurrency: 50 });
		expect(stats).toMatchObject({ accepted: 5940, rejected: 60 });
	});

	test('finds twenty bad items, also in several batches', async () => {
		const batches = range(0, 5).map((each) => batch(...range(each * 10, each * 10 + 10)));
		const bad = range(0, 20).map((each) => each * 2 + 1);
		const { kinds, failures } = await deliverAll(batches, refusing(...bad));
		const failed = kinds.split(',').flatMap((kind, index) => (kind === 'failed' ? [index] : []));
		expect(failed).toEqual(bad);
		for (const index of bad) expect(failures[index]).toMatchObject({ message: 'bad' });
	});
});
