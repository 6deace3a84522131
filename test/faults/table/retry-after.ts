import { refused, repeated, type ExpectedFailure, type FaultCase } from '../support/fault-case';
import { httpText } from './answers';

const tooLong = [
	['a billion seconds', ['1000000000'], /asked the node to wait 1000000000 seconds/],
	['more digits than a number has', ['9'.repeat(400)], /longer than Time Budget \(/],
	[
		'a date next year',
		[new Date(Date.now() + 3.2e10).toUTCString()],
		/asked the node to wait \d{8} seconds/,
	],
] as const;

function retryAfter(status: string, again: ExpectedFailure): FaultCase[] {
	const short: ReadonlyArray<readonly [string, readonly string[]]> = [
		['no seconds', ['0']],
		['a date that has passed', ['Wed, 21 Oct 2015 07:28:00 GMT']],
		['two values, the first of which counts', ['0', '1000000000']],
	];
	const answer = (values: readonly string[]) =>
		({ kind: 'wire', wire: { text: httpText(status, headerLines(values), 'busy') } }) as const;
	return [
		...short.map(([name, values]): FaultCase => ({
			name: `${status} with Retry-After: ${name}`,
			strike: answer(values),
			expected: again,
		})),
		...tooLong.map(([name, values, says]): FaultCase => ({
			name: `${status} with Retry-After: ${name}`,
			strike: answer(values),
			expected: { ...again, retried: false, says },
		})),
	];
}

/** What is no Retry-After of HTTP invites to nothing, and hinders nothing. */
function withoutInvitation(): FaultCase[] {
	return ['-1', '0.01', '1e9', 'soon', '', '1,2', '0x10', 'NaN', 'Infinity'].flatMap(
		(value): FaultCase[] => {
			const answer = (status: string) =>
				({ kind: 'wire', wire: { text: httpText(status, headerLines([value]), 'busy') } }) as const;
			const name = `with Retry-After: "${value}"`;
			return [
				{ name: `503 ${name}`, strike: answer('503'), expected: repeated('server_error') },
				{ name: `429 ${name}`, strike: answer('429'), expected: refused('rate_limited') },
			];
		},
	);
}

function headerLines(values: readonly string[]): string[] {
	return values.map((value) => `Retry-After: ${value}`);
}

export const retryAfterFaults: readonly FaultCase[] = [
	...retryAfter('503', repeated('server_error')),
	...retryAfter('429', { ...refused('rate_limited'), retried: true }),
	...withoutInvitation(),
];
