import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import {
	failureKinds,
	type FailureCode,
	type FailureScope,
	type RetryRule,
} from '../../../nodes/shared/failure-codes';
import { createRedactor } from '../../../nodes/shared/delivery/redact';
import type { ResponseResult } from '../../../nodes/shared/failure';
import { endpoint } from '../../../nodes/shared/kainic/api';
import {
	isDataRefusal,
	readBeginning,
	readResponse,
	type KainicResponse,
} from '../../../nodes/shared/kainic/response';

interface DocumentedFailure {
	readonly name: string;
	readonly message: string;
	readonly source: string;
}

interface Contract {
	readonly paths: Record<string, { post: { 'x-kainic-failures': DocumentedFailure[] } }>;
}

const contract: Contract = parse(
	readFileSync(path.resolve(__dirname, '../../../openapi/kainic.yaml'), 'utf8'),
);
const documented = Object.entries(contract.paths).flatMap(([route, { post }]) =>
	post['x-kainic-failures']
		.filter(({ source }) => source === 'documented')
		.map(({ message }): [string, string] => [route, message.replaceAll(/\{\w+\}/g, 'x')]),
);

function codeOf(result: ResponseResult): FailureCode | 'success' {
	return result.kind === 'failure' ? result.code : 'success';
}

function read(response: KainicResponse): ResponseResult {
	return readResponse(response, { text: (text) => text, reach: 0 });
}

function failEnvelope(message: unknown): string {
	return JSON.stringify({ status: 'fail', message });
}

describe('the documented failure messages', () => {
	test('the contract lists them for every endpoint', () => {
		expect(Object.keys(contract.paths)).toHaveLength(Object.keys(endpoint).length);
		expect(documented.length).toBeGreaterThanOrEqual(20);
	});

	test.each(documented)(
		'%s: "%s" has a code with advice, under any status, and is not retried',
		(_route, message) => {
			const codes = [200, 400, 404, 422, 500].map((status) => {
				const result = read({ status, body: failEnvelope(message) });
				expect(result).toMatchObject({ kind: 'failure', message });
				const failedInside = message.startsWith('Prediction request failed') && status === 500;
				expect(result).toMatchObject({ retry: failedInside ? 'always' : 'never' });
				return codeOf(result);
			});
			const [code] = new Set(codes);
			expect(new Set(codes).size).toBe(1);
			expect(['rejected', 'server_error', 'success']).not.toContain(code);
			expect(
				failureKinds[code === 'success' || code === undefined ? 'rejected' : code].advice,
			).not.toBe('');
		},
	);
});

describe('other answers', () => {
	test.each<[number, string, string]>([
		[200, '{"status":"success","data":{"a":1}}', 'success'],
		[201, '\uFEFF{"status":"success"}', 'success'],
		[200, failEnvelope('Something new'), 'rejected'],
		[200, failEnvelope('Invalid API key'), 'unauthorized'],
		[400, failEnvelope('Unauthorized'), 'unauthorized'],
		[401, '', 'unauthorized'],
		[403, '<html>Forbidden</html>', 'unauthorized'],
		[404, '<html>Not found</html>', 'rejected'],
		[413, '<html>Too large</html>', 'too_large'],
		[429, 'Rate exceeded', 'rate_limited'],
		[500, failEnvelope('API key service is down'), 'server_error'],
		[503, '', 'server_error'],
		[302, '', 'redirect'],
		[304, '', 'redirect'],
		[200, '<html>Hello</html>', 'bad_response'],
		[200, '', 'bad_response'],
		[204, '', 'bad_response'],
		[200, '{"ok":true}', 'bad_response'],
		[200, 'null', 'bad_response'],
		[200, '{"status":"success","data":', 'bad_response'],
	])('%i %p is %s', (status, body, code) => {
		expect(codeOf(read({ status, body }))).toBe(code);
	});

	test('an unknown fail message is passed on as it is', () => {
		const result = read({ status: 400, body: failEnvelope('Quite new') });
		expect(result).toMatchObject({ message: 'Quite new' });
	});

	test('a page is told by its text', () => {
		const body = '<html><style>p{}</style><title>Gone</title><p>Nobody is here</p></html>';
		expect(read({ status: 503, body })).toMatchObject({
			message: 'HTTP status 503: Gone Nobody is here',
		});
	});
});

describe('a message', () => {
	test.each<[string, FailureCode]>([
		[
			'Prediction request failed from project X: Please top-up your project credit',
			'prediction_failed',
		],
		['Prediction request failed from project my project: 401 Unauthorized', 'prediction_failed'],
		['Prediction request failed from project X:', 'prediction_failed'],
		[' This model is not deployed!\n', 'not_deployed'],
		['Type of required field "a"b" is not "a string', 'field_type'],
		['File is empty: Store with id does not exist does not exist', 'unknown_store'],
		['The model says: This model is not deployed!', 'rejected'],
		['This model is not deployed! Or is it?', 'rejected'],
		['No file found in the archive', 'rejected'],
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
		['Item "forbidden-planet" was not found', 'rejected'],
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
			expect(read({ status, body: failEnvelope(message) })).toEqual({
				kind: 'failure',
				code,
				message,
				quoted: true,
				retry: 'never',
				scope: 'request',
				mayBeAccepted: false,
			});
		}
	});

	test.each<[string, FailureCode, FailureScope]>([
		[
			'Event Dismissed: Please top-up your project credit in order to collect events',
			'credit',
			'run',
		],
		['Insufficient Credit !', 'credit', 'run'],
		['Event Dismissed: Tracker does not have a store_id associated with it', 'tracker', 'tracker'],
		['Event Dismissed: Domain Not Supported', 'domain', 'tracker'],
		['One or more required fields are missing!', 'missing_fields', 'request'],
		['One or more required fields are missing in the request body', 'missing_fields', 'request'],
		['Type of required field "a" is not string', 'field_type', 'request'],
		['This model is not deployed!', 'not_deployed', 'model'],
		['No endpoint is currently deployed for this model', 'no_endpoint', 'model'],
		['The experiment is not active!', 'experiment_inactive', 'experiment'],
		[
			'At least one of the following fields must be provided: [items, type]',
			'invalid_input',
			'request',
		],
		['No items requested to get similarities for!', 'invalid_input', 'request'],
		['Prediction request failed from project X: Y', 'prediction_failed', 'request'],
		['No file found', 'no_file', 'request'],
		['File is empty: Store with id 7 does not exist', 'unknown_store', 'request'],
		['File schema is not valid', 'file_schema', 'request'],
	])('%j is documented: %s stops the %s, whatever the status', (message, code, scope) => {
		for (const status of [200, 302, 401, 403, 413, 429, 499]) {
			expect(read({ status, body: failEnvelope(message) })).toEqual({
				kind: 'failure',
				code,
				message,
				quoted: true,
				retry: 'never',
				scope,
				mayBeAccepted: false,
			});
		}
	});

	test.each([
		'Kind of required field "a" is not string',
		'Type of required field "a" was not string',
		'Type of required field "a',
		'File is empty: Store with id 7',
		'File is empty: Store with id does not exist',
	])('%j is near a documented one, and none', (message) => {
		expect(read({ status: 400, body: failEnvelope(message) })).toMatchObject({ code: 'rejected' });
	});

	test('a failed prediction under a 5xx is tried again, and may be accepted', () => {
		const message = 'Prediction request failed from project X: overloaded';
		for (const status of [500, 503]) {
			expect(read({ status, body: failEnvelope(message) })).toMatchObject({
				code: 'prediction_failed',
				quoted: true,
				scope: 'request',
				retry: 'always',
				mayBeAccepted: true,
			});
		}
	});

	test.each(['', '  ', 5, null, undefined])(
		'that is %j says nothing, so the body is shown',
		(said) => {
			const body = failEnvelope(said);
			expect(read({ status: 400, body })).toMatchObject({
				code: 'rejected',
				message: `Kainic gave no reason: ${body.replaceAll('  ', ' ')}`,
				quoted: false,
			});
		},
	);
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
		[403, 'unauthorized', 'run', 'never', false],
		[404, 'rejected', 'request', 'never', false],
		[408, 'timeout', 'request', 'never', true],
		[413, 'too_large', 'request', 'never', false],
		[422, 'rejected', 'request', 'never', false],
		[429, 'rate_limited', 'request', 'when_invited', false],
		[499, 'rejected', 'request', 'never', false],
		[500, 'server_error', 'request', 'always', true],
		[599, 'server_error', 'request', 'always', true],
	])('%i alone is %s', (status, code, scope, retry, mayBeAccepted) => {
		const judged = { kind: 'failure', code, scope, retry, mayBeAccepted };
		const success = '{"status":"success","data":1}';
		for (const [body, message, quoted] of [
			['', `HTTP status ${status}: the body is empty`, false],
			[' \n', `HTTP status ${status}: the body is empty`, false],
			['<p> \n </p>', `HTTP status ${status}: the body has no text`, false],
			[failEnvelope('Quite new'), 'Quite new', true],
			[success, `HTTP status ${status}: ${success}`, false],
		] as const) {
			expect(read({ status, body })).toEqual({ ...judged, message, quoted });
		}
	});

	test.each([200, 204, 299])('%i with an envelope is a success', (status) => {
		expect(read({ status, body: ' {"status":"success","data":[1]}' })).toEqual({
			kind: 'success',
			data: [1],
		});
	});
});

describe('what is shown of a response', () => {
	test.each([
		['a<STYLE type="x">p{}</Style >b<script>1<2</script>c', 'a b c'],
		['a<styled>b</styled>c', 'a b c'],
		['a<style/>b</style>c', 'a c'],
		['a<style>b>c</style>d', 'a d'],
		['a<style>b', 'a'],
		['a<style>b</style', 'a'],
		['a < b', 'a < b'],
		['İ<style>x</style>İ', 'İ İ'],
		['<<b>a', 'a'],
	])('%j is read as %j', (body, text) => {
		expect(read({ status: 502, body })).toMatchObject({ message: `HTTP status 502: ${text}` });
	});

	test('has at most 500 characters, without half of a surrogate pair', () => {
		const shown = (said: string) => messageOf(read({ status: 400, body: failEnvelope(said) }));
		expect(shown('x'.repeat(500))).toBe('x'.repeat(500));
		expect(shown('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
		expect(shown(`${'x'.repeat(498)}😀x`)).toBe(`${'x'.repeat(498)}…`);
		expect(shown(`${'x'.repeat(497)}😀xx`)).toBe(`${'x'.repeat(497)}😀…`);
		expect(messageOf(read({ status: 502, body: 'x'.repeat(9999) }))).toHaveLength(500);
	});

	test('splits no character of a page, wherever the page is cut', () => {
		const redactor = createRedactor(['secret-key-12345']);
		for (const shift of [0, 1]) {
			const body = `${' '.repeat(16_000 + shift)}${'😀'.repeat(20_000)}`;
			for (const result of [
				readBeginning({ status: 502, start: body }, redactor),
				readResponse({ status: 502, body }, redactor),
			]) {
				expect(messageOf(result)).toMatch(/^HTTP status 502: (?:😀)+…$/u);
			}
		}
	});

	test('holds no part of the key, wherever the text is cut', () => {
		const redactor = createRedactor(['secret-key-12345']);
		for (let before = 440; before <= 505; before++) {
			for (const body of [
				failEnvelope(`${'.'.repeat(before)}secret-key-12345${'.'.repeat(100)}`),
				`${'.'.repeat(before)}secret-key%2D12345 <p>${'.'.repeat(100)}`,
			]) {
				expect(messageOf(readResponse({ status: 400, body }, redactor))).not.toMatch(/sec|key-/);
			}
		}
		const keys = 'secret-key-12345'.repeat(8000);
		for (const body of [keys, failEnvelope(keys)]) {
			expect(messageOf(readResponse({ status: 400, body }, redactor))).not.toMatch(/sec|key-/);
		}
	});

	test('holds no key whose space is one of folded white space', () => {
		const redactor = createRedactor(['secret key 12345']);
		const body = 'a secret\n\n key<b>12345</b>';
		expect(messageOf(readResponse({ status: 502, body }, redactor))).toBe(
			'HTTP status 502: a [API key]',
		);
	});

	test('never examines more than 16 K characters of a body and what a key can take', () => {
		for (const unit of ['<p>hi</p> ', '\\', '<style', '%25', ' &#']) {
			const examined = [64, 1024].map((kilobytes) => {
				const text = jest.fn((some: string) => some);
				const body = unit.repeat((kilobytes * 1024 + 99) / unit.length);
				readResponse({ status: 502, body }, { text, reach: 20_000 });
				readResponse({ status: 502, body }, { text, reach: 64 * 1024 + 1 });
				return Math.max(...text.mock.calls.map(([some]) => some.length));
			});
			expect(examined).toEqual([16 * 1024 + 20_000, 16 * 1024 + 20_000]);
		}
	});
});

describe('a refusal for the data', () => {
	const refused = { code: 'rejected', httpCode: 400, mayBeAccepted: false } as const;

	test.each([400, 413, 422])(
		'is one under %i, unless it may be accepted or is about more',
		(httpCode) => {
			expect(isDataRefusal({ ...refused, httpCode })).toBe(true);
			expect(isDataRefusal({ ...refused, httpCode, mayBeAccepted: true })).toBe(false);
			expect(isDataRefusal({ ...refused, httpCode, code: 'unauthorized' })).toBe(false);
		},
	);

	test.each([200, 404, 412, 429, null])(
		'is none under %p, unless Kainic names the data',
		(httpCode) => {
			expect(isDataRefusal({ ...refused, httpCode })).toBe(false);
			expect(isDataRefusal({ ...refused, httpCode, code: 'missing_fields' })).toBe(true);
			expect(isDataRefusal({ ...refused, httpCode, code: 'field_type' })).toBe(true);
		},
	);
});

function messageOf(result: ResponseResult): string {
	return result.kind === 'failure' ? result.message : '';
}

describe('the data of a success', () => {
	test.each([
		['plainly', '"__proto__"'],
		['by escapes', '"\\u005f\\u005fproto\\u005f\\u005f"'],
		['in part by escapes', '"__pr\\u006fto__"'],
	])('never sets a prototype: %s', (_name, name) => {
		const body = `{"status":"success","data":{"a":1,${name}:{"admin":true},"b":{${name}:2,"c":3}}}`;
		const result = read({ status: 200, body });
		expect(result).toEqual({ kind: 'success', data: { a: 1, b: { c: 3 } } });
		const keys = JSON.stringify(result, (key, value: unknown) => {
			expect(key).not.toBe('__proto__');
			return value;
		});
		expect(keys).toContain('"c":3');
	});

	test('never sets a prototype, whichever letters of its name are escaped', () => {
		const spelled = fc.tuple(
			...Array.from('__proto__', (letter) => {
				const code = letter.charCodeAt(0).toString(16);
				return fc.constantFrom(letter, `\\u00${code}`, `\\u00${code.toUpperCase()}`);
			}),
		);
		fc.assert(
			fc.property(spelled, (letters) => {
				const body = `{"status":"success","data":{"${letters.join('')}":{"admin":true},"b":1}}`;
				expect(read({ status: 200, body })).toEqual({ kind: 'success', data: { b: 1 } });
			}),
			{ numRuns: 1000 },
		);
	});

	test('is what JSON says, byte order mark and escapes included', () => {
		const data = { text: 'a\u0001\uFEFFé\\', list: [1.5, null, {}] };
		const body = `\uFEFF ${JSON.stringify({ status: 'success', data })}`;
		expect(read({ status: 200, body })).toEqual({ kind: 'success', data });
	});

	test.each([
		['an array', '[{"status":"success"}]'],
		['a text before it', 'x {"status":"success"}'],
		['a mark inside', '{"status":\uFEFF"success"}'],
		['no status', '{"data":{}}'],
		['another status', '{"status":"maybe","data":{}}'],
		['a number', '5'],
		['nothing', 'null'],
	])('is not read from what is no envelope: %s', (_name, body) => {
		const result = read({ status: 200, body });
		expect(codeOf(result)).toBe('bad_response');
		expect(messageOf(result)).toMatch(/^This is not a response of Kainic: \S/);
	});
});
