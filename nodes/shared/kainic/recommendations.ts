import { isPlainObject, nameOf } from '../values';
import { field } from './api';
import type { PredictionBody, PredictionEndpoint } from './prediction';

/** How an answer is to be read. */
export interface ReadingStyle {
	/** One record per recommendation, or one with whatever the answer holds. */
	readonly form: 'eachRecommendation' | 'response';
	/** Recommendations at most, the best ones. */
	readonly limit: number;
	/** Whether an answer without recommendations gives a record that says so. */
	readonly reportsEmpty: boolean;
}

/** What a prediction gave: records to hand on, made for the visitor or for a control group. */
export interface Prediction {
	readonly group: 'model' | 'control';
	readonly records: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

export type PredictionReading =
	| { readonly kind: 'read'; readonly data: Prediction }
	| { readonly kind: 'unreadable'; readonly problem: string };

/** Fields of the answer that every recommendation repeats. */
const answerFields = [field.modelId, field.deploymentJobId, field.uid];

/**
 * Reads the data of a success. Recommendations are `items`, or the data itself where it is an array;
 * they pass as they came, and what is added to them never replaces a field of their own.
 */
export function readPrediction(
	endpoint: PredictionEndpoint,
	body: PredictionBody,
	style: ReadingStyle,
	data: unknown,
): PredictionReading {
	const repeated = pick(body, endpoint.repeatedFields);
	if (endpoint.hasControlGroup && isPlainObject(data) && data[field.modelId] === null) {
		const record = { ...repeated, ...data, group: 'control' };
		return { kind: 'read', data: { group: 'control', records: [record] } };
	}
	const common = { ...repeated, ...(endpoint.hasControlGroup ? { group: 'model' } : {}) };
	if (style.form === 'response') return read([{ ...common, ...recordOf(data, 'data') }]);
	const items = isPlainObject(data) ? data[field.items] : data;
	if (!Array.isArray(items)) return { kind: 'unreadable', problem: problemOf(data) };
	const answer = isPlainObject(data) ? pick(data, answerFields) : {};
	if (items.length === 0) {
		return read(style.reportsEmpty ? [{ ...common, ...recordOf(data, field.items) }] : []);
	}
	return read(
		items
			.slice(0, style.limit)
			.map((item: unknown, index) => rankedRecord(item, index + 1, { ...answer, ...common })),
	);
}

function read(records: Prediction['records']): PredictionReading {
	return { kind: 'read', data: { group: 'model', records } };
}

/** The item's own fields first, as a reader looks for them, and they win. */
function rankedRecord(
	item: unknown,
	rank: number,
	common: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
	const own = recordOf(item, 'value');
	return { ...own, rank, ...common, ...own };
}

/** An object as it is; anything else under a name of its own, since n8n's items are objects. */
function recordOf(value: unknown, name: string): Readonly<Record<string, unknown>> {
	return isPlainObject(value) ? value : { [name]: value };
}

function pick(
	from: Readonly<Record<string, unknown>>,
	names: readonly string[],
): Readonly<Record<string, unknown>> {
	return Object.fromEntries(
		names.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]),
	);
}

function problemOf(data: unknown): string {
	const expected = `Expected recommendations in "${field.items}" of the answer's data, or data that is an array, but`;
	if (!isPlainObject(data)) return `${expected} the data is ${nameOf(data)}.`;
	if (!Object.hasOwn(data, field.items)) {
		const names = Object.keys(data).slice(0, 10);
		const shown = names.map((name) => `"${name.slice(0, 40)}"`).join(', ');
		return `${expected} the data holds ${shown === '' ? 'nothing' : shown}.`;
	}
	return `${expected} "${field.items}" is ${nameOf(data[field.items])}.`;
}
