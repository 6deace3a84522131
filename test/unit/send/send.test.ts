import fc from 'fast-check';
import type { Job, Outcome } from '../../../nodes/shared/send/job';
import { InputError, type Failure } from '../../../nodes/shared/failure';
import {
	answer,
	apiKey,
	fail,
	fakeTransport,
	fakeJob,
	refusedConnection,
	reset,
	sendAlone,
	shown,
	success,
	type FakeOptions,
	type Result,
} from './fake-transport';

const busy = (retryAfter: string) => answer(503, 'busy', { 'retry-after': retryAfter });

type Change = Partial<FakeOptions> & { readonly job?: Partial<Job> };

/** Sends a job that gets these answers, and the last of them ever after. */
async function send(results: Result | readonly Result[], change: Change = {}) {
	const list = [results].flat();
	const fake = fakeTransport({
		answer: (_job, attempt) => ({ result: list[attempt - 1] ?? list.at(-1) ?? success }),
		...change,
	});
	const outcome = await sendAlone(fakeJob(change.job), fake);
	return { outcome, ...fake };
}

async function failureOf(...sent: Parameters<typeof send>): Promise<Failure> {
	return failed((await send(...sent)).outcome);
}

function failed(outcome: Outcome): Failure {
	if (outcome.kind === 'failed') return outcome.failure;
	throw new Error('The job was accepted');
}

describe('sending a job until it is done', () => {
	test('a success is accepted at the first attempt', async () => {
		const { outcome, waits } = await send(success);
		expect(outcome).toMatchObject({ kind: 'accepted', attempts: 1 });
		expect(shown(outcome)).toMatchObject([{ json: { data: { ok: true } } }]);
		expect(waits).toEqual([]);
	});

	test('a 503 with Retry-After is tried again, and not before that time', async () => {
		const { outcome, attempts } = await send([busy('2'), success]);
		expect(outcome).toMatchObject({ kind: 'accepted', attempts: 2 });
		expect(attempts.map(({ at }) => at)).toEqual([0, 2000]);
	});

	test.each([
		['a 400', fail('Something is wrong'), 'rejected'],
		['a 429 without Retry-After', answer(429, 'slow down'), 'rate_limited'],
		['a fail envelope under 200', fail('Something is wrong', 200), 'rejected'],
		['a documented message', fail('Event Dismissed: Domain Not Supported', 503), 'domain'],
		['HTML under 200', answer(200, '<html>Hello</html>'), 'bad_response'],
		['a redirect', answer(307, '', { location: 'https://elsewhere.example' }), 'redirect'],
	])('%s is not tried again', async (_name, result, code) => {
		const { outcome, attempts } = await send(result);
		expect(failed(outcome)).toMatchObject({ code, attempts: 1, notSent: false });
		expect(attempts).toHaveLength(1);
	});

	test.each([
		['a 500', answer(500, 'oops')],
		['a reset', reset],
		['a refused connection', refusedConnection],
		['a 429 with Retry-After', answer(429, '', { 'retry-after': '1' })],
		['a prediction that failed inside', fail('Prediction request failed from project x: y', 500)],
	])('%s is tried again until the attempts are used up', async (_name, result) => {
		const { outcome, attempts } = await send(result);
		expect(failed(outcome).attempts).toBe(4);
		expect(attempts).toHaveLength(4);
	});

	test('waits grow exponentially, each multiplied by a random share, and each retry is told', async () => {
		const { waits, retries } = await send(reset, { policy: { maxAttempts: 5 } });
		expect(waits).toEqual([250, 500, 1000, 2000]);
		expect(retries).toEqual(waits.map((wait, index) => [index + 1, wait, 'The connection broke.']));
	});

	test('a Retry-After beyond the budget fails at once and says how long Kainic asked for', async () => {
		const { outcome, waits } = await send(busy('600'));
		expect(failed(outcome).attempts).toBe(1);
		expect(failed(outcome).description).toContain('600 seconds');
		expect(waits).toEqual([]);
	});

	test('attempts and waits together never outlast the budget', async () => {
		const results = fc.constantFrom(reset, busy('1'), busy('7'), answer(500, ''));
		const run = fc.record({
			plan: fc.array(fc.tuple(results, fc.nat(20_000)), { minLength: 6, maxLength: 6 }),
			timeBudget: fc.integer({ min: 100, max: 20_000 }),
			random: fc.double({ min: 0, max: 0.999, noNaN: true }),
		});
		await fc.assert(
			fc.asyncProperty(run, async ({ plan, timeBudget, random }) => {
				const { elapsed } = await send(reset, {
					policy: { maxAttempts: 6, timeout: 5000, timeBudget },
					random: () => random,
					answer: (_job, attempt) => {
						const [result, takes] = plan[attempt - 1] ?? [reset, 0];
						return { result, takes };
					},
				});
				// `attemptTimeout` gives at least one millisecond.
				expect(elapsed()).toBeLessThanOrEqual(timeBudget + 1);
			}),
		);
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
		expect(await failureOf(result)).toMatchObject({ mayBeAccepted });
	});

	test('a refusal after an attempt of unknown fate stays of unknown fate', async () => {
		expect(await failureOf([reset, fail('no')])).toMatchObject({
			...{ code: 'rejected', mayBeAccepted: true, attempts: 2 },
		});
	});

	test('the key is taken out of messages and data, raw and encoded', async () => {
		const echo = fail(`No: https://x/?api_key=${apiKey} and ${encodeURIComponent(apiKey)}`);
		expect(JSON.stringify((await send(echo)).outcome)).not.toContain(apiKey);
		const data = answer(200, { status: 'success', data: { [apiKey]: [apiKey] } });
		expect(JSON.stringify(shown((await send(data)).outcome))).not.toContain(apiKey);
	});

	test('a message in which the key was replaced is none about an API key', async () => {
		const failure = await failureOf(fail(`Cannot read ${apiKey}.`));
		expect(failure).toMatchObject({ code: 'rejected', message: 'Cannot read [API key].' });
	});

	test('at most 500 characters of a message are shown, without half of a surrogate pair', async () => {
		const start = async (said: string) => (await failureOf(fail(said))).message;
		expect(await start('x'.repeat(500))).toBe('x'.repeat(500));
		expect(await start('x'.repeat(501))).toBe(`${'x'.repeat(499)}…`);
		expect(await start(`${'x'.repeat(498)}😀x`)).toBe(`${'x'.repeat(498)}…`);
		expect(await start(`${'x'.repeat(495)}${apiKey}`)).toBe(`${'x'.repeat(495)}[API…`);
	});

	test('a cancel during a wait ends it as canceled', async () => {
		let isCanceled = false;
		const beforeWaits = async () => {
			isCanceled = true;
		};
		const canceled = () => isCanceled;
		expect(await failureOf(reset, { canceled, beforeWaits })).toMatchObject({
			code: 'canceled',
			attempts: 1,
			mayBeAccepted: true,
			message: 'The execution was canceled before the next attempt. The connection broke.',
			quoted: false,
			description: expect.stringMatching(/\S/),
		});
	});

	test.each<[Result[], number | null, boolean]>([
		[[answer(500, '')], 500, false],
		[[answer(500, ''), refusedConnection], null, false],
		[[refusedConnection], null, true],
		[[reset], null, false],
	])('its status is that of the last response: %#', async (results, httpCode, notSent) => {
		const policy = { maxAttempts: results.length };
		expect(await failureOf(results, { policy })).toMatchObject({ httpCode, notSent });
	});

	test('how much time there was, in seconds', async () => {
		const policy = { timeBudget: 4000 };
		const slow = () => ({ result: reset, takes: 4000 });
		expect((await failureOf(reset, { answer: slow, policy })).description).toMatch(
			/^Time Budget \(4 seconds\) left no time for another attempt\. \S/,
		);
		const asked = await failureOf(busy('2'), { policy: { timeBudget: 1000 } });
		expect(asked.description).toMatch(
			/^Kainic asked the node to wait 2 seconds\. That is longer than Time Budget \(1 seconds\)\. \S/,
		);
	});
});

describe('a response that was cut off', () => {
	const broken = { code: 'network', problem: 'cut' } as const;
	const whole = {
		kind: 'response',
		status: 200,
		retryAfter: undefined,
		body: '',
		isCut: false,
	} as const;
	const cut = { ...whole, broken };

	test.each([
		['network', 4],
		['timeout', 4],
		['canceled', 1],
		['bad_response', 1],
	] as const)('under a success, as %s, is tried %i times', async (code, attempts) => {
		expect(await failureOf({ ...cut, broken: { ...broken, code } })).toMatchObject({
			code,
			message: expect.stringMatching(/cut/),
			attempts,
			httpCode: 200,
			mayBeAccepted: true,
			notSent: false,
		});
	});

	test('under a refusal is one', async () => {
		expect(await failureOf({ ...cut, status: 400 })).toMatchObject({ code: 'rejected' });
	});

	test('under a redirect is read by its status and by what came of it', async () => {
		const result = { ...cut, status: 300, body: `elsewhere${' '.repeat(17_000)}` };
		expect(await failureOf(result)).toMatchObject({
			code: 'redirect',
			message: 'The base URL redirects to another address. HTTP status 300: elsewhere …',
			mayBeAccepted: false,
		});
	});
});

describe('a response that came before the whole request was sent', () => {
	const broken = { code: 'bad_response', problem: 'half of it had been sent' } as const;
	const early = (result: Result): Result =>
		result.kind === 'response' ? { ...result, broken } : result;

	test('is no success', async () => {
		expect(await failureOf(early(success))).toMatchObject({
			code: 'bad_response',
			message: 'half of it had been sent',
			attempts: 1,
			mayBeAccepted: true,
		});
	});

	test('is the failure that it says', async () => {
		const failure = await failureOf(early(fail('no')));
		expect(failure).toMatchObject({ code: 'rejected', mayBeAccepted: false });
	});
});

describe('what a response holds', () => {
	const holding = (data: unknown) => answer(200, { status: 'success', data });
	const unreadable = (error: Error): Change => ({
		job: {
			read: () => {
				throw error;
			},
		},
	});

	test('is handed on without the key, and otherwise as it came', async () => {
		const data = { list: [1, { a: null }], key: `x${apiKey}y`, same: '"\\u00e9' };
		const { outcome } = await send(holding(data));
		expect(shown(outcome)).toMatchObject([{ json: { data: { ...data, key: 'x[API key]y' } } }]);
	});

	test('that the job cannot read is a bad response', async () => {
		const failure = await failureOf(success, unreadable(new InputError('no items')));
		expect(failure).toMatchObject({ code: 'bad_response', message: 'no items' });
	});

	test('that repeats a short key is shown without it if it cannot be read', async () => {
		const change = unreadable(new InputError('Expected a list, but found "k-7"'));
		const fake = fakeTransport({ answer: () => ({ result: success }), apiKey: 'k-7' });
		expect(failed(await sendAlone(fakeJob(change.job), fake)).message).toBe(
			'Expected a list, but found "[API key]"',
		);
	});

	test('that cannot be read for another reason does not escape', async () => {
		const mistake = new TypeError(`a mistake of ours with ${apiKey}`);
		expect(await failureOf(success, unreadable(mistake))).toMatchObject({
			code: 'bad_response',
			message: 'The data could not be read.',
			attempts: 1,
			mayBeAccepted: true,
			notSent: false,
		});
	});
});
