import { refused, repeated, row, wire, type ExpectedFailure } from '../support/fault-case';
import { httpText } from './answers';

/** unit/send/timing.test.ts has more of what is a Retry-After, and what is none. */
const nextYear = new Date(Date.now() + 3.2e10).toUTCString();

/** Values of the header, and what the description says if they are longer than Time Budget. */
const invitations: ReadonlyArray<readonly [values: readonly string[], says?: RegExp]> = [
	[['0']],
	// Of two values, the first one counts.
	[['0', '1000000000']],
	[['1000000000'], /asked the node to wait 1000000000 seconds/],
	[['9'.repeat(400)], /longer than Time Budget \(/],
	[[nextYear], /asked the node to wait \d{8} seconds/],
];

const rowOf = (status: string, values: readonly string[], expected: ExpectedFailure) => {
	const headers = values.map((value) => `Retry-After: ${value}`);
	const name = `${status} with Retry-After: ${values.join(' and ').slice(0, 40)}`;
	return row(name, wire(httpText(status, headers, 'busy')), expected);
};

const serverError = repeated('server_error');
const rateLimited = refused('rate_limited');

export const retryAfterFaults = [
	...invitations.flatMap(([values, says]) =>
		[serverError, rateLimited].map((failure) => {
			const status = failure === serverError ? '503' : '429';
			const expected = { ...failure, retried: says === undefined, ...(says && { says }) };
			return rowOf(status, values, expected);
		}),
	),
	// An invalid Retry-After neither causes nor prevents a retry.
	rowOf('503', ['soon'], serverError),
	rowOf('429', ['soon'], rateLimited),
];
