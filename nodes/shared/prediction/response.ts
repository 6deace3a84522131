import { InputError } from '../failure';
import { field, type Fields } from '../kainic/api';
import { refuseTooMany } from '../n8n/operation';
import { isPlainObject, nameOf, shortened } from '../values';
import type { PredictionEndpoint } from './request';

/** How a response is read. */
export interface ReadOptions {
	/** One record for each recommendation, or one with all that the response holds. */
	readonly form: 'eachRecommendation' | 'response';
	/** Maximum number of recommendations, counted from the first. */
	readonly limit: number;
	/** True if a response without recommendations gives a record with an empty list. */
	readonly reportsEmpty: boolean;
}

/** Result of a prediction: recommendations, or the response for a control group. */
export interface PredictionResult {
	readonly group: 'model' | 'control';
	/** Makes the records lazily. */
	records(): Iterable<Fields>;
}

/** Fields of the response that are added to every recommendation. */
const responseFields = [field.modelId, field.deploymentJobId, field.uid];

/**
 * Reads the data of a success. Recommendations are its `items`, or the data itself if it is an
 * array. Fields that are added to a record never replace its own. `request` is the body that was
 * sent. Throws an InputError if the data holds no list.
 */
export function readPrediction(
	endpoint: PredictionEndpoint,
	request: Fields,
	options: ReadOptions,
	data: unknown,
): PredictionResult {
	const repeated = pick(request, endpoint.repeatedFields);
	if (endpoint.hasControlGroup && isPlainObject(data) && data[field.modelId] === null) {
		return {
			group: 'control',
			records: () => [{ ...repeated, ...data, group: 'control' }],
		};
	}
	const added = endpoint.hasControlGroup ? { ...repeated, group: 'model' } : repeated;
	const whole = (name: string) => [{ ...added, ...recordOf(data, name) }];
	if (options.form === 'response') return { group: 'model', records: () => whole('data') };
	const items = listOf(data);
	refuseTooMany(
		Math.min(items.length, options.limit),
		'recommendations',
		'Set Limit under Options, or choose the output Response.',
	);
	if (items.length > 0) {
		const common = { ...(isPlainObject(data) ? pick(data, responseFields) : {}), ...added };
		return { group: 'model', records: () => rankedRecords(items, options.limit, common) };
	}
	return { group: 'model', records: () => (options.reportsEmpty ? whole(field.items) : []) };
}

function* rankedRecords(
	items: readonly unknown[],
	limit: number,
	common: Fields,
): Generator<Fields, void> {
	for (let index = 0; index < items.length && index < limit; index += 1) {
		const own = recordOf(items[index], 'value');
		// First for the order of the fields, last because they win.
		yield { ...own, rank: index + 1, ...common, ...own };
	}
}

/** An object as it is; any other value under a name, because n8n's items are objects. */
function recordOf(value: unknown, name: string): Fields {
	return isPlainObject(value) ? value : { [name]: value };
}

function pick(from: Fields, names: readonly string[]): Fields {
	return Object.fromEntries(
		names.filter((name) => Object.hasOwn(from, name)).map((name) => [name, from[name]]),
	);
}

function listOf(data: unknown): readonly unknown[] {
	const list = isPlainObject(data) ? data[field.items] : data;
	if (Array.isArray(list)) return list;
	throw new InputError(
		`Expected recommendations in "${field.items}" of the response's data, or data that is an array, but ${foundIn(data)}.`,
	);
}

function foundIn(data: unknown): string {
	if (!isPlainObject(data)) return `the data is ${nameOf(data)}`;
	if (Object.hasOwn(data, field.items)) return `"${field.items}" is ${nameOf(data[field.items])}`;
	const names = Object.keys(data).slice(0, 10);
	const shown = names.map((name) => `"${shortened(name, 40)}"`).join(', ');
	return `the data holds ${shown === '' ? 'nothing' : shown}`;
}
