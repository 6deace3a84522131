import type { FailureCode, FailureScope, RetryRule } from '../../../../nodes/shared/failure-codes';
import { documentedMessages } from '../../../../nodes/shared/kainic/api';
import { isDataRefusal, readResponse as read } from '../../../../nodes/shared/kainic/response';

function failEnvelope(message: unknown): string {
	return JSON.stringify({ status: 'fail', message });
}

/** What Kainic's own message is read as. */
const refusal = (code: FailureCode, message: string, scope: FailureScope = 'request') => {
	const judged = { kind: 'failure', code, scope, retry: 'never', mayBeAccepted: false };
	return { ...judged, advice: null, quoted: true, message };
};

const noCredit = 'Please top-up your project credit';
const noSelection = 'provided: [items, type]';

/** Messages, each with "a" in its gaps, as the reference has them: codes are an interface, so they stand here once more. */
const meanings: ReadonlyArray<[string, FailureCode, FailureScope]> = [
	[`Event Dismissed: ${noCredit} in order to collect events`, 'credit', 'run'],
	['Insufficient Credit !', 'credit', 'run'],
	['Event Dismissed: Tracker does not have a store_id associated with it', 'tracker', 'tracker'],
	['Event Dismissed: Domain Not Supported', 'domain', 'tracker'],
	['One or more required fields are missing!', 'missing_fields', 'request'],
	['One or more required fields are missing in the request body', 'missing_fields', 'request'],
	['Type of required field "a" is not a', 'field_type', 'request'],
	['This model is not deployed!', 'not_deployed', 'model'],
	['No endpoint is currently deployed for this model', 'no_endpoint', 'model'],
	['The experiment is not active!', 'experiment_inactive', 'experiment'],
	[`At least one of the following fields must be ${noSelection}`, 'invalid_input', 'request'],
	['No items requested to get similarities for!', 'invalid_input', 'request'],
	['Prediction request failed from project a: a', 'prediction_failed', 'request'],
	['No file found', 'no_file', 'request'],
	['File is empty: Store with id a does not exist', 'unknown_store', 'request'],
	['File schema is not valid', 'file_schema', 'request'],
];

describe('a message', () => {
	test.each<[string, FailureCode]>([
		[`Prediction request failed from project X: ${noCredit}`, 'prediction_failed'],
		['Prediction request failed from project my project: 401 Unauthorized', 'prediction_failed'],
		['Prediction request failed from project X:', 'prediction_failed'],
		[' This model is not deployed!\n', 'not_deployed'],
		['Type of required field "a"b" is not "a string', 'field_type'],
		['File is empty: Store with id does not exist does not exist', 'unknown_store'],
		['The model says: This model is not deployed!', 'rejected'],
		['This model is not deployed! Or is it?', 'rejected'],
		['Type of required field "a" was not a string', 'rejected'],
		['File is empty: Store with id does not exist', 'rejected'],
		['Prediction request failed from project X', 'rejected'],
		['Unknown event_name: "authorization"', 'rejected'],
		["Unknown event_name: 'forbidden'", 'rejected'],
		['Unknown event_name: `api key`', 'rejected'],
		['Unknown event_name: “not authorized”', 'rejected'],
		['Unknown event_name: ‘unauthorized’', 'rejected'],
		['Item forbidden-planet was not found', 'rejected'],
		['Item pre-authorization was not found', 'rejected'],
		['No route for /predict?api_key=abc', 'rejected'],
		['Field reauthorizations is unknown', 'rejected'],
	])('%j is %s, for its own request only', (message, code) => {
		const scope = code === 'not_deployed' ? 'model' : 'request';
		expect(read({ status: 400, body: failEnvelope(message) })).toMatchObject({ code, scope });
	});

	test.each<[string, FailureCode]>([
		['Invalid API key', 'unauthorized'],
		['Bad api_key', 'unauthorized'],
		['X-API-Key header is missing', 'unauthorized'],
		['API keys are disabled', 'unauthorized'],
		["The key 'x' isn't an API key, don't use it", 'unauthorized'],
		['You are not authorised', 'unauthorized'],
		['unauthorized', 'unauthorized'],
		['Forbidden', 'unauthorized'],
		['Authorization needed', 'unauthorized'],
		['Upload Dismissed: Please top-up your project credit', 'credit'],
		['Insufficient Credit', 'credit'],
	])('%j suggests %s, which stops no other request', (message, code) => {
		for (const status of [200, 400, 404]) {
			expect(read({ status, body: failEnvelope(message) })).toEqual(refusal(code, message));
		}
	});

	test('of the contract has its meaning here', () => {
		const documented = Object.keys(documentedMessages).map((text) =>
			text.replaceAll(/\{\w+\}/g, 'a'),
		);
		expect(new Set(meanings.map(([message]) => message))).toEqual(new Set(documented));
	});

	test.each(meanings)('%j is documented: %s stops the %s', (message, code, scope) => {
		for (const status of [200, 302, 401, 403, 413, 429, 499, 503]) {
			if (code === 'prediction_failed' && status === 503) continue;
			expect(read({ status, body: failEnvelope(message) })).toEqual(refusal(code, message, scope));
		}
	});

	test.each([
		['server_error', 'API key service is down'],
		['prediction_failed', 'Prediction request failed from project X: overloaded'],
	])('that is %s under a 5xx is tried again, and may be accepted: %s', (code, message) => {
		const judged = { code, message, scope: 'request', retry: 'attempt', mayBeAccepted: true };
		for (const status of [500, 503])
			expect(read({ status, body: failEnvelope(message) })).toMatchObject(judged);
	});

	test.each<unknown>(['', ' ', 5, null, undefined, {}, { toString: 1 }])(
		'that is %j is none, so the body is shown',
		(said) => {
			const body = failEnvelope(said);
			const message = `Kainic gave no reason: ${body}`;
			const unquoted = { code: 'rejected', message, quoted: false };
			expect(read({ status: 400, body })).toMatchObject(unquoted);
		},
	);
});

describe('of a page', () => {
	test.each([
		['a<STYLE type="x">p{}</Style >b<script>1<2</script>c', 'a b c'],
		['a<styled>b</styled>c', 'a b c'],
		['a<style/>b</style>c', 'a c'],
		['a<style>b>c</style>d', 'a d'],
		['a<style>b', 'a'],
		['a<style>b</style', 'a'],
		['a < b', 'a < b'],
		['İ<style>x</style>İ', 'İ İ'],
		['a \n <p>b', 'a b'],
		['', 'the response is empty'],
		['\n', 'the response is empty'],
		['<p> \n </p>', 'the response has no text'],
		[`x${' '.repeat(16 * 1024)}y`, 'x …'],
	])('like %j the text is shown that a reader sees: %j', (body, text) => {
		const message = `The response is not from Kainic: ${text}`;
		expect(read({ status: 200, body })).toMatchObject({ message });
	});

	test("no text is shown in place of Kainic's own message", () => {
		const message = 'a <b>\n  c';
		expect(read({ status: 400, body: failEnvelope(message) })).toMatchObject({ message });
	});
});

describe('a status', () => {
	test.each<[number, FailureCode, FailureScope, RetryRule, boolean]>([
		[100, 'bad_response', 'request', 'never', true],
		[199, 'bad_response', 'request', 'never', true],
		[300, 'redirect', 'request', 'never', false],
		[399, 'redirect', 'request', 'never', false],
		[400, 'rejected', 'request', 'never', false],
		[401, 'unauthorized', 'run', 'never', false],
		[402, 'rejected', 'request', 'never', false],
		[408, 'timeout', 'request', 'never', true],
		[413, 'too_large', 'request', 'never', false],
		[422, 'rejected', 'request', 'never', false],
		[429, 'rate_limited', 'request', 'load', false],
		[499, 'rejected', 'request', 'never', false],
		[500, 'server_error', 'request', 'attempt', true],
		[599, 'server_error', 'request', 'attempt', true],
		[999, 'server_error', 'request', 'attempt', true],
	])('%i alone is %s', (status, code, scope, retry, mayBeAccepted) => {
		const judged = { kind: 'failure', code, scope, retry, mayBeAccepted, advice: null };
		expect(read({ status, body: '<p>Quite new</p>' })).toEqual({
			...judged,
			message: expect.stringMatching(new RegExp(`^[A-Z].*\\. HTTP status ${status}: Quite new$`)),
			quoted: false,
		});
		const quoted = { ...judged, message: 'Quite new', quoted: true };
		expect(read({ status, body: failEnvelope('Quite new') })).toEqual(quoted);
	});

	const firewall = 'Kainic, or a firewall or proxy in front of Kainic, refused the request.';
	const elsewhere = 'Kainic was not found at this address.';
	const proxy = 'The proxy between n8n and Kainic refused the request.';
	const baseUrl = /^Check 'Base URL' in the Kainic API credential\.$/;

	test.each([
		[403, 'unauthorized', firewall, /firewall.* 'API Key'/],
		[404, 'rejected', elsewhere, baseUrl],
		[405, 'rejected', elsewhere, baseUrl],
		[407, 'rejected', proxy, /HTTPS_PROXY/],
	])('%i without an envelope may not be of Kainic, and concerns only its request', (...row) => {
		const [status, code, words, advice] = row;
		const judged = {
			kind: 'failure',
			code,
			retry: 'never',
			scope: 'request',
			mayBeAccepted: false,
		};
		for (const text of ['Blocked', '{"status":"success","data":1}']) {
			expect(read({ status, body: `<p>${text}</p>` })).toEqual({
				...{ ...judged, quoted: false, advice: expect.stringMatching(advice) },
				message: `${words} HTTP status ${status}: ${text}`,
			});
		}
		const quoted = { ...judged, message: 'No access', quoted: true, advice: null };
		expect(read({ status, body: failEnvelope('No access') })).toEqual(quoted);
	});

	test.each([200, 204, 299])('%i with an envelope is a success', (status) => {
		const body = ' {"status":"success","data":[1]}';
		expect(read({ status, body })).toEqual({ kind: 'success', data: [1] });
	});
});

describe('a refusal for the data', () => {
	const refused = { code: 'rejected', httpCode: 400 } as const;

	test.each([400, 413, 422])('is one under %i, unless it is about more', (httpCode) => {
		expect(isDataRefusal({ ...refused, httpCode })).toBe(true);
		expect(isDataRefusal({ ...refused, httpCode, code: 'unauthorized' })).toBe(false);
	});

	test.each([200, 404, 412, 429])('is none under %p but for named data', (httpCode) => {
		expect(isDataRefusal({ ...refused, httpCode })).toBe(false);
		expect(isDataRefusal({ ...refused, httpCode, code: 'missing_fields' })).toBe(true);
		expect(isDataRefusal({ ...refused, httpCode, code: 'field_type' })).toBe(true);
	});

	test('is none without a response', () => {
		expect(isDataRefusal({ code: 'missing_fields', httpCode: null })).toBe(false);
	});
});

describe('the data of a success', () => {
	test('is read up to 200 levels deep', () => {
		const nested = (levels: number) => '{"a":['.repeat(levels / 2) + ']}'.repeat(levels / 2);
		const body = (levels: number) => `{"status":"success","data":${nested(levels)}}`;
		expect(read({ status: 200, body: body(200) })).toMatchObject({ kind: 'success' });
		for (const levels of [202, 100_000]) {
			expect(read({ status: 200, body: body(levels) })).toMatchObject({
				code: 'bad_response',
				message: 'The response has lists or objects that are more than 200 levels deep.',
				mayBeAccepted: true,
			});
		}
	});

	test.each([
		['brackets in a text', '['.repeat(300)],
		['brackets behind escaped quotation marks', `\\"[{`.repeat(300)],
		['brackets behind backslashes', ['\\', '\\\\"[', '\\\\\\', '['.repeat(300)]],
		['brackets in a name', { ['{['.repeat(300)]: 1 }],
		['many lists side by side', Array.from({ length: 300 }, () => [{}])],
	])('is not deep because of %s', (_, data) => {
		const body = JSON.stringify({ status: 'success', data });
		expect(read({ status: 200, body })).toEqual({ kind: 'success', data });
	});

	test('is what JSON says, byte order mark and escapes included', () => {
		const data = { text: 'a\u0001\uFEFFé\\', list: [1.5, null, {}] };
		const body = `\uFEFF ${JSON.stringify({ status: 'success', data })}`;
		expect(read({ status: 200, body })).toEqual({ kind: 'success', data });
	});

	test.each([
		'{"status":"success","data":{"items":[{"item_id":"se',
		'{"status":"success","data":{}} garbage',
	])('is not valid JSON: %s', (body) => {
		const message = `The response is not valid JSON: ${body}`;
		expect(read({ status: 200, body })).toMatchObject({ code: 'bad_response', message });
	});

	test.each([
		['an array', '[{"status":"success"}]'],
		['a text before it', 'x {"status":"success"}'],
		['a dash inside', '{"status":-"success"}'],
		['no status', '{"data":{}}'],
		['another status', '{"status":"SUCCESS","data":{}}'],
		['a number', '5'],
		['nothing', 'null'],
		['no text', ''],
	])('is not read from what is no envelope: %s', (_name, body) => {
		const result = read({ status: 200, body });
		const message = `The response is not from Kainic: ${body === '' ? 'the response is empty' : body}`;
		expect(result).toMatchObject({ code: 'bad_response', message, quoted: false });
	});
});
