import type { Failure } from '../failure';
import { failureKinds, type FailureCode, type RetryRule } from '../failure-codes';
import { isPlainObject } from '../values';
import { documentedMessages, inferredWording } from './api';

/** What a failed response means for this request and for other requests. */
interface Judgement extends Pick<Failure, 'code' | 'scope' | 'mayBeAccepted'> {
	readonly retry: RetryRule;
	/** Replaces the advice of the code; null if the advice of the code is right. */
	readonly advice: string | null;
}

type ResponseResult =
	| { readonly kind: 'success'; readonly data: unknown }
	| ({ readonly kind: 'failure' } & Judgement & Pick<Failure, 'message' | 'quoted'>);

/**
 * Interprets a response. The first of these decides:
 * 1. a documented failure message, under any status
 * 2. a status that is not a success
 * 3. the inferred wording of a failure message
 * 4. the form of the body
 *
 * If the status is not 2xx, `body` may be only the beginning of the body.
 */
export function readResponse({
	status,
	body,
}: Readonly<{ status: number; body: string }>): ResponseResult {
	const envelope = readEnvelope(body);
	if (envelope?.kind === 'fail') {
		const { message } = envelope;
		const judgement = judge(message, status);
		if (message.trim() === '') return foreignText(judgement, 'Kainic gave no reason', body);
		return failureOf(judgement, message.slice(0, maxTextLength), true);
	}
	if (status < 200 || status >= 300) {
		const judgement = byStatus(status) ?? judgementOf('rejected');
		const { headline } = failureKinds[judgement.code];
		const [what, advice] = foreignStatuses[status] ?? [headline, null];
		return foreignText({ ...judgement, advice }, `${what}. HTTP status ${status}`, body);
	}
	if (envelope?.kind === 'success') return envelope;
	if (envelope?.kind === 'too_deep') {
		return failureOf(
			judgementOf('bad_response'),
			`The response has lists or objects that are more than ${maxDepth} levels deep.`,
		);
	}
	// The response was cut off, or other text follows it.
	const isBroken = /^\s*\{\s*"status"/.test(body) && !/\}\s*$/.test(body);
	const problem = isBroken ? 'The response is not valid JSON' : 'The response is not from Kainic';
	return foreignText(judgementOf('bad_response'), problem, body);
}

function failureOf(judgement: Judgement, message: string, quoted = false): ResponseResult {
	return { kind: 'failure', ...judgement, message, quoted };
}

/** Maximum characters of a response that are used to make a message. */
const maxTextLength = 16 * 1024;

/** A failure with the text of a response that is not from Kainic. */
function foreignText(judgement: Judgement, problem: string, page: string): ResponseResult {
	const isLong = page.length > maxTextLength;
	const start = isLong ? `${page.slice(0, maxTextLength)}…` : page;
	return failureOf(judgement, `${problem}: ${visibleText(start)}`);
}

/** The text of a page without scripts and tags, and with single spaces. The patterns take linear time. */
function visibleText(page: string): string {
	const text = page
		.replace(/<(style|script)\b[^]*?(?:<\/\1[^<>]*>?|$)|<[^<>]*>/gi, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (text !== '') return text;
	return page.trim() === '' ? 'the response is empty' : 'the response has no text';
}

const notHere = [
	'Kainic was not found at this address',
	"Check 'Base URL' in the Kainic API credential.",
] as const;

/** Headline and advice if the body is not from Kainic. Proxies and firewalls send these statuses too. */
const foreignStatuses: Readonly<Record<number, readonly [string, string]>> = {
	403: [
		'Kainic, or a firewall or proxy in front of Kainic, refused the request',
		"If the text after the HTTP status names a firewall or a proxy, ask the administrator of your n8n (or Kainic, if it is Kainic's firewall) to allow the request. Otherwise check 'API Key', 'Key Type' and 'Project ID' in the Kainic API credential.",
	],
	404: notHere,
	405: notHere,
	407: [
		'The proxy between n8n and Kainic refused the request',
		'Ask the administrator of your n8n to check the user name and the password of the proxy (HTTPS_PROXY).',
	],
};

/** True if Kainic refused the data of a request. Kainic may then accept a part of the data. */
export function isDataRefusal({ code, httpCode }: Pick<Failure, 'code' | 'httpCode'>): boolean {
	if (httpCode === null || failureKinds[code].scope !== 'request') return false;
	if (code === 'missing_fields' || code === 'field_type') return true;
	return httpCode === 400 || httpCode === 413 || httpCode === 422;
}

function judge(message: string, status: number): Judgement {
	const documented = templates.find(({ pattern }) => pattern.test(message.trim()))?.code;
	if (documented === 'prediction_failed' && status >= 500) {
		return { ...judgementOf(documented), retry: 'attempt', mayBeAccepted: true };
	}
	if (documented !== undefined) return judgementOf(documented);
	const inferred = judgementOf(inferredCode(message) ?? 'rejected');
	return byStatus(status) ?? { ...inferred, scope: 'request' };
}

function judgementOf(code: FailureCode): Judgement {
	const { retry, scope } = failureKinds[code];
	const mayBeAccepted = code === 'server_error' || code === 'bad_response';
	return { code, retry, scope, mayBeAccepted, advice: null };
}

/** The judgement for an HTTP status; undefined if the judgement depends on the message. */
function byStatus(status: number): Judgement | undefined {
	// A firewall may send 403 because of a text in one request, so other requests can succeed.
	if (status === 403) return { ...judgementOf('unauthorized'), scope: 'request' };
	// Google sends 408 if a function ran out of time, so the request may have been accepted.
	if (status === 408) return { ...judgementOf('timeout'), retry: 'never', mayBeAccepted: true };
	if (status === 401) return judgementOf('unauthorized');
	if (status === 413) return judgementOf('too_large');
	if (status === 429) return judgementOf('rate_limited');
	if (status >= 500) return judgementOf('server_error');
	if (status < 200) return judgementOf('bad_response');
	return status >= 300 && status < 400 ? judgementOf('redirect') : undefined;
}

/** Characters of a message that are examined for inferred wording. */
const maxExamined = 2000;

const quotedParts = /"[^"]*"|(?<!\w)'[^']*'(?!\w)|`[^`]*`|“[^“”]*”|‘[^‘’]*’/g;

/** The documented messages. A part in braces matches any text. Each pattern takes linear time. */
const templates = Object.entries(documentedMessages).map(([message, code]) => {
	const escaped = message.replace(/[^\w{} ]/g, '\\$&');
	// If the last part is empty, Kainic may also leave out the space before this part.
	const pattern = escaped.replace(/ ?\{\w+\}$/, '[^]*').replace(/\{\w+\}/g, '[^]*');
	return { pattern: new RegExp(`^${pattern}$`), code };
});

/** The code that the wording of an undocumented message suggests. Quoted parts are ignored. */
function inferredCode(message: string): FailureCode | undefined {
	const text = message.slice(0, maxExamined).replace(quotedParts, ' ');
	return inferredWording.find(({ pattern }) => pattern.test(text))?.code;
}

/** The JSON object of every response. */
type Envelope =
	| { readonly kind: 'success'; readonly data: unknown }
	| { readonly kind: 'fail'; readonly message: string }
	| { readonly kind: 'too_deep' };

/** Reads the envelope of a response; null if the text is something else. */
function readEnvelope(body: string): Envelope | null {
	if (!/^\uFEFF?\s*\{/.test(body)) return null;
	// The envelope is one level around the data.
	if (isDeeper(body, maxDepth + 1)) return { kind: 'too_deep' };
	let value: unknown;
	try {
		value = JSON.parse(body.replace(/^\uFEFF/, ''));
	} catch {
		return null;
	}
	if (!isPlainObject(value)) return null;
	const { status, data, message } = value;
	if (status === 'success') return { kind: 'success', data };
	if (status !== 'fail') return null;
	return { kind: 'fail', message: typeof message === 'string' ? message : '' };
}

/** Levels of nested arrays and objects in data. n8n copies data recursively; deeper data could crash n8n. */
const maxDepth = 200;

const [quote, opening, closing] = [0x22, 0x7b, 0x7d];

/** Counts the brackets of a JSON text. JSON.parse would need up to a second for millions of brackets. */
function isDeeper(json: string, levels: number): boolean {
	let depth = 0;
	for (let index = 0; index < json.length; index += 1) {
		const code = json.charCodeAt(index);
		if (code === quote) index = endOfText(json, index);
		// A square bracket differs from a curly bracket by this bit only.
		else if ((code | 0x20) === opening) depth += 1;
		else if ((code | 0x20) === closing) depth -= 1;
		if (depth > levels) return true;
	}
	return false;
}

/** The index of the quotation mark that ends the text that begins at `start`. */
function endOfText(json: string, start: number): number {
	for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
		let backslashes = 0;
		while (json[end - 1 - backslashes] === '\\') backslashes += 1;
		if (backslashes % 2 === 0) return end;
	}
	return json.length;
}
