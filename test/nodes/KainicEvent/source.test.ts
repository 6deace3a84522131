import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';
import { convertField } from '../../../nodes/KainicEvent/source';
import { messageOf, taken } from '../../support/units/refusal';
import { forAll } from '../../support/for-all';

/** What a row of Event Fields sends; null if it is refused. */
const sent = (value: unknown, type: string, timezone = 'UTC'): unknown =>
	taken(() => convertField({ name: 'field', type, value }, timezone));

describe('a field of the type Date & Time', () => {
	const zone = fc.constantFrom('America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'UTC');
	afterEach(() => {
		Settings.defaultZone = 'system';
	});

	const digits = (most: number) =>
		fc.tuple(fc.nat(most), fc.constantFrom(1, 2)).map(([number, length]) => {
			return String(number).padStart(length, '0');
		});
	const offsets = ['+02:00', '-0500', '+02', ' +02', ' UTC', ' GMT+0200'];
	const moment = fc.record({
		day: fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
		hour: digits(24),
		minute: digits(60),
		between: fc.constantFrom('T', ' '),
		seconds: fc.constantFrom('', ':05', ':5', ':05.25'),
		end: fc.constantFrom('', 'Z', ' PM', ' am', ' x', ...offsets),
	});

	test('is sent as the moment that it names in the time zone of its workflow, or refused, whatever zone n8n had before', () =>
		forAll([moment, zone, zone], 2000, (given, workflowZone, earlierZone) => {
			const { day, hour, minute, between, seconds, end } = given;
			Settings.defaultZone = earlierZone;
			const time = `${hour}:${minute}`;
			const written = `${day}${between}${time}${seconds}${end}`;
			const date = sent(written, 'dateTime', workflowZone);
			const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(time) && seconds !== ':5';
			if (!isTime || end.includes(' ')) {
				expect(date).toBeNull();
				return;
			}
			expect(date).toMatch(new RegExp(`^${day}T${time}:`));
			const read = { zone: workflowZone };
			const meant = DateTime.fromISO(`${day}T${time}${seconds}${end}`, read);
			const found = DateTime.fromISO(String(date), read);
			// An hour that a day has twice is either of the two.
			if (end === '') expect(found.toFormat('HH:mm:ss.S')).toBe(meant.toFormat('HH:mm:ss.S'));
			else expect(found.toMillis()).toBe(meant.toMillis());
		}));

	test.each([
		...['20261231', '2026-W01-1', '2026-365', '2026', '1', '12/24/2026', '24.12.2026'],
		...['2026-02-31', '2026-02-30T10:00:00Z', '2027-02-29', '2026-12-31T24:00:00Z'],
		...['2026-12-30 1:00', '2026-12-31T10:00+25:00', '2026-12-31T10:00+00:99'],
		['2026-12-31T10:00'],
	])('of the form %j is refused', (written) => {
		const convert = () => convertField({ name: 'at', type: 'dateTime', value: written }, 'UTC');
		expect(messageOf(convert)).toMatch(/"at" is .*, but a date must look like/);
	});
});

test.each([
	['Asia/Tokyo', '2026-12-31T00:00:00.000+09:00'],
	['Asia/Beirut', '2026-03-29T01:00:00.000+03:00'],
])('a day without a time begins at its first moment in %s, midnight or not', (timezone, begin) => {
	expect(sent(begin.slice(0, 10), 'dateTime', timezone)).toBe(begin);
});

test.each([
	['Europe/Berlin', '2026-03-29T02:30', '2026-03-29T03:30:00.000+02:00'],
	['Europe/Berlin', '2026-03-29 02:00:05', '2026-03-29T03:00:05.000+02:00'],
	['America/New_York', '2026-03-08T02:59', '2026-03-08T03:59:00.000-04:00'],
])(
	'a time that daylight saving skips in %s is the moment one hour later: %s',
	(timezone, written, moment) => expect(sent(written, 'dateTime', timezone)).toBe(moment),
);

const noon = '2026-12-31T12:00:00.000Z';

test.each<[type: string, value: unknown, expected: unknown]>([
	['string', { a: [1] }, '{"a":[1]}'],
	['string', ' a ', ' a '],
	['string', 5, '5'],
	['string', false, 'false'],
	['dateTime', ` ${noon}\n`, noon],
	['boolean', 'true', true],
	['array', '[1]', [1]],
	['array', [], []],
	['object', '{"a":1}', { a: 1 }],
	['binary', 'a', null],
	['binary', '', null],
])('a field of the type %s with the value %j', (type, value, expected) => {
	expect(sent(value, type)).toEqual(expected);
});

test.each(['string', 'number', 'boolean', 'array', 'object', 'dateTime'])(
	'null and an empty text are no value for a field of the type %s',
	(type) => {
		for (const value of [null, '']) {
			expect(convertField({ name: 'field', type, value }, 'UTC')).toBeUndefined();
		}
	},
);

describe('a field of the type Number', () => {
	test.each([
		['5', 5],
		[' 1e3 ', 1000],
		[0, 0],
		[true, 1],
	])('is the number that %j is', (value, number) => expect(sent(value, 'number')).toBe(number));

	test.each([' ', '\n', [], [5], [[]], {}, 'cheap', '1,5'])('is refused for %j', (value) =>
		expect(sent(value, 'number')).toBeNull(),
	);
});

test.each([[], [[]], ['0'], [1], new Date(0)].map((value) => [value]))(
	'a field of the type Boolean is refused for %j',
	(value) => expect(sent(value, 'boolean')).toBeNull(),
);
