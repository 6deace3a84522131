import { tooLarge } from '../../../nodes/KainicCatalog/form';
import { guardProblem, readGuards } from '../../../nodes/KainicCatalog/full-sync';
import { fakeRun, type Panel } from './fake-run';

const read = async (panel: Panel, indexes = [0]) => await readGuards(fakeRun({ panel }), indexes);

describe('the guards of the panel', () => {
	/** Of three items. */
	const given = {
		minProducts: (index: number) => [1, 3, 2][index],
		'options.previousProducts': (index: number) => [7, 0, 9][index],
		'options.maxShrink': (index: number) => [60, 5, 100][index],
	};
	const texts = { 'options.previousProducts': '1000', 'options.maxShrink': '12.25' };

	test.each<[string, Panel, number[], [minProducts: number, previous: number, shrink: number]]>([
		['those of the panel if nothing is given', { minProducts: undefined }, [0], [10, 0, 50]],
		['numbers, also from texts', { minProducts: ' 20 ', ...texts }, [0], [20, 1000, 12.25]],
		['the strictest of the first two items', given, [0, 1], [3, 7, 5]],
		['the strictest of the last two items', given, [1, 2], [3, 9, 5]],
	])('are %s', async (_, panel, indexes, [minProducts, previousProducts, maxShrink]) => {
		expect(await read(panel, indexes)).toEqual({ minProducts, previousProducts, maxShrink });
	});

	test.each([
		['options.previousProducts', '', /Previous Products must be a number of at least 0/],
		['options.previousProducts', -1, /Previous Products/],
		['options.previousProducts', () => undefined, /Previous Products is empty/],
		['options.previousProducts', Infinity, /Previous Products/],
		['options.maxShrink', -0.1, /Maximum Shrink .* at least 0/],
		['options.maxShrink', 'x 1', /Maximum Shrink/],
	])('are refused if %s is %p', async (name, value, message) => {
		await expect(read({ [name]: value })).rejects.toThrow(message);
	});
});

describe('the number of products', () => {
	const guards = { minProducts: 10, previousProducts: 1000, maxShrink: 50 };
	const problem = (products: number, given = guards, content: object = {}) =>
		guardProblem({ products, repeated: 0, missingId: '', ...content }, given, 'store "A"');

	test.each([
		[500, guards],
		[1500, guards],
		[10, { ...guards, previousProducts: 0 }],
		[10, { ...guards, maxShrink: 100 }],
		[999, { ...guards, maxShrink: 0.1 }],
	])('%p passes %p', (products, given) => {
		expect(problem(products, given)).toBeNull();
	});

	test('comes with what the products lack', () => {
		const missingId = 'No product has the field item_id. The first product has the fields: a.';
		expect(problem(2, guards, { missingId })?.message).toMatch(
			/^No product has the field item_id\. .+ a\. The upload for the store .+ Minimum Products is 10\.$/,
		);
	});

	test('below the minimum is suspicious', () => {
		expect(problem(9, guards, { repeated: 1 })?.message).toMatch(
			/ has 9 products, but .* Products that repeat an ID are not counted \(1\)\.$/,
		);
		expect(problem(1)?.message).toContain('has 1 product, but');
		expect(problem(9)).toMatchObject({
			message: 'The upload for the store "A" has 9 products, but Minimum Products is 10.',
			explanation: {
				code: 'suspicious_catalog',
				advice: expect.stringMatching(/^The full sync was not sent\. .*lower Minimum Products/),
			},
		});
	});

	test('that shrank by more than allowed is suspicious', () => {
		expect(problem(499, guards, { repeated: 501 })?.message).toMatch(/ are not counted \(501\)\.$/);
		expect(problem(499)).toMatchObject({
			message:
				'The upload for the store "A" has 499 products, and the last upload had 1,000. That is 50.1 % fewer, but Maximum Shrink is 50 %.',
			explanation: { advice: expect.stringMatching(/raise Maximum Shrink/) },
		});
	});
});

test('a request that is too large says its size, the limit and the remedy', () => {
	const error = tooLarge(32 * 1024 ** 2 + 1, 32 * 1024 ** 2, 'file');
	expect(error.message).toBe('The file has 32.001 MB, but Maximum Megabytes is 32.');
	expect(error.explanation).toMatchObject({
		code: 'too_large',
		advice: expect.stringMatching(/^Send fewer .* 32 MB .*10 MB.*Maximum Megabytes/),
	});
});
