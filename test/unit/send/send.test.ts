import fc from 'fast-check';
import { canceledUnsent, InputError, type Failure } from '../../../nodes/shared/failure';
import type { Outcome } from '../../../nodes/shared/send/job';
import { send as sendJob } from '../../../nodes/shared/send/send';
import { forAll } from '../support/for-all';
import {
	answer,
	apiKey,
	fail,
	fakeJob,
	fakeTransport,
	refusedConnection,
	reset,
	shown,
	success,
	type FakeOptions,
	type Result,
} from './fake-transport';

const busy = (retryAfter: string) => answer(503, 'busy', retryAfter);

/** Sends a job that gets these answers, in a run that has nothing else to do. */
async function send(
	given: FakeOptions['answer'],
	change: Partial<FakeOptions> = {},
	job = fakeJob(),
) {
	const { run, seen } = fakeTransport({ answer: given, ...change });
	const causeToSkip = () => (run.transport.canceled() ? canceledUnsent : null);
	const takeTurn = async () => ({ request: 1, isLate: false, cause: causeToSkip() });
	const outcome = await sendJob(job, run, { takeTurn, endTurn: () => undefined, causeToSkip });
	return { outcome, ...seen };
}

const failureOf = async (...given: Parameters<typeof send>) => failureIn(await send(...given));

function failureIn({ outcome }: { readonly outcome: Outcome }): Failure {
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

	const innerFailure = 'Prediction request failed from project x: y';

	test.each<[string, Result, code: string, attempts: number, mayBeAccepted: boolean]>([
		['a 400', fail('Something is wrong'), 'rejected', 1, false],
		['a 429 without Retry-After', answer(429, 'slow down'), 'rate_limited', 1, false],
		['a 500', answer(500, 'oops'), 'server_error', 4, true],
		['a reset after sending', reset, 'network', 4, true],
		['a connection that was never made', refusedConnection, 'network', 4, false],
		['a 429 with Retry-After', answer(429, '', '1'), 'rate_limited', 4, false],
		['a prediction that failed inside', fail(innerFailure, 500), 'prediction_failed', 4, true],
	])('%s is %3$s after %4$i attempts', async (_name, result, code, attempts, mayBeAccepted) => {
		const sent = await send(result);
		const notSent = result === refusedConnection;
		expect(failureIn(sent)).toMatchObject({ code, attempts, mayBeAccepted, notSent });
		expect(sent.attempts).toHaveLength(attempts);
	});

	test('waits grow exponentially, each multiplied by a random share, and each retry is told', async () => {
		const { waits, retries } = await send(reset, { policy: { maxAttempts: 5 } });
		expect(waits).toEqual([250, 500, 1000, 2000]);
		expect(retries).toEqual(waits.map((wait, index) => [index + 1, wait, 'The connection broke.']));
	});

	test('a Retry-After beyond the budget fails at once and says how long Kainic asked for', async () => {
		const sent = await send(busy('2'), { policy: { timeBudget: 1000 } });
		expect(failureIn(sent).description).toMatch(
			/^Kainic asked the node to wait 2 seconds\. That is longer than Time Budget \(1 seconds\)\. \S/,
		);
		expect([sent.attempts.length, sent.waits]).toEqual([1, []]);
	});

	test('a time budget that is used up is in the description', async () => {
		const slow = { ...reset, takes: Infinity };
		expect(await failureOf(slow, { policy: { timeBudget: 4000 } })).toMatchObject({
			message: 'No response.',
			description: expect.stringMatching(/^Time Budget \(4 seconds\) left no time for .+\. \S/),
		});
	});

	const results = fc.constantFrom<Result[]>(reset, busy('1'), busy('7'), answer(500, ''));
	const run = fc.record({
		plan: fc.array(fc.record({ result: results, takes: fc.nat(20_000) }), {
			minLength: 6,
			maxLength: 6,
		}),
		timeBudget: fc.integer({ min: 100, max: 20_000 }),
		random: fc.double({ min: 0, max: 0.999, noNaN: true }),
	});

	test('attempts and waits together never outlast the budget', () =>
		forAll([run], async ({ plan, timeBudget, random }) => {
			const answers = plan.map(({ result, takes }) => ({ ...result, takes }));
			const policy = { maxAttempts: 6, timeout: 5000, timeBudget };
			const { elapsed } = await send(answers, { policy, random: () => random });
			// An attempt has at least one millisecond.
			expect(elapsed()).toBeLessThanOrEqual(timeBudget + 1);
		}));
});

describe('what is known of a failed job', () => {
	test.each([apiKey, 'k-7'])('a message that held the key %s is not about a key', async (key) => {
		const failure = await failureOf(fail(`Cannot read ${key}.`), { apiKey: key });
		expect(failure).toMatchObject({ code: 'rejected', message: 'Cannot read [API key].' });
	});

	test.each([
		['x'.repeat(500), 'x'.repeat(500)],
		['x'.repeat(501), `${'x'.repeat(499)}…`],
		[`${'x'.repeat(498)}😀x`, `${'x'.repeat(498)}…`],
		[`${'x'.repeat(495)}${apiKey}`, `${'x'.repeat(495)}[API…`],
	])('at most 500 characters of a message are shown, and no half ones: %#', async (said, start) => {
		expect((await failureOf(fail(said))).message).toBe(start);
	});

	test('a cancel during a wait ends it as canceled', async () => {
		let isCanceled = false;
		const answer = () => {
			isCanceled = true;
			return reset;
		};
		expect(await failureOf(answer, { canceled: () => isCanceled })).toMatchObject({
			...{ code: 'canceled', attempts: 1, mayBeAccepted: true, quoted: false },
			message: 'The execution was canceled before the next attempt. The connection broke.',
			description: expect.stringMatching(/\S/),
		});
	});

	test('the code and the status are of the last attempt, the doubts of all', async () => {
		const known = { mayBeAccepted: true, notSent: false, attempts: 2 };
		const refused = { ...known, httpCode: 400, message: 'no' };
		expect(await failureOf([reset, fail('no')])).toMatchObject(refused);
		const [busy, unreachable] = [answer(500, ''), refusedConnection];
		const later = await failureOf([busy, unreachable], { policy: { maxAttempts: 2 } });
		expect(later).toMatchObject({ ...known, code: 'network', httpCode: null });
	});
});

describe('what a response holds', () => {
	/** Reads a success with a job that throws. */
	const unread = async (error: Error, key = apiKey) => {
		const read = () => {
			throw error;
		};
		return await failureOf(success, { apiKey: key }, fakeJob({ read }));
	};

	test('is handed on without the key, and otherwise as it came', async () => {
		const data = { list: [1, { a: null }], key: `x${apiKey}y`, same: '"\\u00e9' };
		const { outcome } = await send(answer(200, { status: 'success', data }));
		expect(shown(outcome)).toMatchObject([{ json: { data: { ...data, key: 'x[API key]y' } } }]);
	});

	test('that the job cannot read is a bad response', async () => {
		const failure = await unread(new InputError('no items'));
		expect(failure).toMatchObject({ code: 'bad_response', message: 'no items' });
	});

	test('that repeats a short key is shown without it if it cannot be read', async () => {
		const problem = new InputError('Expected a list, but found "k-7"');
		const { message } = await unread(problem, 'k-7');
		expect(message).toBe('Expected a list, but found "[API key]"');
	});

	test('that cannot be read for another reason does not escape', async () => {
		expect(await unread(new TypeError(`a mistake of ours with ${apiKey}`))).toMatchObject({
			...{ code: 'bad_response', attempts: 1, mayBeAccepted: true, notSent: false },
			message: 'The data could not be read.',
		});
	});
});
