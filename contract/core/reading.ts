import { readResponse } from '../../nodes/shared/kainic/response';
import { parseEnvelope } from '../../nodes/shared/kainic/envelope';
import type { FailureCode } from '../../nodes/shared/failure';
import { recognize, type Recognized } from './messages';
import type { Outcome } from './model';

/** What an answer is, before anything is concluded from it. */
export type Reading =
	| { readonly kind: 'success'; readonly status: number }
	| {
			/** Kainic's fail envelope. */
			readonly kind: 'failure';
			readonly status: number;
			/** What the nodes take it for. */
			readonly code: FailureCode;
			/** Word for word. */
			readonly words: string;
			readonly documented: Recognized | null;
	  }
	| {
			/** Anything else that came over HTTP. */
			readonly kind: 'foreign';
			readonly status: number;
			readonly code: FailureCode;
			readonly isPage: boolean;
			/** Whether it begins as a JSON object or array does. */
			readonly isJson: boolean;
			readonly words: string;
	  }
	| { readonly kind: 'silence'; readonly reason: 'timeout' | 'network'; readonly detail: string }
	| { readonly kind: 'skipped' };

export type Failed = Extract<Reading, { kind: 'failure' }>;

/** Answers are judged here, and no words of the judgement are shown. */
export const nothingRemoved = { text: (text: string) => text, reach: 0 };

export function readOutcome(outcome: Outcome): Reading {
	if (outcome.kind !== 'answer') return outcome;
	const { status, body } = outcome;
	const result = readResponse({ status, body }, nothingRemoved);
	const envelope = parseEnvelope(body);
	if (envelope?.kind === 'fail') {
		const { message: words } = envelope;
		const code = result.kind === 'failure' ? result.code : 'rejected';
		return { kind: 'failure', status, code, words, documented: recognize(words) };
	}
	if (result.kind === 'success') return { kind: 'success', status };
	const isPage = /^\s*(<!doctype|<html|<head|<\?xml|<!--)/i.test(body);
	const isJson = /^\uFEFF?\s*[{[]/.test(body);
	return { kind: 'foreign', status, code: result.code, isPage, isJson, words: result.message };
}

/** Characters of words, or of what is no envelope, that are kept: more than are ever shown, since the end may be half a key. */
const longestKept = 40 * 1024;

/**
 * The part of an answer that something is concluded from, without keys. The data of a success is not
 * one, and it may hold products and IDs.
 */
export function essenceOf(body: string, withoutKeys: (text: string) => string): string {
	const envelope = parseEnvelope(body);
	if (envelope === null) return withoutKeys(body.slice(0, longestKept));
	if (envelope.kind === 'success') return '{"status":"success","data":null}';
	const message = withoutKeys(envelope.message.slice(0, longestKept));
	return JSON.stringify({ status: 'fail', message });
}

/** Whether this is the documented message. */
export function isSaid(reading: Reading | undefined, template: string): reading is Failed {
	return reading?.kind === 'failure' && reading.documented?.template === template;
}

/** Failures of the account, of the key, or of the moment: they tell nothing of what a request holds. */
const besideTheRequest = new Set<FailureCode>([
	...(['unauthorized', 'credit', 'tracker', 'domain'] as const),
	...(['rate_limited', 'server_error', 'prediction_failed'] as const),
]);

/** How a host that is busy may say so; nobody documents it. */
const slowDown = /\bquota|rate.?limit|too many|slow down/i;
const ofMoment =
	/try again|temporar|overload|\bbusy|unavailable|maintenance|warming|time[ds]? ?out/i;

/** Whether the host asks to slow down, by its status or in words. */
export function isRateLimited(reading: Reading): boolean {
	if (reading.kind === 'failure' && reading.documented === null && slowDown.test(reading.words)) {
		return true;
	}
	return 'code' in reading && reading.code === 'rate_limited';
}

/** Whether this is a failure that may come from what the request holds. */
export function isOfRequest(reading: Reading | undefined): reading is Failed {
	if (reading?.kind !== 'failure' || besideTheRequest.has(reading.code)) return false;
	return reading.documented !== null || !(isRateLimited(reading) || ofMoment.test(reading.words));
}

/**
 * Whether a refusal is about one of these things: it is in documented words, or it names one. Other
 * words may be about anything.
 */
export function tellsOf(reading: Reading | undefined, things: RegExp): reading is Failed {
	return isOfRequest(reading) && (reading.documented !== null || things.test(reading.words));
}

/** Whether a refusal is about a field that is missing or wrong. */
export function isAbout(reading: Reading | undefined, names: readonly string[]): reading is Failed {
	if (!isOfRequest(reading)) return false;
	return reading.code === 'missing_fields' || names.some((name) => reading.words.includes(name));
}

/** Whether two answers are the same in everything but the data of a success. */
export function isSame(one: Reading | undefined, other: Reading | undefined): boolean {
	if (one === undefined || other === undefined || one.kind !== other.kind) return false;
	if (one.kind === 'success') return true;
	if (one.kind !== 'failure' || other.kind !== 'failure') return false;
	return one.status === other.status && one.words.trim() === other.words.trim();
}
