import fc from 'fast-check';
import { Batcher, halve, type Batch } from '../../../nodes/shared/delivery/batch';
import { deliver } from '../../../nodes/shared/delivery/deliver';
import type { Exchange } from '../../../nodes/shared/delivery/exchange';
import { pause, refuse, type Job, type Step } from '../../../nodes/shared/delivery/job';
import { ledgerByItem } from '../../../nodes/shared/delivery/settle';
import { notSentFailure } from '../../../nodes/shared/failure';
import { isDataRefusal } from '../../../nodes/shared/kainic/envelope';
import { answer, fail, fakeDelivery, refusedConnection, reset, success } from './fake-delivery';

/** What the server does with a request: takes it or not, and what of that comes back. */
interface Fault {
	readonly takes: boolean;
	readonly exchange: Exchange;
}

const faults: readonly Fault[] = [
	{ takes: true, exchange: success },
	{ takes: true, exchange: success },
	{ takes: true, exchange: reset },
	{ takes: false, exchange: reset },
	{ takes: false, exchange: refusedConnection },
	{ takes: true, exchange: answer(503, 'busy') },
	{ takes: false, exchange: answer(503, 'busy', { 'retry-after': '1' }) },
	{ takes: true, exchange: answer(200, '{"status":"succ') },
	{ takes: false, exchange: fail('One or more required fields are missing!') },
	{ takes: false, exchange: fail('no', 422) },
	{ takes: false, exchange: answer(413, '<html>too large</html>') },
	{ takes: false, exchange: answer(429, '') },
	{ takes: false, exchange: answer(307, '') },
	{ takes: false, exchange: fail('Event Dismissed: Domain Not Supported') },
	{
		takes: false,
		exchange: fail(
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
	readonly isolates: boolean;
}

/** Carries a scenario out and returns what the server took, by event name, beside the outcomes. */
async function play({ list, count, concurrency, script, isolates }: Scenario) {
	const taken: string[] = [];
	const seen = new Set<number>();
	const fake = fakeDelivery({
		answer: (job, attempt) => {
			const fault = faults[script[attempt % script.length] ?? 0] ?? faults[0]!;
			for (const index of job.indexes) seen.add(index);
			const body = job.body(new AbortController().signal);
			if (fault.takes) taken.push(...JSON.parse(String(body)));
			return { exchange: fault.exchange };
		},
	});
	const groups = { a: { name: 'a' }, b: { name: 'b' } };
	const toJob = (batch: Batch<{ name: string }>): Job<null> => ({
		kind: 'job',
		indexes: batch.indexes,
		completes: batch.completes,
		group: batch.destination.name,
		units: 1,
		url: '',
		headers: {},
		body: () => batch.body,
		read: () => ({ kind: 'read', data: null }),
		split: () => (isolates ? halve(batch).map(toJob) : []),
	});
	function* plan(): Generator<Step<null>> {
		const batcher = new Batcher<{ name: string }>({ count, bytes: 1e6 });
		for (const [index, item] of list.entries()) {
			if (index % 7 === 3) yield pause;
			if (!item.valid) {
				yield refuse([index], notSentFailure('invalid_input', 'bad'));
				continue;
			}
			const texts = Array.from({ length: item.events }, (_, event) =>
				JSON.stringify(`${index}.${event}`),
			);
			const batches = batcher.add({ index, destination: groups[item.group], texts });
			for (const batch of batches) yield toJob(batch);
		}
		for (const batch of batcher.flush()) yield toJob(batch);
	}
	const { settled, figures } = await deliver<null>({
		plan: plan(),
		ledger: ledgerByItem(list.length),
		delivery: fake.delivery,
		concurrency,
		stopsAtFailure: false,
		isDataRefusal,
		breathe: async () => await Promise.resolve(),
		rested: () => undefined,
	});
	return { settled: [...settled], figures, taken, seen };
}

const scenario = fc.record<Scenario>({
	list: items,
	count: fc.integer({ min: 1, max: 6 }),
	concurrency: fc.integer({ min: 1, max: 5 }),
	script: fc.array(fc.nat(faults.length - 1), { minLength: 1, maxLength: 25 }),
	isolates: fc.boolean(),
});

describe('whatever the batches, faults, order and concurrency', () => {
	test('every item ends exactly once, and what is said of it is what the server knows', async () => {
		await fc.assert(
			fc.asyncProperty(scenario, async (played) => {
				const { settled, taken, seen } = await play(played);
				expect(settled.map(({ indexes }) => indexes)).toEqual(
					played.list.map((_, index) => [index]),
				);
				for (const [index, item] of played.list.entries()) {
					const { outcome } = settled[index]!;
					const events = Array.from({ length: item.events }, (_, event) => `${index}.${event}`);
					const took = events.filter((event) => taken.includes(event));
					if (outcome.kind === 'accepted') expect(took).toEqual(events);
					else if (outcome.failure.notSent) expect(seen.has(index)).toBe(false);
					else if (!outcome.failure.mayBeAccepted) expect(took).toEqual([]);
				}
			}),
			{ numRuns: 1500 },
		);
	});

	test('an event arrives twice only where a request of unknown fate was tried again', async () => {
		const certain = faults.flatMap(({ takes, exchange }, index) =>
			takes === (exchange === success) ? [index] : [],
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
