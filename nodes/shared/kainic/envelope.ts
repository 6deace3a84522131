import { failureKinds, type Failure, type FailureCode } from '../failure';
import { authorizationMessage, messageCodes } from './api';

/** An HTTP answer with its whole body. */
export interface KainicAnswer {
	readonly status: number;
	readonly body: string;
}

export type KainicVerdict =
	| { readonly kind: 'success'; readonly data: unknown }
	| {
			readonly kind: 'failure';
			readonly code: FailureCode;
			readonly message: string;
			readonly retry: 'never' | 'always' | 'when_invited';
			readonly mayBeAccepted: boolean;
	  };

export type Clean = (text: string) => string;

type Envelope =
	| { readonly kind: 'success'; readonly data: unknown }
	| { readonly kind: 'fail'; readonly message: string }
	| { readonly kind: 'none' };

/** Characters of a body that are shown at most, before they are folded. */
const longestExcerpt = 4000;

/** So many more are cleaned that nothing is cut off inside of what is shown. */
const longestExamined = 16 * longestExcerpt;

/** n8n itself walks through data recursively; deeper nesting than this would end in its stack. */
const deepestNesting = 200;

/**
 * Says what an answer of Kainic means. A documented failure message decides whatever the status is;
 * then the status decides, then the form of the body. `clean` takes out of a body what must not be
 * shown, before a piece of it is: a part of a key would not be known for one.
 */
export function readAnswer(answer: KainicAnswer, clean: Clean = (text) => text): KainicVerdict {
	const excerpt = (body: string) => excerptOf(body, clean);
	const envelope = parseEnvelope(answer.body, excerpt);
	if (envelope.kind === 'fail') return readFailure(envelope.message, answer.status);
	if (answer.status < 200 || answer.status >= 300) return refusedByStatus(answer, excerpt);
	if (envelope.kind === 'success') return envelope;
	return {
		kind: 'failure',
		code: 'bad_response',
		message: `The answer is not a Kainic answer: ${excerpt(answer.body)}`,
		retry: 'never',
		mayBeAccepted: true,
	};
}

/** Whether a request was refused for its data, so that a part of the data may be accepted without the rest. */
export function isDataRefusal(failure: Failure): boolean {
	if (failure.mayBeAccepted || failureKinds[failure.code].reach !== 'request') return false;
	if (failure.code === 'missing_fields' || failure.code === 'field_type') return true;
	return failure.httpCode === 400 || failure.httpCode === 413 || failure.httpCode === 422;
}

function readFailure(message: string, status: number): KainicVerdict {
	const code = messageCodes.find(({ form }) => form.test(message))?.code;
	if (code === undefined) return byStatus(status, message);
	const failedInside = code === 'prediction_failed' && status >= 500;
	return {
		kind: 'failure',
		code,
		message,
		retry: failedInside ? 'always' : 'never',
		mayBeAccepted: failedInside,
	};
}

function refusedByStatus(answer: KainicAnswer, excerpt: Clean): KainicVerdict {
	const text = excerpt(answer.body);
	return byStatus(answer.status, `HTTP status ${answer.status}: ${text}`);
}

function byStatus(status: number, message: string): KainicVerdict {
	const code = statusCode(status, message);
	return {
		kind: 'failure',
		code,
		message,
		retry: code === 'server_error' ? 'always' : code === 'rate_limited' ? 'when_invited' : 'never',
		mayBeAccepted: code === 'server_error' || code === 'bad_response',
	};
}

function statusCode(status: number, message: string): FailureCode {
	if (status >= 500) return 'server_error';
	if (status === 401 || status === 403) return 'unauthorized';
	if (status === 413) return 'too_large';
	if (status === 429) return 'rate_limited';
	if (status >= 300 && status < 400) return 'redirect';
	if (status < 200) return 'bad_response';
	return authorizationMessage.test(message) ? 'unauthorized' : 'rejected';
}

function parseEnvelope(body: string, excerpt: Clean): Envelope {
	const value = parseJson(body);
	if (typeof value !== 'object' || value === null || !('status' in value)) return { kind: 'none' };
	if (value.status === 'success') {
		return { kind: 'success', data: 'data' in value ? value.data : undefined };
	}
	if (value.status !== 'fail') return { kind: 'none' };
	const message = 'message' in value ? value.message : undefined;
	if (typeof message === 'string' && message.trim() !== '') return { kind: 'fail', message };
	return { kind: 'fail', message: `Kainic gave no reason: ${excerpt(body)}` };
}

function parseJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
		return isDeeperThan(value, deepestNesting) ? undefined : value;
	} catch {
		return undefined;
	}
}

function isDeeperThan(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	return Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
}

/** What a body says to a reader: tags and white space folded. Whoever shows it redacts and cuts it. */
function excerptOf(body: string, clean: Clean): string {
	const text = clean(body.slice(0, longestExamined))
		.slice(0, longestExcerpt)
		.replace(/<(style|script)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ')
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	return text === '' ? 'the body is empty' : text;
}
