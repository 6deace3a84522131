import fc from 'fast-check';
import { Batcher, createEntry } from '../../../nodes/KainicEvent/batch';
import { toJob } from '../../../nodes/KainicEvent/event';
import { failed, type Job, type Step } from '../../../nodes/shared/send/job';
import { notSentFailure } from '../../../nodes/shared/failure';
import { forAll, type Drawn } from '../support/for-all';
import {
	answer,
	deliverAll,
	fail,
	refusedConnection,
	reset,
	success,
	type Result,
} from './fake-transport';

const noCredit = 'Event Dismissed: Please top-up your project credit in order to collect events';

/** What the server does with a request: takes it or not, and what of that comes back. */
const faults: ReadonlyArray<readonly [takes: boolean, result: Result]> = [
	[true, success],
	[true, success],
	[true, reset],
	[false, reset],
	[false, refusedConnection],
	[true, answer(503, 'busy')],
	[false, answer(503, 'busy', '1')],
	[true, answer(200, '{"status":"succ')],
	[false, fail('One or more required fields are missing!')],
	[false, fail('no', 422)],
	[false, answer(413, '<html>too large</html>')],
	[false, answer(429, '')],
	[false, answer(307, '')],
	[false, fail('Event Dismissed: Domain Not Supported')],
	[false, fail(noCredit, 200)],
];

const scenario = fc.record({
	list: fc.array(
		fc.record({
			valid: fc.boolean(),
			group: fc.constantFrom<'a' | 'b'>('a', 'b'),
			events: fc.integer({ min: 1, max: 5 }),
		}),
		{ maxLength: 40 },
	),
	count: fc.integer({ min: 1, max: 6 }),
	concurrency: fc.integer({ min: 1, max: 5 }),
	script: fc.array(fc.constantFrom(...faults), { minLength: 1, maxLength: 25 }),
	/** Turns that each answer takes, so that any may come first. */
	turns: fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }),
	isolates: fc.boolean(),
});

type Scenario = Drawn<typeof scenario>;

const eventsOf = (index: number, count: number) =>
	Array.from({ length: count }, (_, event) => `${index}.${event}`);

/** Carries a scenario out and returns what the server took and confirmed, by event name, beside the outcomes. */
async function play({ list, count, concurrency, script, turns, isolates }: Scenario) {
	const taken: string[] = [];
	const confirmed = new Set<string>();
	const seen = new Set<number>();
	const serve = (job: Job, attempt: number): Result => {
		const [takes, result] = script[attempt % script.length] ?? [true, success];
		const left = result.kind !== 'no_response' || result.sent;
		for (const index of left ? job.indexes : []) seen.add(index);
		const { content } = job.body(new AbortController().signal);
		const sent: string[] = JSON.parse(String(content));
		if (takes) taken.push(...sent);
		for (const event of result === success ? sent : []) confirmed.add(event);
		return result;
	};
	let answers = 0;
	const beforeAnswers = async () => {
		const own = turns[answers++ % turns.length] ?? 0;
		for (let turn = 0; turn < own; turn += 1) await Promise.resolve();
	};
	const group = (id: string) => ({ id, trackerId: id, url: '', headers: {} });
	const groups = { a: group('a'), b: group('b') };
	function* steps(): Generator<Step> {
		const batcher = new Batcher({ count, bytes: 1e6 });
		for (const [index, { valid, group, events }] of list.entries()) {
			if (!valid) {
				yield failed([index], notSentFailure('bad'));
				continue;
			}
			const texts = eventsOf(index, events).map((event) => JSON.stringify(event));
			const entry = createEntry(index, texts.join(','), texts.length, Infinity);
			yield* batcher.add(groups[group], entry).map((batch) => toJob(batch, isolates));
		}
		for (const batch of batcher.flush()) yield toJob(batch, isolates);
	}
	const fake = { answer: serve, beforeAnswers };
	const { outcomes } = await deliverAll(steps(), fake, { itemCount: list.length, concurrency });
	return { outcomes, taken, confirmed, seen };
}

describe('whatever the batches, faults, order and concurrency', () => {
	test('every item ends exactly once, and what is said of it is what the server knows', () =>
		forAll([scenario], 1500, async (played) => {
			const { outcomes, taken, confirmed, seen } = await play(played);
			expect(outcomes).toHaveLength(played.list.length);
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
		}));

	const certain = faults.filter(([takes, result]) => takes === (result === success));
	const sure = fc.array(fc.constantFrom(...certain), { minLength: 1, maxLength: 25 });

	test('an event arrives twice only where a request of unknown fate was tried again', () =>
		forAll([scenario, sure], 200, async (played, script) => {
			const { taken } = await play({ ...played, script });
			expect(new Set(taken).size).toBe(taken.length);
		}));
});
