import type { AttemptResult } from '../../../nodes/shared/delivery/attempt';
import type { Outcome } from '../../../nodes/shared/delivery/job';
import { send } from '../../../nodes/shared/delivery/send';
import { InputError, type Failure } from '../../../nodes/shared/failure';
import {
	answer,
	apiKey,
	fail,
	fakeTransport,
	fakeJob,
	refusedConnection,
	reset,
	success,
	type FakeOptions,
} from './fake-transport';

function sequence(...results: AttemptResult[]): FakeOptions['answer'] {
	return (_job, attempt) => ({ result: results[attempt - 1] ?? success });
}

function failureOf(outcome: Outcome<unknown>): Failure {
	if (outcome.kind === 'failed') return outcome.failure;
	throw new Error('The job was accepted');
}

describe('sending a job until it is done', () => {
	test('a success is accepted at the first attempt', async () => {
		const fake = fakeTransport({ answer: sequence(success) });
		await expect(send(fakeJob(), fake.transport)).resolves.toEqual({
			kind: 'accepted',
			data: { ok: true },
			attempts: 1,
		});
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
		expect(fake.transport.now()).toBeLessThanOrEqual(8000);
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
