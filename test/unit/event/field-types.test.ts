import fc from 'fast-check';
import { DateTime, Settings } from 'luxon';
import { convertField } from '../../../nodes/KainicEvent/field-types';
import { InputError } from '../../../nodes/shared/failure';

/** What a row of Event Fields sends; null if it is refused. */
function sent(value: unknown, type: string): unknown {
	try {
		return convertField(value, type, 'field');
	} catch (error) {
		if (error instanceof InputError) return null;
		throw error;
	}
}

describe('a field of the type Date & Time', () => {
	const zones = ['America/New_York', 'Europe/Berlin', 'Asia/Tokyo', 'UTC'];
	afterEach(() => {
		Settings.defaultZone = 'system';
	});

	const digits = (most: number) =>
		fc.tuple(fc.integer({ min: 0, max: most }), fc.boolean()).map(([number, isPadded]) => ({
			number,
			text: isPadded ? String(number).padStart(2, '0') : String(number),
		}));
	const moment = fc.record({
		day: fc.integer({ min: 1, max: 30 }).map((day) => `2026-11-${String(day).padStart(2, '0')}`),
		hour: digits(24),
		minute: digits(60),
		between: fc.constantFrom('T', ' '),
		seconds: fc.constantFrom('', ':05', ':5', ':05.25'),
		end: fc.constantFrom(
			'',
			'Z',
			'+02:00',
			'-0500',
			'+02',
			' +02',
			' PM',
			' am',
			' UTC',
			' GMT+0200',
			' x',
		),
	});

	test('is sent as the moment that it names, in whatever time zone n8n works, or refused', () => {
		fc.assert(
			fc.property(moment, fc.constantFrom(...zones), (given, zone) => {
				const { day, hour, minute, between, seconds, end } = given;
				Settings.defaultZone = zone;
				const written = `${day}${between}${hour.text}:${minute.text}${seconds}${end}`;
				const date = sent(written, 'dateTime');
				const isForm =
					/^\d\d$/.test(hour.text) &&
					/^\d\d$/.test(minute.text) &&
					seconds !== ':5' &&
					!end.includes(' ') &&
					hour.number < 24 &&
					minute.number < 60;
				if (!isForm) {
					expect(date).toBeNull();
					return;
				}
				expect(date).toMatch(new RegExp(`^${day}T${hour.text}:${minute.text}:`));
				const meant = DateTime.fromISO(`${day}T${hour.text}:${minute.text}${seconds}${end}`);
				expect(Date.parse(String(date))).toBe(meant.toMillis());
			}),
			{ numRuns: 2000 },
		);
	});

	test.each(['20261231', '2026-W01-1', '2026-365', '2026-12-31T24:00:00Z', '2026-12-30 1:00'])(
		'of the form %s is refused',
		(written) => expect(sent(written, 'dateTime')).toBeNull(),
	);
});

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
