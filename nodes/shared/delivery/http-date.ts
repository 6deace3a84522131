const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = `(?<month>${months.join('|')})`;
const time = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';
const shortDay = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const longDay = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';

/** IMF-fixdate, RFC 850 and asctime: the forms of RFC 9110, section 5.6.7. All are UTC. */
const forms = [
	new RegExp(`^${shortDay}, (?<day>\\d\\d) ${month} (?<year>\\d{4}) ${time} GMT$`),
	new RegExp(`^${longDay}, (?<day>\\d\\d)-${month}-(?<year>\\d\\d) ${time} GMT$`),
	new RegExp(`^${shortDay} ${month} (?<day>[ \\d]\\d) ${time} (?<year>\\d{4})$`),
];

/**
 * Reads an HTTP date as milliseconds since 1970; null for anything else. Of a year with two digits,
 * it takes the latest one that is at most 50 years after `now`.
 */
export function httpDate(text: string, now: number): number | null {
	for (const form of forms) {
		const parts = form.exec(text)?.groups;
		if (parts !== undefined) return fromParts(parts, now);
	}
	return null;
}

function fromParts(parts: Readonly<Record<string, string>>, now: number): number | null {
	const monthNumber = months.indexOf(parts['month'] ?? '') + 1;
	const day = `${fullYear(parts['year'] ?? '', now)}-${twoDigits(monthNumber)}-${twoDigits(parts['day'])}`;
	const written = `${day}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
	const date = new Date(`${written}Z`);
	// Date reads 31 February as 3 March.
	const exists = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written);
	return exists ? date.getTime() : null;
}

function twoDigits(number: number | string | undefined): string {
	return String(number).trim().padStart(2, '0');
}

function fullYear(digits: string, now: number): string {
	if (digits.length === 4) return digits;
	const latest = new Date(now).getUTCFullYear() + 50;
	return String(latest - ((latest - Number(digits)) % 100));
}
