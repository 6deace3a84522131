import {
	doubtful,
	emulator,
	inferred,
	overloaded,
	refused,
	repeated,
	row,
	wire,
	type Expectation,
	type ExpectedFailure,
} from '../support/fault-case';
import { failText, httpText } from './answers';

const rejected = refused('rejected');
const serverError = repeated('server_error');

/** Of each kind one or two, whose body is not Kainic's; unit/kainic/response.test.ts has where each kind ends. */
const statuses: ReadonlyArray<readonly [status: number, expected: Expectation]> = [
	[201, doubtful('bad_response')],
	[204, doubtful('bad_response')],
	[304, refused('redirect')],
	[400, rejected],
	[401, refused('unauthorized')],
	[403, inferred('unauthorized')],
	[404, rejected],
	// What a function had done before it ran out of time is not known.
	[408, doubtful('timeout')],
	[413, refused('too_large')],
	[422, rejected],
	[500, serverError],
	[599, serverError],
];

/** Failures that Kainic reports: documented ones of each scope, and others. */
const failures: ReadonlyArray<readonly [message: string, status: number, Expectation]> = [
	['Insufficient Credit !', 200, refused('credit')],
	['Event Dismissed: Domain Not Supported', 503, refused('domain')],
	['This model is not deployed!', 400, refused('not_deployed')],
	['The experiment is not active!', 422, refused('experiment_inactive')],
	['One or more required fields are missing in the request body', 500, refused('missing_fields')],
	['Prediction request failed from project x: y', 422, refused('prediction_failed')],
	['Prediction request failed from project x: y', 500, repeated('prediction_failed')],
	['Dismissed: Please top-up your project credit', 402, inferred('credit')],
	['Something nobody has documented', 200, rejected],
	['Something nobody has documented', 500, serverError],
];

const redirects = ['/elsewhere', 'http://localhost:9/collector'].flatMap((location) =>
	[302, 307].map((status) => {
		const fault = emulator({ kind: 'answer', status, headers: { location } });
		return row(`a redirect to ${location}, ${status}`, fault, refused('redirect'));
	}),
);

/** Kainic asks for a wait that no request has. */
const tooLong = (code: 'rate_limited' | 'server_error'): ExpectedFailure => ({
	...(code === 'server_error' ? doubtful(code) : refused(code)),
	stopsRun: true,
});

/** unit/send/retry.test.ts has more of what is a Retry-After. An invalid one neither causes nor prevents a retry. */
const invitations: ReadonlyArray<readonly [status: number, values: string[], Expectation]> = [
	[503, ['1000000000'], { ...tooLong('server_error'), says: /to wait 1000000000 seconds/ }],
	[503, ['soon'], serverError],
	[429, ['9'.repeat(400)], { ...tooLong('rate_limited'), says: /waits at most \d+ seconds\./ }],
];

const loads = [
	...([429, 503] as const).map((status) => [status, { 'retry-after': '0' }] as const),
	[429, { 'retry-after': 'soon' }] as const,
	[429, {}] as const,
].map(([status, headers]) =>
	overloaded(
		`load, ${status} with ${JSON.stringify(headers)}`,
		{ kind: 'answer', status, body: 'busy', headers },
		status === 429 ? 'rate_limited' : 'server_error',
	),
);

export const statusFaults = [
	...statuses.map(([status, expected]) => {
		const answer = emulator({ kind: 'answer', status, body: 'Something else' });
		return row(`HTTP ${status}`, answer, expected);
	}),
	...failures.map(([message, status, expected]) => {
		const answer = emulator({ kind: 'answer', status, body: failText(message) });
		return row(`the failure "${message}" under ${status}`, answer, expected);
	}),
	...redirects,
	...loads,
	...invitations.map(([status, values, expected]) => {
		const headers = values.map((value) => `Retry-After: ${value}`);
		const name = `${status} with Retry-After: ${values.join(' and ').slice(0, 40)}`;
		return row(name, wire(httpText(String(status), headers, 'busy')), expected);
	}),
	row(
		'a server error although all was taken',
		emulator({ kind: 'answer', status: 500, processed: true }),
		serverError,
	),
	row(
		'a request that is refused as too large half-way',
		emulator({ kind: 'early_answer', status: 413 }),
		refused('too_large'),
	),
];
