import type { FailureCode } from '../../nodes/shared/failure-codes';
import { documentedMessages, inferredWording } from '../../nodes/shared/kainic/api';
import { oneLine, type Fit } from './words';

/** Kainic's fail envelope. */
export interface Failure {
	readonly kind: 'failure';
	readonly status: number;
	readonly words: string;
	/** What the nodes take it for; null if the words tell nothing. */
	readonly code: FailureCode | null;
	/** Whether the words are a documented message. */
	readonly isDocumented: boolean;
	/** What stood in the braces of the documented message. */
	readonly values: Readonly<Record<string, string>>;
}

/** How one request ended. Its words are fit to be shown. */
export type Answer =
	| { readonly kind: 'success'; readonly status: number }
	| Failure
	/** Something else than Kainic's envelope. */
	| { readonly kind: 'foreign'; readonly status: number; readonly words: string }
	| { readonly kind: 'silence'; readonly words: string };

/** Reads a response. The data of a success may hold products and IDs, so nothing of it is kept. */
export function readAnswer(status: number, body: string, fit: Fit): Answer {
	const envelope = parseObject(body);
	if (envelope?.['status'] === 'success') return { kind: 'success', status };
	if (envelope?.['status'] !== 'fail') return { kind: 'foreign', status, words: fit(body) };
	const message = typeof envelope['message'] === 'string' ? envelope['message'] : '';
	return { kind: 'failure', status, ...readMessage(message, fit) };
}

function parseObject(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? { ...value } : null;
	} catch {
		return null;
	}
}

function readMessage(message: string, fit: Fit) {
	const line = oneLine(message.slice(0, 1_000));
	const words = fit(message);
	for (const { code, names, pattern } of templates) {
		const found = pattern.exec(line);
		if (found === null) continue;
		const values = names.map((name, index) => [name, fit(found[index + 1] ?? '')] as const);
		return { words, code, isDocumented: true, values: Object.fromEntries(values) };
	}
	const code = inferredWording.find(({ pattern }) => pattern.test(line))?.code ?? null;
	return { words, code, isDocumented: false, values: {} };
}

const templates = Object.entries(documentedMessages).map(([template, code]) => ({
	code,
	names: [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
	pattern: new RegExp(
		`^${template
			.split(/\{\w+\}/)
			.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
			.join('(.*?)')}$`,
	),
}));

/** The answers so far, by the IDs of their probes, in the order in which they came. */
export class Seen {
	constructor(private readonly answers: ReadonlyMap<string, Answer>) {}

	get all(): ReadonlyArray<readonly [probe: string, answer: Answer]> {
		return [...this.answers];
	}

	of(probe: string): Answer | undefined {
		return this.answers.get(probe);
	}

	isSuccess(probe: string): boolean {
		return this.of(probe)?.kind === 'success';
	}

	/** The code of a failure in documented words. */
	code(probe: string): FailureCode | null {
		const answer = this.of(probe);
		return answer?.kind === 'failure' && answer.isDocumented ? answer.code : null;
	}

	/** The type that Kainic named for a field, if the answer is that. */
	namedType(probe: string): { readonly name: string; readonly type: string } | null {
		const answer = this.of(probe);
		if (answer?.kind !== 'failure' || this.code(probe) !== 'field_type') return null;
		const { field: name = '', expected_type: type = '' } = answer.values;
		return { name, type };
	}
}

/** Failures of the account, the key or the moment: they tell nothing of what a request holds. */
const besideTheRequest: ReadonlyArray<FailureCode | null> = [
	'unauthorized',
	'credit',
	'tracker',
	'domain',
	'prediction_failed',
];

/** How a host that is busy may say so. */
const ofTheMoment =
	/\bquota|rate.?limit|too many|slow down|try again|temporar|overload|\bbusy|unavailable|maintenance|warming|time[ds]? ?out/i;

/** Whether an answer is a failure that may come from what the request holds. */
export function isOfRequest(answer: Answer | undefined): answer is Failure {
	if (answer?.kind !== 'failure' || besideTheRequest.includes(answer.code)) return false;
	return answer.isDocumented || (answer.status < 500 && !ofTheMoment.test(answer.words));
}

/** Whether a refusal is about a missing field, or names one of these things. */
export function isAbout(answer: Answer | undefined, things: RegExp): boolean {
	if (!isOfRequest(answer)) return false;
	return answer.code === 'missing_fields' || things.test(answer.words);
}

/** Whether the nodes take an answer for a refusal of the key. */
export function isKeyRefusal(answer: Answer | undefined): boolean {
	if (answer?.kind === 'failure' && answer.code !== null) return answer.code === 'unauthorized';
	if (answer?.kind !== 'failure' && answer?.kind !== 'foreign') return false;
	return answer.status === 401 || answer.status === 403;
}

/** Whether Kainic took the key: the answer is a success, or documented words about something else. */
export function isJudged(answer: Answer | undefined): boolean {
	if (answer?.kind !== 'failure') return answer?.kind === 'success';
	return answer.isDocumented && answer.code !== 'credit';
}

/** Whether two answers are the same in everything but the data of a success. */
export function isSame(one: Answer | undefined, other: Answer | undefined): boolean {
	if (one === undefined || other === undefined || one.kind !== other.kind) return false;
	return describe(one) === describe(other);
}

/** An answer in short. */
export function describe(answer: Answer): string {
	switch (answer.kind) {
		case 'success':
			return `status ${answer.status}, a success`;
		case 'failure':
			return `status ${answer.status}, "${answer.words}"`;
		case 'foreign':
			return `status ${answer.status}, not the envelope of Kainic: "${answer.words}"`;
		case 'silence':
			return `no answer (${answer.words})`;
	}
}
