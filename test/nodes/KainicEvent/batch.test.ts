import fc from 'fast-check';
import { Batcher, type Batch, type Destination } from '../../../nodes/KainicEvent/batch';
import { forAll } from '../../support/for-all';

const a = { id: 'a', trackerId: 'a', url: '', headers: {} };
const b = { ...a, id: 'b' };

type Planned = readonly [destination: Destination, ...texts: string[]];

/** The batches of items in this order, each item with the texts of its events. */
function fill(maxEvents: number, maxBytes: number, ...planned: readonly Planned[]) {
	const batcher = new Batcher(maxEvents, maxBytes);
	const full = planned.flatMap((each, index) => add(batcher, index, each));
	return [...full, ...batcher.flush()];
}

function add(batcher: Batcher, index: number, [destination, ...texts]: Planned) {
	return batcher.add(destination, { index, text: texts.join(','), units: texts.length });
}

const bodies = (batches: Iterable<Batch>) =>
	[...batches].map(({ entries }) => `[${entries.map(({ text }) => text).join(',')}]`);

describe('filling batches', () => {
	test('a batch is returned as soon as it is full', () => {
		const batcher = new Batcher(2, 1e6);
		expect(bodies(add(batcher, 0, [a, '1']))).toEqual([]);
		expect(bodies(add(batcher, 1, [a, '2']))).toEqual(['[1,2]']);
		expect(bodies(batcher.flush())).toEqual([]);
	});

	test('a body has at most the maximum number of bytes, and as many events as fit', () => {
		const batches = fill(10, 9, [a, '111'], [a, '222'], [a, '333']);
		expect(bodies(batches)).toEqual(['[111,222]', '[333]']);
		expect(bodies(fill(10, 8, [a, '111'], [a, '222']))).toEqual(['[111]', '[222]']);
	});

	test('batches are returned in the order in which they were begun', () => {
		const batches = fill(3, 1e6, [a, '1', '2'], [b, '3'], [a, '4', '5'], [b, '6']);
		expect(bodies(batches)).toEqual(['[1,2]', '[3,6]', '[4,5]']);
	});

	test('every item is in one batch, in order, within the limits unless it exceeds them alone', async () => {
		const items = fc.array(
			fc.record({
				destination: fc.constantFrom(a, b),
				texts: fc.array(fc.constantFrom('7', '99999', '"é"', '"\u{1f600}"'), {
					minLength: 1,
					maxLength: 8,
				}),
			}),
			{ maxLength: 60 },
		);
		const limits = [fc.integer({ min: 1, max: 9 }), fc.integer({ min: 7, max: 60 })] as const;
		await forAll([items, ...limits], (list, count, bytes) => {
			const planned = list.map(({ destination, texts }): Planned => [destination, ...texts]);
			const batches = fill(count, bytes, ...planned);
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
					own.flatMap(([, { texts }]) => texts.map((text): unknown => JSON.parse(text))),
				);
			}
		});
	});
});
