import fc from 'fast-check';
import { countRepeated, repeatedRemark } from '../../../nodes/KainicCatalog/repeated';
import { measureProduct } from '../../../nodes/KainicCatalog/products';

const never = { isOver: () => false };

function count(values: readonly object[], timeSlice = never) {
	const steps = countRepeated(
		values.map((value, index) => measureProduct({ title: 't', ...value }, index, 'item')),
		timeSlice,
	);
	let pauses = 0;
	for (;;) {
		const step = steps.next();
		if (step.done === true) return { repeated: step.value, pauses };
		pauses += 1;
	}
}

test('counts the products that have the ID of an earlier one', () => {
	const id = fc.oneof(fc.nat(5), fc.nat(5).map(String), fc.constantFrom(undefined, null, '', {}));
	fc.assert(
		fc.property(fc.array(id), (ids) => {
			const known = ids
				.filter((each) => typeof each === 'number' || (typeof each === 'string' && each !== ''))
				.map(String);
			const { repeated } = count(ids.map((each) => ({ item_id: each })));
			expect(repeated).toBe(known.length - new Set(known).size);
		}),
	);
});

test('yields to the event loop', () => {
	expect(count([{}, {}, {}], { isOver: () => true }).pauses).toBe(3);
});

test('is said in a sentence, or not at all', () => {
	expect(repeatedRemark(0)).toBe('');
	expect(repeatedRemark(1)).toBe('1 product repeats the item_id of another one.');
	expect(repeatedRemark(1200)).toBe('1,200 products repeat the item_id of another one.');
});
