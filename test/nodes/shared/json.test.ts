import fc from 'fast-check';
import { parseJson, toJson } from '../../../nodes/shared/json';
import { messageOf, refusalOf, taken } from '../../support/units/refusal';
import { forAll } from '../../support/for-all';

const problemOf = (value: unknown) => messageOf(() => toJson(value));

const luxon = (iso: string | null) => ({ toISO: () => iso, toJSON: () => iso });

describe('the JSON of a value', () => {
	test.each([
		['NaN', { price: Number.NaN }, 'The field "price" is not a valid number (NaN).'],
		['an infinity', { a: [1, -Infinity] }, 'The field "a.1" is not a valid number (-Infinity).'],
		['2^53', { id: 2 ** 53 }, 'is the number 9007199254740992, which is too large.'],
		['a huge number', { id: -1e300 }, 'The field "id" is the number -1e+300, which is too large'],
		['an invalid date', { at: new Date('never') }, 'The field "at" is an invalid date.'],
		['an invalid date of Luxon', { at: luxon(null) }, 'The field "at" is an invalid date.'],
		['its text', { at: ['Invalid DateTime'] }, '"at.0" is "Invalid DateTime": this date does not'],
		['the same of JavaScript', { at: 'Invalid Date' }, 'The field "at" is "Invalid Date"'],
		['the same by itself', 'Invalid DateTime', 'The value is "Invalid DateTime"'],
		['a BigInt', { id: 5n }, 'The field "id" has the type BigInt, which cannot be sent.'],
		['a hole in an array', { a: [undefined] }, 'The field "a.0" has no value (undefined)'],
		['a value by itself', Number.NaN, 'The value is not a valid number'],
		['a Set', { a: new Set([1]) }, 'The field "a" has the type Set, which cannot be sent.'],
		['a Map', { a: new Map() }, 'The field "a" has the type Map'],
		['a typed array', { a: new Uint8Array(1) }, 'The field "a" has the type Uint8Array'],
		['a boxed number', { a: Object(Number.NaN) }, 'The field "a" has the type Number'],
		['a pattern', { a: /x/ }, 'The field "a" has the type RegExp'],
		['a field named toJSON', { toJSON: 1, n: Number.NaN }, 'The field "n" is not a valid number'],
	])('does not exist for %s', (_name, value, problem) => {
		expect(problemOf(value)).toContain(problem);
	});

	test('does not exist for data that holds itself', () => {
		const loop: Record<string, unknown> = {};
		loop['self'] = loop;
		expect(problemOf(loop)).toContain('has lists or objects that are more than 500 levels deep');
	});

	test('is named in a line, however long the names that lead there are', async () => {
		const field = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 80 });
		await forAll([fc.array(field, { minLength: 1, maxLength: 60 })], (names) => {
			const value = names.reduceRight<unknown>((inner, name) => ({ [name]: inner }), Number.NaN);
			const path = names.join('.');
			const said = /^The field "(.*)" is not a valid number/su.exec(problemOf(value));
			const shown = said?.[1] ?? '';
			const isCut = shown.length > 97 && path.startsWith(shown.slice(0, -1));
			expect(shown.length).toBeLessThanOrEqual(100);
			expect(shown === path || isCut).toBe(true);
			expect(() => encodeURIComponent(shown)).not.toThrow();
		});
	});

	test.each([
		[{ a: 9_007_199_254_740_991, b: -9_007_199_254_740_991, c: 0.1, d: 1e-300 }],
		[{ at: new Date(0), other: luxon('2026-11-25T00:00:00.000+01:00') }],
		[{ left: undefined, none: null, empty: '', no: false, zero: 0 }],
	])('of %j is that of JSON.stringify', (value) => {
		expect(toJson(value)).toBe(JSON.stringify(value));
	});

	test('says the same as the value, or there is none', () =>
		forAll([fc.anything({ withDate: true, withBigInt: true, maxDepth: 3 })], (value) => {
			const text = taken(() => toJson(value)) ?? null;
			expect(text).toBe(text === null ? null : JSON.stringify(value));
			if (text === null) return;
			expect(JSON.stringify(JSON.parse(text))).toBe(text);
			expect(text.includes('null') && !hasNull(value)).toBe(false);
		}));
});

/** True if null is somewhere in the value itself, so that it may be in its JSON. */
function hasNull(value: unknown): boolean {
	if (value === null || (typeof value === 'string' && value.includes('null'))) return true;
	if (typeof value !== 'object') return false;
	return Object.entries(value).some(([name, inner]) => name.includes('null') || hasNull(inner));
}

describe('JSON that a user wrote', () => {
	test('is read', () => {
		expect(parseJson('{"a":[1]}', 'Event JSON')).toEqual({ a: [1] });
	});

	test.each([
		['{"platform": "web", "anon_uid": "v-1",}', 'in JSON at position 38.'],
		['[1,]', `Unexpected token ']', "[1,]".`],
		[`[1,${'x'.repeat(60)}`, `"[1,xxxxxxxxxx".`],
		['', 'Unexpected end of JSON input.'],
		['undefined', '"undefined".'],
		['at position 999', '"at position 999".'],
	])('is named where it is broken: %s', (text, place) => {
		const refusal = /^Event JSON is not valid JSON: (.*)$/;
		// Newer versions of Node.js add the line and the column to a position.
		const message = refusal.exec(messageOf(() => parseJson(text, 'Event JSON')))?.[1];
		expect(message?.replace(/ \(line \d+ column \d+\)/, '').endsWith(place)).toBe(true);
	});

	test('is named without the name of the error', () => {
		const { message } = refusalOf(() => parseJson('', 'Event JSON'));
		expect(message).toBe('Event JSON is not valid JSON: Unexpected end of JSON input.');
	});

	test('is read up to 4,194,304 characters, and refused beyond, before it is parsed', () => {
		const text = (length: number) => `"${'x'.repeat(length - 2)}"`;
		expect(() => parseJson(text(4_194_304), 'Event JSON')).not.toThrow();
		const parse = jest.spyOn(JSON, 'parse');
		expect(refusalOf(() => parseJson(text(4_194_305), 'Event JSON'))).toMatchObject({
			message: 'Event JSON has more than 4,194,304 characters.',
			explanation: {
				code: 'too_large',
				advice: 'Split the data into several items before this node.',
			},
		});
		expect(parse).not.toHaveBeenCalled();
		parse.mockRestore();
	});

	test.each([
		["{'a':1}", /an extra comma before } or \]/],
		['{"a":1,}', /an extra comma before } or \]/],
		['undefined', /JSON\.stringify/],
		[' NaN ', /JSON\.stringify/],
		['[object Object]', /JSON\.stringify/],
		['{“a”:1}', /curly quotes/],
	])('is refused with what is often the reason: %s', (text, advice) => {
		const { explanation } = refusalOf(() => parseJson(text, 'Event JSON'));
		expect(explanation.advice).toMatch(advice);
	});
});
