import fc from 'fast-check';
import { isDeeperThan } from '../../../nodes/shared/kainic/envelope';

function depthOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Texts full of what could be taken for the end of a text, or for a bracket. */
const text = fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', '}', ']', 'a') });

const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 6 },
		text,
		fc.constantFrom(0, null, true),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(text, tie('value'), { maxKeys: 3 }),
	),
}));

test('the nesting of a JSON text is that of its value, whatever its texts hold', () => {
	fc.assert(
		fc.property(anyValue, fc.nat(7), (value, levels) => {
			const deeper = depthOf(value) > levels;
			expect(isDeeperThan(JSON.stringify(value), levels)).toBe(deeper);
			expect(isDeeperThan(JSON.stringify(value, null, 1), levels)).toBe(deeper);
		}),
		{ numRuns: 1000 },
	);
});

test.each([
	['["a\\\\"]', 1, false],
	['["a\\\\",[]]', 1, true],
	['["a\\"[",0]', 1, false],
	['["\\\\\\"[",[]]', 1, true],
	['["", "[[[["]', 1, false],
	['"', 0, false],
	['["[[[[', 1, false],
	['["\\', 1, false],
	['[""]', 0, true],
])('%s is deeper than %i levels: %s', (json, levels, expected) => {
	expect(isDeeperThan(json, levels)).toBe(expected);
});
