import { refusePartialSyncs, unitsOf } from '../../../nodes/KainicCatalog/stores';
import { targetReader } from '../../../nodes/KainicCatalog/target';
import type { Store, Upload } from '../../../nodes/KainicCatalog/uploads';
import type { Product } from '../../../nodes/KainicCatalog/products';
import { type Failure, notSentFailure } from '../../../nodes/shared/failure';
import { fakeRun, type FakeRun } from './fake-run';

type Mode = 'full' | 'stock';

const product: Product = { itemIndex: 0, givenAs: 'item', value: { item_id: 'p' }, bytes: 15 };

function upload(storeId: string, indexes: readonly number[], more: Partial<Upload> = {}): Upload {
	return { target: targetTo(storeId), indexes, products: [product], file: null, ...more };
}

function targetTo(storeId: string, mode: Mode = 'full') {
	const panel = { storeId, syncMode: mode };
	return targetReader(fakeRun({ items: [{ json: {} }], panel }), mode)(0, '').target;
}

function store(uploads: readonly [Upload, ...Upload[]], more: Partial<Store> = {}): Store {
	const [{ target }] = uploads;
	return {
		target,
		uploads,
		refused: [],
		panelStoreIds: new Set([String(target.storeId)]),
		...more,
	};
}

/** Refuses what is part of a full sync; `refusedAnywhere` are failures of items of unknown stores. */
function refuseIn(
	stores: readonly Store[],
	refusedAnywhere: readonly Failure[] = [],
	run: Partial<FakeRun> = {},
) {
	const all = stores.flatMap(({ uploads }) => uploads);
	const steps = refusePartialSyncs(fakeRun({ items: [], ...run }), {
		all,
		stores,
		refusedAnywhere,
	});
	const refused: Array<{ indexes: readonly number[]; failure: Failure; units: number }> = [];
	let pauses = 0;
	for (;;) {
		const { done, value } = steps.next();
		if (done === true) return { remaining: value, refused, pauses };
		if (value.kind === 'pause') pauses += 1;
		else if (value.outcome.kind === 'failed') {
			const { indexes, units, outcome } = value;
			refused.push({ indexes, failure: outcome.failure, units });
		}
	}
}

const failureOf = (...given: Parameters<typeof refuseIn>) => refuseIn(...given).refused[0]?.failure;

describe('a full sync that is whole', () => {
	test('is sent, each store in the order of its first item', () => {
		const [a, b] = [upload('a', [0, 2]), upload('b', [1])];
		const { remaining, refused } = refuseIn([store([a]), store([b])]);
		expect(remaining).toEqual([a, b]);
		expect(refused).toEqual([]);
	});

	test('is claimed for its store, so that a later run cannot replace it by a part', () => {
		const claimed = new Set<string>();
		const one = store([upload('a', [0])]);
		expect(refuseIn([one], [], { claimed }).refused).toEqual([]);
		const later = failureOf([one], [], { claimed });
		expect(later).toMatchObject({ code: 'suspicious_catalog', notSent: true });
		expect(later?.message).toMatch(/^The store "a" was already the target of a full sync/);
		expect(later?.description).toMatch(/^Not sent, .* Collect all products before this node/);
		expect(refuseIn([store([upload('b', [0])])], [], { claimed }).refused).toEqual([]);
	});

	test('is claimed even if it is refused', () => {
		const claimed = new Set<string>();
		const refused = [notSentFailure('It is wrong.')];
		refuseIn([store([upload('a', [0])], { refused })], [], { claimed });
		expect(claimed.size).toBe(1);
	});

	test('of a store without a name is named without one', () => {
		const nameless = { ...targetTo('a'), storeId: null };
		const one = store([upload('a', [0], { target: nameless })]);
		const claimed = new Set<string>();
		refuseIn([one], [], { claimed });
		expect(failureOf([one], [], { claimed })?.message).toMatch(/^The store was already the target/);
	});
});

describe('a refused item', () => {
	const broken = notSentFailure('Item 1: it is wrong.');

	test('refuses its store with its own failure, and no other', () => {
		const [a, b] = [upload('a', [0, 1]), upload('b', [2])];
		const { remaining, refused } = refuseIn([store([a], { refused: [broken] }), store([b])]);
		expect(remaining).toEqual([b]);
		expect(refused).toEqual([
			{
				indexes: [0, 1],
				units: 1,
				failure: {
					...broken,
					description: `${broken.description} Not sent, since a full sync replaces the whole catalog of a store, and an item of this store was refused.`,
				},
			},
		]);
	});

	test('of an unknown store refuses every store', () => {
		const stores = [store([upload('a', [0])]), store([upload('b', [2])])];
		const { remaining, refused } = refuseIn(stores, [broken]);
		expect(remaining).toEqual([]);
		expect(refused.map(({ indexes }) => indexes)).toEqual([[0], [2]]);
		expect(refused[0]?.failure.description).toMatch(
			/an item which may belong to any store was refused\.$/,
		);
	});

	test('is named with the number of others', () => {
		const one = (refused: readonly Failure[]) =>
			failureOf([store([upload('a', [0])], { refused })]);
		expect(one([broken])?.message).toBe('Item 1: it is wrong.');
		expect(one([broken, broken])?.message).toBe('Item 1: it is wrong. (1 more refused)');
		expect(one([broken, broken, broken])?.message).toBe('Item 1: it is wrong. (2 more refused)');
	});

	test('refuses no stock, of which every part is right by itself', () => {
		const stock = upload('a', [0], { target: targetTo('a', 'stock') });
		const { remaining } = refuseIn([store([stock], { refused: [broken] })], [broken]);
		expect(remaining).toEqual([stock]);
	});

	test('refuses the stock beside a full sync of the same store', () => {
		const stock = upload('a', [0], { target: targetTo('a', 'stock') });
		const { remaining } = refuseIn([store([stock, upload('a', [1])], { refused: [broken] })]);
		expect(remaining).toEqual([]);
	});
});

describe('a full sync that could only be a part', () => {
	test('is refused under Execute Once', () => {
		const failure = failureOf([store([upload('a', [0])])], [], { executesOnce: true });
		expect(failure).toMatchObject({
			code: 'suspicious_catalog',
			message: expect.stringMatching(/^Execute Once hands only the first input item/),
			description: expect.stringMatching(/Switch Execute Once off in the node's settings\.$/),
		});
	});

	test('is refused if items with several Store IDs go to one store', () => {
		const named = (...ids: string[]) =>
			failureOf([store([upload('constant', [0, 1])], { panelStoreIds: new Set(ids) })]);
		const sentence = (ids: string) =>
			`The items name the Store IDs ${ids}, but Form Fields send all of them to the same store.`;
		expect(named('a')).toBeUndefined();
		expect(named('a', 'b')?.message).toBe(sentence('a, b'));
		expect(named('a', 'b', 'c')?.message).toBe(sentence('a, b, c'));
		expect(named('a', 'b', 'c', 'd')?.message).toBe(sentence('a, b, c and others'));
		expect(named('a', 'b')?.description).toMatch(
			/Let the row for the store in Form Fields follow Store ID\.$/,
		);
	});

	test('is refused if several uploads would replace each other', () => {
		const uploads = [upload('a', [3, 4]), upload('a', [5]), upload('a', [7])] as const;
		const [first, second, third] = uploads;
		const { refused } = refuseIn([store([first, second])]);
		expect(refused.map(({ indexes }) => indexes)).toEqual([[3, 4], [5]]);
		expect(refused[0]?.failure).toMatchObject({
			code: 'suspicious_catalog',
			message:
				'2 uploads are for the same store (from the items 3 and 5), but in a full sync only the last one would remain. Their items differ in Form File Name, Form File Field, Form Fields, Headers or the credential.',
			description: expect.stringMatching(/Join the products into one upload for each store\.$/),
		});
		expect(failureOf([store([first, second, third])])?.message).toMatch(
			/^3 uploads are for the same store \(from the items 3 and 5 and others\)/,
		);
	});

	test('is refused if each of several files is an upload', () => {
		const file = { name: 'a.json', open: emptyFile, size: async () => 0 };
		const files = [upload('a', [0], { file }), upload('a', [1], { file })] as const;
		expect(failureOf([store(files)])?.message).toMatch(/Each file is an upload of its own\.$/);
	});
});

test('a refused upload counts its products, or itself if they are not known', () => {
	expect(unitsOf(upload('a', [0], { products: [product, product] }))).toBe(2);
	expect(unitsOf(upload('a', [0], { products: [] }))).toBe(1);
	const refused = [notSentFailure('It is wrong.')];
	const two = upload('a', [0], { products: [product, product] });
	expect(refuseIn([store([two], { refused })]).refused[0]?.units).toBe(2);
});

test('many stores and uploads give other tasks their turn', () => {
	const refused = [notSentFailure('It is wrong.')];
	const uploads = [upload('a', [0]), upload('a', [1])] as const;
	expect(refuseIn([store(uploads, { refused })], [], { sliceLength: 1 }).pauses).toBe(3);
	expect(refuseIn([store(uploads, { refused })], []).pauses).toBe(0);
});

async function* emptyFile(): AsyncGenerator<never> {}
