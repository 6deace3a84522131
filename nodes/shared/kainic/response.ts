import { failureKinds, type FailureCode, type FailureScope, type ResponseResult } from '../failure';
import { isDeeperThan } from './nesting';
import { pageText, redactedStart, shorten } from './excerpt';
import { documentedCode, inferredCode } from './message';

/** An HTTP response with its whole body. */
export interface KainicResponse {
	readonly status: number;
	readonly body: string;
}

type Redact = (text: string) => string;

type Envelope =
	| { readonly kind: 'success'; readonly data: unknown }
	| { readonly kind: 'fail'; readonly message: string }
	| { readonly kind: 'none' };

/** n8n walks through data recursively; deeper nesting overflows its stack, and takes seconds to parse. */
const deepestNesting = 200;

/**
 * Interprets a response. A documented failure message decides, whatever the status is; then the
 * status decides, then the form of the body. Every message that is returned is redacted and has at
 * most 500 characters.
 */
export function readResponse(response: KainicResponse, redact: Redact): ResponseResult {
	const { status, body } = response;
	const envelope = parseEnvelope(body);
	if (envelope.kind === 'fail') return readFailure(envelope.message, response, redact);
	if (status < 200 || status >= 300) {
		return failure(
			byStatus(status) ?? 'rejected',
			`HTTP status ${status}: ${excerpt(body, redact)}`,
		);
	}
	if (envelope.kind === 'success') return envelope;
	return failure('bad_response', `This is not a response of Kainic: ${excerpt(body, redact)}`);
}

/** True if a request was refused for its data, so that a part of the data may be accepted alone. */
export function isDataRefusal(failed: {
	readonly code: FailureCode;
	readonly httpCode: number | null;
	readonly mayBeAccepted: boolean;
}): boolean {
	if (failed.mayBeAccepted || failureKinds[failed.code].scope !== 'request') return false;
	if (failed.code === 'missing_fields' || failed.code === 'field_type') return true;
	return failed.httpCode === 400 || failed.httpCode === 413 || failed.httpCode === 422;
}

function readFailure(
	said: string,
	{ status, body }: KainicResponse,
	redact: Redact,
): ResponseResult {
	const message =
		said.trim() === ''
			? `Kainic gave no reason: ${excerpt(body, redact)}`
			: redactedStart(said, redact);
	const documented = documentedCode(said);
	if (documented === 'prediction_failed' && status >= 500) {
		return { ...failure(documented, message), retry: 'always', mayBeAccepted: true };
	}
	const known = documented ?? byStatus(status);
	if (known !== undefined) return failure(known, message);
	const inferred = inferredCode(said);
	return inferred === undefined
		? failure('rejected', message)
		: failure(inferred, message, 'request');
}

function failure(
	code: FailureCode,
	message: string,
	scope: FailureScope = failureKinds[code].scope,
): Extract<ResponseResult, { kind: 'failure' }> {
	return {
		kind: 'failure',
		code,
		message: shorten(message),
		retry: failureKinds[code].retry,
		scope,
		mayBeAccepted: code === 'server_error' || code === 'bad_response',
	};
}

/** The code of a status; undefined if the message decides. */
function byStatus(status: number): FailureCode | undefined {
	if (status >= 500) return 'server_error';
	if (status === 401 || status === 403) return 'unauthorized';
	if (status === 413) return 'too_large';
	if (status === 429) return 'rate_limited';
	if (status >= 300 && status < 400) return 'redirect';
	return status < 200 ? 'bad_response' : undefined;
}

function parseEnvelope(body: string): Envelope {
	const value = parseJson(body);
	if (typeof value !== 'object' || value === null || !('status' in value)) return { kind: 'none' };
	if (value.status === 'success') {
		return { kind: 'success', data: 'data' in value ? value.data : undefined };
	}
	if (value.status !== 'fail') return { kind: 'none' };
	const message = 'message' in value ? value.message : undefined;
	return { kind: 'fail', message: typeof message === 'string' ? message : '' };
}

/** JSON escapes can spell the name as well. Far quicker than a regular expression for 4 MB. */
function mayNamePrototype(json: string): boolean {
	return json.includes('__proto__') || json.includes('\\u00');
}

/** A later node that copies fields one by one would set the prototype of an object. */
function withoutPrototype(name: string, value: unknown): unknown {
	return name === '__proto__' ? undefined : value;
}

function parseJson(text: string): unknown {
	if (!/^\uFEFF?\s*\{/.test(text) || isDeeperThan(text, deepestNesting)) return undefined;
	try {
		return JSON.parse(
			text.replace(/^\uFEFF/, ''),
			mayNamePrototype(text) ? withoutPrototype : undefined,
		);
	} catch {
		return undefined;
	}
}

function excerpt(body: string, redact: Redact): string {
	if (!/\S/.test(body)) return 'the body is empty';
	const text = pageText(redactedStart(body, redact));
	// Folding white space can make a key that has a space appear.
	return text === '' ? 'the body has no text' : redact(text);
}
