import fc from 'fast-check';
import { Batcher, type Batch } from '../../../../nodes/KainicEvent/batch';
import { newFailure } from '../../../../nodes/shared/failure';
import { failedItems, listJob, type Job } from '../../../../nodes/shared/send/job';
import { forAll, type Drawn } from '../../../support/for-all';
import {
	answer,
	busy,
	deliverAll,
	fail,
	refusedConnection,
	reset,
	sentBy,
	success,
	type Reply,
	type Step,
} from './fake-transport';

const noCredit = 'Event Dismissed: Please top-up your project credit in order to collect events';

/** Whether the server takes the request, and what comes back. */
const faults: ReadonlyArray<readonly [takes: boolean, reply: Reply]> = [
	[true, success],
	[true, success],
	[true, reset],
	[false, reset],
	[false, refusedConnection],
	[true, answer(503, 'oops')],
	[false, busy('1', 503)],
	[false, busy()],
	[false, busy('50')],
	[true, answer(200, '{"status":"succ')],
	[false, fail('One or more required fields are missing!')],
	[false, fail('no', 422)],
	[false, answer(413, '<html>too large</html>')],
	[false, answer(307, '')],
	[false, fail('Event Dismissed: Domain Not Supported')],
	[false, fail(noCredit, 200)],
];

const scenario = fc.record({
	list: fc.array(
		fc.record({
			valid: fc.boolean(),
			tracker: fc.constantFrom<'a' | 'b'>('a', 'b'),
			events: fc.integer({ min: 1, max: 5 }),
		}),
		{ maxLength: 40 },
	),
	batchSize: fc.integer({ min: 1, max: 6 }),
	concurrency: fc.integer({ min: 1, max: 10 }),
	script: fc.array(fc.constantFrom(...faults), { minLength: 1, maxLength: 25 }),
	/** Milliseconds of each response, so that any response may come first. */
	times: fc.array(fc.nat(12_000), { minLength: 1, maxLength: 10 }),
	isDivisible: fc.boolean(),
	/** Run budget in milliseconds. */
	budget: fc.oneof(fc.constant(Infinity), fc.nat(60_000)),
	stopsAtFailure: fc.boolean(),
});

type Scenario = Drawn<typeof scenario>;

const eventsOf = (index: number, count: number) =>
	Array.from({ length: count }, (_, event) => `${index}.${event}`);

const destination = (id: string) => ({ id, trackerId: id, url: '', headers: {} });
const destinations = { a: destination('a'), b: destination('b') };

function* planOf({ list, batchSize, isDivisible }: Scenario): Generator<Step> {
	const batcher = new Batcher(batchSize, 1e6);
	const toJob = ({ destination: { id, url, headers }, entries }: Batch) => {
		const request = { target: { scope: 'tracker', id } as const, url, headers, details: null };
		return listJob(request, entries, isDivisible);
	};
	for (const [index, { valid, tracker, events }] of list.entries()) {
		if (!valid) {
			yield failedItems([index], newFailure('bad'), events);
			continue;
		}
		const text = eventsOf(index, events)
			.map((event) => JSON.stringify(event))
			.join(',');
		const full = batcher.add(destinations[tracker], { index, text, units: events });
		yield* full.map(toJob);
	}
	for (const batch of batcher.flush()) yield toJob(batch);
}

/** Returns the outcomes, and what the server knows: the names of the events that it took and confirmed. */
async function play(played: Scenario) {
	const { list, concurrency, script, times, budget, stopsAtFailure } = played;
	const taken: string[] = [];
	const confirmed = new Set<string>();
	const seen = new Set<number>();
	const serve = (job: Job, attempt: number): Reply => {
		const [takes, reply] = script[attempt % script.length] ?? [true, success];
		const isSent = reply.kind === 'response' || reply.sent;
		for (const index of isSent ? job.indexes : []) seen.add(index);
		if (takes) taken.push(...eventNames(sentBy(job)));
		// A server that was not reached takes no time.
		return { ...reply, takes: isSent ? (times[attempt % times.length] ?? 0) : 0 };
	};
	const change = { itemCount: list.length, concurrency, budget, stopsAtFailure };
	const run = await deliverAll(planOf(played), serve, {
		...change,
		accept: (job, _success, { mayBeAcceptedTwice }) => {
			for (const event of eventNames(sentBy(job))) confirmed.add(event);
			return { kind: 'accepted', items: [], mayBeAcceptedTwice };
		},
	});
	return { ...run, taken, confirmed, seen };
}

const eventNames = (body: unknown): readonly string[] =>
	Array.isArray(body) ? body.map(String) : [];

describe('whatever the batches, faults, order and concurrency', () => {
	test('every item ends exactly once, within Run Budget, and its outcome is what the server knows', () =>
		forAll([scenario], 400, async (played) => {
			const { outcomes, stats, taken, confirmed, seen, attempts, time } = await play(played);
			const { budget } = played;
			expect(outcomes).toHaveLength(played.list.length);
			for (const { at, timeout } of attempts) {
				expect(at).toBeLessThan(budget);
				expect(at + timeout).toBeLessThanOrEqual(budget);
			}
			expect(time).toBeLessThanOrEqual(budget);
			for (const [index, item] of played.list.entries()) {
				const outcome = outcomes[index]!;
				const events = eventsOf(index, item.events);
				const took = events.filter((event) => taken.includes(event));
				const isConfirmed = item.valid && events.every((event) => confirmed.has(event));
				expect(outcome.kind === 'accepted').toBe(isConfirmed);
				if (outcome.kind !== 'failed') expect(took).toEqual(events);
				else if (outcome.failure.notSent) expect(seen.has(index)).toBe(false);
				else if (!outcome.failure.mayBeAccepted) expect(took).toEqual([]);
			}
			const { accepted, rejected, unknown, notSent, itemsNotSent } = stats;
			expect(accepted).toBe(confirmed.size);
			const ended = accepted + rejected + unknown + notSent;
			if (itemsNotSent === 0) {
				expect(ended).toBe(played.list.reduce((sum, { events }) => sum + events, 0));
			}
		}));

	const certain = faults.filter(([takes, reply]) => takes === (reply === success));
	const sure = fc.array(fc.constantFrom(...certain), { minLength: 1, maxLength: 25 });

	test('an event arrives twice only if an attempt with an unknown result is repeated', () =>
		forAll([scenario, sure], 100, async (played, script) => {
			const { taken } = await play({ ...played, script, times: [50] });
			expect(new Set(taken).size).toBe(taken.length);
		}));
});
