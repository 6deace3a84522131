import type { OutputItem, Plan, Present } from '../send/job';
import { jsonBody } from '../send/request';
import { InputError } from '../failure';
import { field, type Fields } from '../kainic/api';
import { readHeaders } from '../panel/collections';
import { eachItem, type Operation, type RunContext } from '../operation';
import { formatNumber, isPlainObject, nameOf, shortened } from '../values';
import { bodyOf, targetOf, type PredictionEndpoint } from './request';

/** The operation of a node that asks for predictions: one request for each input item. */
export function predictionOperation(endpoint: PredictionEndpoint): Operation {
	const isExperiment = endpoint.scope === 'experiment';
	return {
		outputs: isExperiment ? 2 : 1,
		keyType: isExperiment ? 'experiment' : 'project',
		maxResponseBytes: 4 * 1024 * 1024,
		labels: { unit: 'prediction', done: 'answered', unsent: 'sent' },
		advice: {
			timeout:
				'Run the workflow again. If Kainic needs more time, raise Timeout and Time Budget under Options.',
			server_error: 'Run the workflow again later.',
			invalid_input: 'Some models need item IDs. Fill in Item IDs.',
		},
		outputForm: () => 'each',
		plan: (run) => planPredictions(endpoint, run),
	};
}

async function* planPredictions(endpoint: PredictionEndpoint, run: RunContext): Plan {
	const { options, parameters, runsAsTool, connection } = run;
	const source = options.choice<'fields' | 'json'>('bodySource');
	const form = options.choice<'eachRecommendation' | 'response'>('output');
	const reportsEmpty = options.choice('options.whenEmpty') === 'emptyItem';
	const controlVisitors = new Set<unknown>();
	const hasLimit = parameters.isAdded('options.limit');
	yield* eachItem(run, (index) => {
		const item = parameters.at(index);
		const { fields, text } = bodyOf(endpoint, source, item, connection);
		const limit = hasLimit ? item.number('options.limit') : Infinity;
		const id = targetOf(endpoint, fields);
		const bytes = Buffer.from(text);
		return [
			{
				kind: 'job',
				indexes: [index],
				target: id === null ? null : { scope: endpoint.scope, id },
				units: 1,
				url: connection.baseUrl + endpoint.path,
				headers: readHeaders(item),
				body: () => jsonBody(bytes),
				read: (data) => {
					if (isControl(endpoint, data)) {
						const visitors = controlVisitors.add(fields[field.anonUid]).size;
						const who = visitors === 1 ? 'visitor is' : 'visitors are';
						run.remarks[0] = `${formatNumber(visitors)} ${who} in the control group.`;
					}
					return readPrediction(endpoint, fields, { form, limit, reportsEmpty, runsAsTool }, data);
				},
				split: () => [],
			},
		];
	});
}

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

/** Fields of the request of an experiment that are added, for an event about showing the recommendation. */
const requestFields = [field.kainicExpId, field.sid, field.platform, field.anonUid];

/** If a node has an error branch, n8n's time grows with the square of the number of its items. */
const maxItems = 10_000;

/**
 * Reads the data of a success and returns what makes its items, one by one. Recommendations are its
 * `items`, or the data itself if it is an array. Fields that are added to a record never replace its own.
 * `request` is the body that was sent. Throws an InputError if the data holds no list.
 */
export function readPrediction(
	endpoint: PredictionEndpoint,
	request: Fields,
	{ form, limit, reportsEmpty, runsAsTool }: ReadOptions,
	data: unknown,
): Present {
	const isExperiment = endpoint.scope === 'experiment';
	const repeated = isExperiment ? pick(request, requestFields) : {};
	if (isControl(endpoint, data)) {
		// An AI agent sees only the first output of a tool.
		const output = runsAsTool ? 0 : 1;
		return () => [{ kind: 'new_item', output, json: { ...repeated, ...data, group: 'control' } }];
	}
	const added = isExperiment ? { ...repeated, group: 'model' } : {};
	const completeItem = (name: string) => [toItem({ ...added, ...recordOf(data, name) })];
	if (form === 'response') return () => completeItem('data');
	const items = recommendationsOf(data);
	const count = Math.min(items.length, limit);
	if (count > maxItems) {
		throw new InputError(
			`The response has ${formatNumber(count)} recommendations, but the limit is ${formatNumber(maxItems)}. Set Limit under Options, or choose the output Response.`,
		);
	}
	if (items.length === 0) return () => (reportsEmpty ? completeItem(field.items) : []);
	const common = { ...(isPlainObject(data) ? pick(data, responseFields) : {}), ...added };
	return function* () {
		for (let index = 0; index < count; index += 1) {
			const own = recordOf(items[index], 'value');
			// `own` twice: first so that its fields come first, last so that they win.
			yield toItem({ ...own, rank: index + 1, ...common, ...own });
		}
	};
}

/** True if the session of an experiment is in a group without a model. */
function isControl({ scope }: PredictionEndpoint, data: unknown): data is Fields {
	return scope === 'experiment' && isPlainObject(data) && data[field.kainicMid] === null;
}

function toItem(json: Fields): OutputItem {
	return { kind: 'new_item', output: 0, json };
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

function recommendationsOf(data: unknown): readonly unknown[] {
	const list = isPlainObject(data) ? data[field.items] : data;
	if (Array.isArray(list)) return list;
	throw new InputError(`The response has no list of recommendations. ${foundIn(data)}.`);
}

function foundIn(data: unknown): string {
	if (!isPlainObject(data)) return `Its data is ${nameOf(data)}`;
	if (Object.hasOwn(data, field.items))
		return `Its field "${field.items}" is ${nameOf(data[field.items])}`;
	const names = Object.keys(data).slice(0, 10);
	const shown = names.map((name) => `"${shortened(name, 40)}"`).join(', ');
	return shown === '' ? 'Its data is empty' : `Its data has the fields ${shown}`;
}
