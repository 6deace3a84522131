import type { Job } from '../../../../nodes/shared/send/job';
import { seeded } from '../../../support/seeded-random';
import {
	answer,
	busy,
	deliverAll,
	elapsed,
	jobs,
	success,
	type Change,
	type Reply,
} from './fake-transport';

/** The settings of Kainic Predict and of Kainic Event. */
const predict = {
	concurrency: 100,
	policy: { maxAttempts: 2, timeout: 5000, giveUpAfter: 10_000 },
};
const event = { concurrency: 50 };

/** Sends so many requests. A server takes a request if it answers with a success. */
async function play(count: number, server: (job: Job) => Reply, settings: Change) {
	const taken = Array.from({ length: count }, () => 0);
	const tries = Array.from({ length: count }, () => 0);
	const serve = (job: Job) => {
		const [index = 0] = job.indexes;
		const reply = server(job);
		tries[index] = (tries[index] ?? 0) + 1;
		if (reply.kind === 'response' && reply.status === 200) taken[index] = (taken[index] ?? 0) + 1;
		return reply;
	};
	const random = seeded(1);
	const { stats, failures, time } = await deliverAll(jobs(count), serve, { random, ...settings });
	expect(Math.max(...taken)).toBe(1);
	const failedTries = tries.filter((_, index) => failures[index] !== null);
	return { ...stats, seconds: time / 1000, failedTries };
}

const later = (reply: Reply, takes: number): Reply => ({ ...reply, takes });

describe('a server that refuses for load', () => {
	/** Takes so many requests at once, for 350 ms each, and refuses more. */
	function limited(capacity: number) {
		let ends: number[] = [];
		return () => {
			ends = ends.filter((end) => end > elapsed());
			if (ends.length >= capacity) return later(busy(), 10);
			ends.push(elapsed() + 350);
			return later(success, 350);
		};
	}

	test.each([15, 20, 30, 49])(
		'answers all 2,000 predictions if it takes %i at once, and refuses hardly any twice',
		async (capacity) => {
			const { accepted, requests, seconds } = await play(2000, limited(capacity), predict);
			expect(accepted).toBe(2000);
			expect(requests).toBeLessThan(2200);
			// A fixed concurrency that fits the server takes 2000 / capacity rounds.
			expect(seconds).toBeLessThan((1.3 * 0.35 * 2000) / capacity);
		},
	);

	test('with Retry-After gets all 200 batches in about the time that it allows', async () => {
		const perSecond = new Map<number, number>();
		const server = () => {
			const second = Math.floor(elapsed() / 1000);
			const count = (perSecond.get(second) ?? 0) + 1;
			perSecond.set(second, count);
			return count > 10 ? later(busy('1'), 20) : later(success, 100);
		};
		const { accepted, seconds } = await play(200, server, event);
		expect(accepted).toBe(200);
		expect(seconds).toBeLessThan(25);
	});
});

test('a server that answers ten requests at once, and is silent for more, gets fewer after the first timeouts', async () => {
	let ends: number[] = [];
	const server = () => {
		ends = ends.filter((end) => end > elapsed());
		const isFree = ends.length < 10;
		ends.push(elapsed() + (isFree ? 350 : 5000));
		return isFree ? later(success, 350) : later(busy(), 60_000);
	};
	const { accepted } = await play(400, server, predict);
	expect(accepted).toBeGreaterThan(300);
});

describe('failures that are no load slow nobody down', () => {
	test('one 503 in ten: the failed predictions were tried twice', async () => {
		const random = seeded(2);
		const server = () => later(random() < 0.1 ? answer(503, 'oops') : success, 350);
		const { unknown, seconds, failedTries } = await play(400, server, predict);
		expect(unknown).toBeGreaterThan(0);
		expect(unknown).toBeLessThan(12);
		expect(new Set(failedTries)).toEqual(new Set([2]));
		expect(seconds).toBeLessThan(4);
	});

	test('one visitor in twenty who always fails: each failure was tried twice, and all others once', async () => {
		const server = ({ indexes: [index = 0] }: Job) =>
			later(index % 20 === 7 ? answer(500, 'oops') : success, 350);
		const { accepted, requests, seconds, failedTries } = await play(400, server, predict);
		expect({ accepted, requests }).toEqual({ accepted: 380, requests: 420 });
		expect(failedTries).toEqual(Array.from({ length: 20 }, () => 2));
		expect(seconds).toBeLessThan(4);
	});
});

test('a server that handles one request at a time gets each batch once, and none waits for too long', async () => {
	let free = 0;
	const server = () => {
		free = Math.max(free, elapsed()) + 300;
		return later(success, free - elapsed());
	};
	const { accepted, requests, seconds } = await play(40, server, event);
	expect({ accepted, requests }).toEqual({ accepted: 40, requests: 40 });
	expect(seconds).toBe(12);
});
