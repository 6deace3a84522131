import { createKeyRemover } from '../../../nodes/shared/send/api-key';
import { Readable } from 'node:stream';
import { failureKinds, InputError } from '../../../nodes/shared/failure';
import { attemptRequest } from '../../../nodes/shared/send/attempt';
import type { Attempt, RequestBody, UploadProgress } from '../../../nodes/shared/send/job';
import { chunksOf } from '../support/fake-run';
import { tableOf } from '../support/table';
import { fakeJob, presenting } from './fake-transport';

interface Given {
	/** Milliseconds. */
	readonly timeout?: number;
	/** Milliseconds until the execution is canceled. */
	readonly canceledAfter?: number;
	/** How much of the body was read for sending; by default all. */
	readonly progress?: Partial<UploadProgress>;
	readonly content?: RequestBody['content'];
	readonly headers?: Readonly<Record<string, string>>;
	/** Thrown where the body is made. */
	readonly problem?: Error;
	readonly advice?: Readonly<Record<string, string>>;
}

/** Makes one attempt through n8n's helper, which does this. The clock moves only by what is waited for. */
async function attempt(helper: (signals: readonly AbortSignal[]) => unknown, given: Given = {}) {
	const { timeout = 1000, canceledAfter, progress, content = Buffer.from('[]') } = given;
	const cancel = new AbortController();
	if (canceledAfter === 0) cancel.abort();
	else if (canceledAfter !== undefined) setTimeout(() => cancel.abort(), canceledAfter);
	const signals: AbortSignal[] = [];
	const request = jest.fn(async (..._call: readonly unknown[]) => await helper(signals));
	const context = Object({
		getExecutionCancelSignal: () => (canceledAfter === undefined ? undefined : cancel.signal),
		helpers: { httpRequestWithAuthentication: request },
	});
	const job = fakeJob({
		headers: given.headers ?? {},
		body: (signal) => {
			if (given.problem !== undefined) throw given.problem;
			signals.push(signal);
			return {
				content,
				progress: () => ({ bytes: 2000, totalBytes: 2000, problem: null, ...progress }),
			};
		},
	});
	const results: Attempt[] = [];
	void attemptRequest(context, job, timeout, {
		keyRemover: createKeyRemover('sentinel-key-0001'),
		maxResponseBytes: 1024,
		advice: given.advice ?? {},
		credential: { apiKey: 'k', port: 5, isTest: true, more: {} },
	}).then((result) => results.push(result));
	await jest.advanceTimersByTimeAsync(20_000);
	const [result] = results;
	if (result === undefined) throw new Error('The attempt did not end');
	return { result, asked: request.mock.calls, signals };
}

/** Code, what became of the request, milliseconds to wait before another attempt, and message. */
async function failureOf(helper: () => unknown, given?: Given): Promise<string[]> {
	const { result } = await attempt(helper, given);
	if (result.kind !== 'failure') throw new Error('The attempt succeeded');
	const { code, message, notSent, mayBeAccepted, attempts } = result.failure;
	expect(attempts).toBe(1);
	const fate = [notSent && 'not sent', mayBeAccepted && 'perhaps accepted'].filter(Boolean);
	return [code, fate.join() || 'refused', String(result.retryAfter), message];
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

const later = async (milliseconds: number, helper: () => unknown) => {
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
	jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
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

describe('a request', () => {
	test('is a POST that follows no redirect, with the credential that the run has read', async () => {
		const headers = { origin: 'https://shop.example', accept: 'text/plain' };
		const { asked } = await attempt(answer(), { headers });
		const type = 'kainicApi';
		expect(asked).toEqual([
			[
				type,
				{
					...{ method: 'POST', url: 'http://127.0.0.1/', body: Buffer.from('[]'), timeout: 1010 },
					headers: { ...headers, 'content-type': 'application/json' },
					...{ encoding: 'stream', returnFullResponse: true },
					...{ ignoreHttpStatusErrors: true, disableFollowRedirect: true },
				},
				{ credentialsDecrypted: { id: '', name: type, type, data: { apiKey: 'k', port: 5 } } },
			],
		]);
	});

	test('asks for JSON, leaves a form its own type, and has no timer that Node.js would not wait for', async () => {
		const { asked } = await attempt(answer(), { content: new FormData(), timeout: 2 ** 40 });
		const headers = { accept: 'application/json' };
		expect(Object(asked[0])[1]).toMatchObject({ headers, timeout: 2 ** 31 - 1 });
		expect(Object(asked[0])[1].headers).toEqual(headers);
	});

	test('is read for sending until the attempt ends', async () => {
		const wasOpen: unknown[] = [];
		const note = (signals: readonly AbortSignal[]) =>
			wasOpen.push(...signals.map(({ aborted }) => !aborted));
		const { signals } = await attempt((given) => note(given) && answer()());
		expect(wasOpen).toEqual([true]);
		expect(signals).toMatchObject([{ aborted: true }]);
	});
});

test('a success is read by its job', async () => {
	const { result } = await attempt(answer());
	if (result.kind === 'failure') throw new Error(result.failure.message);
	const success = { kind: 'accepted', attempts: 1 } as const;
	expect(result.present(0, success)).toEqual(presenting(1)(0, success));
});

const reset = nodeError('ECONNRESET');
const handshake = nodeError('x', { request: { socket: { secureConnecting: true } } });
const noFile = new InputError('There is no file.', { code: 'no_file' });
const odd = {
	get problem(): null {
		throw new Error('odd');
	},
};
const halfSent = { progress: { bytes: 1000 } };
const changed = { problem: 'The file has changed.' };

/** What n8n's helper does, and how the attempt is made. */
const situations: Readonly<Record<string, readonly [helper: () => unknown, given?: Given]>> = {
	'no connection': [throwing(nodeError('ECONNREFUSED'))],
	'a wrong certificate': [throwing(nodeError('CERT_HAS_EXPIRED'))],
	'a connection that breaks': [throwing(reset)],
	'silence in a short time': [never, { timeout: 12.1 }],
	'silence in the rest of a budget': [never, { timeout: 1260 }],
	'a slow upload': [never, halfSent],
	'no encryption, reported soon after': [() => later(1090, throwing(handshake))],
	'a cancel': [never, { canceledAfter: 5 }],
	'a cancel before the attempt': [never, { canceledAfter: 0 }],
	'a cancel that ends the request': [() => later(5, throwing(reset)), { canceledAfter: 5 }],
	'no body': [answer(), { problem: noFile }],
	'an unreadable file': [throwing(reset), { progress: { ...changed, bytes: 0 } }],
	'a file that became unreadable': [throwing(reset), { progress: { ...changed, bytes: 1 } }],
	'a success in spite of the file': [answer(), { progress: changed }],
	'a success before the end of the request': [answer(), halfSent],
	'a refusal before the end of the request': [answer(refusal, 400), halfSent],
	'a response that breaks off': [() => answer(stuck(reset))()],
	'a server error that breaks off': [() => answer(stuck(reset), 503)()],
	'a response that gets stuck': [() => answer(stuck())()],
	'a cancel during the response': [() => answer(stuck())(), { canceledAfter: 5 }],
	'a success that is too long': [answer(accepted.padEnd(1025))],
	'a refusal that is too long': [answer('sentinel-'.padStart(1025), 400)],
	'an invitation to wait': [answer('busy', 503, { 'retry-after': '7' })],
	'an invitation that is no text': [answer('busy', 503, { 'retry-after': 7 })],
	'no response': [() => undefined],
	'a response that is no stream': [answer({ destroy: () => undefined })],
	'a response that is text': [() => ({ ...answer()(), body: accepted })],
	'a stream that cannot be closed': [() => answer(chunksOf(accepted))()],
	'an unforeseen error': [answer(), { progress: odd }],
};

test.each(
	tableOf(`
		no connection                           | network      | not sent         | 0    | No connection: the server refuses connections (ECONNREFUSED).
		a wrong certificate                     | network      | not sent         | null | No connection: the certificate of the server is not accepted (CERT_HAS_EXPIRED).
		a connection that breaks                | network      | perhaps accepted | 0    | The connection broke (ECONNRESET).
		silence in a short time                 | timeout      | perhaps accepted | 0    | Kainic sent no complete response within 0.013 seconds.
		silence in the rest of a budget         | timeout      | perhaps accepted | 0    | Kainic sent no complete response within 1.3 seconds.
		a slow upload                           | timeout      | perhaps accepted | 0    | The upload took longer than 1 seconds. At most 1,000 of 2,000 bytes were sent.
		no encryption, reported soon after      | timeout      | not sent         | 0    | No connection: the server did not set up encryption within 1 seconds.
		a cancel                                | canceled     | perhaps accepted | null | The execution was canceled before Kainic answered.
		a cancel before the attempt             | canceled     | perhaps accepted | null | The execution was canceled before Kainic answered.
		a cancel that ends the request          | canceled     | perhaps accepted | null | The execution was canceled before Kainic answered.
		no body                                 | no_file      | not sent         | null | There is no file.
		an unreadable file                      | no_file      | not sent         | null | The file has changed.
		a file that became unreadable           | no_file      | perhaps accepted | null | The file has changed.
		a success in spite of the file          | bad_response | perhaps accepted | null | The file has changed.
		a success before the end of the request | bad_response | perhaps accepted | null | Kainic answered before the upload was complete. At most 1,000 of 2,000 bytes were sent.
		a refusal before the end of the request | rejected     | refused          | null | No
		a response that breaks off              | network      | perhaps accepted | 0    | The connection broke in the middle of the response (ECONNRESET).
		a server error that breaks off          | server_error | perhaps accepted | 0    | Kainic returned a server error. HTTP status 503: the response is empty
		a response that gets stuck              | timeout      | perhaps accepted | 0    | Kainic sent no complete response within 1 seconds.
		a cancel during the response            | canceled     | perhaps accepted | null | The execution was canceled before Kainic answered.
		a success that is too long              | bad_response | perhaps accepted | null | The response has more than 1 kB.
		a refusal that is too long              | rejected     | refused          | null | Kainic refused the request. HTTP status 400: the response is empty
		an invitation to wait                   | server_error | perhaps accepted | 7000 | Kainic returned a server error. HTTP status 503: busy
		an invitation that is no text           | server_error | perhaps accepted | 0    | Kainic returned a server error. HTTP status 503: busy
		no response                             | network      | perhaps accepted | 0    | The connection broke.
		a response that is no stream            | network      | perhaps accepted | 0    | The connection broke.
		a response that is text                 | network      | perhaps accepted | 0    | The connection broke.
		a stream that cannot be closed          | network      | perhaps accepted | 0    | The connection broke.
		an unforeseen error                     | bad_response | perhaps accepted | null | An unexpected error happened: odd`),
)('%s: %s, %s', async (name, ...expected) => {
	const [helper, given] = situations[name] ?? [never];
	expect(await failureOf(helper, given)).toEqual(expected);
});

test.each<[name: string, helper: (body: Readable) => () => unknown, given: Given]>([
	['gets stuck', answer, {}],
	['comes too late', (body) => () => later(1050, answer(body)), {}],
	['comes after a cancel', (body) => () => later(500, answer(body)), { canceledAfter: 5 }],
])('the connection of a response that %s is closed', async (_, helper, given) => {
	const body = stuck();
	await attempt(helper(body), given);
	expect(body.destroyed).toBe(true);
});

test.each([
	['the node', 503, { server_error: 'Run it later.' }, 'Run it later.'],
	['the code, if the node has no advice', 503, {}, failureKinds.server_error.advice],
	['the status, in any case', 404, { rejected: 'Run it later.' }, /base URL in the Kainic API/],
])('a failure has the advice of %s', async (_, status, advice, expected) => {
	const { result } = await attempt(answer('x', status), { advice });
	if (result.kind === 'success') throw new Error('The attempt succeeded');
	expect(result.failure.description).toMatch(expected);
});
