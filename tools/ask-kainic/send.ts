import { setTimeout as wait } from 'node:timers/promises';
import { field } from '../../nodes/shared/kainic/api';
import { createKeyRemover } from '../../nodes/shared/send/api-key';
import type { Account } from './options';
import { requestOf, type Question, type Request, type Values } from './questions';

/** How one request ended. No key is in it. */
export interface Answer {
	/** The HTTP status; null if no answer came. */
	readonly status: number | null;
	/** The body as it came, or why none came. */
	readonly text: string;
}

/** Where requests go, and with what. */
export interface Target {
	readonly baseUrl: string;
	readonly account: Account;
	readonly values: Values;
}

export interface Course {
	/** Ends the run. */
	readonly signal: AbortSignal;
	/** Milliseconds between two requests. */
	readonly pause: number;
}

/** Asks one question at a time, each once. Returns why it ended early; null if all were asked. */
export async function askAll(
	questions: readonly Question[],
	target: Target,
	{ signal, pause }: Course,
	onAnswer: (question: Question, answer: Answer) => void,
): Promise<string | null> {
	const asked: Array<readonly [Question, Answer]> = [];
	for (const question of questions) {
		const reason = signal.aborted ? 'it was interrupted' : stopOf(asked);
		if (reason !== null) return reason;
		if (isClosed(question, asked)) continue;
		if (asked.length > 0) await wait(pause, undefined, { signal }).catch(() => undefined);
		const answer = await send(target, question.key, requestOf(question, target.values), signal);
		asked.push([question, answer]);
		onAnswer(question, answer);
	}
	return signal.aborted ? 'it was interrupted' : stopOf(asked);
}

/** Why nothing more is sent; null if more may be sent. */
function stopOf(asked: ReadonlyArray<readonly [Question, Answer]>): string | null {
	const answers = asked.map(([, answer]) => answer);
	// The first goes with a made-up key: only Kainic, or a refusal of the key, earns the real one.
	if (answers.slice(0, 2).some((answer) => !isOfKainic(answer))) {
		return 'the answer does not have the form of an answer of Kainic';
	}
	if (answers.some(({ status }) => status === 429)) return 'the host asks to slow down';
	const last = answers.slice(-2);
	const isSilent = ({ status }: Answer): boolean => status === null || status >= 500;
	return last.length === 2 && last.every(isSilent) ? 'the host does not answer' : null;
}

function isOfKainic({ status, text }: Answer): boolean {
	return status === 401 || status === 403 || envelopeOf(text) !== null;
}

function envelopeOf(text: string): 'success' | 'fail' | null {
	try {
		const body: unknown = JSON.parse(text);
		const status = typeof body === 'object' && body !== null && 'status' in body && body.status;
		return status === 'success' || status === 'fail' ? status : null;
	} catch {
		return null;
	}
}

/** Whether the same endpoint accepted something that it had to refuse. */
function isClosed(
	{ endpoint }: Question,
	asked: ReadonlyArray<readonly [Question, Answer]>,
): boolean {
	return asked.some(([other, { status, text }]) => {
		const envelope = envelopeOf(text);
		const isSuccess = status !== null && status >= 200 && status < 300;
		const isAccepted = envelope === 'success' || (envelope === null && isSuccess);
		return other.endpoint === endpoint && other.mustBeRefused && isAccepted;
	});
}

/** Milliseconds. */
const timeout = 30_000;

/** Sends one request once. Never throws. */
async function send(
	{ baseUrl, account, values }: Target,
	key: Question['key'] = 'project',
	{ path, contentType, body }: Request,
	signal: AbortSignal,
): Promise<Answer> {
	const url = new URL(baseUrl + path);
	const { project, experiment } = account.keys;
	const apiKey = { project, experiment, 'made-up': values.madeUp, none: null }[key];
	if (apiKey !== null) url.searchParams.set(field.apiKey, apiKey);
	const limit = AbortSignal.timeout(timeout);
	try {
		const response = await fetch(url, {
			method: 'POST',
			// A redirect would carry the key elsewhere.
			redirect: 'manual',
			headers: {
				'content-type': contentType,
				...(account.origin === null ? {} : { origin: account.origin }),
			},
			body,
			signal: AbortSignal.any([signal, limit]),
		});
		return { status: response.status, text: shown(await response.text(), account) };
	} catch (error) {
		if (signal.aborted) return { status: null, text: 'interrupted' };
		return { status: null, text: limit.aborted ? 'timeout' : codeOf(error) };
	}
}

/** The text of a response as a person may see it, without a key. */
function shown(text: string, { keys }: Account): string {
	let clean = text;
	for (const key of [keys.project, keys.experiment]) {
		if (key !== null) clean = createKeyRemover(key).fromMessage(clean);
	}
	return clean;
}

/** The code of a network error. Its message may hold the address, and the key with it. */
function codeOf(error: unknown): string {
	const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
	const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
	return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'connection failed';
}
