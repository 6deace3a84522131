import fc from 'fast-check';
import { forAll } from '../../../support/for-all';
import {
	answer,
	busy,
	deliverAll,
	elapsed,
	fail,
	jobs,
	reset,
	success,
	type Change,
	type Reply,
} from './fake-transport';

const later = (reply: Reply, takes: number): Reply => ({ ...reply, takes });

/** The settings of Kainic Event. */
const event: Change = { concurrency: 50 };

/** A server that takes so many requests in each period. */
function quota(requests: number, milliseconds: number, refusal: Reply = busy()) {
	let [period, count] = [0, 0];
	return () => {
		const now = Math.floor(elapsed() / milliseconds);
		[period, count] = [now, now === period ? count + 1 : 1];
		return later(count > requests ? refusal : success, 50);
	};
}

/** A server that is away for some seconds, from the third tenth of a second on. */
const away = (seconds: number, reply: Reply) => () =>
	later(elapsed() > 300 && elapsed() < 300 + seconds * 1000 ? reply : success, 50);

describe('as long as Kainic accepts something, nothing is given up', () => {
	let refused = false;
	const once = (refusal: Reply) => () => {
		const reply = !refused && elapsed() > 200 ? refusal : success;
		refused ||= reply === refusal;
		return later(reply, 50);
	};
	beforeEach(() => {
		refused = false;
	});

	test.each<[string, number, (index: number) => () => Reply]>([
		['one 429 that asks for a minute', 1000, () => once(busy('60'))],
		['one 503 that asks for a minute', 1000, () => once(busy('60', 503))],
		['two requests a second', 120, () => quota(2, 1000)],
		['five requests a second', 300, () => quota(5, 1000)],
		['300 requests a minute', 600, () => quota(300, 60_000)],
		['300 requests a minute, with Retry-After', 600, () => quota(300, 60_000, busy('30'))],
		['503 for 5 seconds', 2000, () => away(5, answer(503, 'oops'))],
		['503 for 20 seconds', 2000, () => away(20, answer(503, 'oops'))],
		['broken connections for 10 seconds', 2000, () => away(10, reset)],
		['no response for 40 seconds', 1000, () => away(40, later(success, 60_000))],
	])('%s', async (_, count, server) => {
		const { stats, failures } = await deliverAll(jobs(count), server(count), event);
		expect(failures.filter((each) => each !== null)).toEqual([]);
		expect(stats).toMatchObject({ accepted: count, unknown: 0, notSent: 0 });
	});
});

const patient = { policy: { maxAttempts: 2, timeout: 5000, giveUpAfter: 10_000 } };

/** The clock moves between two looks at it, as a real one does. */
function tick(): void {
	let ticks = 0;
	const now = performance.now.bind(performance);
	jest.spyOn(performance, 'now').mockImplementation(() => now() + (ticks += 0.001));
}

test.each([false, true])(
	'a request that is refused again and again does not end a run in which Kainic accepts others (the clock ticks: %s)',
	async (ticks) => {
		let isTicking = false;
		const server = ({ indexes: [index] }: { indexes: readonly number[] }) => {
			if (ticks && !isTicking) tick();
			isTicking = true;
			return index === 0 && elapsed() < 40_000 ? later(busy(), 50) : later(success, 500);
		};
		const change = { ...patient, concurrency: 10, random: () => 0.999 };
		const { stats } = await deliverAll(jobs(1000), server, change);
		expect(stats).toMatchObject({ accepted: 1000, notSent: 0 });
	},
);

test('a wait as long as Give Up After is granted, also if the clock ticks meanwhile', async () => {
	const server = (_: unknown, attempt: number) => {
		if (attempt > 1) return success;
		tick();
		return busy('10');
	};
	const { stats } = await deliverAll(jobs(1), server, patient);
	expect(stats).toMatchObject({ accepted: 1, requests: 2 });
});

describe('when Kainic has accepted nothing for Give Up After', () => {
	test.each<[string, Reply, number]>([
		['says nothing', later(success, 60_000), 130_000],
		['says 503', later(answer(503, 'oops'), 50), 120_050],
		['says 429', later(busy(), 50), 120_050],
		['says 429 and always asks for a wait of 50 seconds', later(busy('50'), 50), 120_050],
		['breaks connections', later(reset, 50), 120_050],
	])('the run stops: it %s', async (_, reply, limit) => {
		const { stats, failures, time } = await deliverAll(jobs(500), reply, event);
		expect(time).toBeLessThanOrEqual(limit);
		expect(stats.requests).toBeLessThan(150);
		const unsent = failures.filter((each) => each?.notSent === true);
		expect(unsent.length).toBeGreaterThan(440);
		const first = failures.find((each) => each?.scope === 'run');
		expect(first?.description).toMatch(/^Kainic has accepted nothing for \d+(\.\d)? seconds\. ./);
		expect(new Set(unsent.map((each) => each?.code))).toEqual(new Set([first?.code]));
	});

	test('items that were not sent do not say that Kainic may have accepted them', async () => {
		const { failures } = await deliverAll(jobs(500), later(answer(503, 'oops'), 50), event);
		const doubtful = failures.filter((each) => each?.mayBeAccepted);
		expect(doubtful.length).toBeGreaterThan(0);
		const advice =
			/Try again later\. If events have 'mayBeAccepted: true', first check in the Kainic Console whether Kainic received them\.$/;
		for (const each of failures) expect(each?.description).toMatch(advice);
		const unsent = failures.find((each) => each?.notSent);
		expect(unsent?.description).toMatch(
			/^Kainic has accepted nothing for \d+(\.\d)? seconds\. Try/,
		);
	});

	test.each<[string, Reply, number]>([
		['breaks the connection', later(reset, 50), 3050],
		['says nothing', later(success, 60_000), 4000],
		['says 500', later(answer(500, 'oops'), 50), 3050],
	])(
		'a run of one request stops, too, whatever Max Attempts says: it %s',
		async (_, reply, end) => {
			const policy = { maxAttempts: 20, timeout: 1000, giveUpAfter: 3000 };
			const change = { policy, random: () => 0.999 };
			const { time, failures } = await deliverAll(jobs(1), reply, change);
			expect(time).toBeLessThanOrEqual(end + 50);
			expect(failures[0]?.description).toMatch(
				/^Kainic has accepted nothing for [34](\.\d)? seconds\. /,
			);
		},
	);

	test.each([0, 0.7, 0.8, 0.999])(
		'and not before: a Kainic that is overloaded for 7 of 10 seconds gets the request (random waits: %d)',
		async (share) => {
			const server = () => later(elapsed() < 7000 ? busy() : success, 5);
			const { stats } = await deliverAll(jobs(1), server, { ...patient, random: () => share });
			expect(stats).toMatchObject({ accepted: 1 });
		},
	);

	test('a longer wait that Kainic asks for after another one counts', async () => {
		const replies = [busy('100'), busy('100'), success];
		const { starts, failures } = await deliverAll(jobs(2), replies);
		expect(starts).toEqual([0, 100_000]);
		expect(failures).toMatchObject([{ code: 'rate_limited' }, { notSent: true }]);
	});

	test('the longest wait that Kainic may ask for is granted to all requests that were under way', async () => {
		const server = () =>
			later(elapsed() < 1000 ? busy('120') : success, elapsed() < 1000 ? 20 : 50);
		const { stats } = await deliverAll(jobs(40), server, event);
		expect(stats).toMatchObject({ accepted: 40 });
	});
});

test('a request with a failure of its own is given up after Max Attempts, while others are accepted', async () => {
	const server = ({ indexes: [index = 0] }: { indexes: readonly number[] }) =>
		later(index === 7 ? answer(500, 'oops') : success, 50);
	const { stats, failures } = await deliverAll(jobs(400), server, event);
	expect(stats).toMatchObject({ accepted: 399, unknown: 1, requests: 403 });
	expect(failures[7]).toMatchObject({ code: 'server_error', scope: 'request', attempts: 4 });
});

test('a request that Kainic never answers stops no other request, also in a small run with the settings of a catalog', async () => {
	const server = ({ indexes: [index = 0] }: { indexes: readonly number[] }) =>
		later(success, index === 0 ? Infinity : 2000);
	const policy = { timeout: 120_000, giveUpAfter: 300_000 };
	const { kinds, failures } = await deliverAll(jobs(3), server, { policy });
	expect(kinds).toBe('failed,accepted,accepted');
	expect(failures[0]).toMatchObject({ code: 'timeout', scope: 'request', attempts: 3 });
});

test('a wait that Kainic asks for with a server error is granted, although Give Up After ends before', async () => {
	const replies = [{ ...answer(500, 'oops', '8'), takes: 3000 }, success];
	const { kinds, starts } = await deliverAll(jobs(1), replies, { policy: { giveUpAfter: 10_000 } });
	expect(kinds).toBe('accepted');
	expect(starts).toEqual([0, 11_000]);
});

test('a run of fewer than ten requests has the attempts of each request', async () => {
	const { stats, time } = await deliverAll(jobs(2), answer(503, 'oops'), { concurrency: 1 });
	expect(stats).toMatchObject({ unknown: 2, requests: 8 });
	expect(time).toBeLessThan(4000);
});

describe('with one attempt', () => {
	const once = { concurrency: 50, policy: { maxAttempts: 1 } };

	test('nothing that may have been accepted is sent again, also while Kainic is down', async () => {
		const tries = new Map<unknown, number>();
		const server = ({ indexes: [index] }: { indexes: readonly number[] }) => {
			tries.set(index, (tries.get(index) ?? 0) + 1);
			return away(20, answer(503, 'oops'))();
		};
		const { stats } = await deliverAll(jobs(2000), server, once);
		expect(Math.max(...tries.values())).toBe(1);
		expect(stats.unknown).toBeLessThan(70);
	});

	test('the run stops, too', async () => {
		const { time } = await deliverAll(jobs(500), answer(503, 'oops'), once);
		expect(time).toBeLessThanOrEqual(120_000);
	});
});

test('while Kainic is down, one request at a time tries whether it works again, after waits that double', async () => {
	const reply = later(answer(503, 'oops'), 50);
	const { starts, retries } = await deliverAll(jobs(100), reply, event);
	expect(starts.filter((at) => at === 0)).toHaveLength(25);
	const probes = starts
		.slice(24)
		.map((at, index, all) => at - 50 - (all[index - 1] ?? 0))
		.slice(1);
	expect(probes.slice(0, 8)).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
	expect(Math.min(...retries.slice(9).map(([, delay]) => delay))).toBeGreaterThanOrEqual(250);
});

describe('a success after an attempt that may have been accepted', () => {
	test.each([
		['a timeout', later(success, 60_000), true],
		['a 503', answer(503, 'oops'), true],
		['a broken connection', reset, true],
		['a refusal for load', busy(), false],
	])('says so: after %s', async (_, first, twice) => {
		const { outcomes, stats } = await deliverAll(jobs(1), [first, success]);
		expect(outcomes).toMatchObject([{ kind: 'accepted', mayBeAcceptedTwice: twice }]);
		expect(stats).toMatchObject({ accepted: 1, mayBeAcceptedTwice: twice ? 1 : 0 });
	});
});

/** How Kainic answers from some time on, and whether an attempt may then have been accepted. */
const states: ReadonlyArray<readonly [reply: Reply, isInDoubt: boolean]> = [
	[success, false],
	[success, false],
	[success, false],
	[answer(503, 'oops'), true],
	[busy(), false],
	[busy('3'), false],
	[busy('6', 503), true],
	[reset, true],
	[fail('no'), false],
	[later(success, 60_000), true],
];

const scenario = fc.record({
	count: fc.integer({ min: 1, max: 120 }),
	concurrency: fc.integer({ min: 1, max: 60 }),
	/** States of Kainic, and how many milliseconds each lasts. The last one lasts for ever. */
	phases: fc.array(fc.tuple(fc.integer({ min: 1, max: 60_000 }), fc.constantFrom(...states)), {
		minLength: 1,
		maxLength: 8,
	}),
	maxAttempts: fc.constantFrom(3, 20),
	giveUpAfter: fc.integer({ min: 500, max: 60_000 }),
	cancelAt: fc.option(fc.nat(100_000)),
});

const longestAskedWait = 6000;
const timeout = 4000;

test('whatever Kainic does: one outcome each, nothing refused for load is given up while Kainic accepts something, and the run ends in time', () =>
	forAll(
		[scenario],
		60,
		async ({ count, concurrency, phases, maxAttempts, giveUpAfter, cancelAt }) => {
			const stateAt = (time: number) => {
				let end = 0;
				const phase = phases.find(([length]) => time < (end += length));
				return (phase ?? phases.at(-1)!)[1];
			};
			/** When Kainic answered, or failed to answer. */
			const answers: number[] = [0];
			const doubts = Array.from({ length: count }, (): boolean[] => []);
			/** When the last attempt of each request ended. */
			const ends = Array.from({ length: count }, () => 0);
			const server = ({ indexes: [index = 0] }: { indexes: readonly number[] }) => {
				const [reply, isInDoubt] = stateAt(elapsed());
				const takes = Math.min(timeout + 1, reply.takes ?? 100);
				const works = reply === success || (reply.kind === 'response' && reply.status === 400);
				if (works) answers.push(elapsed() + takes);
				doubts[index]?.push(isInDoubt);
				ends[index] = elapsed() + Math.min(timeout, takes);
				return { ...reply, takes };
			};
			const run = await deliverAll(jobs(count), server, {
				concurrency,
				policy: { maxAttempts, timeout, giveUpAfter },
				isCanceled: () => cancelAt !== null && elapsed() >= cancelAt,
			});
			expect(run.outcomes).toHaveLength(count);
			const last = Math.max(...answers);
			const patience = Math.max(giveUpAfter, timeout) + longestAskedWait;
			expect(run.time).toBeLessThanOrEqual(last + timeout + patience + timeout);
			if (cancelAt !== null)
				expect(run.time).toBeLessThanOrEqual(Math.max(last, cancelAt) + timeout + 200);
			const isStopped = run.failures.some((each) => each?.scope === 'run');
			for (const [index, outcome] of run.outcomes.entries()) {
				if (outcome.kind === 'accepted')
					expect(outcome.mayBeAcceptedTwice).toBe(doubts[index]?.slice(0, -1).includes(true));
				if (outcome.kind !== 'failed' || outcome.failure.code === 'canceled') continue;
				const { code, attempts } = outcome.failure;
				if (code === 'rejected' || (code !== 'rate_limited' && attempts >= maxAttempts)) continue;
				const end = isStopped ? run.time : (ends[index] ?? 0);
				const lastBefore = Math.max(...answers.filter((at) => at <= end));
				expect(end - lastBefore).toBeGreaterThanOrEqual(giveUpAfter - longestAskedWait);
			}
		},
	));
