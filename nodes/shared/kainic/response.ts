import {
	failureKinds,
	type FailedResponse,
	type Failure,
	type FailureCode,
	type ResponseResult,
	type Said,
} from '../failure';
import { documentedMessages, inferredWording } from './api';
import { parseEnvelope } from './envelope';

/** An HTTP response with its whole body; the beginning is enough under a status that is not a success. */
export interface KainicResponse {
	readonly status: number;
	readonly body: string;
}

/**
 * Interprets a response. A documented failure message decides, whatever the status is; then the
 * status decides, then the form of the body.
 */
export function readResponse({ status, body }: KainicResponse): ResponseResult {
	const envelope = parseEnvelope(body);
	if (envelope?.kind === 'fail') {
		return {
			kind: 'failure',
			...judge(envelope.message, status),
			...reason(envelope.message, body),
		};
	}
	if (status < 200 || status >= 300) {
		const judgement = byStatus(status) ?? judgementOf('rejected');
		return { kind: 'failure', ...judgement, lead: `HTTP status ${status}: `, said: body };
	}
	if (envelope !== null) return envelope;
	const lead = 'This is not a response of Kainic: ';
	return { kind: 'failure', ...judgementOf('bad_response'), lead, said: body };
}

function reason(message: string, body: string): Said {
	const isEmpty = message.trim() === '';
	return isEmpty ? { lead: 'Kainic gave no reason: ', said: body } : { lead: '', said: message };
}

/** True if a request was refused for its data, so that a part of the data may be accepted alone. */
export function isDataRefusal(
	failed: Pick<Failure, 'code' | 'httpCode' | 'mayBeAccepted'>,
): boolean {
	if (failed.mayBeAccepted || failureKinds[failed.code].scope !== 'request') return false;
	if (failed.code === 'missing_fields' || failed.code === 'field_type') return true;
	return failed.httpCode === 400 || failed.httpCode === 413 || failed.httpCode === 422;
}

/** What a failure means for its request and for others. */
type Judgement = Omit<FailedResponse, 'kind' | keyof Said>;

function judge(message: string, status: number): Judgement {
	const documented = documentedCode(message);
	if (documented === 'prediction_failed' && status >= 500) {
		return { ...judgementOf(documented), retry: 'always', mayBeAccepted: true };
	}
	if (documented !== undefined) return judgementOf(documented);
	const inferred = judgementOf(inferredCode(message) ?? 'rejected');
	return byStatus(status) ?? { ...inferred, scope: 'request' };
}

function judgementOf(code: FailureCode): Judgement {
	const { retry, scope } = failureKinds[code];
	return { code, retry, scope, mayBeAccepted: code === 'server_error' || code === 'bad_response' };
}

/** What a status says; undefined if the message decides. */
function byStatus(status: number): Judgement | undefined {
	const code = codeOfStatus(status);
	if (code === undefined) return undefined;
	const judgement = judgementOf(code);
	// A firewall answers so to the text of one visitor.
	if (status === 403) return { ...judgement, scope: 'request' };
	// Google answers so for a function that ran out of time, whatever it had done. No 4xx is tried again.
	if (status === 408) return { ...judgement, retry: 'never', mayBeAccepted: true };
	return judgement;
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
