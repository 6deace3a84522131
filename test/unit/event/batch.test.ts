import fc from 'fast-check';
import {
	Batcher,
	createEntry,
	type Batch,
	type BatchLimits,
	type Destination,
} from '../../../nodes/KainicEvent/batch';
import { toJob } from '../../../nodes/KainicEvent/event';
import type { Job } from '../../../nodes/shared/send/job';
import { forAll } from '../support/for-all';
import { refusalOf } from '../support/refusal';

const a = { id: 'a', trackerId: 'a', url: '', headers: {} };
const b = { ...a, id: 'b' };

type Planned = readonly [destination: Destination, ...texts: string[]];

const unlimited = { count: 10, bytes: 1e6 };

/** The batches of items in this order, each with the texts of its events. */
function fill(limits: Partial<BatchLimits>, ...planned: readonly Planned[]) {
	const batcher = new Batcher({ ...unlimited, ...limits });
	const full = planned.flatMap((each, index) => add(batcher, index, each));
	return [...full, ...batcher.flush()];
}

function add(batcher: Batcher, index: number, [destination, ...texts]: Planned) {
	return batcher.add(destination, createEntry(index, texts.join(','), texts.length, Infinity));
}

function bodies(batches: Iterable<Batch>): string[] {
	return [...batches].map((batch) => bodyOf(toJob(batch, true)));
}

function bodyOf({ body }: Job): string {
	return String(body(new AbortController().signal).content);
}

test.each([
	[1, 'The event has 2 kB, but Batch Kilobytes is 1.', 'smaller event'],
	[2, 'The 2 events have 2 kB, but Batch Kilobytes is 1.', 'Split Out'],
])('an item of %i events above Batch Kilobytes is refused', (events, message, way) => {
	expect(createEntry(0, 'x'.repeat(1022), events, 1024).bytes).toBe(1024);
	const refusal = refusalOf(() => createEntry(0, 'x'.repeat(1023), events, 1024));
	const advice = expect.stringContaining(way);
	expect(refusal).toMatchObject({ message, explanation: { code: 'too_large', advice } });
});

describe('filling batches', () => {
	test('a batch is handed over as soon as it is full', () => {
		const batcher = new Batcher({ ...unlimited, count: 2 });
		expect(bodies(add(batcher, 0, [a, '1']))).toEqual([]);
		expect(bodies(add(batcher, 1, [a, '2']))).toEqual(['[1,2]']);
		expect(bodies(batcher.flush())).toEqual([]);
	});

	test('no body is longer than the limit, and none is cut short for nothing', () => {
		const batches = fill({ bytes: 9 }, [a, '111'], [a, '222'], [a, '333']);
		expect(bodies(batches)).toEqual(['[111,222]', '[333]']);
	});

	test('the bytes of an item are those of the body that holds only this item', async () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'é', '\u20ac', '\u{1f600}') });
		await forAll([text], (part) => {
			expect(createEntry(0, part, 1, Infinity).bytes).toBe(Buffer.byteLength(`[${part}]`));
		});
	});

	test('batches are handed over in the order in which they were begun', () => {
		const batches = fill({ count: 3 }, [a, '1', '2'], [b, '3'], [a, '4', '5'], [b, '6']);
		expect(bodies(batches)).toEqual(['[1,2]', '[3,6]', '[4,5]']);
	});

	test('every item goes out whole, once, in order, within the limits unless it exceeds them by itself', async () => {
		const items = fc.array(
			fc.record({
				destination: fc.constantFrom(a, b),
				texts: fc.array(fc.nat(99_999).map(String), { minLength: 1, maxLength: 8 }),
			}),
			{ maxLength: 60 },
		);
		const limits = [fc.integer({ min: 1, max: 9 }), fc.integer({ min: 7, max: 60 })] as const;
		await forAll([items, ...limits], (list, count, bytes) => {
			const planned = list.map(({ destination, texts }): Planned => [destination, ...texts]);
			const batches = fill({ count, bytes }, ...planned);
			for (const batch of batches.filter(({ entries }) => entries.length > 1)) {
				expect(Buffer.byteLength(bodies([batch])[0]!)).toBeLessThanOrEqual(bytes);
				expect(batch.events).toBeLessThanOrEqual(count);
			}
			for (const destination of [a, b]) {
				const sent = batches.filter((batch) => batch.destination === destination);
				const own = [...list.entries()].filter(([, item]) => item.destination === destination);
				expect(sent.flatMap(({ entries }) => entries.map(({ index }) => index))).toEqual(
					own.map(([index]) => index),
				);
				expect(sent.flatMap((batch) => JSON.parse(bodies([batch])[0]!))).toEqual(
					own.flatMap(([, { texts }]) => texts.map(Number)),
				);
			}
		});
	});
});
