import {
	failureKinds,
	type Failure,
	type FailureCode,
	type Judgement,
	type ResponseResult,
} from '../failure';
import { documentedMessages, inferredWording } from './api';

/**
 * Interprets a response. A documented failure message decides, whatever the status is; then the
 * status, then inferred wording, then the form of the body. Under a status that is not a success, the beginning of the
 * body is enough.
 */
export function readResponse({
	status,
	body,
}: {
	readonly status: number;
	readonly body: string;
}): ResponseResult {
	const envelope = readEnvelope(body);
	if (envelope?.kind === 'fail') {
		const { message } = envelope;
		const judgement = judge(message, status);
		if (message.trim() === '') return foreignText(judgement, 'Kainic gave no reason', body);
		const kept = message.slice(0, maxTextLength);
		return { kind: 'failure', judgement, message: kept, quoted: true };
	}
	if (status < 200 || status >= 300) {
		const judgement = byStatus(status) ?? judgementOf('rejected');
		const { headline } = failureKinds[judgement.code];
		const [what, advice] = foreignStatuses[status] ?? [headline, null];
		return foreignText({ ...judgement, advice }, `${what}. HTTP status ${status}`, body);
	}
	if (envelope !== null) return isDeeper(envelope.data, maxDepth) ? tooDeep : envelope;
	const isCut = /^\s*\{\s*"status"/.test(body) && !/\}\s*$/.test(body);
	const problem = isCut ? 'The response was cut off' : 'The response is not from Kainic';
	return foreignText(judgementOf('bad_response'), problem, body);
}

/** Characters of a text that are looked at for a message. */
const maxTextLength = 16 * 1024;

/** A failure with the text of a page that Kainic's form does not explain. */
function foreignText(judgement: Judgement, problem: string, page: string): ResponseResult {
	const isLong = page.length > maxTextLength;
	const start = isLong ? `${page.slice(0, maxTextLength)}…` : page;
	const message = `${problem}: ${visibleText(start)}`;
	return { kind: 'failure', judgement, message, quoted: false };
}

/** The text of a page without scripts and tags, and with single spaces. Linear. */
function visibleText(page: string): string {
	const text = page
		.replace(/<(style|script)\b[^]*?(?:<\/\1[^<>]*>?|$)|<[^<>]*>/gi, ' ')
		.replace(/\s+/g, ' ')
		.trim();
	if (text !== '') return text;
	return page.trim() === '' ? 'the body is empty' : 'the body has no text';
}

const notHere = [
	'Kainic was not found at this address',
	'Check the base URL in the Kainic API credential.',
] as const;

/** What it means, and what to do, if a status comes without Kainic's form: others send these too. */
const foreignStatuses: Readonly<Record<number, readonly [string, string]>> = {
	403: [
		'Kainic, or a firewall in front of Kainic, refused the request',
		'If the message comes from a firewall, ask its administrator. Otherwise check the API key, the key type and the project ID in the Kainic API credential.',
	],
	404: notHere,
	405: notHere,
	407: [
		'The proxy between n8n and Kainic refused the request',
		'Check the user name and the password of the proxy in the settings of your n8n (HTTPS_PROXY).',
	],
};

/** True if a request was refused for its data, so that a part of the data may be accepted by itself. */
export function isDataRefusal({ code, httpCode }: Pick<Failure, 'code' | 'httpCode'>): boolean {
	if (failureKinds[code].scope !== 'request') return false;
	if (code === 'missing_fields' || code === 'field_type') return true;
	return httpCode === 400 || httpCode === 413 || httpCode === 422;
}

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
	const mayBeAccepted = code === 'server_error' || code === 'bad_response';
	return { code, retry, scope, mayBeAccepted, advice: null };
}

/** What a status says; undefined if the message decides. */
function byStatus(status: number): Judgement | undefined {
	const code = codeOfStatus(status);
	if (code === undefined) return undefined;
	const judgement = judgementOf(code);
	// A firewall sends it for the text of one visitor.
	if (status === 403) return { ...judgement, scope: 'request' };
	// Google sends it if a function ran out of time, whatever it had done by then. No 4xx is tried again.
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

const quotedParts = /"[^"]*"|(?<!\w)'[^']*'(?!\w)|`[^`]*`|“[^“”]*”|‘[^‘’]*’/g;

const templates = Object.entries(documentedMessages).map(([message, code]) => ({
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
	const text = message.slice(0, longestExamined).replace(quotedParts, ' ');
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

/** The JSON object of every response. */
type Envelope =
	| { readonly kind: 'success'; readonly data: unknown }
	| { readonly kind: 'fail'; readonly message: string };

/** Reads the envelope of a response; null if the text is something else. */
function readEnvelope(body: string): Envelope | null {
	const value = parseJson(body);
	if (typeof value !== 'object' || value === null || !('status' in value)) return null;
	if (value.status === 'success') {
		return { kind: 'success', data: 'data' in value ? value.data : undefined };
	}
	if (value.status !== 'fail') return null;
	const message = 'message' in value ? value.message : undefined;
	return { kind: 'fail', message: typeof message === 'string' ? message : '' };
}

/** Levels of nested arrays and objects in data. n8n copies data recursively, and more could end its process. */
const maxDepth = 200;

const tooDeep: ResponseResult = {
	kind: 'failure',
	judgement: judgementOf('bad_response'),
	message: `The response has more than ${maxDepth} levels of nesting.`,
	quoted: false,
};

function isDeeper(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function parseJson(text: string): unknown {
	if (!/^\uFEFF?\s*\{/.test(text)) return undefined;
	try {
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}
