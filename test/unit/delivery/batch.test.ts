import fc from 'fast-check';
import { batchBytes, Batcher, halve, type Batch } from '../../../nodes/shared/delivery/batch';

interface Tracker {
	readonly name: string;
}

const a: Tracker = { name: 'a' };
const b: Tracker = { name: 'b' };

type Planned = readonly [destination: Tracker, index: number, texts: readonly string[]];

function entry(index: number, destination: Tracker, ...texts: string[]): Planned {
	return [destination, index, texts];
}

function fill(entries: readonly Planned[], count: number, bytes = 1e6) {
	const batcher = new Batcher<Tracker>({ count, bytes });
	return [...entries.flatMap((each) => batcher.add(...each)), ...batcher.flush()];
}

function bodies(batches: Iterable<Batch<Tracker>>): string[] {
	return [...batches].map((batch) => batchBytes(batch).toString());
}

describe('filling batches', () => {
	test('a batch is handed over as soon as it is full', () => {
		const batcher = new Batcher<Tracker>({ count: 2, bytes: 1e6 });
		expect(bodies(batcher.add(...entry(0, a, '1')))).toEqual([]);
		expect(bodies(batcher.add(...entry(1, a, '2')))).toEqual(['[1,2]']);
		expect(bodies(batcher.flush())).toEqual([]);
	});

	test('items of different destinations never share a batch', () => {
		const batches = fill([entry(0, a, '1'), entry(1, b, '2'), entry(2, a, '3')], 10);
		expect(bodies(batches)).toEqual(['[1,3]', '[2]']);
	});

	test('an item keeps its events together where they fit into one batch', () => {
		const batches = fill([entry(0, a, '1', '2'), entry(1, a, '3', '4')], 3);
		expect(bodies(batches)).toEqual(['[1,2]', '[3,4]']);
	});

	test('an item with more events than a batch holds goes out in several, the last one completing it', () => {
		const batches = fill([entry(0, a, '1', '2', '3', '4', '5')], 2);
		expect(bodies(batches)).toEqual(['[1,2]', '[3,4]', '[5]']);
		expect(batches.map(({ continues }) => continues)).toEqual([true, true, false]);
	});

	test('no body is longer than the limit, and none is cut short for nothing', () => {
		const batches = fill([entry(0, a, '111'), entry(1, a, '222'), entry(2, a, '333')], 10, 9);
		expect(bodies(batches)).toEqual(['[111,222]', '[333]']);
	});

	test('every part goes out once, in order, within the limits', () => {
		const entries = fc.array(
			fc.record({
				destination: fc.constantFrom(a, b),
				texts: fc.array(fc.nat(99_999).map(String), { minLength: 1, maxLength: 8 }),
			}),
			{ maxLength: 60 },
		);
		fc.assert(
			fc.property(
				entries,
				fc.integer({ min: 1, max: 9 }),
				fc.integer({ min: 7, max: 60 }),
				(list, count, bytes) => {
					const made = list.map(({ destination, texts }, index) =>
						entry(index, destination, ...texts),
					);
					const batches = fill(made, count, bytes);
					for (const batch of batches) {
						const body = batchBytes(batch);
						expect(body.byteLength).toBeLessThanOrEqual(bytes);
						expect(JSON.parse(body.toString()).length).toBeLessThanOrEqual(count);
					}
					for (const destination of [a, b]) {
						const sent = batches
							.filter((batch) => batch.destination === destination)
							.flatMap((batch) => JSON.parse(batchBytes(batch).toString()));
						const meant = list
							.filter((each) => each.destination === destination)
							.flatMap(({ texts }) => texts.map(Number));
						expect(sent).toEqual(meant);
					}
				},
			),
		);
	});

	test('halves hold every item once; a single item is not halved', () => {
		const [batch] = fill([entry(0, a, '1'), entry(1, a, '2'), entry(2, a, '3')], 3);
		expect(bodies(halve(batch!))).toEqual(['[1,2]', '[3]']);
		const [, second] = fill(
			[0, 1, 2, 3].map((index) => entry(index, a, `${index}`, '"é"')),
			6,
		);
		expect(bodies([second!])).toEqual(['[3,"é"]']);
		const [single] = fill([entry(0, a, '1', '2')], 3);
		expect(halve(single!)).toEqual([]);
	});
});
