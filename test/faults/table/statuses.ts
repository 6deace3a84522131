import { documentedMessages } from '../../../nodes/shared/kainic/api';
import {
	doubtful,
	emulator,
	inferred,
	refused,
	repeated,
	row,
	type Expectation,
} from '../support/fault-case';
import { failText } from './answers';

function byStatus(status: number): Expectation {
	if (status >= 500) return repeated('server_error');
	if (status === 401) return refused('unauthorized');
	if (status === 403) return inferred('unauthorized');
	// What a function had done before it ran out of time is not known.
	if (status === 408) return doubtful('timeout');
	if (status === 413) return refused('too_large');
	if (status === 429) return refused('rate_limited');
	if (status >= 400) return refused('rejected');
	return status >= 300 ? refused('redirect') : doubtful('bad_response');
}

const statuses = [
	...[201, 202, 204, 206, 226, 300, 304, 305, 400, 401, 402, 403, 404, 405, 406, 408, 409, 410],
	...[411, 412, 413, 414, 415, 418, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 499],
	...[500, 501, 502, 503, 504, 505, 507, 508, 511, 520, 599],
];

/** Each documented message; unit/kainic/response.test.ts has their codes a second time. */
const documented = Object.entries(documentedMessages).map(([text, code], index) => {
	const message = text.replaceAll(/\{\w+\}/g, 'x');
	return [message, [200, 400, 422][index % 3] ?? 400, refused(code)] as const;
});

const failures = [
	...documented,
	['Something nobody has documented', 200, refused('rejected')],
	['Something nobody has documented', 500, repeated('server_error')],
	['One or more required fields are missing in the request body', 500, refused('missing_fields')],
	['Event Dismissed: Domain Not Supported', 503, refused('domain')],
	['Dismissed: Please top-up your project credit', 402, inferred('credit')],
	['Prediction request failed from project x: y', 500, repeated('prediction_failed')],
	['Invalid API key', 200, inferred('unauthorized')],
	['Unknown event_name: "authorization"', 400, refused('rejected')],
] as const;

const events = '/collector/collect/custom/demo-project/tracker-web';

const redirects = [301, 302, 303, 307, 308].flatMap((status) => {
	const to = (location: string) => ({ kind: 'answer', status, headers: { location } }) as const;
	return [
		[`to the same host, ${status}`, emulator((url) => to(`${url}/elsewhere`))],
		[`to itself, ${status}`, emulator(to(events))],
		[`to another host, ${status}`, emulator(to('http://localhost:9/collector'))],
	] as const;
});

export const statusFaults = [
	...statuses.map((status) => {
		const answer = emulator({ kind: 'answer', status, body: 'Something else' });
		return row(`HTTP ${status}`, answer, byStatus(status));
	}),
	...failures.map(([message, status, expected]) => {
		const answer = emulator({ kind: 'answer', status, body: failText(message) });
		return row(`the failure "${message}" under ${status}`, answer, expected);
	}),
	...redirects.map(([name, strike]) => row(`a redirect ${name}`, strike, refused('redirect'))),
	row(
		'a server error although all was taken',
		emulator({ kind: 'answer', status: 500, processed: true }),
		repeated('server_error'),
	),
	row(
		'a request that is refused as too large half-way',
		emulator({ kind: 'early_answer', status: 413 }),
		refused('too_large'),
	),
];
