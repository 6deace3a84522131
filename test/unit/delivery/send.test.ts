import type { AttemptResult, Outcome } from '../../../nodes/shared/delivery/job';
import { createRedactor } from '../../../nodes/shared/delivery/redact';
import { InputError, withheld, type Failure } from '../../../nodes/shared/failure';
import {
	answer,
	apiKey,
	fail,
	fakeTransport,
	fakeJob,
	presenting,
	refusedConnection,
	reset,
	sendAlone as send,
	shown,
	success,
	type FakeOptions,
} from './fake-transport';

function sequence(...results: AttemptResult[]): FakeOptions['answer'] {
	return (_job, attempt) => ({ result: results[attempt - 1] ?? success });
}

function failureOf(outcome: Outcome): Failure {
	if (outcome.kind === 'failed') return outcome.failure;
	throw new Error('The job was accepted');
}

describe('sending a job until it is done', () => {
	test('a success is accepted at the first attempt', async () => {
		const fake = fakeTransport({ answer: sequence(success) });
		const outcome = await send(fakeJob(), fake.transport);
		expect(outcome).toMatchObject({ kind: 'accepted', attempts: 1 });
		expect(shown(outcome)).toMatchObject([{ json: { data: { ok: true } } }]);
		expect(fake.waits).toEqual([]);
	});

	test('a 503 with Retry-After is tried again, and not before that time', async () => {
		const busy = answer(503, 'busy', { 'retry-after': '2' });
		const fake = fakeTransport({ answer: sequence(busy, success) });
		await expect(send(fakeJob(), fake.transport)).resolves.toMatchObject({ attempts: 2 });
		expect(fake.attempts.map(({ at }) => at)).toEqual([0, 2000]);
	});

	test.each([
		['a 400', fail('Something is wrong'), 'rejected'],
		['a 429 without Retry-After', answer(429, 'slow down'), 'rate_limited'],
		['a fail envelope under 200', fail('Something is wrong', 200), 'rejected'],
		[
			'a documented message under 503',
			fail('Event Dismissed: Domain Not Supported', 503),
			'domain',
		],
		['HTML under 200', answer(200, '<html>Hello</html>'), 'bad_response'],
		['a redirect', answer(307, '', { location: 'https://elsewhere.example' }), 'redirect'],
	])('%s is not tried again', async (_name, result, code) => {
		const fake = fakeTransport({ answer: () => ({ result }) });
		const failure = failureOf(await send(fakeJob(), fake.transport));
		expect(failure).toMatchObject({ code, attempts: 1, notSent: false });
		expect(fake.attempts).toHaveLength(1);
	});

	test.each([
		['a 500', answer(500, 'oops')],
		['a reset', reset],
		['a refused connection', refusedConnection],
		['a 429 with Retry-After', answer(429, '', { 'retry-after': '1' })],
		['a prediction that failed inside', fail('Prediction request failed from project x: y', 500)],
	])('%s is tried again until the attempts are used up', async (_name, result) => {
		const fake = fakeTransport({ answer: () => ({ result }) });
		const failure = failureOf(await send(fakeJob(), fake.transport));
		expect(failure.attempts).toBe(4);
		expect(fake.attempts).toHaveLength(4);
	});

	test('waits grow exponentially, each multiplied by a random share', async () => {
		const fake = fakeTransport({
			answer: () => ({ result: reset }),
			policy: { maxAttempts: 5 },
			random: () => 0.5,
		});
		await send(fakeJob(), fake.transport);
		expect(fake.waits).toEqual([250, 500, 1000, 2000]);
	});

	test('a Retry-After beyond the budget fails at once and says how long Kainic asked for', async () => {
		const busy = answer(503, 'busy', { 'retry-after': '600' });
		const fake = fakeTransport({ answer: () => ({ result: busy }) });
		const failure = failureOf(await send(fakeJob(), fake.transport));
		expect(failure.attempts).toBe(1);
		expect(failure.description).toContain('600 seconds');
		expect(fake.waits).toEqual([]);
	});

	test('attempts and waits together never outlast the budget', async () => {
		const fake = fakeTransport({
			answer: () => ({ result: success, takes: 60_000 }),
			policy: { maxAttempts: 100, timeout: 5000, timeBudget: 8000 },
			random: () => 0.99,
		});
		const failure = failureOf(await send(fakeJob(), fake.transport));
		expect(failure.code).toBe('timeout');
		expect(fake.elapsed()).toBeLessThanOrEqual(8000);
		expect(fake.attempts.map(({ timeout }) => timeout)[0]).toBe(5000);
		expect(fake.attempts.map(({ timeout }) => timeout)[1]).toBeLessThanOrEqual(3000);
	});

	test('the body is made again for each attempt', async () => {
		const body = jest.fn(() => ({ kind: 'json', bytes: Buffer.from('[]') }) as const);
		const fake = fakeTransport({
			answer: (job, attempt) => {
				job.body(new AbortController().signal);
				return { result: attempt < 3 ? reset : success };
			},
		});
		await send(fakeJob({ body }), fake.transport);
		expect(body).toHaveBeenCalledTimes(3);
	});
});

describe('what is known of a failed job', () => {
	test.each([
		['a reset after sending', reset, true],
		['a connection that was never made', refusedConnection, false],
		['a 500', answer(500, 'oops'), true],
		['an unreadable 200', answer(200, 'oops'), true],
		['a refusal', fail('no'), false],
	])('%s leaves open what is known to be open', async (_name, result, mayBeAccepted) => {
		const fake = fakeTransport({ answer: () => ({ result }) });
		expect(failureOf(await send(fakeJob(), fake.transport)).mayBeAccepted).toBe(mayBeAccepted);
	});

	test('a refusal after an attempt of unknown fate stays of unknown fate', async () => {
		const fake = fakeTransport({ answer: sequence(reset, fail('no')) });
		const failure = failureOf(await send(fakeJob(), fake.transport));
		expect(failure).toMatchObject({ code: 'rejected', mayBeAccepted: true, attempts: 2 });
	});

	test('an answer that broke off counts by its status', async () => {
		const broken = {
			kind: 'broken_response',
			headers: {},
			code: 'network',
			problem: 'cut',
			start: '',
		} as const;
		const refused = fakeTransport({ answer: () => ({ result: { ...broken, status: 400 } }) });
		expect(failureOf(await send(fakeJob(), refused.transport)).code).toBe('rejected');
		const accepted = fakeTransport({ answer: () => ({ result: { ...broken, status: 200 } }) });
		expect(failureOf(await send(fakeJob(), accepted.transport))).toMatchObject({
			code: 'network',
			attempts: 4,
			mayBeAccepted: true,
		});
	});

	test('the key is taken out of messages and data, raw and encoded', async () => {
		const echo = fail(`No: https://x/?api_key=${apiKey} and ${encodeURIComponent(apiKey)}`);
		const fake = fakeTransport({ answer: () => ({ result: echo }) });
		expect(JSON.stringify(await send(fakeJob(), fake.transport))).not.toContain(apiKey);
		const data = answer(200, { status: 'success', data: { [apiKey]: [apiKey] } });
		const good = fakeTransport({ answer: () => ({ result: data }) });
		expect(JSON.stringify(await send(fakeJob(), good.transport))).not.toContain(apiKey);
	});

	test('a cancel during a wait ends it as canceled', async () => {
		const fake = fakeTransport({ answer: () => ({ result: reset }), canceled: () => true });
		expect(failureOf(await send(fakeJob(), fake.transport))).toMatchObject({
			code: 'canceled',
			attempts: 1,
			mayBeAccepted: true,
		});
	});

	test('an answer that the job cannot read is a bad response', async () => {
		const fake = fakeTransport({ answer: sequence(success) });
		const job = fakeJob({
			read: () => {
				throw new InputError('no items');
			},
		});
		expect(failureOf(await send(job, fake.transport))).toMatchObject({
			code: 'bad_response',
			message: 'no items',
		});
	});
});

describe('a response that was cut off', () => {
	const broken = {
		kind: 'broken_response',
		status: 200,
		headers: {},
		code: 'network',
		problem: 'cut',
		start: '',
	} as const;

	test.each([
		['network', 4],
		['timeout', 4],
		['canceled', 1],
		['bad_response', 1],
	] as const)('under a success, as %s, is tried %i times', async (code, attempts) => {
		const fake = fakeTransport({ answer: () => ({ result: { ...broken, code } }) });
		expect(failureOf(await send(fakeJob(), fake.transport))).toMatchObject({
			code,
			message: expect.stringMatching(/^cut/),
			attempts,
			httpCode: 200,
			mayBeAccepted: true,
			notSent: false,
		});
	});

	test('under a redirect is read by its status and by what came of it', async () => {
		const result = { ...broken, status: 300, start: `elsewhere${' '.repeat(17_000)}` };
		const fake = fakeTransport({ answer: () => ({ result }) });
		expect(failureOf(await send(fakeJob(), fake.transport))).toMatchObject({
			code: 'redirect',
			message: 'HTTP status 300: elsewhere …',
			mayBeAccepted: false,
		});
	});
});

describe('a response that came before the whole request was sent', () => {
	const early = (result: AttemptResult): AttemptResult =>
		result.kind === 'response' ? { ...result, unsent: 'half of it had been sent' } : result;

	test('is no success', async () => {
		const fake = fakeTransport({ answer: () => ({ result: early(success) }) });
		expect(failureOf(await send(fakeJob(), fake.transport))).toMatchObject({
			code: 'bad_response',
			message: 'half of it had been sent',
			attempts: 1,
			mayBeAccepted: true,
		});
	});

	test('is the failure that it says', async () => {
		const fake = fakeTransport({ answer: () => ({ result: early(fail('no')) }) });
		expect(failureOf(await send(fakeJob(), fake.transport))).toMatchObject({
			code: 'rejected',
			mayBeAccepted: false,
		});
	});
});

describe('what a response holds', () => {
	test('is not read by a job that ignores it, however it looks', async () => {
		const read = jest.fn(() => presenting('done'));
		const secret = answer(200, { status: 'success', data: apiKey });
		const fake = fakeTransport({ answer: sequence(secret) });
		const outcome = await send(fakeJob({ ignoresData: true, read }), fake.transport);
		expect(shown(outcome)).toMatchObject([{ json: { data: 'done' } }]);
		expect(read).toHaveBeenCalledWith(undefined);
	});

	test('is handed on without the key, and otherwise as it came', async () => {
		const data = { list: [1, { a: null }], key: `x${apiKey}y`, same: '"\\u00e9' };
		const fake = fakeTransport({ answer: sequence(answer(200, { status: 'success', data })) });
		const outcome = await send(fakeJob(), fake.transport);
		expect(shown(outcome)).toMatchObject([{ json: { data: { ...data, key: '[API key]' } } }]);
	});

	test('is read in time slices', async () => {
		let yields = 0;
		const yielder = {
			isDue: () => true,
			yieldToEventLoop: async () => {
				yields += 1;
			},
		};
		const long = answer(200, { status: 'success', data: `${'.'.repeat(60_000)}${apiKey}` });
		const fake = fakeTransport({ answer: sequence(long), yielder });
		await send(fakeJob(), fake.transport);
		// At the start; twice for each of 7 pieces of the body, where the last has the key; before the text, and as often in it.
		expect(yields).toBe(1 + 14 + 1 + 14);
		const never = fakeTransport({
			answer: sequence(long),
			yielder: { ...yielder, isDue: () => false },
		});
		await send(fakeJob(), never.transport);
		expect(yields).toBe(30);
	});

	test('that repeats a short key is not told if it cannot be read', async () => {
		const read = () => {
			throw new InputError('Expected a list, but found "k-7"');
		};
		const fake = fakeTransport({ answer: sequence(success) });
		const redactor = createRedactor(['k-7'], async () => {});
		const transport = { ...fake.transport, redactor };
		expect(failureOf(await send(fakeJob({ read }), transport)).message).toBe(withheld);
	});

	test('that cannot be read for another reason does not escape', async () => {
		const job = fakeJob({
			read: () => {
				throw new TypeError(`a mistake of ours with ${apiKey}`);
			},
		});
		const fake = fakeTransport({ answer: sequence(success) });
		expect(failureOf(await send(job, fake.transport))).toMatchObject({
			code: 'bad_response',
			message: 'The data could not be read.',
			attempts: 1,
			mayBeAccepted: true,
			notSent: false,
		});
	});
});

describe('what a failure says', () => {
	test('its status is that of the last response; without one there is none', async () => {
		const statusOf = async (...results: AttemptResult[]) => {
			const policy = { maxAttempts: results.length };
			const fake = fakeTransport({ answer: sequence(...results), policy });
			return failureOf(await send(fakeJob(), fake.transport));
		};
		expect(await statusOf(answer(500, ''))).toMatchObject({ httpCode: 500, notSent: false });
		expect(await statusOf(answer(500, ''), refusedConnection)).toMatchObject({
			httpCode: null,
			notSent: false,
		});
		expect(await statusOf(refusedConnection)).toMatchObject({ httpCode: null, notSent: true });
		expect(await statusOf(reset)).toMatchObject({ httpCode: null, notSent: false });
	});

	test('how much time there was, in seconds', async () => {
		const fake = fakeTransport({
			answer: () => ({ result: reset, takes: 4000 }),
			policy: { timeBudget: 4000 },
		});
		const failure = failureOf(await send(fakeJob(), fake.transport));
		expect(failure.description).toMatch(
			/^The time budget of 4 seconds leaves no room for another attempt\. \S/,
		);
		const busy = answer(503, '', { 'retry-after': '1.2' });
		const asked = fakeTransport({ answer: () => ({ result: busy }), policy: { timeBudget: 1000 } });
		expect(failureOf(await send(fakeJob(), asked.transport)).description).toMatch(
			/^Kainic asked to wait 2 seconds, which is beyond the time budget of 1 seconds\. \S/,
		);
	});

	test('what was canceled while it waited', async () => {
		const fake = fakeTransport({ answer: () => ({ result: reset }), canceled: () => true });
		expect(failureOf(await send(fakeJob(), fake.transport))).toMatchObject({
			message: 'Canceled while waiting to try again. The connection broke.',
			quoted: false,
			description: expect.stringMatching(/\S/),
		});
	});

	test('each retry is told, with its delay', async () => {
		const fake = fakeTransport({ answer: sequence(reset, reset, success) });
		await send(fakeJob(), fake.transport);
		expect(fake.retries).toEqual([
			[1, 250, 'The connection broke.'],
			[2, 500, 'The connection broke.'],
		]);
	});
});
