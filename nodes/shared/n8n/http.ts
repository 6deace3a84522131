import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { BrokenAnswer, Exchange } from '../delivery/exchange';
import type { Job } from '../delivery/job';
import { readText, toStreamedAnswer, type StreamedAnswer } from './answer-stream';
import { startRace, timerLength, type Race } from './interruption';
import { networkProblem } from './network-problem';

/** The host of Kainic never answers with more bytes. */
const longestAnswer = 32 * 1024 * 1024;

/** A reason of our own: without one, every abort makes an error with a stack. */
const attemptEnded = 'The attempt has ended.';

/** Milliseconds after our own deadline at which n8n gives the connection up. */
const clearingUp = 1000;

/**
 * Makes one attempt through n8n's own request helper. Never throws. `timeout` (milliseconds) bounds
 * it from its start to the last byte of the answer, however slowly that trickles in.
 */
export async function attemptRequest(
	context: IExecuteFunctions,
	credential: string,
	job: Job<unknown>,
	timeout: number,
): Promise<Exchange> {
	const end = new AbortController();
	const race = startRace(timeout, context.getExecutionCancelSignal());
	const asking = ask(context, credential, job, timeout, end.signal);
	try {
		const asked = await race.run(asking);
		switch (asked.kind) {
			case 'done':
				return await readAnswer(asked.value, timeout, race);
			case 'failed':
				return { kind: 'silence', cause: 'network', ...networkProblem(asked.error) };
			default:
				discardLate(asking);
				return {
					kind: 'silence',
					cause: asked.kind,
					sent: true,
					problem: interruptionProblem(asked.kind, timeout),
				};
		}
	} finally {
		end.abort(attemptEnded);
		race.dispose();
	}
}

async function ask(
	context: IExecuteFunctions,
	credential: string,
	job: Job<unknown>,
	timeout: number,
	signal: AbortSignal,
): Promise<StreamedAnswer> {
	const body = job.body(signal);
	const json = Buffer.isBuffer(body) ? { 'content-type': 'application/json' } : {};
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: job.url,
		headers: { accept: 'application/json', ...job.headers, ...json },
		body,
		// n8n's timeout counts idle time only, so it just clears up after ours.
		timeout: timerLength(timeout + clearingUp),
		// A stream can be bounded in time and in size.
		encoding: 'stream',
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		// Following a redirect would carry the API key elsewhere, and buffer the whole body for it.
		disableFollowRedirect: true,
	};
	const response: unknown = await context.helpers.httpRequestWithAuthentication.call(
		context,
		credential,
		options,
	);
	return toStreamedAnswer(response);
}

async function readAnswer(answer: StreamedAnswer, timeout: number, race: Race): Promise<Exchange> {
	const { status, headers } = answer;
	const broken = (cause: BrokenAnswer['cause'], problem: string): BrokenAnswer => ({
		kind: 'broken_answer',
		status,
		headers,
		cause,
		problem,
	});
	const read = await race.run(readText(answer, longestAnswer));
	switch (read.kind) {
		case 'done':
			if (read.value.kind === 'unreadable') return broken('unreadable', read.value.problem);
			return { kind: 'answer', status, headers, body: read.value.text };
		case 'failed':
			return broken('network', networkProblem(read.error).problem);
		default:
			answer.discard();
			return broken(read.kind, interruptionProblem(read.kind, timeout));
	}
}

function interruptionProblem(kind: 'timeout' | 'canceled', timeout: number): string {
	return kind === 'canceled'
		? 'The execution was cancelled while Kainic was being asked.'
		: `No complete answer came within ${timerLength(timeout) / 1000} seconds.`;
}

/** An answer that comes after nobody waits for it any more is closed, so that it holds no connection. */
function discardLate(asking: Promise<StreamedAnswer>): void {
	asking.then(
		(answer) => answer.discard(),
		() => undefined,
	);
}
