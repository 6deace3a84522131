import fc from 'fast-check';
import { InputError } from '../../nodes/shared/failure';
import { copied, identifier, listOf } from '../../nodes/shared/values';

describe('an ID that was copied', () => {
	test.each(['"abc"', "'abc'", '`abc`', '“abc”', '„abc“', '«abc»', '‘abc’', '""'])(
		'is refused within quotation marks: %s',
		(id) => {
			expect(() => copied(id, 'Store ID')).toThrow(
				new InputError('Store ID is within quotation marks.'),
			);
		},
	);

	test('is refused as an address, which is not shown, since the API key may be part of it', () => {
		const address = 'https://kainic.example/a/b?api_key=k12345678';
		expect(() => copied(address, 'Tracker ID')).toThrow(
			new InputError('Tracker ID is an address (it holds "://").'),
		);
	});

	test('may hold any other sign, since Kainic documents no form', () => {
		for (const id of ['a"b', "o'neill", "'s-Gravenhage", '"', '"a\'', 'a:b/c', 'ü ;,[]']) {
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

test.each(['Invalid DateTime', ' Invalid Date\n'])(
	'an ID is not the text of a date that does not exist: %j',
	(text) => {
		expect(() => identifier(text, 'Store ID')).toThrow(
			`Store ID is "${text.trim()}", the text of a date that does not exist.`,
		);
		expect(identifier(`${text} 1`, 'Store ID')).toBe(`${text} 1`.trim());
	},
);

test('choices are listed as people would say them', () => {
	expect(['', 'a', 'a or b', 'a, b or c']).toEqual(
		[[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listOf),
	);
});
