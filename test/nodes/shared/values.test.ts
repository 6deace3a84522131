import { DateTime } from 'luxon';
import {
	formatNumber,
	identifier,
	isoDate,
	listOf,
	nameOf,
	pathId,
	shortened,
} from '../../../nodes/shared/values';
import { refusalOf } from '../../support/units/refusal';

/** The message and the advice with which a value is refused. */
function told(check: () => unknown) {
	const { message, explanation } = refusalOf(check);
	return [message, explanation.advice];
}

const loneHalves = ['\ud83d', 'a\ude00', '\ud83d\ud83d\ude00'];

test.each([
	['v-1', 'v-1'],
	['  v 1\n', 'v 1'],
	[0, '0'],
	[2 ** 53 - 1, '9007199254740991'],
])('an ID is text without surrounding white space, or a whole number: %j', (value, id) => {
	expect(identifier(value, 'Store ID')).toBe(id);
});

test.each([
	[' \n', 'is empty'],
	[2 ** 53, 'is the number 9007199254740992'],
	[1.5, 'is the number 1.5'],
	[null, 'is empty (null)'],
	[undefined, 'is empty (undefined)'],
	[true, 'is the boolean true'],
	[['a'], 'is an array'],
	[{}, 'is an object'],
	[Symbol('a'), 'is a symbol'],
])('anything else is refused as an ID, by what it is: %p', (value, problem) => {
	expect(told(() => identifier(value, 'Store ID'))).toEqual([
		`Store ID ${problem}, but it must be text.`,
		'Check the value of Store ID for this item. An ID is text, or a whole number of at most 15 digits.',
	]);
});

test.each(['Invalid DateTime', ' Invalid Date\n'])('an ID is not an invalid date: %j', (text) => {
	expect(told(() => identifier(text, 'Store ID'))).toEqual([
		`Store ID is "${text.trim()}": this date does not exist.`,
		'Check the expression of Store ID.',
	]);
	expect(identifier(`${text} 1`, 'Store ID')).toBe(`${text} 1`.trim());
});

test('an ID in a path cannot change the path', () => {
	expect(['...', 'a/b', 'ä'].map((id) => pathId(id, 'Model ID'))).toEqual(['...', 'a/b', 'ä']);
	for (const id of ['.', '..', ...loneHalves]) {
		expect(told(() => pathId(id, 'Model ID'))).toEqual([
			`Model ID "${id}" is not a valid ID.`,
			'Enter Model ID as the Kainic Console shows it.',
		]);
	}
});

test('a text that is too long ends in an ellipsis, and never in half a character', () => {
	expect([3, 4].map((length) => shortened('abcd', length))).toEqual(['ab…', 'abcd']);
	expect([3, 4].map((length) => shortened('a😀bc', length))).toEqual(['a…', 'a😀…']);
	expect(nameOf('x'.repeat(41))).toBe(`the text "${'x'.repeat(39)}…"`);
});

test('lists and numbers are written as people say them', () => {
	const lists = [[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((names) => listOf(names));
	expect(lists).toEqual(['', 'a', 'a or b', 'a, b or c']);
	expect(listOf(['a', 'b'], 'and')).toBe('a and b');
	expect(formatNumber(1234567)).toBe('1,234,567');
});

test('dates of JavaScript and of Luxon are written with their offset, and nothing else is a date', () => {
	const luxon = DateTime.fromISO('2026-11-28T10:00:00', { zone: 'Europe/Berlin' });
	expect(isoDate(luxon)).toBe('2026-11-28T10:00:00.000+01:00');
	expect(isoDate(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
	const invalid = [DateTime.invalid('no'), new Date(Number.NaN)];
	expect(invalid.map(isoDate)).toEqual([null, null]);
	const others = ['2026-11-28', 0, null, {}, { toISO: 'no' }];
	expect(others.map(isoDate)).toEqual(Array(5).fill(undefined));
});
