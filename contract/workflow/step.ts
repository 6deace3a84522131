import { field } from '../../nodes/shared/kainic/api';
import { initialState, next, record, type State } from '../core/advance';
import { markdownOf } from '../core/markdown';
import type { Check, FormPart, KeyName, Outcome, Probe } from '../core/model';
import { listProbes } from '../core/probes';
import { essenceOf } from '../core/reading';
import { fileType } from '../core/requests';
import { reportOf } from '../core/report';
import { Seen } from '../core/seen';
import { namedValues, sentValues } from '../core/values';

/** What the node Account holds. */
export type AccountFields = Readonly<Record<string, unknown>>;

/** Kept in the item from one request to the next. */
interface Progress {
	readonly check: Check;
	readonly baseUrl: string;
	readonly state: State;
	readonly startedAt: number;
}

export type StepJson = Readonly<Record<string, unknown>>;

/** An item of n8n. */
export interface StepItem {
	readonly json: StepJson;
}

interface Surroundings {
	readonly account: AccountFields;
	/** The item of the run before; null in the first. */
	readonly before: StepJson | null;
	/** What the HTTP Request node put out. */
	readonly answer: StepJson;
	readonly refusedKey: string;
	readonly now: number;
	readonly random: () => number;
}

/**
 * One run of the workflow's Code node: takes the answer to the last request, and says which comes next.
 * Throws if the fields of Account cannot be used.
 */
export function step(given: Surroundings): StepItem[] {
	const { before, account, random } = given;
	if (before === null) {
		if (account['send'] !== true) return list(account, given.refusedKey);
		const check = checkOf(account, given.refusedKey, markOf(random));
		const baseUrl = baseUrlOf(textOf(account, 'baseUrl') ?? '');
		return proceed({ check, baseUrl, state: initialState, startedAt: given.now }, null, given.now);
	}
	const progress = progressOf(before);
	const coming = next(progress.check, progress.state);
	if (coming.kind === 'end') return finish(progress, coming.stopped);
	const recorded = record(progress.state, coming.probe, outcomeOf(given.answer), {
		now: given.now,
		random: random(),
		startedAt: progress.startedAt,
	});
	return proceed({ ...progress, state: recorded.state }, recorded.retryIn, given.now);
}

/** Items of n8n carry no types; this one came out of `proceed`. */
function progressOf(item: StepJson): Progress {
	const { progress } = item;
	if (isProgress(progress)) return progress;
	throw new Error('The run before left no progress. Start the workflow again.');
}

function isProgress(value: unknown): value is Progress {
	return typeof value === 'object' && value !== null && 'check' in value && 'state' in value;
}

function proceed(progress: Progress, retryIn: number | null, now: number): StepItem[] {
	const { check, baseUrl, state } = progress;
	const coming = next(check, state);
	if (coming.kind === 'end') return finish(progress, coming.stopped);
	const wait = retryIn ?? coming.wait;
	const { id: request, title, worstCase, key } = coming.probe;
	const { path, contentType, body, form } = coming.probe.request(sentValues(check));
	const json = {
		...{ next: nodeFor[key], request, title, worstCase },
		url: urlOf(coming.probe, check, baseUrl, path),
		headers: check.account.origin === null ? {} : { Origin: check.account.origin },
		...(form === undefined
			? { contentType, body }
			: { contentType: 'multipart/form-data', form: formOf(form) }),
		wait: Math.ceil(wait / 1000),
		progress: { ...progress, startedAt: now + wait },
	};
	return [{ json }];
}

/** n8n makes a form of an object, and sends no form that was made before. */
function formOf(parts: readonly FormPart[]): StepJson {
	const entries = parts.map(({ name, content, fileName: filename }) => {
		const file = { value: content, options: { filename, contentType: fileType } };
		return [name, filename === null ? content : file] as const;
	});
	return Object.fromEntries(entries);
}

/** Which HTTP Request node sends a request: with a credential, or without any. */
const nodeFor: Readonly<Record<KeyName, string>> = {
	project: 'project',
	experiment: 'experiment',
	'made-up': 'noCredential',
	none: 'noCredential',
};

function urlOf({ key }: Probe, check: Check, baseUrl: string, path: string): string {
	const query = key === 'made-up' ? `?${field.apiKey}=${sentValues(check).madeUp.key}` : '';
	return `${baseUrl}${path}${query}`;
}

function outcomeOf(answer: StepJson): Outcome {
	const { statusCode: status, data, body: parsed, headers } = answer;
	if (typeof status !== 'number') {
		return { kind: 'silence', reason: 'network', detail: 'connection failed' };
	}
	// n8n parses what is called JSON.
	const body = typeof data === 'string' ? data : (JSON.stringify(parsed) ?? '');
	const named = typeof headers === 'object' && headers !== null ? headers : {};
	const retryAfter: unknown = Reflect.get(named, 'retry-after');
	return {
		kind: 'answer',
		status,
		body: essenceOf(body, (text) => text),
		retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
	};
}

function finish({ check, state }: Progress, stopped: boolean): StepItem[] {
	const report = reportOf(check, state.entries, stopped ? 'stopped' : 'complete');
	const json = `${JSON.stringify(report, null, '\t')}\n`;
	return [{ json: { next: 'report', wait: 0, report, json, markdown: markdownOf(report) } }];
}

/** Every request of the list, and nothing is sent. */
function list(account: AccountFields, refusedKey: string): StepItem[] {
	const check = checkOf({ ...account, ...allIds }, refusedKey, 'mark');
	return listProbes(check, new Seen([])).map((probe) => {
		const { path, body } = probe.request(namedValues);
		const { id: request, title, worstCase } = probe;
		return { json: { next: 'list', wait: 0, request, title, worstCase, path, body } };
	});
}

const allIds = {
	projectId: namedValues.projectId,
	trackerId: namedValues.trackerId,
	modelId: namedValues.modelId,
	experimentId: namedValues.experimentId,
	storeId: namedValues.storeId,
};

function checkOf(fields: AccountFields, refusedKey: string, mark: string): Check {
	const projectId = textOf(fields, 'projectId');
	if (projectId === null) throw new Error('Enter the Project ID in the node Account.');
	const experimentId = textOf(fields, 'experimentId');
	return {
		account: {
			projectId,
			trackerId: textOf(fields, 'trackerId'),
			modelId: textOf(fields, 'modelId'),
			experimentId,
			storeId: textOf(fields, 'storeId'),
			origin: textOf(fields, 'origin'),
		},
		mark,
		hasExperimentKey: experimentId !== null,
		allowEvents: fields['allowEvents'] === true,
		limits: false,
		withIds: false,
		refusedKey,
		batchArrived: null,
	};
}

function textOf(fields: AccountFields, name: string): string | null {
	const value = fields[name];
	const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	if (text === '') return null;
	if (/\p{Cc}/u.test(text) || text === '.' || text === '..') {
		throw new Error(`Correct ${name} in the node Account: this is no ID.`);
	}
	return text;
}

/** The credential refuses plain http as well; the requests without a credential are to do the same. */
function baseUrlOf(text: string): string {
	const url = text.replace(/\/+$/, '');
	const loopback = /^http:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?(\/[^?#@\s]*)?$/;
	if (/^https:\/\/[^/?#@\s]+(\/[^?#@\s]*)?$/.test(url) || loopback.test(url)) return url;
	throw new Error(
		'Enter the Base URL in the node Account. It begins with https:// (http:// for this machine alone).',
	);
}

function markOf(random: () => number): string {
	return Math.floor(random() * 2 ** 32)
		.toString(16)
		.padStart(8, '0');
}
