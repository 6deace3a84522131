import fc from 'fast-check';
import { JsonMeter, type JsonLimits } from '../../nodes/shared/json-meter';

const unlimited: JsonLimits = { values: Infinity, names: Infinity, depth: Infinity };

/** What a text has too much of, however it is cut into chunks. */
function excessOf(text: string, limits: Partial<JsonLimits>, chunkLength = 3): string | null {
	const meter = new JsonMeter({ ...unlimited, ...limits });
	const bytes = Buffer.from(text);
	for (let start = 0; start < bytes.length; start += chunkLength) {
		meter.write(bytes.subarray(start, start + chunkLength));
	}
	return meter.excess();
}

const nested = (value: unknown): readonly unknown[] =>
	typeof value === 'object' && value !== null ? Object.values(value) : [];

const countOf = (value: unknown): number =>
	nested(value).reduce((sum: number, each) => sum + countOf(each), 1);

const depthOf = (value: unknown): number =>
	typeof value === 'object' && value !== null ? 1 + Math.max(0, ...nested(value).map(depthOf)) : 0;

function namesOf(value: unknown): readonly string[] {
	const own = Array.isArray(value) || Object(value) !== value ? [] : Object.keys(Object(value));
	return [...own, ...nested(value).flatMap(namesOf)];
}

/** Strings full of what could be taken for the end of a string, or for a bracket. */
const string = fc.string({ unit: fc.constantFrom(...'"\\[]{}:,aé') });

const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 6 },
		string,
		fc.constantFrom(0, null, true),
		fc.array(tie('value'), { maxLength: 3 }),
		fc.dictionary(string, tie('value'), { maxKeys: 3 }),
	),
}));

test('depth and different names are those of the value, and no fewer values, wherever the text is cut', () => {
	fc.assert(
		fc.property(anyValue, fc.nat(2), fc.integer({ min: 1, max: 9 }), (value, space, length) => {
			const text = JSON.stringify(value, null, space);
			const excess = (limits: Partial<JsonLimits>) => excessOf(text, limits, length);
			const depth = depthOf(value);
			expect(excess({ depth })).toBeNull();
			expect(excess({ depth: depth - 1 })).toBe(`${depth - 1} levels of nesting`);
			const names = new Set(namesOf(value)).size;
			expect(excess({ names })).toBeNull();
			expect(excess({ names: names - 1 })).toBe(`${names - 1} different field names`);
			const fewer = countOf(value) - 2;
			expect(excess({ values: fewer })).toBe(`${fewer} values`);
		}),
		{ numRuns: 1000, seed: 20_261_125 },
	);
});

test('commas and brackets are counted, those in strings aside', () => {
	const text = '[1,2,{"a":[3]},"a, b, [c], {d}, \\"e, f"]';
	expect(excessOf(text, { values: 6 })).toBeNull();
	expect(excessOf(text, { values: 5 })).toBe('5 values');
});

test.each(['[[[[', ']]][[[[[[[', '["\\', '["[[[['])(
	'%s, which is not JSON, is measured as well',
	(text) => {
		expect(() => excessOf(text, { depth: 3 })).not.toThrow();
	},
);
