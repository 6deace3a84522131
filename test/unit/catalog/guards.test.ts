import fc from 'fast-check';
import {
	guardCount,
	readGuards,
	strictest,
	tooLarge,
	type Guards,
} from '../../../nodes/KainicCatalog/guards';
import { InputError } from '../../../nodes/shared/failure';
import { fakeParameters, type PanelValues } from './fake-run';

const read = (panel: PanelValues) => readGuards(fakeParameters(panel).at(0));

function thrown(work: () => unknown): InputError {
	try {
		work();
	} catch (error) {
		if (error instanceof InputError) return error;
	}
	throw new Error('No InputError was thrown');
}

describe('the guards of the panel', () => {
	test('are a minimum of 10, no comparison, and a shrink of 50 % if nothing is given', () => {
		expect(read({})).toEqual({ minProducts: 10, previousProducts: 0, maxShrink: 50 });
	});

	test('are read as numbers, also from texts', () => {
		const panel = {
			minProducts: ' 20 ',
			'options.previousProducts': '1000',
			'options.maxShrink': '12.25',
		};

		expect(read(panel)).toEqual({ minProducts: 20, previousProducts: 1000, maxShrink: 12.25 });
	});

	test.each([
		['minProducts', 0, /Minimum Products is the number 0, .* at least 1/],
		['minProducts', 'x1', /Minimum Products/],
		['minProducts', '1x', /Minimum Products/],
		['minProducts', Number.NaN, /Minimum Products/],
		['options.previousProducts', '', /Previous Products is empty/],
		['options.previousProducts', -1, /Previous Products/],
		['options.previousProducts', '-1', /Previous Products/],
		['options.previousProducts', true, /Previous Products is the boolean true/],
		['options.previousProducts', () => undefined, /Previous Products is undefined/],
		['options.previousProducts', () => null, /Previous Products is null/],
		['options.previousProducts', Infinity, /Previous Products/],
		['options.previousProducts', [1], /Previous Products is an array/],
		['options.maxShrink', -0.1, /Maximum Shrink .* at least 0/],
		['options.maxShrink', '1.', /Maximum Shrink/],
		['options.maxShrink', 'x 1', /Maximum Shrink/],
		['options.maxShrink', true, /Maximum Shrink is the boolean true/],
	])('are refused if %s is %p', (name, value, message) => {
		const error = thrown(() => read({ [name]: value }));

		expect(error.message).toMatch(message);
		expect(error.explanation.advice).toMatch(/guard would have been off/);
	});
});

describe('the number of products', () => {
	const guards = { minProducts: 10, previousProducts: 1000, maxShrink: 50 };

	test.each([
		[500, guards],
		[1500, guards],
		[10, { ...guards, previousProducts: 0 }],
		[10, { ...guards, maxShrink: 100 }],
		[999, { ...guards, maxShrink: 0.1 }],
	])('%p passes %p', (products, given) => {
		expect(() => guardCount({ products, repeated: 0 }, given, 'The store "A"')).not.toThrow();
	});

	test('below the minimum is suspicious', () => {
		const error = thrown(() => guardCount({ products: 9, repeated: 0 }, guards, 'The store "A"'));

		expect(error.message).toBe('The store "A" would have 9 products, but Minimum Products is 10.');
		expect(error.explanation).toMatchObject({
			code: 'suspicious_catalog',
			advice: expect.stringMatching(/^Not sent, .*lower Minimum Products/),
		});
	});

	test('that shrank by more than allowed is suspicious', () => {
		const error = thrown(() => guardCount({ products: 499, repeated: 0 }, guards, 'The store "A"'));

		expect(error.message).toBe(
			'The store "A" would shrink from 1,000 to 499 products, by 50.1 %, but Maximum Shrink is 50 %.',
		);
		expect(error.explanation.advice).toMatch(/raise Maximum Shrink/);
	});

	test('passes the strictest of several guards only if it passes each of them', () => {
		const count = fc.nat(20);
		const some = fc.record<Guards>({
			minProducts: count,
			previousProducts: count,
			maxShrink: fc.constantFrom(0, 25, 50, 100),
		});
		const passes = (products: number, given: Guards) => {
			try {
				guardCount({ products, repeated: 0 }, given, 'It');
				return true;
			} catch {
				return false;
			}
		};
		fc.assert(
			fc.property(count, some, some, (products, one, other) => {
				if (!passes(products, strictest(one, other))) return;
				expect([passes(products, one), passes(products, other)]).toEqual([true, true]);
			}),
		);
		expect(strictest(guards, guards)).toEqual(guards);
	});
});

test('a request that is too large says its size, the limit and the remedy', () => {
	const error = tooLarge(1001, 1000, 'It', 'Send less.');
	expect(error.message).toBe('It would have 1,001 bytes, but the limit is 1,000 bytes.');
	expect(error.explanation).toMatchObject({
		code: 'too_large',
		advice: expect.stringMatching(/^Send less\. .*10 MB .* 32 MB .*Maximum Megabytes/),
	});
});
