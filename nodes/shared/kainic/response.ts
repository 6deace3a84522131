import {
	failureKinds,
	type FailedResult,
	type Failure,
	type FailureCode,
	type FailureScope,
	type ResponseResult,
} from '../failure';
import { documentedMessages, inferredWording } from './api';
import { parseEnvelope } from './envelope';
import { excerpt, excerptOfBeginning, redactedStart, shorten, type Redaction } from './excerpt';

/** An HTTP response with its whole body. */
export interface KainicResponse {
	readonly status: number;
	readonly body: string;
}

/**
 * Interprets a response. A documented failure message decides, whatever the status is; then the
 * status decides, then the form of the body. Every message that is returned is redacted and has at
 * most 500 characters.
 */
export function readResponse(response: KainicResponse, redaction: Redaction): ResponseResult {
	const { status, body } = response;
	const envelope = parseEnvelope(body);
	if (envelope?.kind === 'fail') return readFailure(envelope.message, response, redaction);
	if (status < 200 || status >= 300) {
		return byItsStatus(status, excerpt(body, redaction));
	}
	if (envelope !== null) return envelope;
	return failure('bad_response', `This is not a response of Kainic: ${excerpt(body, redaction)}`);
}

/** Interprets a response that is not a success, if only the beginning of its body came. The status decides. */
export function readBeginning(
	{ status, start }: { readonly status: number; readonly start: string },
	redaction: Redaction,
): FailedResult {
	return byItsStatus(status, excerptOfBeginning(start, redaction));
}

function byItsStatus(status: number, said: string): FailedResult {
	const message = `HTTP status ${status}: ${said}`;
	return byStatus(status, message) ?? failure('rejected', message);
}

/** True if a request was refused for its data, so that a part of the data may be accepted alone. */
export function isDataRefusal(
	failed: Pick<Failure, 'code' | 'httpCode' | 'mayBeAccepted'>,
): boolean {
	if (failed.mayBeAccepted || failureKinds[failed.code].scope !== 'request') return false;
	if (failed.code === 'missing_fields' || failed.code === 'field_type') return true;
	return failed.httpCode === 400 || failed.httpCode === 413 || failed.httpCode === 422;
}

function readFailure(
	said: string,
	{ status, body }: KainicResponse,
	redaction: Redaction,
): ResponseResult {
	const quoted = said.trim() !== '';
	const message = quoted
		? redactedStart(said, redaction)
		: `Kainic gave no reason: ${excerpt(body, redaction)}`;
	return { ...judge(said, status, message), quoted };
}

function judge(said: string, status: number, message: string): FailedResult {
	const documented = documentedCode(said);
	if (documented === 'prediction_failed' && status >= 500) {
		return { ...failure(documented, message), retry: 'always', mayBeAccepted: true };
	}
	if (documented !== undefined) return failure(documented, message);
	return byStatus(status, message) ?? failure(inferredCode(said) ?? 'rejected', message, 'request');
}

function failure(
	code: FailureCode,
	message: string,
	scope: FailureScope = failureKinds[code].scope,
): FailedResult {
	return {
		kind: 'failure',
		code,
		message: shorten(message),
		quoted: false,
		retry: failureKinds[code].retry,
		scope,
		mayBeAccepted: code === 'server_error' || code === 'bad_response',
	};
}

/** What a status says; undefined if the message decides. */
function byStatus(status: number, message: string): FailedResult | undefined {
	const code = codeOfStatus(status);
	if (code === undefined) return undefined;
	// Google answers so for a function that ran out of time, whatever it had done. No 4xx is tried again.
	if (status === 408) return { ...failure(code, message), retry: 'never', mayBeAccepted: true };
	return failure(code, message);
}

function codeOfStatus(status: number): FailureCode | undefined {
	if (status >= 500) return 'server_error';
	if (status === 401 || status === 403) return 'unauthorized';
	if (status === 408) return 'timeout';
	if (status === 413) return 'too_large';
	if (status === 429) return 'rate_limited';
	if (status >= 300 && status < 400) return 'redirect';
	return status < 200 ? 'bad_response' : undefined;
}

/** Characters of a message that are examined for inferred wording. */
const longestExamined = 2000;

const quotedParts = [/"[^"]*"/g, /(?<!\w)'[^']*'(?!\w)/g, /`[^`]*`/g, /“[^“”]*”/g, /‘[^‘’]*’/g];

const templates = documentedMessages.map(({ message, code }) => ({
	parts: message.split(/\{\w+\}/),
	code,
}));

/** The code of a documented message; undefined unless the whole message is one, white space around it aside. */
function documentedCode(message: string): FailureCode | undefined {
	const text = message.trim();
	return templates.find(({ parts }) => fits(text, parts))?.code;
}

/** The code that an undocumented message suggests, parts in quotation marks aside. Inferred. */
function inferredCode(message: string): FailureCode | undefined {
	const text = quotedParts.reduce(
		(rest, quoted) => rest.replace(quoted, ' '),
		message.slice(0, longestExamined),
	);
	return inferredWording.find(({ pattern }) => pattern.test(text))?.code;
}

/** True if a text is the given parts with anything between them. Linear. */
function fits(text: string, parts: readonly string[]): boolean {
	const [first = '', ...others] = parts;
	const last = others.pop();
	if (last === undefined) return text === first;
	if (!text.startsWith(first)) return false;
	let position = first.length;
	for (const part of others) {
		const found = text.indexOf(part.trimEnd(), position);
		if (found < 0) return false;
		position = found + part.trimEnd().length;
	}
	return text.endsWith(last) && text.length - last.length >= position;
}
