import { setTimeout as wait } from 'node:timers/promises';
import { field } from '../../nodes/shared/kainic/api';
import { createKeyRemover } from '../../nodes/shared/send/api-key';
import type { Account } from './account';
import { requestOf, type Question, type Values } from './questions';

/** How one request ended: the status, null if no answer came, and the body, or why none came. No key is in it. */
export interface Answer {
	readonly status: number | null;
	readonly text: string;
}

/** Asks one question at a time, each once. Returns why it ended early; null if all were asked. */
export async function askAll(
	questions: readonly Question[],
	account: Account,
	values: Values,
	{ signal, pause }: { readonly signal: AbortSignal; readonly pause: number },
	onAnswer: (question: Question, answer: Answer) => void,
): Promise<string | null> {
	const answers: Answer[] = [];
	const closed = new Set<string>();
	for (const question of questions) {
		const reason = signal.aborted ? 'it was interrupted' : reasonToStop(answers);
		if (reason !== null) return reason;
		if (closed.has(question.endpoint)) continue;
		if (answers.length > 0) await wait(pause, undefined, { signal }).catch(() => undefined);
		const answer = await send(question, account, values, signal);
		answers.push(answer);
		if (question.mustBeRefused && isAccepted(answer)) closed.add(question.endpoint);
		onAnswer(question, answer);
	}
	return signal.aborted ? 'it was interrupted' : reasonToStop(answers);
}

/** Why nothing more is sent; null if more may be sent. */
function reasonToStop(answers: readonly Answer[]): string | null {
	// The first goes with a made-up key: only Kainic, or a refusal of the key, earns the real one.
	const isOfKainic = (answer: Answer) =>
		answer.status === 401 || answer.status === 403 || envelopeOf(answer) !== undefined;
	if (!answers.slice(0, 2).every(isOfKainic))
		return 'the answer does not have the form of an answer of Kainic';
	if (answers.some(({ status }) => status === 429)) return 'the host asks to slow down';
	const last = answers.slice(-2);
	const isSilent = last.every(({ status }) => status === null || status >= 500);
	return last.length === 2 && isSilent ? 'the host does not answer' : null;
}

function isAccepted(answer: Answer): boolean {
	const isSuccess = answer.status !== null && answer.status >= 200 && answer.status < 300;
	return (envelopeOf(answer) ?? (isSuccess ? 'success' : 'fail')) === 'success';
}

function envelopeOf({ text }: Answer): string | undefined {
	return /^\s*\{.*"status"\s*:\s*"(success|fail)"/s.exec(text)?.[1];
}

/** Sends one request once. Never throws. */
async function send(
	question: Question,
	{ baseUrl, keys }: Account,
	values: Values,
	signal: AbortSignal,
): Promise<Answer> {
	const { path, body } = requestOf(question, values);
	const url = new URL(baseUrl + path);
	const key = { ...keys, 'made-up': values.madeUp, none: null }[question.key ?? 'project'];
	if (key !== null) url.searchParams.set(field.apiKey, key);
	const limit = AbortSignal.timeout(30_000);
	try {
		const response = await fetch(url, {
			method: 'POST',
			// A redirect would carry the key elsewhere.
			redirect: 'manual',
			headers: typeof body === 'string' ? { 'content-type': 'application/json' } : {},
			body,
			signal: AbortSignal.any([signal, limit]),
		});
		const text = Object.values(keys).reduce<string>(
			(rest, each) => (each === null ? rest : createKeyRemover(each).fromMessage(rest)),
			await response.text(),
		);
		return { status: response.status, text };
	} catch {
		// The message of an error may hold the address, and the key with it.
		return { status: null, text: limit.aborted ? 'timeout' : 'no connection, or interrupted' };
	}
}
