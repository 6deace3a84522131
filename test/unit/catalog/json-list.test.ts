import fc from 'fast-check';
import { parseList } from '../../../nodes/KainicCatalog/json-list';
import { InputError } from '../../../nodes/shared/failure';

function parse(text: string, isOver = () => false) {
	let pauses = 0;
	let last = 0;
	const steps = parseList(text, 'It', { isOver }, (position) => {
		last = position;
	});
	try {
		for (;;) {
			const next = steps.next();
			if (next.done === true) return { value: next.value, pauses };
			pauses += 1;
		}
	} catch (error) {
		if (error instanceof InputError) return { message: error.message, last };
		throw error;
	}
}

const fixed = { seed: 20_261_125, numRuns: 2000 };

test('JSON gives what JSON.parse gives', () => {
	fc.assert(
		fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 1), (list, indent) => {
			const text = JSON.stringify(list, null, indent);
			expect(parse(` ${text}\n`)).toMatchObject({ value: JSON.parse(text) });
		}),
		fixed,
	);
});

test('a text is taken exactly where JSON.parse takes it', () => {
	const sign = fc.constantFrom(...'[]{},:"\\ 1a'.split(''), '"a"', '{"a":1}', '[1]');
	const text = fc.array(sign, { maxLength: 9 }).map((signs) => signs.join(''));
	fc.assert(
		fc.property(text, fc.boolean(), (inner, wrapped) => {
			const given = wrapped ? `[${inner}]` : inner;
			let expected: unknown;
			try {
				expected = { value: JSON.parse(given) as unknown };
			} catch {
				expected = { message: expect.stringMatching(/^It is not valid JSON/) };
			}
			expect(parse(given)).toMatchObject(Object(expected));
		}),
		{ ...fixed, numRuns: 20_000 },
	);
});

test('the broken element is known', () => {
	expect(parse('[{"a":1},{"b":},{"c":1}]')).toMatchObject({ last: 2 });
	expect(parse('[{"a":1},]')).toMatchObject({ last: 2 });
	expect(parse('[{"a":1}')).toMatchObject({ last: 0 });
});

test('an array is parsed with pauses, between elements and within a long one', () => {
	expect(parse('[1,2,3]', () => true)).toEqual({ value: [1, 2, 3], pauses: 3 });
	expect(parse(`["${'x'.repeat(200_000)}"]`, () => true)).toMatchObject({ pauses: 4 });
});
