import fc from 'fast-check';
import {
	batchBytes,
	Batcher,
	exceeds,
	halve,
	itemsOf,
	type Batch,
} from '../../../nodes/shared/delivery/batch';

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

	test('an item that is divided fills each body to the limit', () => {
		const parts = ['111', '222', '333', '444', '55'];
		expect(bodies(fill([entry(0, a, ...parts)], 10, 9))).toEqual([
			'[111,222]',
			'[333,444]',
			'[55]',
		]);
		expect(bodies(fill([entry(0, a, ...parts)], 10, 8))).toEqual([
			'[111]',
			'[222]',
			'[333]',
			'[444,55]',
		]);
	});

	test('a part is too large if no batch could hold it alone', () => {
		const text = fc.string({ unit: fc.constantFrom('a', 'é', '\u20ac', '\u{1f600}') });
		fc.assert(
			fc.property(text, fc.nat(60), (part, bytes) => {
				const alone = Buffer.byteLength(`[${part}]`);
				expect(exceeds(part, { count: 1, bytes })).toBe(alone > bytes);
			}),
		);
	});

	test('the items of a batch are named once each, in every batch that they are in', () => {
		const batches = fill(
			[entry(0, a, '1', '2'), entry(1, a, '3'), entry(2, b, '4', '5', '6', '7', '8')],
			3,
		);
		expect(batches.map((batch) => itemsOf(batch))).toEqual([[0, 1], [2], [2]]);
		expect(batches.map(({ continues }) => continues)).toEqual([false, true, false]);
	});

	test('the destinations that are not full are handed over in the order of their first items', () => {
		const batcher = new Batcher<Tracker>({ count: 3, bytes: 1e6 });
		for (const [index, destination] of [a, b, a].entries()) batcher.add(destination, index, ['1']);
		expect(Array.from(batcher.flush(), ({ destination }) => destination)).toEqual([a, b]);
		expect([...batcher.flush()]).toEqual([]);
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
