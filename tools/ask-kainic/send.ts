import { field } from '../../nodes/shared/kainic/api';
import { readAnswer, type Answer } from './answers';
import type { Account } from './options';
import type { Probe, ProbeRequest, Values } from './probe';
import type { Fit } from './words';

/** Where requests go, and with what. */
export interface Target {
	readonly baseUrl: string;
	readonly account: Account;
	readonly values: Values;
	readonly fit: Fit;
}

/** Milliseconds. */
const timeout = 30_000;

/** Sends one request once. Never throws; the keys are in nothing that it returns. */
export async function send(
	target: Target,
	key: Probe['key'],
	{ path, contentType, body }: ProbeRequest,
	signal: AbortSignal,
): Promise<Answer> {
	const limit = AbortSignal.timeout(timeout);
	const { origin } = target.account;
	try {
		const response = await fetch(addressOf(target, path, key), {
			method: 'POST',
			// A redirect would carry the key elsewhere.
			redirect: 'manual',
			headers: { 'content-type': contentType, ...(origin === null ? {} : { origin }) },
			body,
			signal: AbortSignal.any([signal, limit]),
		});
		return readAnswer(response.status, await response.text(), target.fit);
	} catch (error) {
		if (signal.aborted) return { kind: 'silence', words: 'interrupted' };
		return { kind: 'silence', words: limit.aborted ? 'timeout' : codeOf(error) };
	}
}

function addressOf({ baseUrl, account, values }: Target, path: string, key: Probe['key']): URL {
	const url = new URL(baseUrl + path);
	const { project, experiment } = account.keys;
	const value = { project, experiment, 'made-up': values.madeUp, none: null }[key];
	if (value !== null) url.searchParams.set(field.apiKey, value);
	return url;
}

/** The code of a network error. Its message may hold the address, and the key with it. */
function codeOf(error: unknown): string {
	const cause: unknown = error instanceof Error ? (error.cause ?? error) : error;
	const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : null;
	return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'connection failed';
}
