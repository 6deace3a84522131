import fc from 'fast-check';
import { Batcher, createEntry, type Batch } from '../../../nodes/KainicEvent/batch';
import { toJob } from '../../../nodes/KainicEvent/event';
import { failed, type Step, type Transport } from '../../../nodes/shared/send/job';
import { notSentFailure } from '../../../nodes/shared/failure';
import { deliverAll } from './deliver-all';
import {
	answer,
	fail,
	fakeTransport,
	refusedConnection,
	reset,
	success,
	type FakeOptions,
	type Result,
} from './fake-transport';

/** What the server does with a request: takes it or not, and what of that comes back. */
interface Fault {
	readonly takes: boolean;
	readonly result: Result;
}

const faults: readonly Fault[] = [
	{ takes: true, result: success },
	{ takes: true, result: success },
	{ takes: true, result: reset },
	{ takes: false, result: reset },
	{ takes: false, result: refusedConnection },
	{ takes: true, result: answer(503, 'busy') },
	{ takes: false, result: answer(503, 'busy', { 'retry-after': '1' }) },
	{ takes: true, result: answer(200, '{"status":"succ') },
	{ takes: false, result: fail('One or more required fields are missing!') },
	{ takes: false, result: fail('no', 422) },
	{ takes: false, result: answer(413, '<html>too large</html>') },
	{ takes: false, result: answer(429, '') },
	{ takes: false, result: answer(307, '') },
	{ takes: false, result: fail('Event Dismissed: Domain Not Supported') },
	{
		takes: false,
		result: fail(
			'Event Dismissed: Please top-up your project credit in order to collect events',
			200,
		),
	},
];

interface Item {
	readonly valid: boolean;
	readonly group: 'a' | 'b';
	readonly events: number;
}

const items = fc.array(
	fc.record<Item>({
		valid: fc.boolean(),
		group: fc.constantFrom('a', 'b'),
		events: fc.integer({ min: 1, max: 5 }),
	}),
	{ maxLength: 40 },
);

interface Scenario {
	readonly list: readonly Item[];
	readonly count: number;
	readonly concurrency: number;
	readonly script: readonly number[];
	/** Turns that each answer takes, so that any may come first. */
	readonly turns: readonly number[];
	readonly isolates: boolean;
}

/** Carries a scenario out and returns what the server took and confirmed, by event name, beside the outcomes. */
async function play({ list, count, concurrency, script, turns, isolates }: Scenario) {
	const taken: string[] = [];
	const confirmed = new Set<string>();
	const seen = new Set<number>();
	const fakeOptions: FakeOptions = {
		answer: (job, attempt) => {
			const fault = faults[script[attempt % script.length] ?? 0] ?? faults[0]!;
			const left = fault.result.kind !== 'no_response' || fault.result.sent;
			for (const index of left ? job.indexes : []) seen.add(index);
			const { content } = job.body(new AbortController().signal);
			const sent: string[] = JSON.parse(String(content));
			if (fault.takes) taken.push(...sent);
			for (const event of fault.result === success ? sent : []) confirmed.add(event);
			return { result: fault.result };
		},
	};
	const fake = fakeTransport(fakeOptions);
	let answers = 0;
	const attempt: Transport['attempt'] = async (...asked) => {
		const result = await fake.transport.attempt(...asked);
		const own = turns[answers++ % turns.length] ?? 0;
		for (let turn = 0; turn < own; turn += 1) await Promise.resolve();
		return result;
	};
	const group = (id: string) => ({ id, trackerId: id, url: '', headers: {} });
	const groups = { a: group('a'), b: group('b') };
	const jobOf = ({ destination, entries }: Batch<typeof groups.a>) =>
		toJob(destination, entries, isolates);
	function* steps(): Generator<Step> {
		const batcher = new Batcher<typeof groups.a>({ count, bytes: 1e6 });
		for (const [index, item] of list.entries()) {
			if (!item.valid) {
				yield failed([index], notSentFailure('bad'));
				continue;
			}
			const texts = Array.from({ length: item.events }, (_, event) =>
				JSON.stringify(`${index}.${event}`),
			);
			const entry = createEntry(index, texts.join(','), texts.length, Infinity);
			const batches = batcher.add(groups[item.group], entry);
			for (const batch of batches) yield jobOf(batch);
		}
		for (const batch of batcher.flush()) yield jobOf(batch);
	}
	const { outcomes, stats } = await deliverAll(steps(), fakeOptions, {
		itemCount: list.length,
		transport: { ...fake.transport, attempt },
		concurrency,
	});
	return { outcomes, stats, taken, confirmed, seen };
}

const scenario = fc.record<Scenario>({
	list: items,
	count: fc.integer({ min: 1, max: 6 }),
	concurrency: fc.integer({ min: 1, max: 5 }),
	script: fc.array(fc.nat(faults.length - 1), { minLength: 1, maxLength: 25 }),
	turns: fc.array(fc.nat(40), { minLength: 1, maxLength: 10 }),
	isolates: fc.boolean(),
});

describe('whatever the batches, faults, order and concurrency', () => {
	test('every item ends exactly once, and what is said of it is what the server knows', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, async (played) => {
				const { outcomes, taken, confirmed, seen } = await play(played);
				expect(outcomes).toHaveLength(played.list.length);
				for (const [index, item] of played.list.entries()) {
					const outcome = outcomes[index]!;
					const events = Array.from({ length: item.events }, (_, event) => `${index}.${event}`);
					const took = events.filter((event) => taken.includes(event));
					const isConfirmed = item.valid && events.every((event) => confirmed.has(event));
					expect(outcome.kind === 'accepted').toBe(isConfirmed);
					if (outcome.kind !== 'failed') expect(took).toEqual(events);
					else if (outcome.failure.notSent) expect(seen.has(index)).toBe(false);
					else if (!outcome.failure.mayBeAccepted) expect(took).toEqual([]);
				}
			}),
			{ numRuns: 1500 },
		);
	});

	test('an event arrives twice only where a request of unknown fate was tried again', async () => {
		const certain = faults.flatMap(({ takes, result }, index) =>
			takes === (result === success) ? [index] : [],
		);
		const script = fc.array(fc.constantFrom(...certain), { minLength: 1, maxLength: 25 });
		await fc.assert(
			fc.asyncProperty(scenario, script, async (played, sure) => {
				const { taken } = await play({ ...played, script: sure });
				expect(new Set(taken).size).toBe(taken.length);
			}),
			{ numRuns: 200 },
		);
	});
});
