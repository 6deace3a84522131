import fc from 'fast-check';
import { InputError } from '../../nodes/shared/failure';
import { copied, listOf } from '../../nodes/shared/values';

describe('an ID that was copied', () => {
	test.each([
		'"abc"',
		"'abc'",
		'`abc`',
		'“abc”',
		'„abc“',
		'«abc»',
		'""',
		'https://kainic.example/abc',
	])('is refused as %s', (id) => {
		expect(() => copied(id, 'Store ID')).toThrow(InputError);
		expect(() => copied(id, 'Store ID')).toThrow(
			`Store ID is the text "${id}", which is more than the ID.`,
		);
	});

	test('may hold any other sign, since Kainic documents no form', () => {
		for (const id of ['a"b', "o'neill", '"', 'a:b/c', 'shop.example/7', 'ü ;,[]']) {
			expect(copied(id, 'Store ID')).toBe(id);
		}
		fc.assert(
			fc.property(fc.stringMatching(/^[\w.:;,/ -]*$/), (id) => {
				fc.pre(!id.includes('://'));
				expect(copied(id, 'Store ID')).toBe(id);
			}),
		);
	});
});

test('choices are listed as people would say them', () => {
	expect(['', 'a', 'a or b', 'a, b or c']).toEqual(
		[[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listOf),
	);
});
