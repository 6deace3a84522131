import { identifier, listOf } from '../../nodes/shared/values';

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
		[[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => listOf(names)),
	);
});
