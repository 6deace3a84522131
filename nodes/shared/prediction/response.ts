import type { OutputItem, Present } from '../send/job';
import { InputError } from '../failure';
import { field, type Fields } from '../kainic/api';
import { refuseTooMany } from '../operation';
import { isPlainObject, nameOf, shortened } from '../values';
import type { PredictionEndpoint } from './request';

/** How a response is read. */
export interface ReadOptions {
	/** An item for each recommendation, or one with all that the response holds. */
	readonly form: 'eachRecommendation' | 'response';
	/** Maximum number of recommendations, counted from the first. */
	readonly limit: number;
	/** True if a response without recommendations gives an item with an empty list. */
	readonly reportsEmpty: boolean;
	readonly runsAsTool: boolean;
}

/** Fields of the response that are added to every recommendation. */
const responseFields = [field.kainicMid, field.deploymentJobId, field.uid];

/**
 * Reads the data of a success and returns what makes its items, one by one. Recommendations are its
 * `items`, or the data itself if it is an array. Fields that are added to a record never replace its own.
 * `request` is the body that was sent. Throws an InputError if the data holds no list.
 */
export function readPrediction(
	endpoint: PredictionEndpoint,
	request: Fields,
	options: ReadOptions,
	data: unknown,
): Present {
	const repeated = pick(request, endpoint.repeatedFields);
	if (endpoint.hasControlGroup && isControl(data)) {
		// An AI agent sees only the first output of a tool.
		const output = options.runsAsTool ? 0 : 1;
		return () => [{ kind: 'new_item', output, json: { ...repeated, ...data, group: 'control' } }];
	}
	const added = endpoint.hasControlGroup ? { ...repeated, group: 'model' } : repeated;
	const whole = (name: string) => [toItem({ ...added, ...recordOf(data, name) })];
	if (options.form === 'response') return () => whole('data');
	const items = listOf(data);
	refuseTooMany(
		Math.min(items.length, options.limit),
		'recommendations',
		'Set Limit under Options, or choose the output Response.',
	);
	if (items.length === 0) return () => (options.reportsEmpty ? whole(field.items) : []);
	const common = { ...(isPlainObject(data) ? pick(data, responseFields) : {}), ...added };
	return () => rankedItems(items, options.limit, common);
}

/** True if the session of an experiment is in a group without a model. */
export function isControl(data: unknown): data is Fields {
	return isPlainObject(data) && data[field.kainicMid] === null;
}

function toItem(json: Fields): OutputItem {
	return { kind: 'new_item', output: 0, json };
}

function* rankedItems(
	items: readonly unknown[],
	limit: number,
	common: Fields,
): Generator<OutputItem, void> {
	for (let index = 0; index < items.length && index < limit; index += 1) {
		const own = recordOf(items[index], 'value');
		// First for the order of the fields, last because they win.
		yield toItem({ ...own, rank: index + 1, ...common, ...own });
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
		`The response has no list of recommendations ("${field.items}" in its data, or data that is an array): ${foundIn(data)}.`,
	);
}

function foundIn(data: unknown): string {
	if (!isPlainObject(data)) return `the data is ${nameOf(data)}`;
	if (Object.hasOwn(data, field.items)) return `"${field.items}" is ${nameOf(data[field.items])}`;
	const names = Object.keys(data).slice(0, 10);
	const shown = names.map((name) => `"${shortened(name, 40)}"`).join(', ');
	return `the data holds ${shown === '' ? 'nothing' : shown}`;
}
