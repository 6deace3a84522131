import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { failureKinds } from '../../../../nodes/shared/failure-codes';
import { createKeyRemover } from '../../../../nodes/shared/send/api-key';
import { makeAttempt, type Attempt } from '../../../../nodes/shared/send/attempt';
import type { Job } from '../../../../nodes/shared/send/job';
import { tableOf } from '../../../support/units/table-of-text';
import { fakeJob, useFakeClock } from './fake-transport';

interface Given {
	/** Milliseconds. */
	readonly timeout?: number;
	/** Milliseconds until the execution is canceled. */
	readonly canceledAfter?: number;
	readonly job?: Partial<Job>;
	readonly advice?: Readonly<Record<string, string>>;
}

type Helper = (options: IHttpRequestOptions) => unknown;

/** Makes one attempt. `helper` does what n8n's helper for requests would do. */
async function attempt(helper: Helper, given: Given = {}) {
	const { timeout = 1000, canceledAfter, advice = {} } = given;
	const cancel = new AbortController();
	if (canceledAfter === 0) cancel.abort();
	else if (canceledAfter !== undefined) setTimeout(() => cancel.abort(), canceledAfter);
	const request = jest.fn(
		async (_type: string, options: IHttpRequestOptions, ..._more: readonly unknown[]) =>
			await helper(options),
	);
	const context = Object({
		getExecutionCancelSignal: () => (canceledAfter === undefined ? undefined : cancel.signal),
		helpers: { httpRequestWithAuthentication: request },
	});
	const results: Attempt[] = [];
	void makeAttempt(context, fakeJob(given.job), timeout, {
		keyRemover: createKeyRemover('sentinel-key-0001'),
		advice,
		credential: { apiKey: 'k', port: 5, isTest: true, more: {} },
	}).then((result) => results.push(result));
	await jest.advanceTimersByTimeAsync(20_000);
	const [result] = results;
	if (result === undefined) throw new Error('The attempt did not end');
	expect(getEventListeners(cancel.signal, 'abort')).toEqual([]);
	return { result, calls: request.mock.calls };
}

/** Code, what became of the request, whether it is tried again, and message. */
async function failureOf(helper: Helper, given?: Given): Promise<string[]> {
	const { result } = await attempt(helper, given);
	if (result.kind !== 'failure') throw new Error('The attempt succeeded');
	const { code, message, notSent, mayBeAccepted, attempts, retry, retryAfter } = result.failure;
	expect(attempts).toBe(1);
	const fate = [notSent && 'not sent', mayBeAccepted && 'perhaps accepted'].filter(Boolean);
	const wait = retryAfter === 0 ? '' : ` after ${retryAfter} ms`;
	return [code, fate.join() || 'refused', `${retry}${wait}`, message];
}

const accepted = '{"status":"success","data":1}';
const refusal = '{"status":"fail","message":"No"}';

/** What n8n returns: a response with this body. */
const answer =
	(body: unknown = accepted, statusCode = 200, headers: unknown = {}) =>
	() => ({ statusCode, headers, body: typeof body === 'string' ? Readable.from([body]) : body });

/** A body whose rest does not come: because of an error, or never. */
function stuck(error?: Error): Readable {
	const body = new Readable({ read: () => undefined });
	body.push(accepted.slice(0, 9));
	if (error !== undefined) setTimeout(() => body.destroy(error), 1);
	return body;
}

const later =
	(milliseconds: number, helper: () => unknown): Helper =>
	async () => {
		await new Promise((resolve) => setTimeout(resolve, milliseconds));
		return helper();
	};

const never = async () => await new Promise<never>(() => undefined);

const nodeError = (code: string, more: object = {}) =>
	Object.assign(new Error(code), { code, ...more });

const throwing = (error: unknown) => () => {
	throw error;
};

beforeEach(() => {
	useFakeClock();
	jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
		const deadline = new AbortController();
		setTimeout(() => deadline.abort(), milliseconds);
		return deadline.signal;
	});
});
afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

const file = new Blob(Array.from({ length: 5 }, () => Buffer.alloc(65_536, '[')));
const form = { fields: [], fileField: 'file', fileName: 'products.json', file };
const upload: Given = { job: { content: { kind: 'form', form } } };

/** n8n's helper, after it has taken the first piece of the file. */
const afterFirstPiece =
	(helper: () => unknown): Helper =>
	async ({ body }) => {
		const sent: unknown = body instanceof FormData ? body.get('file') : null;
		if (!(sent instanceof File)) throw new Error('There is no file');
		await sent.stream().getReader().read();
		return await helper();
	};

describe('a request', () => {
	test('is a POST that follows no redirect, with the credential that the run has read', async () => {
		const headers = { origin: 'https://shop.example', accept: 'text/plain' };
		const { calls } = await attempt(answer(), { job: { headers } });
		const type = 'kainicApi';
		expect(calls).toEqual([
			[
				type,
				{
					...{ method: 'POST', url: 'http://127.0.0.1/', body: Buffer.from('{}'), timeout: 1012 },
					headers: { ...headers, 'content-type': 'application/json' },
					...{ encoding: 'stream', returnFullResponse: true },
					...{ ignoreHttpStatusErrors: true, disableFollowRedirect: true },
				},
				{ credentialsDecrypted: { id: '', name: type, type, data: { apiKey: 'k', port: 5 } } },
			],
		]);
	});

	test('asks for JSON, leaves a form its own type, and sets no timer that Node.js would fire at once', async () => {
		const { calls } = await attempt(answer(), { ...upload, timeout: 2 ** 40 });
		const options = calls[0]?.[1];
		expect(options?.timeout).toBe(2 ** 31 - 1);
		expect(options?.headers).toEqual({ accept: 'application/json' });
	});

	test('makes its body again for each attempt', async () => {
		const job = fakeJob(upload.job);
		const bodies: unknown[] = [];
		const helper: Helper = ({ body }) => {
			bodies.push(body);
			return answer()();
		};
		await attempt(helper, { job });
		await attempt(helper, { job });
		expect(bodies).toHaveLength(2);
		expect(bodies[0]).not.toBe(bodies[1]);
	});
});

test('a success is its HTTP status and its data, without the key', async () => {
	const data = { list: [1, { a: null }], key: 'x sentinel-key-0001 y', same: '"\\u00e9' };
	const { result } = await attempt(answer(JSON.stringify({ status: 'success', data })));
	const shown = { ...data, key: 'x [API key] y' };
	expect(result).toEqual({ kind: 'success', httpCode: 200, data: shown });
});

const reset = nodeError('ECONNRESET');

/** Bytes of the largest response that is read. */
const limit = 8 * 1024 * 1024;
const brokenCode: Given = {
	job: {
		headers: {
			get origin(): string {
				throw new TypeError('x is undefined');
			},
		},
	},
};

/** What n8n's helper does, and how the attempt is made. */
const situations: Readonly<Record<string, readonly [helper: Helper, given?: Given]>> = {
	'no connection': [throwing(nodeError('ECONNREFUSED'))],
	'a wrong certificate': [throwing(nodeError('CERT_HAS_EXPIRED'))],
	'a connection that breaks': [throwing(reset)],
	'silence in a short time': [never, { timeout: 12.1 }],
	'silence in the rest of a budget': [never, { timeout: 1260 }],
	'a slow upload': [afterFirstPiece(never), upload],
	'a cancel': [never, { canceledAfter: 5 }],
	'a cancel before the attempt': [never, { canceledAfter: 0 }],
	'a cancel that ends the request': [later(5, throwing(reset)), { canceledAfter: 5 }],
	'a success before the end of the upload': [afterFirstPiece(answer()), upload],
	'a refusal before the end of the upload': [afterFirstPiece(answer(refusal, 400)), upload],
	'a response that breaks off': [() => answer(stuck(reset))()],
	'a server error that breaks off': [() => answer(stuck(reset), 503)()],
	'a response that gets stuck': [() => answer(stuck())()],
	'a cancel during the response': [() => answer(stuck())(), { canceledAfter: 5 }],
	'a success that is too long': [answer(accepted.padEnd(limit + 1))],
	'a refusal that is too long': [answer('sentinel-'.padStart(limit + 1), 400)],
	'503 with Retry-After': [answer('busy', 503, { 'retry-after': '7' })],
	'503 with a Retry-After that is no text': [answer('busy', 503, { 'retry-after': 7 })],
	'500 with Retry-After': [answer('oops', 500, { 'retry-after': '7' })],
	'429 without Retry-After': [answer('busy', 429)],
	'no response': [() => undefined],
	'a response that is no stream': [answer({ destroy: () => undefined })],
	'a response that is text': [() => ({ ...answer()(), body: accepted })],
	'a stream that cannot be closed': [() => answer({ [Symbol.asyncIterator]: never })()],
	'a mistake in n8n': [throwing(new TypeError('sentinel-key-0001 is undefined'))],
	'a mistake in this package': [answer(), brokenCode],
};

test.each(
	tableOf(`
		no connection                          | network      | not sent         | attempt            | No connection: the server refuses connections (ECONNREFUSED).
		a wrong certificate                    | network      | not sent         | never              | No connection: n8n does not accept the certificate of the server (CERT_HAS_EXPIRED).
		a connection that breaks               | network      | perhaps accepted | attempt            | The connection broke (ECONNRESET).
		silence in a short time                | timeout      | perhaps accepted | attempt            | Kainic sent no complete response within 0.013 seconds.
		silence in the rest of a budget        | timeout      | perhaps accepted | attempt            | Kainic sent no complete response within 1.3 seconds.
		a slow upload                          | timeout      | perhaps accepted | attempt            | The upload took longer than 1 second. n8n sent no more than 65,536 of 327,680 bytes.
		a cancel                               | canceled     | perhaps accepted | never              | The execution was canceled before Kainic answered.
		a cancel before the attempt            | canceled     | perhaps accepted | never              | The execution was canceled before Kainic answered.
		a cancel that ends the request         | canceled     | perhaps accepted | never              | The execution was canceled before Kainic answered.
		a success before the end of the upload | bad_response | perhaps accepted | never              | Kainic answered before the upload was complete. n8n sent no more than 65,536 of 327,680 bytes.
		a refusal before the end of the upload | rejected     | refused          | never              | No
		a response that breaks off             | network      | perhaps accepted | attempt            | The connection broke in the middle of the response (ECONNRESET).
		a server error that breaks off         | server_error | perhaps accepted | attempt            | Kainic's server failed. HTTP status 503: the response is empty
		a response that gets stuck             | timeout      | perhaps accepted | attempt            | Kainic sent no complete response within 1 second.
		a cancel during the response           | canceled     | perhaps accepted | never              | The execution was canceled before Kainic answered.
		a success that is too long             | bad_response | perhaps accepted | never              | The response is larger than 8 MB.
		a refusal that is too long             | rejected     | refused          | never              | Kainic refused the request. HTTP status 400: …
		503 with Retry-After                   | server_error | perhaps accepted | load after 7000 ms | Kainic's server failed. HTTP status 503: busy
		503 with a Retry-After that is no text | server_error | perhaps accepted | attempt            | Kainic's server failed. HTTP status 503: busy
		500 with Retry-After                   | server_error | perhaps accepted | attempt after 7000 ms | Kainic's server failed. HTTP status 500: oops
		429 without Retry-After                | rate_limited | refused          | load               | Kainic received too many requests. HTTP status 429: busy
		no response                            | bad_response | perhaps accepted | never              | Something unexpected happened: n8n returned a response that the node cannot read.
		a response that is no stream           | bad_response | perhaps accepted | never              | Something unexpected happened: n8n returned a response that the node cannot read.
		a response that is text                | bad_response | perhaps accepted | never              | Something unexpected happened: n8n returned a response that the node cannot read.
		a stream that cannot be closed         | bad_response | perhaps accepted | never              | Something unexpected happened: n8n returned a response that the node cannot read.
		a mistake in n8n                       | bad_response | perhaps accepted | never              | Something unexpected happened: [API key] is undefined
		a mistake in this package              | bad_response | perhaps accepted | never              | Something unexpected happened: x is undefined`),
)('%s: %s, %s, tried again: %s', async (name, ...expected) => {
	const [helper, given] = situations[name] ?? [never];
	expect(await failureOf(helper, given)).toEqual(expected);
});

test.each<[name: string, helper: (body: Readable) => Helper, given: Given]>([
	['gets stuck', answer, {}],
	['comes too late', (body) => later(1050, answer(body)), {}],
	['comes after a cancel', (body) => later(500, answer(body)), { canceledAfter: 5 }],
])('the connection of a response that %s is closed', async (_, helper, given) => {
	const body = stuck();
	await attempt(helper(body), given);
	expect(body.destroyed).toBe(true);
});

test.each([
	['the node', 503, { server_error: 'Run it later.' }, 'Run it later.'],
	['the code, if the node has no advice', 503, {}, failureKinds.server_error.advice],
	[
		'the node, if the response is too large',
		200,
		{ large_response: 'Ask for less.' },
		'Ask for less.',
	],
	['the status, in any case', 404, { rejected: 'Run it later.' }, /'Base URL' in the Kainic API/],
])('a failure has the advice of %s', async (_, status, advice, expected) => {
	const isLarge = 'large_response' in advice;
	const { result } = await attempt(answer(isLarge ? accepted.padEnd(limit + 1) : 'x', status), {
		advice,
	});
	if (result.kind === 'success') throw new Error('The attempt succeeded');
	expect(result.failure.description).toMatch(expected);
});

test.each([
	['x'.repeat(500), 'x'.repeat(500)],
	['x'.repeat(501), `${'x'.repeat(499)}…`],
	[`${'x'.repeat(498)}😀x`, `${'x'.repeat(498)}…`],
	[`${'x'.repeat(495)}sentinel-key-0001`, `${'x'.repeat(495)}[API…`],
])('a message has at most 500 characters, none of them cut in half: %#', async (said, shown) => {
	const body = JSON.stringify({ status: 'fail', message: said });
	const [, , , message] = await failureOf(answer(body, 400));
	expect(message).toBe(shown);
});
