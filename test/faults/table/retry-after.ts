import { refused, repeated, row, wire, type ExpectedFailure } from '../support/fault-case';
import { httpText } from './answers';

const busy = (status: string, ...values: readonly string[]) => {
	const headers = values.map((value) => `Retry-After: ${value}`);
	return wire(httpText(status, headers, 'busy'));
};

const short: ReadonlyArray<readonly [name: string, ...values: string[]]> = [
	['no seconds', '0'],
	['a date that has passed', 'Wed, 21 Oct 2015 07:28:00 GMT'],
	['two values, the first of which counts', '0', '1000000000'],
];

const nextYear = new Date(Date.now() + 3.2e10).toUTCString();

const tooLong: ReadonlyArray<readonly [name: string, value: string, says: RegExp]> = [
	['a billion seconds', '1000000000', /asked the node to wait 1000000000 seconds/],
	['more digits than a number has', '9'.repeat(400), /longer than Time Budget \(/],
	['a date next year', nextYear, /asked the node to wait \d{8} seconds/],
];

const obeyed = (status: string, again: ExpectedFailure) => [
	...short.map(([name, ...values]) =>
		row(`${status} with Retry-After: ${name}`, busy(status, ...values), again),
	),
	...tooLong.map(([name, value, says]) => {
		const expected = { ...again, retried: false, says };
		return row(`${status} with Retry-After: ${name}`, busy(status, value), expected);
	}),
];

/** What is no Retry-After of HTTP invites to nothing, and hinders nothing. */
const noInvitations = ['-1', '0.01', '1e9', 'soon', '', '1,2', '0x10', 'NaN', 'Infinity'];

export const retryAfterFaults = [
	...obeyed('503', repeated('server_error')),
	...obeyed('429', { ...refused('rate_limited'), retried: true }),
	...noInvitations.flatMap((value) => [
		row(`503 with Retry-After: "${value}"`, busy('503', value), repeated('server_error')),
		row(`429 with Retry-After: "${value}"`, busy('429', value), refused('rate_limited')),
	]),
];
