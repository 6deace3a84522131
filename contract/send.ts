import { createRedactor } from '../nodes/shared/delivery/redact';
import { field } from '../nodes/shared/kainic/api';
import { timeout } from './core/advance';
import { essenceOf } from './core/reading';
import { withoutKeys } from './files';
import type { KeyName, Outcome, Probe, Values } from './core/model';

export interface Keys {
	readonly project: string;
	readonly experiment: string | null;
}

export interface Target {
	readonly baseUrl: string;
	readonly keys: Keys;
	readonly values: Values;
	readonly origin: string | null;
}

/** Characters of an answer that are read: a success is recognised if it is whole. */
const longestAnswer = 4 * 1024 * 1024;

/** Sends one request once. Never throws; the keys are removed from what it returns. */
export async function send(target: Target, probe: Probe, signal: AbortSignal): Promise<Outcome> {
	const { path, contentType, body } = probe.request(target.values);
	const limit = AbortSignal.timeout(timeout);
	try {
		const response = await fetch(addressOf(target, path, probe.key), {
			method: 'POST',
			// A redirect would carry the key elsewhere.
			redirect: 'manual',
			headers: {
				'content-type': contentType,
				...(target.origin === null ? {} : { origin: target.origin }),
			},
			body,
			signal: AbortSignal.any([signal, limit]),
		});
		return {
			kind: 'answer',
			status: response.status,
			body: essenceOf(await readBody(response), cleanerFor(target)),
			retryAfter: response.headers.get('retry-after'),
		};
	} catch (error) {
		if (limit.aborted) return { kind: 'silence', reason: 'timeout', detail: 'timeout' };
		const detail = signal.aborted ? 'interrupted' : codeOf(error);
		return { kind: 'silence', reason: 'network', detail };
	}
}

function addressOf({ baseUrl, keys, values }: Target, path: string, key: KeyName): URL {
	const url = new URL(baseUrl + path);
	const value = {
		project: keys.project,
		experiment: keys.experiment,
		'made-up': values.madeUp.key,
		none: null,
	}[key];
	if (value !== null) url.searchParams.set(field.apiKey, value);
	return url;
}

/** Redacts the keys of a run: as any encoding spells them, and as a person would still read them. */
function cleanerFor({ keys }: Target): (text: string) => string {
	const redactor = createRedactor([keys.project, keys.experiment ?? '']);
	return (text) => withoutKeys(redactor.text(text), keys);
}

async function readBody(response: Response): Promise<string> {
	if (response.body === null) return '';
	const decoder = new TextDecoder();
	const reader = response.body.getReader();
	let text = '';
	for (;;) {
		const { done, value } = await reader.read();
		if (done) return text + decoder.decode();
		text += decoder.decode(value, { stream: true });
		if (text.length < longestAnswer) continue;
		await reader.cancel();
		return text;
	}
}

/** The code of a network error. Its message may hold the address, and the key with it. */
function codeOf(error: unknown): string {
	const cause = error instanceof Error ? error.cause : undefined;
	const holder = typeof cause === 'object' && cause !== null ? cause : error;
	const code: unknown =
		typeof holder === 'object' && holder !== null ? Reflect.get(holder, 'code') : null;
	return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'connection failed';
}
