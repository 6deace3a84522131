import {
	failureKinds,
	InputError,
	sentence,
	type FailedResult,
	type Failure,
	type ResponseResult,
} from '../failure';
import type { AttemptResult, Job, Outcome, Transport } from './job';
import {
	attemptTimeout,
	decideRetry,
	parseRetryAfter,
	unlimited,
	withinRun,
	type RetryPolicy,
	type RunBudget,
} from './retry';

/** What is known of all attempts so far. */
type History = Pick<Failure, 'attempts' | 'notSent' | 'mayBeAccepted'>;

/** What the rest of a run has to say before another attempt. */
export interface SendControl {
	readonly budget: RunBudget;
	/** Called when the head of a response has come. */
	onResponse(): void;
	/** Waits until the next attempt may begin. */
	pace(): Promise<void>;
	/** True if another request failed in a way that makes further attempts pointless. */
	isPointless(): boolean;
}

const alone: SendControl = {
	budget: unlimited,
	onResponse: () => undefined,
	pace: async () => await Promise.resolve(),
	isPointless: () => false,
};

const longestMessage = 500;

/**
 * Sends a job until it is accepted, refused, out of attempts or out of time. Never throws: whatever
 * happens is an outcome. If Kainic may have accepted one attempt, it may have accepted the job, even
 * if a later attempt is refused.
 */
export async function send<Data>(
	job: Job<Data>,
	transport: Transport,
	control: SendControl = alone,
): Promise<Outcome<Data>> {
	const start = transport.now();
	const policy = withinRun(transport.policy, control.budget, start);
	let history: History = { attempts: 0, notSent: true, mayBeAccepted: false };
	for (;;) {
		const timeout = attemptTimeout(transport.now() - start, policy);
		const attempt = await transport.request(job, timeout, control.onResponse);
		const result = await readAttempt(job, attempt, transport);
		history = extend(history, attempt, result);
		if (result.kind === 'success') {
			return { kind: 'accepted', data: result.data, attempts: history.attempts };
		}
		const failure = describe(result, attempt, history);
		const now = transport.now();
		const retryAfter =
			attempt.kind === 'no_response' ? null : parseRetryAfter(attempt.headers['retry-after'], now);
		const decision = decideRetry(
			{
				attempts: history.attempts,
				elapsed: now - start,
				retryable:
					result.retry === 'when_invited' ? retryAfter !== null : result.retry === 'always',
				retryAfter,
				random: transport.random(),
			},
			policy,
		);
		const ended = policy.timeBudget < transport.policy.timeBudget ? control.budget : null;
		if (decision.kind === 'stop') {
			const wasCut = ended !== null && failure.code === 'timeout' && now >= ended.deadline;
			return { kind: 'failed', failure: wasCut ? cutByRun(failure, ended) : failure };
		}
		if (decision.kind === 'stop_for_budget') {
			return {
				kind: 'failed',
				failure: outOfTime(failure, decision.retryAfter, transport.policy, ended),
			};
		}
		transport.onRetry(history.attempts, decision.delay, failure.message);
		await transport.sleep(decision.delay, control.isPointless);
		await control.pace();
		if (transport.canceled()) return { kind: 'failed', failure: canceledWhileWaiting(failure) };
		if (control.isPointless()) return { kind: 'failed', failure };
	}
}

type Read<Data> = { readonly kind: 'success'; readonly data: Data } | FailedResult;

async function readAttempt<Data>(
	job: Job<Data>,
	attempt: AttemptResult,
	transport: Transport,
): Promise<Read<Data>> {
	const { redactor, timeSlice } = transport;
	const result = interpret(attempt, transport);
	if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
	if (result.kind === 'failure') {
		return { ...result, message: redactor.excerpt(result.message, longestMessage) };
	}
	if (attempt.kind !== 'response' || job.ignoresData === true) {
		return readData(job, undefined, transport);
	}
	const body = await redactBody(attempt.body, transport);
	if (body === attempt.body) return readData(job, result.data, transport);
	const redacted = transport.readResponse({ status: attempt.status, body });
	if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
	return redacted.kind === 'success' ? readData(job, redacted.data, transport) : redacted;
}

/** The body without the key. Yields to the event loop between pieces of it. */
async function redactBody(
	body: string,
	{ redactor, timeSlice }: Pick<Transport, 'redactor' | 'timeSlice'>,
): Promise<string> {
	const steps = redactor.body(body);
	for (;;) {
		const step = steps.next();
		if (step.done === true) return step.value;
		if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
	}
}

function interpret(attempt: AttemptResult, transport: Transport): ResponseResult {
	switch (attempt.kind) {
		case 'response': {
			const result = transport.readResponse(attempt);
			if (result.kind === 'failure' || attempt.unsent === null) return result;
			return failed('bad_response', attempt.unsent, { mayBeAccepted: true, retryable: false });
		}
		case 'broken_response': {
			// A refusal needs no text; only under a 2xx the body says whether the request succeeded.
			if (attempt.status >= 300)
				return transport.readResponse({ status: attempt.status, body: attempt.start });
			const retryable = attempt.code === 'timeout' || attempt.code === 'network';
			return failed(attempt.code, attempt.problem, { mayBeAccepted: true, retryable });
		}
		case 'no_response': {
			const { code, problem, sent, retryable } = attempt;
			return failed(code, problem, { mayBeAccepted: sent, retryable });
		}
	}
}

function readData<Data>(job: Job<Data>, data: unknown, { redactor }: Transport): Read<Data> {
	try {
		return { kind: 'success', data: job.read(data) };
	} catch (error) {
		const problem = error instanceof InputError ? error.message : 'The data could not be read.';
		const unreadable = failed('bad_response', problem, { mayBeAccepted: true, retryable: false });
		return { ...unreadable, message: redactor.excerpt(problem, longestMessage) };
	}
}

function failed(
	code: FailedResult['code'],
	message: string,
	known: { readonly mayBeAccepted: boolean; readonly retryable: boolean },
): FailedResult {
	return {
		kind: 'failure',
		code,
		message,
		quoted: false,
		retry: known.retryable ? 'always' : 'never',
		scope: failureKinds[code].scope,
		mayBeAccepted: known.mayBeAccepted,
	};
}

function extend(history: History, attempt: AttemptResult, result: Read<unknown>): History {
	return {
		attempts: history.attempts + 1,
		notSent: history.notSent && attempt.kind === 'no_response' && !attempt.sent,
		mayBeAccepted: history.mayBeAccepted || (result.kind === 'failure' && result.mayBeAccepted),
	};
}

function describe(result: FailedResult, attempt: AttemptResult, history: History): Failure {
	const { headline, advice } = failureKinds[result.code];
	return {
		code: result.code,
		headline,
		message: result.message,
		quoted: result.quoted,
		description: advice,
		httpCode: attempt.kind === 'no_response' ? null : attempt.status,
		...history,
		scope: result.scope,
	};
}

/** A timeout of the last attempt, whose time the run's budget had shortened. */
function cutByRun(failure: Failure, { limit }: RunBudget): Failure {
	const reason = `The run budget of ${limit / 1000} seconds was over.`;
	return { ...failure, description: `${reason} ${failure.description}` };
}

/** `run` is the budget of the run if that one ends first. */
function outOfTime(
	failure: Failure,
	retryAfter: number | null,
	policy: RetryPolicy,
	run: RunBudget | null,
): Failure {
	const budget =
		run === null
			? `time budget of ${policy.timeBudget / 1000} seconds`
			: `run budget of ${run.limit / 1000} seconds`;
	const reason =
		retryAfter === null
			? `The ${budget} leaves no room for another attempt.`
			: `Kainic asked to wait ${Math.ceil(retryAfter / 1000)} seconds, which is beyond the ${budget}.`;
	const description = `${reason} ${failure.description}`;
	if (failure.code !== 'timeout' || failure.attempts === 1) return { ...failure, description };
	// The last attempt has only the time that the earlier ones left.
	const message = `${failure.message} This was attempt ${failure.attempts} within the ${budget}.`;
	return { ...failure, message, description };
}

function canceledWhileWaiting(failure: Failure): Failure {
	const { advice, headline, scope } = failureKinds.canceled;
	const message = `Canceled while waiting to try again. ${sentence(failure)}`;
	return {
		...failure,
		code: 'canceled',
		headline,
		message,
		quoted: false,
		description: advice,
		scope,
	};
}
