import {
	guardCount,
	guardSize,
	readGuards,
	readSame,
	suspicious,
	type Guards,
} from '../../../nodes/KainicCatalog/guards';
import { InputError } from '../../../nodes/shared/failure';
import { fakeParameters, type PanelValues } from './fake-run';

const never = { isOver: () => false, yieldToEventLoop: async () => {}, renew: () => {} };

function drain<Value>(steps: Generator<unknown, Value>): { value: Value; pauses: number } {
	for (let pauses = 0; ; pauses += 1) {
		const next = steps.next();
		if (next.done === true) return { value: next.value, pauses };
	}
}

function read(panel: PanelValues, indexes = [0, 1, 2]): Guards {
	return drain(readGuards({ ...fakeParameters(panel), timeSlice: never }, indexes)).value;
}

function thrown(work: () => unknown): InputError {
	try {
		work();
	} catch (error) {
		if (error instanceof InputError) return error;
	}
	throw new Error('No InputError was thrown');
}

describe('the guards of the panel', () => {
	test('are a minimum of 1, no comparison, and a shrink of 50 % if nothing is given', () => {
		expect(read({})).toEqual({ minProducts: 1, previousProducts: null, maxShrink: 50 });
	});

	test('are read as numbers, also from texts', () => {
		const panel = {
			minProducts: ' 20 ',
			'options.previousProducts': '1000',
			'options.maxShrink': '12.25',
		};

		expect(read(panel)).toEqual({ minProducts: 20, previousProducts: 1000, maxShrink: 12.25 });
	});

	test('of 0 previous products compare with nothing', () => {
		expect(read({ 'options.previousProducts': 0 }).previousProducts).toBeNull();
		expect(read({ 'options.previousProducts': 1 }).previousProducts).toBe(1);
		expect(read({ 'options.maxShrink': 0 }).maxShrink).toBe(0);
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

	test.each([
		['minProducts', 'Minimum Products'],
		['options.previousProducts', 'Previous Products'],
		['options.maxShrink', 'Maximum Shrink'],
	])('are refused if %s differs between the items of an upload', (name, label) => {
		const panel = { [name]: (index: number) => (index === 2 ? 8 : 9) };

		expect(thrown(() => read(panel)).message).toBe(
			`${label} is the number 9 for item 0 and the number 8 for item 2, but one upload has one value.`,
		);
		expect(thrown(() => read(panel, [2, 1])).message).toMatch(/for item 2 .* for item 1/);
		expect(() => read(panel, [0, 1])).not.toThrow();
		expect(() => read(panel, [2])).not.toThrow();
	});
});

describe('a value for all items of an upload', () => {
	const run = (value: unknown, isOver = false) => {
		const fake = fakeParameters({ a: value });
		const timeSlice = { ...never, isOver: () => isOver };
		const steps = readSame({ ...fake, timeSlice }, [0, 1, 2, 3], 'a', 'A', (item) =>
			item.value('a'),
		);
		return { ...drain(steps), reads: fake.reads.length };
	};

	test('is read once if it is no expression, and for each item if it is one', () => {
		expect(run(5)).toEqual({ value: 5, pauses: 0, reads: 1 });
		expect(run(() => 5)).toEqual({ value: 5, pauses: 0, reads: 4 });
	});

	test('is read with pauses', () => {
		expect(run(() => 5, true)).toMatchObject({ pauses: 3 });
	});
});

describe('the number of products', () => {
	const guards = { minProducts: 10, previousProducts: 1000, maxShrink: 50 };

	test.each([
		[500, guards],
		[1500, guards],
		[10, { ...guards, previousProducts: null }],
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
});

test('a request is refused beyond the limit, not at it', () => {
	expect(() => guardSize(1000, 1000, 'It', 'Send less.')).not.toThrow();

	const error = thrown(() => guardSize(1001, 1000, 'It', 'Send less.'));
	expect(error.message).toBe('It would have 1,001 bytes, but the limit is 1,000 bytes.');
	expect(error.explanation).toMatchObject({
		code: 'too_large',
		advice: expect.stringMatching(/^Send less\. .*10 MB .* 32 MB .*Maximum Megabytes/),
	});
});

test('whatever is suspicious says that nothing was sent, and the remedy', () => {
	expect(suspicious('Why.', 'Do that.').explanation.advice).toMatch(/^Not sent, .* Do that\.$/);
});
