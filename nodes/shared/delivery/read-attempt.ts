import { failureKinds, InputError, type FailedResult, type ResponseResult } from '../failure';
import type { AttemptResult, Job, Transport } from './job';

const longestMessage = 500;

/** What an attempt came to: the job's result, or a failure with what is known about a retry. */
export type Read<Data> = { readonly kind: 'success'; readonly data: Data } | FailedResult;

/**
 * Says what an attempt means, without the key. Reads one attempt at a time, and yields to the event
 * loop. Data that the job cannot read is a failure.
 */
export async function readAttempt<Data>(
	job: Job<Data>,
	attempt: AttemptResult,
	transport: Transport,
): Promise<Read<Data>> {
	return await transport.readings.take(async () => await read(job, attempt, transport));
}

async function read<Data>(
	job: Job<Data>,
	attempt: AttemptResult,
	transport: Transport,
): Promise<Read<Data>> {
	const { redactor, timeSlice } = transport;
	if (timeSlice.isOver()) await timeSlice.yieldToEventLoop();
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
			if (attempt.status >= 300) return transport.readBeginning(attempt);
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
